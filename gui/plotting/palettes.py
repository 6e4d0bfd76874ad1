"""Colour maps as tables of 256 colours for pictures made of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor

SIZE = 256

_ANCHORS = ("#FFFFDC", "#D9F0B4", "#92D4B4", "#45AEC0", "#2A7AB0", "#24489A", "#0B1F5C")
"""Light for a low loss to dark for a high one; lightness falls all the way, so the map survives grey printing."""

_DIVERGING = ("#0B2A66", "#2166AC", "#7FB2D8", "#F4F4F2", "#F2B06E", "#C45A11", "#6B2A04")
"""Blue below and orange above a light middle: told apart by every kind of colour vision; both ends equally dark."""

_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
"""sRGB's linear light to cone responses and those to Oklab (Ottosson, 2020)."""


def oklab(rgb: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return Oklab coordinates (..., 3) of sRGB colours (..., 3) from 0 to 1."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return np.cbrt(linear @ _TO_LMS.T) @ _TO_LAB.T


def _srgb(lab: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    linear = (lab @ np.linalg.inv(_TO_LAB).T) ** 3 @ np.linalg.inv(_TO_LMS).T
    linear = np.clip(linear, 0.0, 1.0)
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


@cache
def sequential() -> npt.NDArray[np.uint32]:
    """Return a perceptually uniform map as 0xffRRGGBB: equal steps of a loss are equal distances in Oklab."""
    return _even(_ANCHORS, SIZE)


@cache
def diverging() -> npt.NDArray[np.uint32]:
    """Return a map around zero as 0xffRRGGBB: each half perceptually uniform, lightest in the middle."""
    middle = len(_DIVERGING) // 2
    halves = _even(_DIVERGING[: middle + 1], SIZE // 2), _even(_DIVERGING[middle:], SIZE // 2)
    return np.concatenate(halves)


def _even(colours: Sequence[str], size: int) -> npt.NDArray[np.uint32]:
    """Return a path through colours in steps of equal distance in Oklab."""
    anchors = oklab(np.array([(c.redF(), c.greenF(), c.blueF()) for c in map(QColor, colours)]))
    fine = np.linspace(0, len(colours) - 1, 2001)
    knots = np.arange(len(colours))
    path = np.stack([np.interp(fine, knots, anchors[:, k]) for k in range(3)], axis=1)
    walked = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    even = np.linspace(0.0, walked[-1], size)
    lab = np.stack([np.interp(even, walked, path[:, k]) for k in range(3)], axis=1)
    table = np.round(_srgb(lab) * 255).astype(np.uint32)
    return (np.uint32(0xFF000000) | (table[:, 0] << 16) | (table[:, 1] << 8) | table[:, 2]).astype(np.uint32)


def colour_at(table: npt.NDArray[np.uint32], share: float) -> QColor:
    """Return the colour at a share of the range, 0 to 1."""
    index = min(max(int(share * SIZE), 0), SIZE - 1)
    return QColor.fromRgba(int(table[index]))
