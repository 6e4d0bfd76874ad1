"""What every loss is: a frozen value with a formula, a source, parameters, values and gradients."""

from __future__ import annotations

import dataclasses
import numbers
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, cast

import numpy as np
import numpy.typing as npt

from core import distributions, validation
from core.distributions import Either, SoftmaxParts
from core.errors import LossAtlasError
from core.pieces import Flags, Piece
from core.validation import Float

Proper = Literal["strictly", "yes", "no"]
Setting = float | str | tuple[float, ...] | None
"""What a parameter can be: a number, a choice, or a number a class (None: all 1)."""


@dataclass(frozen=True)
class Parameter:
    """One adjustable number or choice of a loss: enough to check it, and to build a control for it."""

    name: str
    title: str
    meaning: str
    kind: Literal["number", "choice", "weights"]
    default: Setting
    minimum: float = 0.0
    maximum: float = 1.0
    choices: tuple[str, ...] = ()
    one_for_all: bool = False
    """Of weights: whether a single number may stand for every class."""
    beside: str = ""
    """The parameter without which this one changes nothing."""

    def check(self, value: Any) -> Setting:
        """Return `value` in this parameter's own type, or raise saying what it may be."""
        if self.kind == "choice":
            if value not in self.choices:
                raise LossAtlasError("parameter_choice", name=self.name, value=value, known=", ".join(self.choices))
            return cast(str, value)
        if self.kind == "weights":
            if self.one_for_all and isinstance(value, numbers.Real):
                value = (value,)
            return None if value is None else self._numbers(value)
        return self._number(value)

    def _numbers(self, values: Any) -> tuple[float, ...]:
        try:
            given = tuple(values)
        except TypeError:
            raise LossAtlasError(
                "parameter_type", name=self.name, value=values, expected="it must be a number a class"
            ) from None
        return tuple(self._number(value) for value in given)

    def _number(self, value: Any) -> float:
        try:
            number = float(value)
        except (TypeError, ValueError):
            raise LossAtlasError(
                "parameter_type", name=self.name, value=value, expected="it must be a number"
            ) from None
        if not self.minimum <= number <= self.maximum:
            raise LossAtlasError(
                "parameter_range",
                name=self.name,
                value=value,
                minimum=f"{self.minimum:.10g}",
                maximum=f"{self.maximum:.10g}",
            )
        return number

    def parse(self, text: str) -> Setting:
        """Return the value that `text` says, as typed on a command line or into a field."""
        if self.kind == "choice":
            return self.check(text.strip())
        if self.kind == "weights":
            parts = text.replace("/", " ").replace(";", " ").split()
            return self.check([float_of(part, self.name) for part in parts]) if parts else None
        return self.check(float_of(text, self.name))


def float_of(text: str, name: str) -> float:
    """Return the number in `text`, or raise naming the parameter."""
    try:
        return float(text)
    except ValueError:
        raise LossAtlasError("parameter_type", name=name, value=text, expected="it must be a number") from None


def parameter(
    title: str,
    meaning: str,
    *,
    default: Setting,
    kind: Literal["number", "choice", "weights"] = "number",
    minimum: float = 0.0,
    maximum: float = 1.0,
    choices: tuple[str, ...] = (),
    one_for_all: bool = False,
    beside: str = "",
) -> Any:
    """Declare a parameter as a field of a loss."""
    spec = Parameter("", title, meaning, kind, default, minimum, maximum, choices, one_for_all, beside)
    return dataclasses.field(default=default, metadata={"parameter": spec})


