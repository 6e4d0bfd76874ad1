"""Finding a file's reader, the built-in examples, and several files as one document."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from core import io
from core.document import Document
from core.errors import LossAtlasError
from core.io import npz, tables
from core.results import compute

ROOT = Path(__file__).parents[2]
Q = np.array([[0.2, 0.3, 0.5], [0.1, 0.8, 0.1]])


def made(name: str = "m", labels: tuple[int, ...] = (2, 0), classes: str = "abc") -> Document:
    return Document.make(np.array(labels), [(name, Q, "probability")], classes=list(classes))


def saved(path: Path, document: Document) -> str:
    path.write_bytes(npz.to_bytes(document) if path.suffix == ".npz" else tables.to_bytes(document))
    return str(path)


def test_every_suffix_has_a_reader():
    assert {".npz", ".csv", ".tsv", ".parquet"} <= set(io.readers())


@pytest.mark.parametrize("name", io.EXAMPLES)
def test_the_built_in_examples_load(name: str):
    document = io.load(name)
    assert document.size >= 2
    assert all(model.mean_divergence > 0.0 for model in compute(document).models)


def test_examples_need_no_working_directory(tmp_path: Path):
    code = "from core import io; print(io.load('mended').size)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "2\n"


def test_suffixes_are_known_in_capitals(tmp_path: Path):
    assert io.load(saved(tmp_path / "a.csv", made())).size == 2
    (tmp_path / "a.csv").rename(tmp_path / "B.CSV")
    assert io.load(str(tmp_path / "B.CSV")).size == 2


def test_several_files_are_one_document_of_all_their_models(tmp_path: Path):
    names = [
        saved(tmp_path / "one.npz", made("m")),
        saved(tmp_path / "two.csv", made("m")),
        saved(tmp_path / "three.npz", made("m")),
        saved(tmp_path / "four.npz", made("n")),
    ]
    document = io.load_all(names)
    assert [model.name for model in document.models] == ["m", "m (2)", "m (3)", "n"]
    assert io.load_all(names[:1]).models[0].name == "m"


@pytest.mark.parametrize("other", [made(labels=(2, 1)), made(classes="abd")])
def test_files_of_different_truths_are_refused(tmp_path: Path, other: Document):
    names = [saved(tmp_path / "one.npz", made()), saved(tmp_path / "two.npz", other)]
    with pytest.raises(LossAtlasError) as caught:
        io.load_all(names)
    assert caught.value.code == "file_several"
    assert str(caught.value).startswith("two.npz: ")
    assert "one.npz" in str(caught.value)


def test_labels_and_their_one_hot_rows_are_the_same_truth(tmp_path: Path):
    rows = Document.make(np.eye(3)[[2, 0]], [("n", Q, "probability")], classes=list("abc"))
    names = [saved(tmp_path / "one.npz", made()), saved(tmp_path / "two.npz", rows)]
    assert len(io.load_all(names).models) == 2
