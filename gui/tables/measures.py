"""Figures that rows may be filtered by, in the unit on show."""

from __future__ import annotations

import math
from dataclasses import dataclass

from core.document import Document
from core.information import nats_per
from core.ordering import Bounds, Sort
from gui import text


@dataclass(frozen=True)
class Measure:
    """A figure that every row has, its title, and what it is divided by to be in the unit shown."""

    title: str
    sort: Sort
    scale: float = 1.0

    @classmethod
    def of(cls, title: str, sort: Sort, document: Document) -> Measure:
        """Return a measure in the document's unit."""
        unit = document.settings.unit
        if sort.kind == "loss":
            return cls(title, sort, text.scale_of(document.settings.find(sort.loss), unit))
        return cls(title, sort, nats_per(unit) if sort.kind in ("entropy", "divergence") else 1.0)

    def in_words(self, bounds: Bounds) -> str:
        """Return a range of this measure, such as "Cross-entropy nat ≥ 2"."""
        low, high = (f"{end / self.scale:.6g}" for end in (bounds.low, bounds.high))
        if math.isinf(bounds.high):
            return f"{self.title} ≥ {low}"
        return f"{self.title} ≤ {high}" if math.isinf(bounds.low) else f"{low} ≤ {self.title} ≤ {high}"
