"""Worked steps as plain text and as LaTeX."""

from __future__ import annotations

from collections.abc import Callable

from core.explain.numerals import printed
from core.explain.steps import Explanation, Line, Step
from core.explain.writing import Manner, Token, latex_of, text_of
from core.remarks import Remark

Say = Callable[[Remark], str]
"""Says a remark in some language."""

_SPECIAL = {
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number_text(value: float, decimals: int) -> str:
    """Return a number within words, as it stands in formulas."""
    shown = printed(value, decimals)
    power = "" if shown.power is None else "×10" + str(shown.power).translate(_SUPERSCRIPTS)
    return ("−" if shown.is_negative else "") + shown.mantissa + power


def filled(text: str, remark: Remark, say: Say, decimals: int) -> str:
    """Return a remark's text, or its translation, with what its {names} stand for."""
    words: dict[str, object] = {}
    for name, value in remark.values:
        if isinstance(value, Remark):
            words[name] = say(value)
        else:
            words[name] = number_text(value, decimals) if isinstance(value, float) else value
    return text.format(**words)


def english(manner: Manner) -> Say:
    """Return what says remarks in English."""

    def say(remark: Remark) -> str:
        return filled(remark.text, remark, say, manner.decimals)

    return say


def line_text(line: Line, classes: tuple[str, ...], manner: Manner) -> str:
    """Return a line as text, with the class or the sample that it is about in front."""
    about = classes[line.k] if line.k is not None else line.about
    return (f"{about}: " if about else "") + text_of(line.tokens(manner))


def to_text(explanation: Explanation, manner: Manner | None = None, say: Say | None = None, heading: str = "") -> str:
    """Return steps as plain text, a line of it for each line and each remark."""
    manner = manner or Manner()
    say = say or english(manner)
    made = [heading or _heading(explanation, say)]
    for step in explanation.steps:
        made.append(say(step.title))
        made += [f"  {line_text(line, explanation.classes, manner)}" for line in step.lines]
        made += [f"  {say(note)}" for note in step.notes]
    return "\n".join(made) + "\n"


def to_latex(explanation: Explanation, manner: Manner | None = None, say: Say | None = None, heading: str = "") -> str:
    """Return steps as LaTeX for the body of a document that uses amsmath."""
    manner = manner or Manner()
    say = say or english(manner)
    heading = heading or _heading(explanation, say)
    made = ["% \\usepackage{amsmath}", rf"\subsection*{{{escaped(heading)}}}"]
    for step in explanation.steps:
        made.append(rf"\paragraph{{{escaped(say(step.title))}}}")
        if step.lines:
            made += _aligned(step, explanation.classes, manner)
        made += [escaped(say(note)) for note in step.notes]
    return "\n".join(made) + "\n"


def _heading(explanation: Explanation, say: Say) -> str:
    places = ", ".join(filter(None, (explanation.sample, explanation.model)))
    return f"{places}: {say(Remark(explanation.loss))}"


def escaped(words: str) -> str:
    """Return words with the characters that LaTeX takes as commands made harmless."""
    return "".join(_SPECIAL.get(letter, letter) for letter in words)


def _aligned(step: Step, classes: tuple[str, ...], manner: Manner) -> list[str]:
    rows: list[str] = []
    for line in step.lines:
        about = classes[line.k] if line.k is not None else line.about
        sides = sides_of(line.tokens(manner))
        first = rf"\text{{{escaped(about)}: }} " if about else ""
        rows.append(first + latex_of(sides[0]) + " &" + "".join(f" {latex_of(side)}" for side in sides[1:2]))
        rows += [f"  &{latex_of(side)}" for side in sides[2:]]
    return [r"\begin{align*}", " \\\\\n".join(rows), r"\end{align*}"]


def sides_of(tokens: list[Token]) -> list[list[Token]]:
    """Return a line's tokens side by side, each but the first beginning with its sign."""
    sides: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind == "relation":
            sides.append([])
        sides[-1].append(token)
    return sides
