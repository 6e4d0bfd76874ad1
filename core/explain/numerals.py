"""How a number is printed in worked steps, and what a reader of the print knows of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

_RELATIVE = 1e-13
"""A number within this of its print is printed whole: what is left is the rounding of a sum such as 0.1 + 0.2."""
_SMALLEST, _LARGEST = 1e-4, 1e7
"""Outside of these a number is written with a power of ten."""


@dataclass(frozen=True)
class Numeral:
    """A number as printed.

    Attributes
    ----------
    mantissa, power
        Its digits, with a point and without a sign, and the power of ten that they are times; None for none.
    is_negative
        Whether a minus stands before it.
    value
        What a reader takes it for.
    half_unit
        By how much the number may be away from it: half a unit in the last place, or 0 where it is printed whole.
    """

    mantissa: str
    power: int | None
    is_negative: bool
    value: float
    half_unit: float

    @property
    def is_whole(self) -> bool:
        """Whether nothing was rounded away."""
        return self.half_unit == 0.0


def printed(value: float, decimals: int, final: bool = False) -> Numeral:
    """Return a number as it is printed with a number of decimals.

    A number below 1 keeps as many significant digits, so that its logarithm keeps its decimals; a `final` one has the
    decimals alone, as in the tables. A number that needs fewer digits has fewer, so that 0.3000 says that it is
    rounded and 0.3 that it is not.

    Examples
    --------
    >>> [printed(x, 4).mantissa for x in (0.3, 1 / 3, 1.0, 0.30001, 0.012345678)]
    ['0.3', '0.3333', '1', '0.3000', '0.01235']
    >>> printed(0.012345678, 4, final=True).mantissa
    '0.0123'
    """
    if not math.isfinite(value):
        sign = "∞" if math.isinf(value) else "—"
        return Numeral(sign, None, value < 0, value, 0.0)
    size = abs(value)
    if size == 0:
        return Numeral("0", None, False, 0.0, 0.0)
    least = 0.5 * 10.0**-decimals if final else _SMALLEST
    if size < least or size >= _LARGEST:
        return _with_power(value, decimals)
    places = decimals if final else max(decimals, decimals - 1 - math.floor(math.log10(size)))
    return _fixed(value, places)


def _fixed(value: float, places: int) -> Numeral:
    digits = f"{abs(value):.{places}f}"
    shown = math.copysign(float(digits), value)
    if abs(shown - value) <= _RELATIVE * abs(value):
        digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
        return Numeral(digits, None, value < 0, shown, 0.0)
    return Numeral(digits, None, value < 0, shown, 0.5 * 10.0**-places)


def _with_power(value: float, decimals: int) -> Numeral:
    digits, _, power = f"{abs(value):.{max(decimals - 1, 0)}e}".partition("e")
    shown = math.copysign(float(f"{digits}e{power}"), value)
    if abs(shown - value) <= _RELATIVE * abs(value):
        digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
        return Numeral(digits, int(power), value < 0, shown, 0.0)
    return Numeral(digits, int(power), value < 0, shown, 0.5 * 10.0 ** (int(power) - max(decimals - 1, 0)))


def spread(numeral: Numeral) -> tuple[float, float]:
    """Return between what ends the number lies, for a reader of its print."""
    return numeral.value - numeral.half_unit, numeral.value + numeral.half_unit
