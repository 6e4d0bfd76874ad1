"""What is written is read back as it was; and the many ways a table may be written by others."""

from __future__ import annotations

import io as bytes_io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from core import io
from core.document import Document
from core.errors import LossAtlasError
from core.io import npz, tables

RANDOM = np.random.default_rng(9)
LABELS = np.array([2, 0, 1, 1])
TRUTH = RANDOM.dirichlet(np.ones(3), 4)
Q = RANDOM.dirichlet(np.ones(3), 4)
Z = np.where(RANDOM.random((4, 3)) < 0.2, -np.inf, RANDOM.normal(0, 300, (4, 3)))
Z[:, 0] = 1e-3
TINY = Q * [1e-300, 1.0, 1e-17]
SINGLE = Q.astype(np.float32)

DOCUMENTS = {
    "labels": Document.make(LABELS, [("model", Q, "probability")], classes=["car", "calf", "rocket"]),
    "rows": Document.make(TRUTH, [("model", TINY, "probability")], samples=["a", "b", "c", "d"]),
    "several": Document.make(LABELS, [("one", Q, "probability"), ("two", Z, "logit")]),
    "logits": Document.make(LABELS, [("net", Z, "logit")]),
    "names": Document.make(
        LABELS,
        [("模型 1", Q, "probability"), ('a "b", c;d', Q[::-1], "probability")],
        classes=["小车", "sample", "x: y, z"],
        samples=["图 1", "1", "a,b", 'say "b"'],
    ),
    "label class": Document.make(LABELS, [("model", Q, "probability")], classes=["label", "b", "c"]),
    "digit classes": Document.make(LABELS, [("model", Q, "probability")], classes=["1", "2", "0"]),
}


def read_back(tmp_path: Path, suffix: str, data: bytes) -> Document:
    path = tmp_path / f"file{suffix}"
    path.write_bytes(data)
    return io.read(path)


def assert_same(found: Document, expected: Document, samples: Sequence[str] | None) -> None:
    assert found.classes == expected.classes
    assert found.samples == samples
    assert [(m.name, m.scale) for m in found.models] == [(m.name, m.scale) for m in expected.models]
    for a, b in zip(
        [found.truth, *(m.rows for m in found.models)],
        [expected.truth, *(m.rows for m in expected.models)],
        strict=True,
    ):
        assert a.array().shape == b.array().shape
        assert np.array_equal(a.array(), b.array())


# -- round trips ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_an_archive_is_read_back_as_it_was(tmp_path: Path, document: Document):
    assert_same(read_back(tmp_path, ".npz", npz.to_bytes(document)), document, document.samples)


@pytest.mark.parametrize("suffix", [".csv", ".tsv"])
@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_table_is_read_back_as_it_was(tmp_path: Path, document: Document, suffix: str):
    data = tables.to_bytes(document)
    if suffix == ".tsv":
        frame = pl.read_csv(data, has_header=False, infer_schema=False)
        data = frame.write_csv(separator="\t", include_header=False).encode()
    samples = tuple(document.sample_name(row) for row in range(4))
    assert_same(read_back(tmp_path, suffix, data), document, samples)


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_equal_documents_give_equal_bytes(document: Document):
    again = Document.make(
        document.truth.array(),
        [(model.name, model.rows.array(), model.scale) for model in document.models],
        classes=document.classes,
        samples=document.samples,
    )
    assert npz.to_bytes(document) == npz.to_bytes(again)
    assert tables.to_bytes(document) == tables.to_bytes(again)


def test_an_archive_keeps_single_precision(tmp_path: Path):
    document = Document.make(LABELS, [("m", SINGLE, "probability")])
    found = read_back(tmp_path, ".npz", npz.to_bytes(document))
    assert found.models[0].rows.array().dtype == np.float32


def test_an_edited_document_is_read_back(tmp_path: Path):
    document = DOCUMENTS["labels"].with_cells(-1, {(1, 2): 0.25})
    assert_same(read_back(tmp_path, ".npz", npz.to_bytes(document)), document, None)


@pytest.mark.parametrize("name", ["a:b", "true", "logit"])
def test_a_name_that_titles_cannot_hold_is_not_written_to_a_table(name: str):
    document = Document.make(LABELS, [(name, Q, "probability")])
    with pytest.raises(LossAtlasError) as caught:
        tables.to_bytes(document)
    assert caught.value.code == "model_title"
    assert npz.to_bytes(document)


# -- archives by others -----------------------------------------------------------------------------------


def archive(compressed: bool = False, **arrays: Any) -> bytes:
    buffer = bytes_io.BytesIO()
    (np.savez_compressed if compressed else np.savez)(buffer, **{k.replace("__", "/"): v for k, v in arrays.items()})
    return buffer.getvalue()


@pytest.mark.parametrize("compressed", [False, True])
@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("dtype", ["<f4", ">f8", "<f2", "<i8"])
def test_archives_that_numpy_writes_are_read(tmp_path: Path, compressed: bool, order: Any, dtype: str):
    rows = np.asarray(np.round(Q * 8), dtype=dtype, order=order)
    data = archive(compressed, labels=LABELS.astype(">i2"), probabilities__m=rows, other=np.zeros(3))
    document = read_back(tmp_path, ".npz", data)
    assert document.truth.array().tolist() == LABELS.tolist()
    assert np.array_equal(document.models[0].rows.array(), rows.astype(float))


