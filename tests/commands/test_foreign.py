"""What other programs write, evaluated, explained and put into code without the window."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

import main

Q = np.array([[0.7, 0.2, 0.1], [0.1, 0.8, 0.1], [0.3, 0.3, 0.4]])
CLASSES = ("cat", "dog", "emu")
LABELS = ["cat", "dog", "emu"]


def written(path: Path, titles: list[str], *columns: object) -> str:
    frame = pl.DataFrame(dict(zip(titles, columns, strict=True)))
    (frame.write_parquet if path.suffix == ".parquet" else frame.write_csv)(path)
    return str(path)


def printed(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    assert main.main(list(argv)) == 0
    return capsys.readouterr().out


@pytest.fixture
def ours(tmp_path: Path) -> str:
    """Return a table in our layout whose model is called as the others' file."""
    return written(tmp_path / "ours.csv", ["label", *(f"sk:{name}" for name in CLASSES)], LABELS, *Q.T)


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
@pytest.mark.parametrize("fmt", ["table", "json", "csv"])
def test_a_table_is_evaluated_as_one_of_ours(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], ours: str, suffix: str, fmt: str
):
    titles = ["y_true", *(f"prob_{name}" for name in CLASSES)]
    theirs = written(tmp_path / f"sk{suffix}", titles, LABELS, *Q.T)
    found = printed(capsys, "evaluate", theirs, "--format", fmt)
    assert found == printed(capsys, "evaluate", ours, "--format", fmt)


def test_truth_and_predictions_in_files_of_their_own(tmp_path: Path, capsys: pytest.CaptureFixture[str], ours: str):
    q = written(tmp_path / "sk.csv", ["id", *CLASSES], ["a", "b", "c"], *Q.T)
    truth = written(tmp_path / "solution.csv", ["id", "label"], ["c", "b", "a"], LABELS[::-1])
    assert printed(capsys, "evaluate", q, truth, "--format", "table") == printed(capsys, "evaluate", ours)


def test_rows_of_several_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str], ours: str):
    titles = ["y_true", *(f"prob_{name}" for name in CLASSES)]
    parts = [written(tmp_path / name / "sk.csv", titles, LABELS[k], *Q[k].T) for name, k in _halves(tmp_path)]
    assert printed(capsys, "evaluate", "--rows", *parts) == printed(capsys, "evaluate", ours)


def _halves(folder: Path) -> list[tuple[str, slice]]:
    for name in "ab":
        (folder / name).mkdir()
    return [("a", slice(0, 2)), ("b", slice(2, 3))]


@pytest.mark.parametrize("command", ["steps", "code"])
def test_steps_and_code(tmp_path: Path, capsys: pytest.CaptureFixture[str], ours: str, command: str):
    theirs = written(tmp_path / "sk.csv", ["y_true", *(f"prob_{name}" for name in CLASSES)], LABELS, *Q.T)
    assert printed(capsys, command, theirs) == printed(capsys, command, ours)


@pytest.mark.parametrize("command", ["evaluate", "steps", "code"])
def test_what_is_in_doubt_is_refused_with_the_mend(tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str):
    alone = written(tmp_path / "q.csv", list(CLASSES), *Q.T)
    assert main.main([command, alone]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("loss-atlas: q.csv: ")
    assert said.err.count("\n") == 1
