"""The arithmetic of a value in one line, as worked steps write it."""

from __future__ import annotations

from core.document import Document
from core.explain import Manner, explain, line_text
from core.explain.forms.base import VALUE
from core.losses import Loss
from core.results import compute


def worked(document: Document, loss: Loss, sample: int = 0, model: int = 0) -> str:
    """Return the line from a loss's formula to its value, to four decimals."""
    made = explain(compute(document), sample, model, loss)
    (value,) = (step for step in made.steps if step.title.text == VALUE)
    return line_text(value.lines[-1], made.classes, Manner())