def test_an_archive_of_one_class_many_times_is_plausible(tmp_path: Path):
    data = archive(True, labels=np.zeros(200_000, dtype=int), logits__m=np.zeros((200_000, 2)))
    assert len(data) < 20_000
    assert read_back(tmp_path, ".npz", data).size == 200_000


@pytest.mark.parametrize("names", [np.array(["a", "b", "c"]), np.array([b"a", b"b", b"c"])])
def test_class_names_may_be_text_or_bytes(tmp_path: Path, names: Any):
    data = archive(labels=LABELS, probabilities__m=Q, classes=names, samples=np.arange(4))
    document = read_back(tmp_path, ".npz", data)
    assert document.classes == ("a", "b", "c")
    assert document.samples == ("0", "1", "2", "3")


def test_an_archive_with_a_header_of_another_version(tmp_path: Path):
    parts = {"labels": LABELS, "probabilities/m": Q}
    buffer = bytes_io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("read me.txt", "not an array")
        for name, array in parts.items():
            entry = bytes_io.BytesIO()
            np.lib.format.write_array(entry, array, version=(2, 0))
            file.writestr(f"{name}.npy", entry.getvalue())
    assert read_back(tmp_path, ".npz", buffer.getvalue()).size == 4


# -- tables by others -------------------------------------------------------------------------------------

PLAIN = "sample,label,car,calf\nimage 1,calf,0.25,0.75\nimage 2,car,0.5,0.5\n"


def check_plain(document: Document) -> None:
    assert document.classes == ("car", "calf")
    assert document.samples == ("image 1", "image 2")
    assert document.truth.array().tolist() == [1, 0]
    assert document.models[0].rows.array().tolist() == [[0.25, 0.75], [0.5, 0.5]]


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("utf-16"),
        b"\xfe\xff" + PLAIN.encode("utf-16-be"),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("\n", "\r").encode(),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode(),
        PLAIN.replace(",", " , ").encode(),
        PLAIN.rstrip("\n").encode(),
        ("\n\n" + PLAIN + "\n\n").encode(),
        PLAIN.replace("0.25", "2.5e-1").replace("0.75", '"0.75"').encode(),
    ],
    ids=[
        "utf-8",
        "bom",
        "utf-16",
        "utf-16-be",
        "crlf",
        "cr",
        "semicolon",
        "tab",
        "spaces",
        "no end",
        "blank lines",
        "notation",
    ],
)
def test_tables_in_many_hands(tmp_path: Path, data: bytes):
    check_plain(read_back(tmp_path, ".csv", data))


def test_a_table_in_a_chinese_encoding(tmp_path: Path):
    text = "sample,label,小车,小牛\n图 1,小牛,0.25,0.75\n"
    for encoding in ("gb18030", "utf-8"):
        document = read_back(tmp_path, ".csv", text.encode(encoding))
        assert document.classes == ("小车", "小牛")
        assert document.samples == ("图 1",)


def test_labels_may_be_indices(tmp_path: Path):
    document = read_back(tmp_path, ".csv", PLAIN.replace("calf,0.25", "1,0.25").encode())
    assert document.truth.array().tolist() == [1, 0]


def test_several_models_and_logits_in_one_table(tmp_path: Path):
    text = "true:a,true:b,one:b,one:a,logit:two:a,logit:two:b\n0.25,0.75,0.5,0.125,-inf,3\n"
    document = read_back(tmp_path, ".csv", text.encode())
    assert document.classes == ("a", "b")
    assert document.truth.array().tolist() == [[0.25, 0.75]]
    assert [(m.name, m.scale, m.rows.array().tolist()) for m in document.models] == [
        ("one", "probability", [[0.125, 0.5]]),
        ("two", "logit", [[-np.inf, 3.0]]),
    ]


def test_logit_columns_of_one_model(tmp_path: Path):
    document = read_back(tmp_path, ".csv", b"label,logit:a,logit:b\na,1,-1\n")
    assert (document.models[0].scale, document.classes) == ("logit", ("a", "b"))


def parquet(**columns: Any) -> bytes:
    buffer = bytes_io.BytesIO()
    pl.DataFrame({k.replace("__", ":"): v for k, v in columns.items()}).write_parquet(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("labels", [["calf", "car"], [1, 0], pl.Series(["calf", "car"], dtype=pl.Categorical)])
def test_parquet_tables(tmp_path: Path, labels: Any):
    data = parquet(sample=["image 1", "image 2"], label=labels, car=[0.25, 0.5], calf=["0.75", "0.5"])
    check_plain(read_back(tmp_path, ".parquet", data))


def test_parquet_keeps_single_precision_and_takes_whole_numbers(tmp_path: Path):
    single = pl.Series([0.25, 1.0], dtype=pl.Float32)
    document = read_back(tmp_path, ".parquet", parquet(label=[0, 1], a=single, b=single))
    assert document.models[0].rows.array().dtype == np.float32
    document = read_back(tmp_path, ".parquet", parquet(label=[0, 1], a=[1, 0], b=[0, 1]))
    assert document.models[0].rows.array().tolist() == [[1.0, 0.0], [0.0, 1.0]]


def test_a_file_name_is_no_pattern(tmp_path: Path):
    path = tmp_path / "run[1]*.parquet"
    path.write_bytes(parquet(label=[0], a=[0.5], b=[0.5]))
    assert io.read(path).size == 1
