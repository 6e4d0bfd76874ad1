"""Every loss against its plain formula in high precision: values and both gradients, to a relative 1e-12."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

import numpy as np
import pytest
from mpmath import mp, mpf

from core import losses
from core.errors import LossAtlasError
from tests.reference import exact, exact_losses
from tests.reference.exact_losses import Row

NONE = -np.inf
ROUNDING = float(np.finfo(np.longdouble).eps)
"""A unit in the last place of the widest floats there are; core computes differences of near equals in them."""
MARGIN = 32
"""By how many roundings of every input a figure near its stationary point may be off."""


# -- settings ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Setting:
    """A loss with parameters; `a_class` names one that is given a number a class."""

    name: str
    parameters: tuple[tuple[str, Any], ...] = ()
    a_class: str | None = None

    def given(self, kinds: Any) -> dict[str, Any]:
        """Return the parameters for a row whose classes are of these kinds."""
        if self.a_class is None:
            return dict(self.parameters)
        weights = np.array([1.0, 2.0, 0.3])[np.asarray(kinds) % 3]
        return {**dict(self.parameters), self.a_class: tuple(weights.tolist())}

    def __str__(self) -> str:
        words = [self.name, *(f"{key}={value}" for key, value in self.parameters)]
        return "-".join([*words, self.a_class] if self.a_class else words)


def setting(name: str, a_class: str | None = None, **parameters: Any) -> Setting:
    return Setting(name, tuple(parameters.items()), a_class)


SETTINGS = [
    setting("classification_error"),
    setting("mse"),
    setting("mse", reduction="mean"),
    setting("mae"),
    setting("mae", reduction="mean"),
    setting("cross_entropy"),
    setting("cross_entropy", label_smoothing=0.1),
    setting("cross_entropy", "class_weights"),
    setting("cross_entropy", "class_weights", label_smoothing=0.1),
    setting("kl_divergence"),
    setting("reverse_kl"),
    setting("jensen_shannon"),
    setting("focal", gamma=0.0),
    setting("focal", gamma=0.5),
    setting("focal", gamma=1.0),
    setting("focal"),
    setting("focal", gamma=5.0),
    setting("focal", alpha=0.25),
    setting("focal", "alpha"),
    setting("poly1", epsilon=-1.0),
    setting("poly1", epsilon=0.0),
    setting("poly1"),
    setting("poly1", epsilon=2.0),
    setting("generalized_cross_entropy", exponent=0.01),
    setting("generalized_cross_entropy", exponent=0.5),
    setting("generalized_cross_entropy"),
    setting("generalized_cross_entropy", exponent=1.0),
    setting("hellinger"),
    setting("hellinger", form="squared"),
    setting("total_variation"),
    setting("spherical"),
    setting("hinge"),
    setting("hinge", margin=0.5),
    setting("hinge", form="sum"),
    setting("hinge", form="sum", margin=0.5),
]
every_setting = pytest.mark.parametrize("chosen", SETTINGS, ids=str)


def test_every_loss_is_held_to_its_formula():
    assert set(losses.names()) == set(exact_losses.VALUES) == {chosen.name for chosen in SETTINGS}


# -- cases ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A truth and a prediction. `kinds` spreads them over more classes; `near`: close to a stationary point."""

    name: str
    p: tuple[float, ...]
    q: tuple[float, ...] | None = None
    z: tuple[float, ...] | None = None
    near: bool = False
    as_label: bool = False
    kinds: tuple[int, ...] | None = None

    @property
    def is_label(self) -> bool:
        """Whether the truth is one class: one entry of 1, which is one class."""
        return sorted(self.p)[-1] == 1.0 and sum(x > 0 for x in self.p) == 1

    @cache  # noqa: B019 - the cases live as long as the module
    def spread(self) -> Any:
        """Return the kind of each class."""
        return np.array(self.kinds if self.kinds else range(len(self.p)))

    def truth(self) -> Any:
        return self.p.index(1.0) if self.as_label else np.array(self.p)[self.spread()]

    def prediction(self) -> Any:
        numbers = self.q if self.q is not None else self.z
        assert numbers is not None
        return np.array(numbers)[self.spread()]

    @cache  # noqa: B019 - the cases live as long as the module
    def row(self) -> Row:
        counts = np.bincount(self.kinds).tolist() if self.kinds else None
        return Row(self.p, q=self.q, z=self.z, counts=counts)


