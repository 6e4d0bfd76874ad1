"""Errors: a code, a place, the values, and one sentence made of them."""

from __future__ import annotations

import ast
import pickle
import string
from pathlib import Path

import pytest

from core.errors import MESSAGES, QT_TRANSLATE_NOOP, LossAtlasError

ROOT = Path(__file__).parents[2]


def fields(code: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(MESSAGES[code]) if name}


def raised() -> list[tuple[str, set[str], str]]:
    """Return code, values and place in the source of every error that is made with a literal code."""
    found: list[tuple[str, set[str], str]] = []
    for path in [*ROOT.glob("core/**/*.py"), *ROOT.glob("gui/**/*.py"), *ROOT.glob("commands/*.py"), ROOT / "main.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "LossAtlasError"):
                continue
            values = {keyword.arg for keyword in node.keywords if keyword.arg} - {"where"}
            whole = all(keyword.arg for keyword in node.keywords)
            codes = [
                n.value for n in ast.walk(node.args[0]) if isinstance(n, ast.Constant) and isinstance(n.value, str)
            ]
            found += [(c, values, f"{path.name}:{node.lineno}") for c in codes if whole and c in MESSAGES]
            literal = isinstance(node.args[0], ast.Constant)
            assert not literal or node.args[0].value in MESSAGES, f"{path.name}:{node.lineno}"
    return found


@pytest.mark.parametrize("code", MESSAGES)
def test_every_sentence_is_whole(code: str):
    error = LossAtlasError(code, where="here", **dict.fromkeys(fields(code), "?"))
    assert str(error) == error.sentence() == "here: " + MESSAGES[code].format(**error.values)
    assert str(error).endswith(".")


def test_every_error_has_the_values_of_its_sentence():
    calls = raised()
    assert len(calls) > 50
    for code, values, place in calls:
        assert fields(code) <= values, place


def test_a_place_is_put_before_the_place():
    error = LossAtlasError("cell_empty").at("row 2").at("data.csv")
    assert error.where == "data.csv, row 2"
    assert str(error) == "data.csv, row 2: The cell is empty; every row needs a number here."
    assert str(LossAtlasError("cell_empty")) == "The cell is empty; every row needs a number here."


def test_values_stay_with_the_error():
    error = LossAtlasError("label_range", value=7, last=2).at("labels")
    assert (error.code, error.values) == ("label_range", {"value": 7, "last": 2})
    assert isinstance(error, ValueError)


def test_marking_for_translation_changes_nothing():
    assert QT_TRANSLATE_NOOP("errors", "text") == "text"


def test_an_error_travels_between_processes():
    error = pickle.loads(pickle.dumps(LossAtlasError("negative", where="p[1]", value=-0.5)))
    assert isinstance(error, LossAtlasError)
    assert (error.code, error.where, error.values) == ("negative", "p[1]", {"value": -0.5})
    assert str(error).startswith("p[1]: -0.5 is negative")
