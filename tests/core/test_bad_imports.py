"""Files that no import can use: each is refused in one sentence with its place and its mend, in little memory."""

from __future__ import annotations

import io as bytes_io
import json
import os
import pickle
import struct
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
import safetensors.numpy

from core.errors import LossAtlasError
from core.io import importing, tensors
from core.io.importing import frames, opening
from core.io.importing.columns import Column
from tests.core.test_bad_files import archive, entry, header, parquet, pickled, zipped

ROOT = Path(__file__).parents[2]
Q = np.random.default_rng(2).dirichlet(np.ones(3), 4)
GB, TIB = 2**30, 2**43


def tensor_file(head: Any, data: bytes = b"", length: int | None = None) -> bytes:
    text = head if isinstance(head, bytes) else json.dumps(head).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + data


def tensor(shape: list[int], offsets: list[int], kind: str = "F32") -> dict[str, Any]:
    return {"logits": {"dtype": kind, "shape": shape, "data_offsets": offsets}}


def npy(shape: Any, dtype: str = "<f8", data: bytes = b"") -> bytes:
    return header(shape, dtype, data)


GOOD_TENSORS = safetensors.numpy.save({"logits": Q.astype(np.float32), "labels": np.arange(4) % 3})
WIDE = "label," + ",".join(f"c{k}" for k in range(10_000)) + "\n"
CSV = "label,a,b\na,0.25,0.75\nb,0.5,0.5\n"


def escape() -> bytes:
    """Return an archive whose entries are named as paths that lead out of a folder."""
    buffer = bytes_io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name in ("../../etc/labels.npy", "/tmp/probabilities.npy", "..\\evil.npy"):
            file.writestr(name, b"no array")
    return buffer.getvalue()


