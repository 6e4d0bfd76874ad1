"""Every loss by its plain formula in arithmetic of as many digits as it takes: values, and gradients by hand.

Nothing here knows how core computes. A `Row` is a truth beside a prediction, every number the exact value of its
float64; `value`, `slope` (d/dq) and `pull_back` (d/dz, through the softmax) are the figures of a loss for it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal, localcontext
from typing import Any

import mpmath
import numpy as np
import numpy.typing as npt
from mpmath import mp, mpf

Numbers = list[Any]
Parameters = Mapping[str, Any]

DIGITS = 60
FARTHEST = 350
"""Powers of ten beyond which float64 holds nothing, so a row's range need not be followed further."""
ROUNDING = 2.0**-52
INF, ZERO, ONE = mpf("inf"), mpf(0), mpf(1)


class Row:
    """A truth p beside a prediction, given as probabilities q or as logits z; all in mpf.

    `counts` says how many classes each entry stands for, so that a row of 100 000 classes of 50 kinds costs 50.
    """

    def __init__(
        self,
        p: Sequence[float],
        *,
        q: Sequence[float] | None = None,
        z: Sequence[float] | None = None,
        counts: Sequence[int] | None = None,
        digits: int | None = None,
    ) -> None:
        self.counts = list(counts) if counts is not None else [1] * len(p)
        self.classes = sum(self.counts)
        self.digits = digits or enough_digits(p, q, z)
        with mp.workdps(self.digits):
            self.p: Numbers = [mpf(x) for x in p]
            self.of_logits = z is not None
            if z is not None:
                self.z: Numbers = [mpf(x) for x in z]
                top = max(self.z)
                log_sum = mp.log(self.total([mp.exp(x - top) for x in self.z]))
                self.log_q: Numbers = [x - top - log_sum for x in self.z]
                self.q: Numbers = [mp.exp(x) for x in self.log_q]
            else:
                assert q is not None
                self.q = [mpf(x) for x in q]
                self.log_q = self.z = [mp.log(x) if x else -INF for x in self.q]

    def total(self, terms: Iterable[Any]) -> Any:
        """Return the sum over all classes."""
        return sum((count * term for count, term in zip(self.counts, terms, strict=True)), ZERO)

    def each(self, function: Callable[..., Any], *more: Numbers) -> Numbers:
        """Return function(pₖ, qₖ, …) of every class."""
        return [function(*entries) for entries in zip(self.p, self.q, *more, strict=True)]

    @property
    def label(self) -> int:
        """The class of a one-hot truth."""
        return self.p.index(ONE)

    def moved(self, place: str, k: int, step: Any) -> Row:
        """Return this row with `step` added to p, q or z at class k."""
        row = Row.__new__(Row)
        row.__dict__.update(self.__dict__)
        numbers = list(getattr(self, place))
        numbers[k] += step
        setattr(row, place, numbers)
        if place == "z":
            top = max(row.z)
            log_sum = mp.log(row.total([mp.exp(x - top) for x in row.z]))
            row.log_q = [x - top - log_sum for x in row.z]
            row.q = [mp.exp(x) for x in row.log_q]
        elif place == "q":
            row.log_q = row.z = [mp.log(x) if x else -INF for x in row.q]
        return row


def enough_digits(p: Sequence[float], q: Sequence[float] | None, z: Sequence[float] | None) -> int:
    """Return digits that still hold what is left where 1 - q, or its square, is as small as float64 can say."""
    if z is not None:
        finite = [x for x in z if x > -math.inf]
        spread = min(max(finite) / 2.3 - min(finite) / 2.3, float(FARTHEST))
    else:
        assert q is not None
        seen = [math.log10(x) for x in [*p, *q] if x > 0] or [0.0]
        spread = min(max(seen) - min(seen), FARTHEST)
    return DIGITS + 2 * int(spread)


def to_decimal(number: Any) -> Decimal:
    """Return the number; beyond the range of float64 as 0 or inf."""
    if mpmath.isnan(number):
        return Decimal("nan")
    size = abs(number)
    if size >= mpf(2) ** 1024 - mpf(2) ** 970:
        return Decimal("inf") if number > 0 else Decimal("-inf")
    if size < mpf(2) ** -1100:
        return Decimal(0)
    with localcontext() as context:
        context.prec = 50
        with mp.workprec(170):
            sign, mantissa, exponent, _ = (+number)._mpf_
        exact = Decimal(int(mantissa)) * Decimal(2) ** int(exponent)
        return -exact if sign else exact


def decimals(numbers: Any) -> npt.NDArray[Any]:
    """Return a number, or a list of them, as Decimal in an array."""
    if isinstance(numbers, list):
        return np.array([to_decimal(number) for number in numbers], dtype=object)
    return np.array(to_decimal(numbers), dtype=object)


