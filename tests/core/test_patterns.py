"""Patterns of file names: what they match, in which order, and what is no pattern."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import LossAtlasError
from core.io import patterns


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("b.npz", "a.npz", "c.csv", "deep/er/d.npz"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["*.npz"], ["a.npz", "b.npz"]),
        (["c.csv", "?.npz"], ["c.csv", "a.npz", "b.npz"]),
        (["[bc].*"], ["b.npz", "c.csv"]),
        (["**/*.npz"], ["a.npz", "b.npz", str(Path("deep/er/d.npz"))]),
        (["example", "missing.npz"], ["example", "missing.npz"]),
        ([], []),
    ],
)
def test_what_names_become(folder: Path, names: list[str], found: list[str]):
    assert patterns.expanded(names) == found


def test_from_anywhere(folder: Path):
    assert patterns.expanded([str(folder / "*.csv")]) == [str(folder / "c.csv")]


def test_a_file_that_is_there_is_no_pattern(folder: Path):
    (folder / "run[1].npz").touch()
    (folder / "run1.npz").touch()
    assert patterns.expanded(["run[1].npz"]) == ["run[1].npz"]


def test_what_matches_nothing_is_refused_by_name(folder: Path):
    with pytest.raises(LossAtlasError) as caught:
        patterns.expanded(["*.npz", "*.parquet"])
    assert (caught.value.code, caught.value.where) == ("pattern_nothing", "*.parquet")


@pytest.mark.parametrize("name", ["*" + "x" * 5000, "*\0"])
def test_names_that_no_file_can_have(folder: Path, name: str):
    with pytest.raises(LossAtlasError) as caught:
        patterns.expanded([name])
    assert caught.value.code == "pattern_nothing"


def test_one_file_is_wanted(folder: Path):
    assert patterns.single("c.csv") == "c.csv"
    assert patterns.single("*.csv") == "c.csv"
    with pytest.raises(LossAtlasError) as caught:
        patterns.single("*.npz")
    assert caught.value.code == "pattern_several"
    assert caught.value.values == {"count": 2, "first": "a.npz"}