# suffix, contents, the error's code, and what the sentence must name
BAD: dict[str, tuple[str, bytes, str, str]] = {
    # safetensors
    "empty tensors": (".safetensors", b"", "file_empty", ""),
    "seven bytes": (".safetensors", b"\0" * 7, "file_damaged", ""),
    "a header of 8 TiB": (".safetensors", tensor_file(b"{}", length=TIB), "file_damaged", ""),
    "a header longer than the file": (".safetensors", tensor_file(b"{}", length=99), "file_damaged", ""),
    "a header that is no json": (".safetensors", tensor_file(b"hello   "), "file_damaged", ""),
    "tensors of 1 GB": (".safetensors", tensor_file(tensor([2**28], [0, GB]), b"\0" * 2**20), "file_damaged", ""),
    "tensors of 8 TiB": (".safetensors", tensor_file(tensor([2**41], [0, TIB]), b"\0" * 2**20), "file_damaged", ""),
    "a shape that is not its bytes": (".safetensors", tensor_file(tensor([9, 9], [0, 8]), b"\0" * 8),
        "file_damaged", ""),
    "a shape that overflows": (".safetensors", tensor_file(tensor([2**40, 2**40], [0, 8]), b"\0" * 8),
        "file_damaged", ""),
    "offsets backwards": (".safetensors", tensor_file(tensor([2], [8, 0]), b"\0" * 8), "file_damaged", ""),
    "an unknown tensor type": (".safetensors", tensor_file(tensor([2], [0, 8], "Q9"), b"\0" * 8), "file_damaged", ""),
    "eight-bit floats": (".safetensors", tensor_file(tensor([4, 2], [0, 8], "F8_E4M3"), b"\0" * 8),
        "array_dtype", "logits"),
    "cut tensors": (".safetensors", GOOD_TENSORS[:-5], "file_damaged", ""),
    "no tensors": (".safetensors", tensor_file(b"{}      "), "no_arrays", ""),
    "a tensor without axes": (".safetensors", safetensors.numpy.save({"logits": np.ones(())}), "array_shape", "column"),
    # npy
    "empty npy": (".npy", b"", "file_empty", ""),
    "text as npy": (".npy", b"hello", "file_damaged", ""),
    "cut npy": (".npy", entry(Q)[:-8], "file_damaged", "bytes"),
    "npy with a tail": (".npy", entry(Q) + b"\0" * 8, "file_damaged", "bytes"),
    "npy of 1 GB": (".npy", npy((2**27,)) + b"\0" * 2**20, "file_too_large", str(GB)),
    "npy of 8 TiB": (".npy", npy((2**40,)) + b"\0" * 2**20, "file_too_large", str(TIB)),
    "npy of 2^140": (".npy", npy((2**70, 2**70)), "file_too_large", ""),
    "npy of a negative shape": (".npy", npy((-2, 2), "<f8", b"\0" * 32), "file_damaged", ""),
    "npy of objects": (".npy", pickled(), "file_pickled", "numpy.savez"),
    "npy of complex numbers": (".npy", entry(Q * 1j), "array_dtype", "column data"),
    "npy of dates": (".npy", entry(np.array(["2020-01-01"], "M8[D]")), "array_dtype", "column data"),
    "npy without rows": (".npy", entry(np.ones((0, 3))), "array_shape", "column"),
    "npy of a cube": (".npy", entry(np.ones((2, 3, 4))), "array_shape", "column"),
    "npy of nan": (".npy", entry(np.full((4, 3), np.nan)), "no_truth", ""),
    "npy of one number": (".npy", entry(np.ones(())), "array_shape", "column"),
    # npz
    "paths that lead out": (".npz", escape(), "file_damaged", ""),
    "an archive in an archive": (".npz", zipped(inner=zipped(a=entry(Q))), "file_damaged", "inner"),
    "an archive of 8 TiB": (".npz", archive(labels=npy((2**40,), "<i8")), "file_too_large", "labels"),
    "an archive of objects": (".npz", zipped(predictions=pickled()), "file_pickled", "allow_pickle=True"),
    "an archive of one number": (".npz", zipped(x=entry(np.ones(()))), "array_shape", "column"),
    "predictions of other lengths": (".npz", zipped(predictions=entry(Q), label_ids=entry(np.zeros(3, int))),
        "row_count", ""),
    "labels out of range": (".npz", zipped(predictions=entry(Q), label_ids=entry(np.array([0, 1, 2, 3]))),
        "unknown_label", "row 4"),
    "negative labels": (".npz", zipped(predictions=entry(Q), label_ids=entry(np.array([0, 1, 2, -100]))),
        "unknown_label", "row 4"),
    "labels of fractions": (".npz", zipped(predictions=entry(Q), label_ids=entry(np.array([0, 1, 0.5, 1]))),
        "no_truth", ""),
    "predictions with a nan": (".npz", zipped(predictions=entry(np.where(Q > 0.9, Q, np.nan)),
        label_ids=entry(np.zeros(4, int))), "bad_logit", "[0, 0]"),
    "logits with a nan": (".npz", zipped(logits=entry(np.where(Q > 0.9, Q, np.nan)), labels=entry(np.zeros(4, int))),
        "bad_logit", "[0, 0]"),
    "logits of minus infinity": (".npz", zipped(logits=entry(np.full((4, 3), -np.inf)), y=entry(np.zeros(4, int))),
        "all_ruled_out", "[0]"),
    # json
    "empty json": (".json", b"", "file_empty", ""),
    "blank json": (".json", b" \n ", "file_empty", ""),
    "cut json": (".json", b'[{"label": 1, "a": 0.5', "file_damaged", ""),
    "deep json": (".json", b"[" * 100_000, "file_damaged", ""),
    "deep json, closed": (".json", b"[" * 100_000 + b"]" * 100_000, "file_damaged", ""),
    "deep objects": (".json", b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "file_damaged", ""),
    "a number as json": (".json", b"42", "json_shape", ""),
    "a word as json": (".json", b'"hello"', "json_shape", ""),
    "an empty list": (".json", b"[]", "no_samples", ""),
    "an empty object": (".json", b"{}", "json_shape", ""),
    "settings as json": (".json", b'{"epochs": 3, "name": "x"}', "json_shape", ""),
    "records of two kinds": (".json", b'[{"label": 1}, 2]', "json_record", "row 2"),
    "a record without a class": (".json", b'[{"label":0,"a":1,"b":0},{"label":0,"a":1}]',
        "cell_empty", "column b, row 2"),
    "ragged lists": (".json", b'{"labels":[0,1],"probs":[[0.5,0.5],[1]]}', "list_length", "column probs, row 2"),
    "text in numbers": (".json", b'[{"label":0,"a":1,"b":0},{"label":0,"a":"half","b":0}]',
        "cell_text", "column a, row 2"),
    "json with NUL bytes": (".json", b'[{"a"\0: 1}]', "file_damaged", ""),
    "json in no encoding": (".json", b'{"labels": ["\xff"]}', "file_damaged", ""),
    "half a utf-16 json": (".json", '{"a": 1}'.encode("utf-16")[:-1], "file_encoding", ""),
    "huge whole numbers": (".json", b'{"labels":[0,1],"probs":[[1' + b"0" * 400 + b',0],[0,1]]}', "not_finite", ""),
    "lines of json, one cut": (".jsonl", b'{"label":0,"a":1,"b":0}\n{"label":0,"a"', "file_damaged", ""),
    "a split table, ragged": (".json", b'{"columns":["label","a"],"data":[[0,1],[0]]}', "json_record", "row 2"),
    "a split table without rows": (".json", b'{"columns":["label"],"data":[]}', "json_shape", ""),
    "a frame of two kinds": (".json", b'{"a":{"x":1},"b":2}', "json_record", "b"),
    "a pipeline of two kinds": (".json", b'[[{"label":"a","score":1}],[3]]', "json_record", "row 2"),
    # text
    "csv of one line": (".csv", b"label,a,b\n", "no_samples", ""),
    "csv of NUL bytes": (".csv", b"label,a\0,b\na,1,0\n", "file_encoding", ""),
    "csv in no encoding": (".csv", b"label,a,b\n\xff\xff,1,0\n", "file_encoding", ""),
    "csv with a title twice": (".csv", b"label,a,a\n0,1,0\n", "duplicate_name", "a"),
    "csv with more cells": (".csv", b"label,a,b\n0,1,0\n0,1,0,5\n", "file_ragged", ""),
    "csv with fewer cells": (".csv", b"label,a,b\n0,1,0\n0,1\n", "cell_empty", "column b, row 2"),
    "csv with an open quotation": (".csv", b'label,a,b\n0,1,0\n0,"1,0\n', "file_ragged", ""),
    "csv with a long cell": (".csv", b'label,a,b\n0,"' + b"x" * 200_000 + b'",0\n', "file_ragged", ""),
    "csv with text in numbers": (".csv", b"label,a,b\n0,1,0\n0,1,zero\n0,1,0\n", "cell_text", "column b, row 2"),
    "csv with an unknown label": (".csv", CSV.replace("b,0.5", "z,0.5").encode(), "unknown_label", "row 2"),
    "csv with a label out of range": (".csv", CSV.replace("b,0.5", "7,0.5").encode(), "unknown_label", "row 2"),
    "csv with one negative": (".csv", CSV.replace("0.25", "-0.25").encode(), "negative", "column a, row 1"),
    "csv with nan": (".csv", CSV.replace("0.25", "nan").encode(), "not_finite", "column a, row 1"),
    "csv with inf": (".csv", CSV.replace("0.25", "inf").encode(), "bad_logit", "column a, row 1"),
    "csv with 1e999": (".csv", CSV.replace("0.25", "1e999").encode(), "bad_logit", "column a, row 1"),
    "10,000 columns and none right": (".csv", (WIDE + "0" + ",x" * 10_000 + "\n").encode(), "too_few_classes", ""),
    "10,000 columns and a cell short": (".csv", (WIDE + "0" + ",0.5" * 9_999 + "\n").encode(),
        "file_ragged", "fewer cells"),
    "utf-16 cut in half": (".csv", CSV.encode("utf-16")[:-1], "file_encoding", ""),
    "gb18030 cut in half": (".csv", "label,小,b\n小,1,0\n图".encode("gb18030")[:-1], "file_encoding", ""),
    "a bom alone": (".csv", b"\xef\xbb\xbf", "file_empty", ""),
    "line ends alone": (".txt", b"\r\n\r\n", "file_empty", ""),
    # parquet
    "empty parquet": (".parquet", b"", "file_empty", ""),
    "text as parquet": (".parquet", b"PAR1 hello PAR1", "file_damaged", ""),
    "a foot of 4 GB": (".parquet", b"PAR1" + b"\0" * 2**20 + b"\xff\xff\xff\x7fPAR1", "file_damaged", ""),
    "cut parquet": (".parquet", parquet(y=[0], a=[0.5], b=[0.5])[:-9], "file_damaged", ""),
    "parquet without rows": (".parquet", parquet(y=[], a=[], b=[]), "no_samples", ""),
    "parquet with a gap": (".parquet", parquet(y=[0, 0], a=[0.5, None], b=[0.5, 0.5]), "cell_empty", "column a, row 2"),
    "parquet of ragged lists": (".parquet", parquet(y=[0, 0], prob=[[0.5, 0.5], [1.0]]),
        "list_length", "column prob, row 2"),
    "parquet of structures": (".parquet", parquet(y=[0, 1], prob=[{"x": 1}, {"x": 2}]), "array_dtype", "column prob"),
    # what may run programs
    "a torch file": (".pt", b"PK", "file_program", "torch.load"),
    "a checkpoint": (".ckpt", b"PK", "file_program", "numpy.savez"),
    "a pickle": (".pkl", pickle.dumps({"a": 1}), "file_program", "pickle.load"),
    "a joblib file": (".joblib", b"x", "file_program", "joblib.load"),
    "an unknown suffix": (".docx", b"x", "file_kind", ".npz"),
}  # fmt: skip


