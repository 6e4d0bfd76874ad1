"""Worked steps: the arithmetic of one sample and model under one loss, as a person would write it, as data.

`explain` gives an `Explanation` of immutable values; `to_text` and `to_latex` write it. Formulas are small trees
(`expressions`), so that a term knows its class, and a sign of equality is checked against what is printed. How a
loss is written out is a file in `forms`; a loss without one is written by its formula and the numbers of its classes.
"""

from core.explain.derivations import WHATS, What, explain
from core.explain.emit import line_text, to_latex, to_text
from core.explain.steps import Explanation, Line, Step
from core.explain.writing import Manner, Token

__all__ = [
    "WHATS",
    "Explanation",
    "Line",
    "Manner",
    "Step",
    "Token",
    "What",
    "explain",
    "line_text",
    "to_latex",
    "to_text",
]
