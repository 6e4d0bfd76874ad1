"""What every loss is: a frozen value with a formula, a source, parameters, values and gradients."""

from __future__ import annotations

import dataclasses
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, cast

import numpy as np
import numpy.typing as npt

from core import distributions, validation
from core.errors import LossAtlasError
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

    def check(self, value: Any) -> Setting:
        """Return `value` in this parameter's own type, or raise saying what it may be."""
        if self.kind == "choice":
            if value not in self.choices:
                raise LossAtlasError("parameter_choice", name=self.name, value=value, known=", ".join(self.choices))
            return cast(str, value)
        if self.kind == "weights":
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
                "parameter_range", name=self.name, value=value, minimum=self.minimum, maximum=self.maximum
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
) -> Any:
    """Declare a parameter as a field of a loss."""
    spec = Parameter("", title, meaning, kind, default, minimum, maximum, choices)
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
    proper: ClassVar[Proper]
    in_units: ClassVar[bool] = False
    """Whether the value is an amount of information, shown in nat, bit or dit."""
    differentiable: ClassVar[bool] = True
    separable: ClassVar[bool] = True
    """Whether the value is a sum over classes of a function of that class's p and q."""
    order: ClassVar[int] = 1000
    """Where it stands in menus."""

    def __post_init__(self) -> None:
        for spec in self.parameters:
            object.__setattr__(self, spec.name, spec.check(getattr(self, spec.name)))

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters, in order, with their ranges and meanings."""
        return parameters_of(type(self))

    # -- from probabilities -----------------------------------------------------------------------------

    @np.errstate(all="ignore")
    def value(self, p: npt.ArrayLike, q: npt.ArrayLike) -> Float:
        """Return the loss of each row, in nats or unitless: p (..., K) or labels (...), q (..., K) -> (...)."""
        return np.asarray(self._value(*self._pair(p, validation.probabilities(q, "q"))))

    @np.errstate(all="ignore")
    def gradient(self, p: npt.ArrayLike, q: npt.ArrayLike) -> Float:
        """Return d loss / d q, shape (..., K); at q = 0 the one-sided limit, which may be ±inf, never nan."""
        return self._gradient(*self._pair(p, validation.probabilities(q, "q")))

    @np.errstate(all="ignore")
    def class_terms(self, p: npt.ArrayLike, q: npt.ArrayLike) -> Float:
        """Return the loss class by class, (..., K), which sums to `value`; for separable losses only."""
        return self._terms(*self._pair(p, validation.probabilities(q, "q")))

    # -- from logits ------------------------------------------------------------------------------------

    @np.errstate(all="ignore")
    def value_from_logits(self, p: npt.ArrayLike, z: npt.ArrayLike) -> Float:
        """Return the loss of softmax(z): p (..., K) or integer labels (...), z (..., K) -> (...)."""
        return np.asarray(self._value_from_logits(*self._pair(p, validation.logits(z))))

    @np.errstate(all="ignore")
    def gradient_from_logits(self, p: npt.ArrayLike, z: npt.ArrayLike) -> Float:
        """Return d loss / d z, shape (..., K)."""
        return self._gradient_from_logits(*self._pair(p, validation.logits(z)))

    def minimizer(self, p: Float) -> Float | None:
        """Return the distribution at which the loss is least for the truth `p`, or None if not one point."""
        total = float(p.sum())
        return p / total if self.proper == "strictly" and total > 0 else None

    # -- what a subclass fills in -----------------------------------------------------------------------

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
        """Return J·g with the softmax's Jacobian, for losses where q·g goes to 0 with q; others override this."""
        q = distributions.softmax_of(z)
        with np.errstate(invalid="ignore", under="ignore"):
            pull = np.where(q > 0, q * self._gradient(p, q), 0.0)
            return pull - q * pull.sum(axis=-1, keepdims=True)

    def _pair(self, p: npt.ArrayLike, other: Float) -> tuple[Float, Float]:
        """Return p as distributions beside `other`; integers with one axis less than `other` are labels."""
        array = validation.any_array(p, "p")
        if array.dtype.kind in "iu" and array.ndim == other.ndim - 1:
            array = distributions.one_hot(array, other.shape[-1])
        truth = validation.probabilities(array, "p")
        validation.same_classes(truth, other)
        return truth, other


def parameters_of(kind: type[Loss]) -> tuple[Parameter, ...]:
    """Return the parameters a loss class declares."""
    return tuple(
        dataclasses.replace(cast(Parameter, field.metadata["parameter"]), name=field.name)
        for field in dataclasses.fields(kind)
    )