def refused(path: Path) -> LossAtlasError:
    """Return why a file comes to no document, which takes a moment."""
    begin = time.process_time()
    try:
        found = importing.propose([path]).outcome.error
    except LossAtlasError as error:
        found = error
    assert found is not None, "it was read"
    assert time.process_time() - begin < 3.0
    return found


@pytest.mark.parametrize(("suffix", "data", "code", "place"), BAD.values(), ids=BAD)
def test_a_bad_file_is_refused_with_its_place(tmp_path: Path, suffix: str, data: bytes, code: str, place: str):
    path = tmp_path / f"data{suffix}"
    path.write_bytes(data)
    error = refused(path)
    sentence = str(error)
    assert error.code == code, sentence
    assert sentence.startswith(f"data{suffix}"), sentence
    assert place in sentence
    assert "\n" not in sentence
    assert len(sentence) < 400


def test_there_are_enough_of_them():
    assert len(BAD) >= 60
    assert len({code for _, _, code, _ in BAD.values()}) >= 20


def test_what_is_no_file_is_refused(tmp_path: Path):
    fifo, folder = tmp_path / "pipe.npy", tmp_path / "folder.json"
    os.mkfifo(fifo)
    folder.mkdir()
    for path, code in ((fifo, "file_special"), (folder, "file_directory"), (tmp_path / "no.csv", "file_missing")):
        assert refused(path).code == code