# -- parts of the formulas --------------------------------------------------------------------------------


def times(weight: Any, factor: Any) -> Any:
    """Return weight·factor, 0 where the weight is 0 whatever the factor is."""
    return weight * factor if weight else ZERO


def log_ratio(a: Any, b: Any) -> Any:
    """Return a·log(a/b): 0 where a = 0, inf where only b = 0."""
    if not a:
        return ZERO
    return a * mp.log(a / b) if b else INF


def sign(x: Any) -> int:
    return (x > 0) - (x < 0)


def per_class(setting: Any, row: Row) -> Numbers:
    """Return what `None`, one number or a number a class says, as a number a class."""
    if setting is None:
        return [ONE] * len(row.p)
    given = [mpf(x) for x in (setting if isinstance(setting, tuple) else (setting,))]
    return given * len(row.p) if len(given) == 1 else given


def divergence(row: Row, left: Numbers, right: Numbers) -> Any:
    """Return Σ(a·log(a/b) - a + b) - δ, where δ = Σb - Σa counts as 0 within 4·K·2⁻⁵²·Σa."""
    terms = [log_ratio(a, b) for a, b in zip(left, right, strict=True)]
    if INF in terms:
        return INF
    delta = row.total(right) - row.total(left)
    kept = delta if abs(delta) <= 4 * row.classes * mpf(ROUNDING) * row.total(left) else ZERO
    return row.total(terms) + kept


def scale(row: Row, parameters: Parameters) -> Any:
    return ONE / row.classes if parameters.get("reduction") == "mean" else ONE


# -- the losses: value, d/dq, and the limit of q·d/dq -----------------------------------------------------


def classification_error(row: Row, _: Parameters) -> Any:
    said = row.q.index(max(row.q))
    return row.total(row.p) - row.p[said]


def flat(row: Row, _: Parameters) -> Numbers:
    return [ZERO] * len(row.p)


def mse(row: Row, parameters: Parameters) -> Any:
    return scale(row, parameters) * row.total(row.each(lambda p, q: (q - p) ** 2))


def mse_slope(row: Row, parameters: Parameters) -> Numbers:
    factor = scale(row, parameters)
    return row.each(lambda p, q: 2 * factor * (q - p))


def mae(row: Row, parameters: Parameters) -> Any:
    return scale(row, parameters) * row.total(row.each(lambda p, q: abs(q - p)))


def mae_slope(row: Row, parameters: Parameters) -> Numbers:
    factor = scale(row, parameters)
    return row.each(lambda p, q: factor * sign(q - p))


def total_variation(row: Row, _: Parameters) -> Any:
    return mae(row, {}) / 2


def total_variation_slope(row: Row, _: Parameters) -> Numbers:
    return [x / 2 for x in mae_slope(row, {})]


def target(row: Row, parameters: Parameters) -> Numbers:
    smoothing = mpf(parameters.get("label_smoothing", 0))
    share = smoothing * row.total(row.p) / row.classes
    weights = per_class(parameters.get("class_weights"), row)
    return [w * ((1 - smoothing) * p + share) for w, p in zip(weights, row.p, strict=True)]


def cross_entropy(row: Row, parameters: Parameters) -> Any:
    return row.total([-times(t, x) for t, x in zip(target(row, parameters), row.log_q, strict=True)])


def cross_entropy_slope(row: Row, parameters: Parameters) -> Numbers:
    return [(-t / q if q else -INF) if t else ZERO for t, q in zip(target(row, parameters), row.q, strict=True)]


def cross_entropy_pull(row: Row, parameters: Parameters) -> Numbers:
    return [-t for t in target(row, parameters)]


def kl_divergence(row: Row, _: Parameters) -> Any:
    return divergence(row, row.p, row.q)


def reverse_kl(row: Row, _: Parameters) -> Any:
    return divergence(row, row.q, row.p)


def reverse_kl_slope(row: Row, _: Parameters) -> Numbers:
    return row.each(lambda p, q: INF if not p else mp.log(q / p) + 1 if q else -INF)


def jensen_shannon(row: Row, _: Parameters) -> Any:
    return row.total(row.each(lambda p, q: log_ratio(p, (p + q) / 2) + log_ratio(q, (p + q) / 2))) / 2


def jensen_shannon_slope(row: Row, _: Parameters) -> Numbers:
    return row.each(lambda p, q: mp.log(2 * q / (p + q)) / 2 if q else -INF if p else mp.log(2) / 2)


def power(base: Any, exponent: Any) -> Any:
    """Return baseʸ with 0⁰ = 1 and 0 to a negative power inf."""
    if base:
        return base**exponent
    return ONE if not exponent else ZERO if exponent > 0 else INF


