"""Formulas in letters as plain text: what the LaTeX of a loss says, for a terminal and for a screen reader.

It knows the commands that formulas of losses use; one that it does not know stays as it is written, so that nothing
is lost.
"""

from __future__ import annotations

import re
import unicodedata

_WORDS = {
    "sum": "Σ", "log": "log", "ln": "ln", "exp": "exp", "max": "max", "arg": "arg", "neq": "≠", "cdot": "·",
    "times": "×", "infty": "∞", "alpha": "α", "gamma": "γ", "varepsilon": "ε", "epsilon": "ε", "partial": "∂",
    "lVert": "‖", "rVert": "‖", "Vert": "‖", "lvert": "|", "rvert": "|", "approx": "≈", "ldots": "…", "cdots": "…",
    "left": "", "right": "", "prime": "′", "le": "≤", "ge": "≥", "dots": "…",
    "sigma": "σ", "lambda": "λ", "beta": "β", "mu": "μ", "tau": "τ", "eta": "η",
}  # fmt: skip
_MARKS = {"hat": "\u0302", "tilde": "\u0303", "bar": "\u0304"}
_OPERATORS = frozenset(("log", "ln", "exp", "max", "arg"))
_SUBSCRIPTS = dict(zip("0123456789aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
_SUPERSCRIPTS = dict(zip("0123456789+-an", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ᵃⁿ", strict=True))
_PIECE = re.compile(r"\\[a-zA-Z]+|\\.|[{}^_ ]|[^\\{}^_ ]")

_LOW = frozenset(_SUBSCRIPTS.values())


def plain(latex: str) -> str:
    r"""Return a formula as text.

    Examples
    --------
    >>> plain(r"-\sum_k p_k \log q_k")
    '−Σₖ pₖ log qₖ'
    >>> plain(r"\sqrt{\frac{1}{2} \sum_k \left( p_k - q_k \right)^2}")
    '√(½ Σₖ (pₖ − qₖ)²)'
    """
    pieces = [piece for piece in _PIECE.findall(latex) if piece != " "]
    text = unicodedata.normalize("NFC", _run(pieces, "")[0])
    text = re.sub(r"\(\s+", "(", re.sub(r"\s+([),\]])", r"\1", re.sub(r"\s+", " ", text)))
    return re.sub(r"(?<=\S)\s*([+−=≠≈])\s*(?=\S)", _spaced, text).strip().replace("max (", "max(").replace("/ ", "/")


def _spaced(match: re.Match[str]) -> str:
    before = match.string[: match.start()].rstrip()
    return match[1] if not before or before[-1] in "(|^=" else f" {match[1]} "


def _run(pieces: list[str], end: str) -> tuple[str, list[str]]:
    """Return the text of pieces up to `end`, and the pieces after it."""
    text = ""
    while pieces and pieces[0] != end:
        hangs = pieces[0] in ("^", "_")
        more, pieces = _one(pieces)
        if hangs:
            text = text.rstrip()
        elif text and more and _needs_gap(text, more):
            text += " "
        text += more
    return text, pieces[1:]


def _needs_gap(text: str, more: str) -> bool:
    if more[0] in "(|[√":
        return text[-1] in _LOW and "Σ" in text[-2:-1]
    return more[0].isalpha() and (text[-1].isalnum() or text[-1] in "½)]}′")


def _one(pieces: list[str]) -> tuple[str, list[str]]:
    """Return the text of the first piece with what belongs to it, and the pieces after."""
    piece, rest = pieces[0], pieces[1:]
    if piece == "{":
        return _run(rest, "}")
    if piece in "^_" and rest:
        inner, rest = _one(rest)
        return _raised(inner) if piece == "^" else _lowered(inner), rest
    if piece == r"\frac" and len(rest) > 1:
        over, rest = _one(rest)
        under, rest = _one(rest) if rest else ("", rest)
        return "½" if (over, under) == ("1", "2") else f"{_held(over)}/{_held(under)}", rest
    if piece == r"\sqrt" and rest:
        inner, rest = _one(rest)
        return f"√{_held(inner)}", rest
    if piece.startswith("\\"):
        name = piece[1:]
        if name in _MARKS and rest:
            inner, rest = _one(rest)
            return inner + _MARKS[name], rest
        if not name[0].isalpha():
            return {",": " ", ";": " ", "|": "‖", "!": ""}.get(name, name), rest
        if name in ("mathrm", "text") and rest and rest[0] == "{":
            end = rest.index("}")
            return "".join(rest[1:end]), rest[end + 1 :]
        if name in ("log", "ln"):
            return _logarithm(name, rest)
        word = _WORDS.get(name, piece)
        return (f" {word} " if name in _OPERATORS else word), rest
    return {"-": "−", "'": "′"}.get(piece, piece), rest


def _logarithm(name: str, rest: list[str]) -> tuple[str, list[str]]:
    """Return a logarithm with its base; a fraction that follows it gets parentheses."""
    if rest[:1] == ["_"]:
        base, rest = _one(rest[1:])
        name += _lowered(base)
    if rest[:1] == [r"\frac"]:
        inner, rest = _one(rest)
        return f" {name}({inner})", rest
    return f" {name} ", rest


def _held(inner: str) -> str:
    """Return something as one whole: with parentheses unless it is a letter or number with what hangs on it."""
    return inner if re.fullmatch(r"[\w′₀-₉ₐ-ₜ⁰-⁹\u0302-\u0304∂‖.]+", inner) else f"({inner.strip()})"


def _lowered(inner: str) -> str:
    if all(letter in _SUBSCRIPTS for letter in inner):
        return "".join(_SUBSCRIPTS[letter] for letter in inner)
    return f"_{inner}" if len(inner) == 1 else f"_{{{inner.strip()}}}"


def _raised(inner: str) -> str:
    if all(letter in _SUPERSCRIPTS for letter in inner):
        return "".join(_SUPERSCRIPTS[letter] for letter in inner)
    return f"^{inner}" if len(inner) == 1 else f"^({inner.strip()})"