def numbers(values: Any) -> tuple[float, ...]:
    return tuple(float(x) for x in values)


def vertex(classes: int, k: int) -> tuple[float, ...]:
    return numbers(np.eye(classes)[k])


def whole(values: Any) -> tuple[float, ...]:
    """Return a distribution near `values` whose sum is 1 exactly, so that no rounding of the sum plays a part."""
    steps = np.round(np.asarray(values) * 2.0**48)
    steps[steps.argmax()] += 2.0**48 - steps.sum()
    return numbers(steps / 2.0**48)


def moves(classes: int) -> Any:
    """Return whole numbers that sum to 0."""
    step = np.resize([3.0, -1.0, -4.0, 2.0, 1.0], classes)
    step[-1] -= step.sum()
    return step


TRUTHS = {2: (0.25, 0.75), 3: (0.2, 0.3, 0.5), 7: (0.05, 0.3, 0.1, 0.02, 0.13, 0.17, 0.23)}


def random_probabilities() -> Iterator[Case]:
    random = np.random.default_rng(1)
    for classes in (2, 3, 7):
        for spread in (1.0, 0.1):
            p, q = random.dirichlet(np.full(classes, spread), 2)
            k = int(random.integers(classes))
            yield Case(f"soft, {classes}, {spread}", numbers(p), numbers(q))
            yield Case(f"one-hot, {classes}, {spread}", vertex(classes, k), numbers(q))
            yield Case(f"label, {classes}, {spread}", vertex(classes, k), numbers(q), as_label=True)


def near_probabilities() -> Iterator[Case]:
    for classes, truth in TRUTHS.items():
        p = whole(truth)
        yield Case(f"equal, {classes}", p, p, near=True)
        for exponent in (2, 4, 6, 8, 10, 12, 14, 15):
            steps = np.round(10.0**-exponent * 2.0**52 / 4)
            q = np.array(p) + moves(classes) * steps * 2.0**-52
            yield Case(f"1e-{exponent}, {classes}", p, numbers(q), near=True)
    p, q = (0.2, 0.3, 0.5, 0.0), (0.2, 0.3, 0.4, 0.1)
    yield Case("equal in some classes", p, q)
    below = 1.0 - 2.0**-53
    for q in [(below, 2.0**-53, 0.0), (1.0 - 1e-9, 1e-9, 0.0), (1.0 - 2.0**-30, 2.0**-31, 2.0**-31)]:
        yield Case(f"nearly the vertex, {q[1]}", (1.0, 0.0, 0.0), q)
    yield Case("near a vertex, both", (1.0 - 2.0**-40, 2.0**-40), (1.0 - 2.0**-38, 2.0**-38))


def edge_probabilities() -> Iterator[Case]:
    tiny = 5e-324
    for name, p, q in [
        ("right", (0, 1, 0), (0, 1, 0)),
        ("wrong", (0, 1, 0), (1, 0, 0)),
        ("no chance for the truth", (0, 1, 0), (0.5, 0, 0.5)),
        ("zeros in p", (0, 0.5, 0.5), (0.2, 0.3, 0.5)),
        ("zeros in q", (0.2, 0.3, 0.5), (0, 0.5, 0.5)),
        ("zeros in q for labels", (1, 0, 0), (0.4, 0, 0.6)),
        ("zeros in both", (0, 0.25, 0.75), (0, 0.5, 0.5)),
        ("zeros apart", (0, 0.5, 0.5, 0), (0.5, 0, 0.5, 0)),
        ("tiny in p", (1e-300, 0.5, 0.5), (0.25, 0.3, 0.45)),
        ("tiny in q", (0.25, 0.25, 0.5), (1e-300, 0.5, 0.5)),
        ("tiny in both", (1e-300, 0.5, 0.5), (3e-290, 0.25, 0.75)),
        ("tiny in q for labels", (1, 0, 0), (1e-300, 0.5, 0.5)),
        ("tiny others", (1, 0, 0), (1, 1e-300, 1e-200)),
        ("tiny others in both", (1, 1e-280), (1, 3e-285)),
        ("subnormal in p", (1e-310, 0.5, 0.5), (0.25, 0.3, 0.45)),
        ("subnormal in q", (0.25, 0.25, 0.5), (tiny, 0.5, 0.5)),
        ("subnormal in both", (tiny, 0.5, 0.5), (1e-312, 0.25, 0.75)),
        ("the smallest in p, none in q", (tiny, 1), (0, 1)),
        ("subnormal for labels", (0, 0, 1), (0.5, 0.5, 1e-315)),
        ("a little more", (0.5, 0.6), (0.7, 0.4)),
        ("more than 1", (0.25, 0.75), (1.5, 0.2)),
        ("more than 1 for labels", (1, 0, 0), (1.25, 0.5, 0.0)),
        ("less than 1", (0.3, 0.2, 0.1), (0.1, 0.1, 0.3)),
        ("alike but for subnormals", (1, 1e-320), (1, 3e-320)),
        ("all small", (0.3, 0.7), (1e-200, 3e-200)),
        ("all large", (0.3, 0.7), (2e200, 1e200)),
        ("a little less", (0.3, 0.7), (0.3, 0.7 - 1e-7)),
    ]:
        yield Case(name, numbers(p), numbers(q))