def focal(row: Row, parameters: Parameters) -> Any:
    gamma, alpha = mpf(parameters["gamma"]), per_class(parameters.get("alpha"), row)

    def term(p: Any, q: Any, log_q: Any, a: Any) -> Any:
        return -times(a * p * power(max(1 - q, ZERO), gamma), log_q)

    return row.total(row.each(term, row.log_q, alpha))


def focal_pull(row: Row, parameters: Parameters) -> Numbers:
    gamma, alpha = mpf(parameters["gamma"]), per_class(parameters.get("alpha"), row)

    def pull(p: Any, q: Any, log_q: Any, a: Any) -> Any:
        rest = max(1 - q, ZERO)
        if not rest:
            return -a * p * power(rest, gamma)  # (1 - q)^(γ - 1)·log q goes as (1 - q)^γ
        return a * p * (gamma * power(rest, gamma - 1) * times(q, log_q) - power(rest, gamma))

    return row.each(pull, row.log_q, alpha)


def slope_of_pull(pull: Callable[[Row, Parameters], Numbers]) -> Callable[[Row, Parameters], Numbers]:
    """Return d/dq of a loss whose slope is infinite wherever q = 0 and the pull is not 0."""

    def slope(row: Row, parameters: Parameters) -> Numbers:
        pairs = zip(pull(row, parameters), row.q, strict=True)
        return [(u / q if q else sign(u) * INF) if u else ZERO for u, q in pairs]

    return slope


def poly1(row: Row, parameters: Parameters) -> Any:
    epsilon = mpf(parameters["epsilon"])
    cross = row.total(row.each(lambda p, _q, log_q: times(p, -log_q), row.log_q))
    return cross + epsilon * (1 - row.total(row.each(lambda p, q: p * q)))


def poly1_pull(row: Row, parameters: Parameters) -> Numbers:
    epsilon = mpf(parameters["epsilon"])
    return row.each(lambda p, q: -p * (1 + epsilon * q))


def generalized_cross_entropy(row: Row, parameters: Parameters) -> Any:
    a = mpf(parameters["exponent"])
    return row.total(row.each(lambda p, q: times(p, 1 - power(q, a)) / a))


def generalized_cross_entropy_slope(row: Row, parameters: Parameters) -> Numbers:
    a = mpf(parameters["exponent"])
    return row.each(lambda p, q: -times(p, power(q, a - 1)))


def hellinger_squared(row: Row) -> Any:
    return row.total(row.each(lambda p, q: (mp.sqrt(p) - mp.sqrt(q)) ** 2)) / 2


def hellinger(row: Row, parameters: Parameters) -> Any:
    squared = hellinger_squared(row)
    return squared if parameters["form"] == "squared" else mp.sqrt(squared)


def hellinger_slope(row: Row, parameters: Parameters) -> Numbers:
    slopes = row.each(lambda p, q: ((1 - mp.sqrt(p / q)) / 2 if q else -INF) if p else mpf(0.5))
    if parameters["form"] == "squared":
        return slopes
    distance = mp.sqrt(hellinger_squared(row))
    return [x / (2 * distance) for x in slopes] if distance else [ZERO] * len(slopes)


def norm(row: Row) -> Any:
    return mp.sqrt(row.total([q * q for q in row.q]))


def spherical(row: Row, _: Parameters) -> Any:
    length = norm(row)
    return row.total(row.each(lambda p, q: p * (1 - q / length)))


def spherical_slope(row: Row, _: Parameters) -> Numbers:
    length = norm(row)
    product = row.total(row.each(lambda p, q: p * q))
    return row.each(lambda p, q: q * product / length**3 - p / length)


def shortfalls(row: Row, parameters: Parameters) -> Numbers:
    """Return by how much the lead over each other class falls short of the margin; what counts of them is > 0."""
    y, margin = row.label, mpf(parameters["margin"])
    short = [ZERO if k == y or z == -INF else max(margin + z - row.z[y], ZERO) for k, z in enumerate(row.z)]
    if parameters["form"] == "max":
        worst = short.index(max(short))
        return [x if k == worst else ZERO for k, x in enumerate(short)]
    return short


def hinge(row: Row, parameters: Parameters) -> Any:
    return row.total(shortfalls(row, parameters))


def hinge_of_logits(row: Row, parameters: Parameters) -> Numbers:
    active = [ONE if x else ZERO for x in shortfalls(row, parameters)]
    active[row.label] = -row.total(active)
    return active