@dataclass(frozen=True)
class Loss(ABC):
    """A loss of a prediction q under a truth p, for one row; the class axis is the last.

    A subclass gives the class attributes and either `_terms` (a loss that is a sum over classes) or
    `_value`; `_gradient`; and, where going through the softmax would lose digits, the two forms from logits.
    Two losses of one class with the same parameters are equal.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    symbol: ClassVar[str]
    formula: ClassVar[str]
    reference: ClassVar[str]
    scoring_rule: ClassVar[Proper]
    """Whether it is a proper scoring rule, its parameters at values that leave it so; see `proper`."""
    in_units: ClassVar[bool] = False
    """Whether the value is an amount of information, shown in nat, bit or dit."""
    differentiable: ClassVar[bool] = True
    separable: ClassVar[bool] = True
    """Whether the value is a sum over classes of a function of that class's p and q."""
    linear_in_truth: ClassVar[bool] = False
    """Whether the loss of a mixture of truths is the mixture of their losses."""
    needs_labels: ClassVar[bool] = False
    """Whether it means something only for a truth that is one class: soft targets are refused."""
    order: ClassVar[int] = 1000
    """Where it stands in menus."""

    def __post_init__(self) -> None:
        for spec in self.parameters:
            object.__setattr__(self, spec.name, spec.check(getattr(self, spec.name)))

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters, in order, with their ranges and meanings."""
        return parameters_of(type(self))

    @property
    def proper(self) -> Proper:
        """Whether the loss expected over labels drawn from p, Σₖ pₖ·L(k, q), is least at q = p, and there only.

        Gneiting & Raftery (2007), Strictly proper scoring rules, prediction, and estimation.
        """
        return self.scoring_rule

    def accepts(self, p: Float) -> bool:
        """Return whether the loss means something for every one of these truths: soft ones, if it needs labels, not."""
        return not self.needs_labels or bool(validation.is_one_hot(p).all())

    # -- from probabilities -----------------------------------------------------------------------------

    @np.errstate(all="ignore")
    def value(self, p: npt.ArrayLike, q: npt.ArrayLike) -> Float:
        """Return the loss of each row, in nats or unitless: p (..., K) or labels (...), q (..., K) -> (...)."""
        return np.asarray(self._value(*self._pair(p, validation.probabilities(q, "q"))))

    @np.errstate(all="ignore")
    def gradient(self, p: npt.ArrayLike, q: npt.ArrayLike) -> Float:
        """Return d loss / d q, shape (..., K); at q = 0 the one-sided limit, which may be ±inf, never nan."""
        return self._gradient(*self._pair(p, validation.probabilities(q, "q"))) + 0.0  # -0 becomes 0, here and below

    @np.errstate(all="ignore")
    def class_terms(self, p: npt.ArrayLike, q: npt.ArrayLike) -> Float:
        """Return the loss class by class, (..., K), which sums to `value`; for separable losses only."""
        return self._terms(*self._pair(p, validation.probabilities(q, "q"))) + 0.0

    # -- from logits ------------------------------------------------------------------------------------

    @np.errstate(all="ignore")
    def value_from_logits(self, p: npt.ArrayLike, z: npt.ArrayLike) -> Float:
        """Return the loss of softmax(z): p (..., K) or integer labels (...), z (..., K) -> (...)."""
        return np.asarray(self._value_from_logits(*self._pair(p, validation.logits(z))))

    @np.errstate(all="ignore")
    def gradient_from_logits(self, p: npt.ArrayLike, z: npt.ArrayLike) -> Float:
        """Return d loss / d z, shape (..., K)."""
        return self._gradient_from_logits(*self._pair(p, validation.logits(z))) + 0.0

    def minimizer(self, p: Float) -> Float | None:
        """Return the distribution at which the loss is least for the truth `p`, or None if not one point."""
        return nearest_multiple(p) if self.proper == "strictly" else None

    # -- as code ----------------------------------------------------------------------------------------

    def code(self, from_logits: bool) -> str:
        """Return the loss of every row in the neutral array terms of `core.snippets.terms`, "" if it has none.

        From them every framework's snippet is written; `from_logits` lets a form be chosen that loses nothing there.
        """
        return self._code(from_logits)

    def code_of_weights(self) -> str:
        """Return in the same terms what each row adds to what a mean divides by; "" for 1 each."""
        return ""

    # -- of many rows -----------------------------------------------------------------------------------

    @np.errstate(all="ignore")
    def of_piece(self, piece: Piece) -> Float:
        """Return the loss of each row of a piece, (n,); nan where it needs a label and the truth is not one."""
        quick = self._of_piece(piece)
        if quick is not None:
            value, doubtful = quick
            if doubtful.any():
                value[doubtful] = self._of_rows(*piece.rows(doubtful), piece.from_logits)
            return value
        if not self.needs_labels:
            return self._of_rows(*piece.rows(), piece.from_logits)
        value = np.full(piece.count, np.nan)
        known = piece.one_class()
        value[known] = self._of_rows(*piece.rows(known), piece.from_logits)
        return value

    def row_weights(self, piece: Piece) -> Float | None:
        """Return how much each row counts in a mean over rows, (n,); None if they count alike."""
        del piece
        return None

    def truth_weights(self, p: Float) -> Float | None:
        """Return what rows of the truth (n, K) add to what a mean divides by, (n,); None for 1 each."""
        del p
        return None

    def _of_rows(self, p: Float, given: Float, from_logits: bool) -> Float:
        return self._value_from_logits(p, given) if from_logits else self._value(p, given)

    def _of_piece(self, piece: Piece) -> tuple[Float, Flags] | None:
        """Return the loss of each row, quickly from what the piece has, and for which rows that is not to be trusted.

        Those are computed again by themselves. None, the default, computes every row so.
        """
        del piece
        return None

    # -- what a subclass fills in -----------------------------------------------------------------------

    def _code(self, from_logits: bool) -> str:
        """Return what `code` does; without it there is no snippet of the loss."""
        del from_logits
        return ""

    def _terms(self, p: Float, q: Float) -> Float:
        """Return the loss class by class, shape (..., K); its sum is the value."""
        del p, q
        raise TypeError(f"{type(self).__name__} is not a sum over classes")

    def _value(self, p: Float, q: Float) -> Float:
        return self._terms(p, q).sum(axis=-1)

    @abstractmethod
    def _gradient(self, p: Float, q: Float) -> Float:
        """Return d loss / d q of checked arrays."""

    def _value_from_logits(self, p: Float, z: Float) -> Float:
        return self._value(p, distributions.softmax_of(z))

    def _gradient_from_logits(self, p: Float, z: Float) -> Float:
        """Return uₖ·(1 - qₖ) - qₖ·Σⱼ≠ₖ uⱼ with the pull u = q·(d loss / d q), in extended precision."""
        p, z = np.broadcast_arrays(p, z)
        parts = distributions.softmax_parts(z.astype(np.longdouble))
        pull = self._pull(p.astype(np.longdouble), parts)
        slope = pull * parts.complement - parts.q * distributions.sum_of_others(pull)
        return np.asarray(slope, dtype=np.float64)

    def _pull(self, p: Either, parts: SoftmaxParts) -> Either:
        """Return qₖ·(d loss / d qₖ), which for most losses is finite where the gradient is not."""
        return np.where(parts.q > 0, parts.q * self._gradient(p, parts.q), 0.0)

    def _pair(self, p: npt.ArrayLike, other: Float) -> tuple[Float, Float]:
        """Return p as distributions beside `other`; integers whose shape fits its rows are labels."""
        array = validation.any_array(p, "p")
        if array.dtype.kind in "iu" and _are_labels(array.shape, other.shape):
            array = distributions.one_hot(array, other.shape[-1])
        truth = validation.probabilities(array, "p")
        validation.same_classes(truth, other)
        if self.needs_labels:
            validation.one_class(truth, "p")
        return truth, other


def _are_labels(shape: tuple[int, ...], rows: tuple[int, ...]) -> bool:
    """Return whether integers of `shape` are a label a row of (..., K), not whole-number probabilities."""
    if len(shape) != len(rows) - 1:
        return len(shape) == 0
    return shape[-1:] != rows[-1:] or all(n in (1, m) or m == 1 for n, m in zip(shape, rows[:-1], strict=True))


def class_factors(weights: tuple[float, ...], classes: int) -> Float:
    """Return a factor a class; one number stands for all. Another count than `classes` raises."""
    if len(weights) not in (1, classes):
        raise LossAtlasError("weights_length", count=len(weights), classes=classes)
    return np.broadcast_to(np.asarray(weights), classes)


def sign_pull(p: Float, z: Float) -> Float:
    """Return the gradient of Σ|q - p| with respect to logits: qₖ·Σⱼ qⱼ(sₖ - sⱼ) with s the sign of q - p.

    All terms of that sum have one sign, so it is taken by the mass above, on and below the truth.
    """
    p, z = np.broadcast_arrays(p, z)
    parts = distributions.softmax_parts(z.astype(np.longdouble))
    sign = np.sign(distributions.difference(parts, p.astype(np.longdouble)))

    def mass(wanted: int) -> Either:
        return np.where(sign == wanted, parts.q, 0.0).sum(axis=-1, keepdims=True)

    above, on, below = mass(1), mass(0), mass(-1)
    spread = np.where(sign > 0, 2.0 * below + on, np.where(sign < 0, -2.0 * above - on, below - above))
    return np.asarray(parts.q * spread, dtype=np.float64)


def of_distribution(p: Float) -> Float | None:
    """Return `p` if it sums to 1 within rounding, else None."""
    return nearest_multiple(p) if abs(float(p.sum()) - 1.0) <= 4 * p.size * 2.0**-52 else None


def nearest_multiple(p: Float) -> Float | None:
    """Return `p` divided by its sum, or None for a row of zeros."""
    top = float(p.max())
    return p / top / float((p / top).sum()) if top > 0 else None


def parameters_of(kind: type[Loss]) -> tuple[Parameter, ...]:
    """Return the parameters a loss class declares."""
    return tuple(
        dataclasses.replace(cast(Parameter, field.metadata["parameter"]), name=field.name)
        for field in dataclasses.fields(kind)
    )