def many_probabilities() -> Iterator[Case]:
    for classes in (1000, 100_000):
        p, z, kinds = many(classes)
        q = np.exp(z) / (np.bincount(kinds) @ np.exp(z))
        yield Case(f"soft, {classes}", p, numbers(q), kinds=kinds)
        yield Case(f"label, {classes}", vertex(len(z), 1), numbers(q), kinds=kinds)


def many(classes: int) -> tuple[tuple[float, ...], Any, tuple[int, ...]]:
    """Return a truth and logits of 40 kinds of classes, and which class is of which kind; the first 4 are alone."""
    random = np.random.default_rng(classes)
    alone, others = 4, 36
    kinds = np.concatenate([np.arange(alone), random.integers(alone, alone + others, classes - alone)])
    kinds[alone : alone + others] = np.arange(alone, alone + others)
    random.shuffle(kinds)
    counts = np.bincount(kinds)
    shares = random.dirichlet(np.ones(alone + others))
    z = random.normal(0.0, 3.0, alone + others)
    z[:alone] = z.max() + np.array([0.5, 1.25, 2.0, -1.0])
    return numbers(shares / counts), z, tuple(int(k) for k in kinds)


def random_logits() -> Iterator[Case]:
    random = np.random.default_rng(2)
    for size in (1e-3, 1.0, 10.0, 100.0, 1e4):
        for classes in (2, 3, 7):
            z = numbers(random.normal(0.0, size, classes))
            yield Case(f"soft, {classes}, {size:g}", numbers(random.dirichlet(np.ones(classes))), z=z)
            for name, k in (("right", int(np.argmax(z))), ("wrong", int(np.argmin(z)))):
                yield Case(f"{name}, {classes}, {size:g}", vertex(classes, k), z=z)
            if classes == 3:
                yield Case(f"label, {classes}, {size:g}", vertex(classes, 1), z=z, as_label=True)


def near_logits() -> Iterator[Case]:
    for classes, truth in TRUTHS.items():
        p = whole(truth)
        for exponent in (2, 3, 5, 7, 9, 11, 13, 15):
            z = np.log(p) + 10.0**-exponent * moves(classes) / 4
            yield Case(f"1e-{exponent}, {classes}", p, z=numbers(z), near=True)
            yield Case(f"1e-{exponent}, {classes}, shifted", p, z=numbers(z + 5.0), near=True)
    for name, p, z in [
        ("equal halves", (0.5, 0.5), (3, 3)),
        ("equal quarters", (0.25, 0.25, 0.25, 0.25), (-7, -7, -7, -7)),
        ("equal halves beside nothing", (0.5, 0, 0.5), (1, NONE, 1)),
        ("equal but for a tiny p", (1e-300, 0.5, 0.5), (-800, 0, 0)),
        ("equal but for a tiny q", (1e-300, 0.5, 0.5), (-600, 0, 0)),
    ]:
        yield Case(name, numbers(p), z=numbers(z), near=True)