@pytest.mark.parametrize("suffix", [".npy", ".json", ".safetensors", ".csv", ".parquet"])
def test_no_permission_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str):
    path = tmp_path / f"data{suffix}"
    path.write_bytes(b"x")

    def deny(*_: Any, **__: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", deny)
    monkeypatch.setattr(Path, "read_bytes", deny)
    monkeypatch.setattr(pl, "read_parquet", deny)
    monkeypatch.setattr(safetensors, "safe_open", deny)
    assert str(refused(path)) == f"data{suffix}: The file cannot be read: Permission denied."


LIMITED = """
import resource, sys
from pathlib import Path
import polars, safetensors, msgspec, numpy
from core.errors import LossAtlasError
from core.io import importing
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
pages = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (pages + (512 << 20),) * 2)
for name in sys.argv[1:]:
    try:
        raise importing.propose([Path(name)]).outcome.error
    except LossAtlasError as error:
        assert error.code in ("file_damaged", "file_too_large"), error
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory and its pages are told there")
def test_what_declares_much_takes_little_memory(tmp_path: Path):
    names = [name for name in BAD if "GB" in name or "TiB" in name or "2^140" in name]
    assert len(names) >= 7
    paths: list[str] = []
    for name in names:
        suffix, data, _, _ = BAD[name]
        path = tmp_path / f"{len(paths)}{suffix}"
        path.write_bytes(data)
        paths.append(str(path))
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, *paths], capture_output=True, text=True, cwd=ROOT, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 64 * 1024, "KiB beyond what was there before"


# -- what is not bad, though odd --------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".parquet", ".npz", ".json", ".npy", ".safetensors", ".docx"])
def test_files_that_are_broken_leave_it_to_their_reader_to_say_so(tmp_path: Path, suffix: str):
    path = tmp_path / f"data{suffix}"
    path.write_bytes(b"\x00\x01broken")
    with pytest.raises(LossAtlasError) as caught:
        opening.opened([str(path)])
    assert caught.value.where.startswith(f"data{suffix}")


def test_odd_types_in_tables_are_read(tmp_path: Path):
    frame = pl.DataFrame({"y": [True, False], "when": [1, 2], "a": [0.5, 1.0], "b": [0.5, 0.0]})
    frame = frame.with_columns(pl.col("when").cast(pl.Date), pl.col("a").cast(pl.Decimal(10, 3)))
    frame.write_parquet(tmp_path / "a.parquet")
    outcome = importing.propose([tmp_path / "a.parquet"]).outcome
    assert outcome.document is not None, outcome.error
    assert outcome.document.truth.array().tolist() == [1, 0]


def test_fixed_lists_are_read():
    series = pl.Series("p", [[0.5, 0.5], [1.0, 0.0]], dtype=pl.Array(pl.Float64, 2))
    column = frames.column("p", series)
    assert column.numbers is not None
    assert column.numbers.tolist() == [[0.5, 0.5], [1.0, 0.0]]
    bad = frames.column("p", pl.Series("p", [[0.5, None], [1.0, 0.0]]))
    assert bad.flaw is not None
    assert (bad.flaw.code, bad.flaw.where) == ("cell_empty", "row 1")
    assert frames.column("p", pl.Series("p", [[True], [False]])).flaw is not None
    texts = frames.column("p", pl.Series("p", [["a"], ["b"]]))
    assert texts.texts is not None
    assert texts.is_flat


@pytest.mark.parametrize(("cells", "code"), [(["[0.5 0.5]", "[1 x]"], "cell_text"), (["[1 2]", "[1]"], "list_length")])
def test_printed_lists_that_are_broken(cells: list[str], code: str):
    column = frames.text_column("p", pl.Series("p", cells))
    assert column.flaw is not None
    assert (column.flaw.code, column.flaw.where) == (code, "row 2")


def test_a_column_without_numbers_or_texts():
    column = Column("x")
    assert column.shape == (0,)
    assert column.cell(0) == ""
    assert not column.are_different
    assert column.spread == (0.0, 0.0, False)
    assert not Column("x", np.ones((2, 2))).are_different


def test_half_floats_and_other_byte_orders(tmp_path: Path):
    for kind in ("<f2", ">f4", ">f8"):
        np.save(tmp_path / "p.npy", Q.astype(kind))
        np.save(tmp_path / "y.npy", np.array([True, False, True, False]))
        outcome = importing.propose([tmp_path / "p.npy", tmp_path / "y.npy"]).outcome
        assert outcome.document is not None, outcome.error
        rows = outcome.document.models[0].rows.array()
        assert rows.dtype.isnative
        np.testing.assert_allclose(rows, Q, rtol=2e-3)


def test_every_tensor_is_told_of(tmp_path: Path):
    path = tmp_path / "a.safetensors"
    path.write_bytes(GOOD_TENSORS)
    assert set(tensors.arrays(path)) == {"logits", "labels"}
