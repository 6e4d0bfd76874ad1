"""Worked steps in the person's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from core.explain import Explanation, Line, Manner, emit
from core.remarks import Remark
from gui import text

translate = QCoreApplication.translate


def manner() -> Manner:
    """Return how expressions are written now: with the decimals of the window, in the person's language."""
    return Manner(text.Numbers.decimals, translate("Steps", "{count} more: {total}"))


def said(remark: Remark, how: Manner) -> str:
    """Return a remark in the person's language."""
    return emit.filled(translate("core", remark.text), remark, lambda inner: said(inner, how), how.decimals)


def heading(made: Explanation, sample: str) -> str:
    """Return what the steps are about."""
    place = text.beside(sample, made.model) if made.sample else made.model
    return text.labelled(place, translate("core", made.loss))


def about(line: Line, classes: tuple[str, ...]) -> str:
    """Return what stands before a line: its class or its sample."""
    return classes[line.k] if line.k is not None else line.about


def plain_text(made: Explanation, how: Manner, sample: str) -> str:
    """Return the steps as plain text."""
    return emit.to_text(made, how, lambda remark: said(remark, how), heading(made, sample))


def latex(made: Explanation, how: Manner, sample: str) -> str:
    """Return the steps as LaTeX."""
    return emit.to_latex(made, how, lambda remark: said(remark, how), heading(made, sample))