def edge_logits() -> Iterator[Case]:
    end = 1e308
    for name, p, z in [
        ("equal logits", (0, 1, 0), (2, 2, 2)),
        ("ends", (0.2, 0.3, 0.5), (end, end, -end)),
        ("ends, wrong", (0, 0, 1), (end, end, -end)),
        ("ends, right", (1, 0, 0), (end, -end, -end)),
        ("ends, tied", (1, 0, 0), (end, end, -end)),
        ("one end", (0.25, 0.75), (-end, 0)),
        ("ruled out, p = 0", (0, 0.25, 0.75), (NONE, 0.5, 1)),
        ("ruled out, p = 0, for labels", (0, 1, 0), (NONE, 0.5, 1)),
        ("ruled out, p > 0", (0.25, 0.25, 0.5), (NONE, 0.5, 1)),
        ("ruled out, the label", (1, 0, 0), (NONE, 0.5, 1)),
        ("ruled out, all but the label", (0, 1, 0), (NONE, 0.5, NONE)),
        ("ruled out, all but another", (0, 0.5, 0.5), (NONE, 0.5, NONE)),
        ("ruled out, all but the wrong one", (0, 0, 1), (NONE, 0.5, NONE)),
        ("dense p, saturated", (0.2, 0.3, 0.5), (60, 0, -3)),
        ("dense p, very saturated", (0.2, 0.3, 0.5), (0, 2000, 10)),
        ("dense p, a vertex", (0.2, 0.3, 0.5), (0, 3, 30000)),
        ("two share", (0.2, 0.3, 0.5), (900, 900.5, 0)),
        ("far off zero", (0.2, 0.3, 0.5), (10000, 10000.5, 9999.25)),
        ("zeros in p", (0, 0.5, 0.5), (1, 2, 3)),
        ("zeros in p, q below float64", (0, 0.5, 0.5), (-1000, 2, 3)),
        ("tiny p, q smaller yet", (1e-300, 0.25, 0.75), (-800, 0, 1)),
        ("tiny p, q larger", (1e-300, 0.25, 0.75), (-600, 0, 1)),
        ("subnormal p", (5e-324, 0.25, 0.75), (-700, 0, 1)),
        ("all but certain, p too", (1 - 2.0**-40, 2.0**-40), (26, 0)),
        ("within the margin", (0, 1, 0), (0.75, 1.5, 0.5)),
        ("at the margin", (0, 1, 0), (0.25, 1.5, 0.5)),
        *((f"right by {gap}", (1, 0, 0), (gap, 0, -1)) for gap in (5, 38, 80, 370, 720, 744, 1400)),
        *((f"wrong by {gap}", (0, 1, 0), (gap, 0, -1)) for gap in (5, 38, 80, 370, 720, 744, 1400)),
    ]:
        yield Case(name, numbers(p), z=numbers(z))


def many_logits() -> Iterator[Case]:
    for classes in (1000, 100_000):
        p, z, kinds = many(classes)
        yield Case(f"soft, {classes}", p, z=numbers(z), kinds=kinds)
        yield Case(f"right, {classes}", vertex(len(z), 2), z=numbers(z + 50 * np.eye(len(z))[2]), kinds=kinds)
    yield Case(f"wrong, {classes}", vertex(len(z), 1), z=numbers(z), kinds=kinds)


GROUPS: dict[str, Callable[[], Iterator[Case]]] = {
    "random_probabilities": random_probabilities,
    "near_probabilities": near_probabilities,
    "edge_probabilities": edge_probabilities,
    "many_probabilities": many_probabilities,
    "random_logits": random_logits,
    "near_logits": near_logits,
    "edge_logits": edge_logits,
    "many_logits": many_logits,
}
every_group = pytest.mark.parametrize("group", GROUPS)


@cache
def cases(group: str) -> list[Case]:
    return list(GROUPS[group]())


# -- comparing --------------------------------------------------------------------------------------------