VALUES: dict[str, Callable[[Row, Parameters], Any]] = {
    "classification_error": classification_error,
    "mse": mse,
    "mae": mae,
    "cross_entropy": cross_entropy,
    "kl_divergence": kl_divergence,
    "reverse_kl": reverse_kl,
    "jensen_shannon": jensen_shannon,
    "focal": focal,
    "poly1": poly1,
    "generalized_cross_entropy": generalized_cross_entropy,
    "hellinger": hellinger,
    "total_variation": total_variation,
    "spherical": spherical,
    "hinge": hinge,
}
SLOPES: dict[str, Callable[[Row, Parameters], Numbers]] = {
    "classification_error": flat,
    "mse": mse_slope,
    "mae": mae_slope,
    "cross_entropy": cross_entropy_slope,
    "kl_divergence": lambda row, _: cross_entropy_slope(row, {}),
    "reverse_kl": reverse_kl_slope,
    "jensen_shannon": jensen_shannon_slope,
    "focal": slope_of_pull(focal_pull),
    "poly1": slope_of_pull(poly1_pull),
    "generalized_cross_entropy": generalized_cross_entropy_slope,
    "hellinger": hellinger_slope,
    "total_variation": total_variation_slope,
    "spherical": spherical_slope,
    "hinge": slope_of_pull(hinge_of_logits),
}
PULLS: dict[str, Callable[[Row, Parameters], Numbers]] = {
    "cross_entropy": cross_entropy_pull,
    "kl_divergence": lambda row, _: cross_entropy_pull(row, {}),
    "focal": focal_pull,
    "poly1": poly1_pull,
}
"""q·d/dq where it does not go to 0 with q; for the others it is the product, and 0 at q = 0."""
DEFAULTS: dict[str, Parameters] = {
    "focal": {"gamma": 2.0},
    "poly1": {"epsilon": 1.0},
    "generalized_cross_entropy": {"exponent": 0.7},
    "hellinger": {"form": "distance"},
    "hinge": {"form": "max", "margin": 1.0},
}


def value(name: str, row: Row, parameters: Parameters) -> Any:
    """Return the loss."""
    with mp.workdps(row.digits):
        return VALUES[name](row, {**DEFAULTS.get(name, {}), **parameters})


def slope(name: str, row: Row, parameters: Parameters) -> Numbers:
    """Return d loss / d q with the q as independent variables; at a corner the one-sided limit."""
    with mp.workdps(row.digits):
        return SLOPES[name](row, {**DEFAULTS.get(name, {}), **parameters})


def pull_back(name: str, row: Row, parameters: Parameters) -> Numbers:
    """Return d loss / d z, uₖ - qₖ·Σu with u = q·d/dq."""
    assert row.of_logits
    with mp.workdps(row.digits):
        parameters = {**DEFAULTS.get(name, {}), **parameters}
        if name == "hinge":
            return hinge_of_logits(row, parameters)
        if name == "reverse_kl" and any(q and not p for p, q in zip(row.p, row.q, strict=True)):
            return forbidden(row)
        if name in PULLS:
            pull = PULLS[name](row, parameters)
        else:
            pull = [times(q, g) for q, g in zip(row.q, SLOPES[name](row, parameters), strict=True)]
        total = row.total(pull)
        return [difference(u, q * total, row.digits) for u, q in zip(pull, row.q, strict=True)]


def difference(a: Any, b: Any, digits: int) -> Any:
    """Return a - b, or 0 where nothing but the rounding of equals is left."""
    return a - b if abs(a - b) > abs(a) * mpf(10) ** (8 - digits) else ZERO


def forbidden(row: Row) -> Numbers:
    """Return the limit of reverse KL's gradient as its pₖ = 0 go to 0.

    Where every class that is predicted has pₖ = 0 the loss is inf and stays so: 0.
    """
    if not any(p and q for p, q in zip(row.p, row.q, strict=True)):
        return [ZERO] * len(row.p)
    return row.each(lambda p, q: ZERO if not q else -INF if p else INF)


# -- how far arithmetic can be trusted --------------------------------------------------------------------


def moves(figure: Callable[[Row], Any], row: Row, rounding: float) -> Numbers:
    """Return by how much each of the figures moves when every input is moved by a relative `rounding`.

    Every pₖ and qₖ strictly between 0 and 1 by itself in proportion to its size; every logit by 1 and in proportion to
    its distance from the largest, as the rounding of its exponential has it. The moves are added up.
    """
    places = [("z" if row.of_logits else "q", k) for k in range(len(row.p))]
    places += [("p", k) for k in range(len(row.p))]
    with mp.workdps(row.digits):
        here = listed(figure(row))
        moved = [ZERO] * len(here)
        for place, k in places:
            entry = getattr(row, place)[k]
            size = 1 + max(row.z) - entry if place == "z" else entry if 0 < entry < 1 else ZERO
            if not size or size == INF:
                continue
            there = listed(figure(row.moved(place, k, size * rounding)))
            moved = [m + abs(a - b) for m, a, b in zip(moved, there, here, strict=True)]
        return moved


def listed(numbers: Any) -> Numbers:
    return numbers if isinstance(numbers, list) else [numbers]