def compare(found: Any, figure: Callable[[Row], Any], case: Case) -> None:
    """Fail unless the figures found are those of the case, to a relative 1e-12 or to what can be known."""
    found = np.asarray(found)
    expected = exact_losses.decimals(figure(case.row()))
    if case.kinds:
        floats = expected.astype(float)  # Decimal by Decimal is slow for 100 000
        floats = floats[case.spread()] if floats.ndim else floats
        assert found.shape == floats.shape
        finite = np.isfinite(floats)
        assert np.array_equal(found[~finite], floats[~finite])
        assert (np.abs(found[finite] - floats[finite]) <= 1e-12 * np.abs(floats[finite])).all()
        return
    try:
        exact.assert_close(found, expected)
    except AssertionError:
        if not case.near:
            raise
        # A difference of near equals, known only as well as its terms: no arithmetic of that many digits can
        # promise more than what moves when every input is rounded once.
        known = exact_losses.decimals(exact_losses.moves(figure, case.row(), ROUNDING))
        for number, wanted, moved in zip(found.flat, expected.flat, known.flat, strict=True):
            allowed = max(abs(wanted) * Decimal("1e-12"), MARGIN * moved)
            assert abs(Decimal(float(number)) - wanted) <= allowed, f"{number} instead of {wanted:.20e} ± {allowed:.1e}"


def check(chosen: Setting, group: str, method: str, figure: Callable[[str, Row, Any], Any]) -> None:
    failures: list[str] = []
    seen = 0
    for case in cases(group):
        loss = losses.create(chosen.name, **chosen.given(case.spread()))
        if loss.needs_labels and not case.is_label:
            with pytest.raises(LossAtlasError) as caught:
                getattr(loss, method)(case.truth(), case.prediction())
            assert caught.value.code == "needs_label"
            continue
        parameters = chosen.given(range(len(case.p)))
        try:
            with np.errstate(all="raise"):
                found = getattr(loss, method)(case.truth(), case.prediction())
            compare(found, lambda row, given=parameters: figure(chosen.name, row, given), case)
        except (AssertionError, FloatingPointError) as problem:
            failures.append(f"{case.name}: {problem}")
        seen += 1
    assert not failures, "\n" + "\n".join(failures)
    assert seen or chosen.name == "hinge"


@every_group
@every_setting
def test_values(chosen: Setting, group: str):
    check(chosen, group, "value_from_logits" if group.endswith("logits") else "value", exact_losses.value)


@every_group
@every_setting
def test_gradients(chosen: Setting, group: str):
    if group.endswith("logits"):
        check(chosen, group, "gradient_from_logits", exact_losses.pull_back)
    else:
        check(chosen, group, "gradient", exact_losses.slope)


# -- the formulas themselves ------------------------------------------------------------------------------


def five_points(figure: Callable[[Row], Any], row: Row, place: str, k: int) -> Any:
    step = mpf(10) ** -12
    a, b, c, d = (figure(row.moved(place, k, times * step)) for times in (-2, -1, 1, 2))
    return (a - 8 * b + 8 * c - d) / (12 * step)


@every_setting
def test_the_gradients_by_hand_are_the_slopes_of_the_formulas(chosen: Setting):
    z = (0.5, -1.0, 0.25)
    p = (0.0, 1.0, 0.0) if chosen.name == "hinge" else (0.2, 0.3, 0.5)
    given = chosen.given(range(3))

    def value(row: Row) -> Any:
        return exact_losses.value(chosen.name, row, given)

    of_logits = Row(p, z=z)
    of_probabilities = Row(p, q=(0.5, 0.375, 0.25))
    with mp.workdps(of_logits.digits):
        for row, gradient, place in (
            (of_logits, exact_losses.pull_back, "z"),
            (of_probabilities, exact_losses.slope, "q"),
        ):
            by_hand = gradient(chosen.name, row, given)
            for k in range(3):
                assert abs(by_hand[k] - five_points(value, row, place, k)) < 1e-25


@every_setting
def test_there_are_digits_enough(chosen: Setting):
    for group in GROUPS:
        for case in cases(group)[::15]:
            if case.kinds or (chosen.name == "hinge" and not case.is_label):
                continue
            given = chosen.given(range(len(case.p)))
            gradient = exact_losses.pull_back if case.z else exact_losses.slope
            more = Row(case.p, q=case.q, z=case.z, digits=2 * case.row().digits)
            for figure in (exact_losses.value, gradient):
                usual = exact_losses.decimals(figure(chosen.name, case.row(), given))
                better = exact_losses.decimals(figure(chosen.name, more, given))
                for a, b in zip(usual.flat, better.flat, strict=True):
                    allowed = Decimal("1e-45") if case.near else abs(b) * Decimal("1e-25")
                    assert a == b or abs(a - b) <= allowed
