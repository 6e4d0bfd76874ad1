"""Files that cannot be used: each is refused within a second, in one sentence with its place and its mend."""

from __future__ import annotations

import contextlib
import io as bytes_io
import os
import pickle
import random
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from core import io
from core.document import Document
from core.errors import LossAtlasError
from core.io import npz, session, tables
from core.io.session import Session

LABELS = np.array([2, 0, 1, 1])
Q = np.random.default_rng(2).dirichlet(np.ones(3), 4)
GOOD = Document.make(LABELS, [("m", Q, "probability"), ("n", np.log(Q), "logit")], classes=["car", "calf", "rocket"])
NPZ, CSV = npz.to_bytes(GOOD), tables.to_bytes(GOOD)
SESSION = session.encode(Session(GOOD, {"sample": 1}), "data").text


def entry(array: Any) -> bytes:
    buffer = bytes_io.BytesIO()
    np.lib.format.write_array(buffer, np.asarray(array))
    return buffer.getvalue()


def header(shape: Any, dtype: str = "<f8", data: bytes = b"") -> bytes:
    """Return an array entry whose header says what it likes."""
    text = f"{{'descr': {dtype!r}, 'fortran_order': False, 'shape': {shape!r}, }}".encode()
    text += b" " * (64 - (len(text) + 11) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + data


def zipped(method: int = zipfile.ZIP_STORED, **entries: bytes) -> bytes:
    buffer = bytes_io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        for name, data in entries.items():
            file.writestr(f"{name.replace('__', '/')}.npy", data)
    return buffer.getvalue()


def archive(**changes: Any) -> bytes:
    """Return a good archive with some arrays changed, or left out if None."""
    arrays = {"labels": LABELS, "probabilities__m": Q, **changes}
    entries = {k: v if isinstance(v, bytes) else entry(v) for k, v in arrays.items() if v is not None}
    return zipped(**entries)


def with_entry(array: Any, row: int, column: int, value: float) -> Any:
    changed = array.copy()
    changed[row, column] = value
    return changed


def doubled() -> bytes:
    buffer = bytes_io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("labels.npy", entry(LABELS))
        with pytest.warns(UserWarning, match="Duplicate"):
            file.writestr("labels.npy", entry(LABELS))
    return buffer.getvalue()


def pickled() -> bytes:
    buffer = bytes_io.BytesIO()
    np.save(buffer, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    return buffer.getvalue()


def parquet(**columns: Any) -> bytes:
    buffer = bytes_io.BytesIO()
    pl.DataFrame(columns).write_parquet(buffer)
    return buffer.getvalue()


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


def flagged(data: bytes, at_local: int, at_central: int, value: bytes) -> bytes:
    """Return a zip with a field of its first entry changed in both of its headers."""
    central = data.index(b"PK\x01\x02")
    data = data[:at_local] + value + data[at_local + len(value) :]
    at = central + at_central
    return data[:at] + value + data[at + len(value) :]


BOMB = zipped(zipfile.ZIP_DEFLATED, labels=header((2**27,), "<i8", bytes(2**30)), probabilities__m=entry(Q))
STORED = archive()

# suffix, contents, the error's code, and what the sentence must name
BAD: dict[str, tuple[str, bytes, str, str]] = {
    # archives
    "empty npz": (".npz", b"", "file_empty", ""),
    "text as npz": (".npz", b"hello", "file_damaged", ""),
    "truncated npz": (".npz", NPZ[:-40], "file_damaged", ""),
    "npz cut in half": (".npz", NPZ[: len(NPZ) // 2], "file_damaged", ""),
    "npz without its start": (".npz", NPZ[50:], "file_damaged", ""),
    "a flipped bit": (".npz", flipped(STORED, STORED.index(b"NUMPY") + 130), "file_damaged", ""),
    "an encrypted entry": (".npz", flagged(STORED, 6, 8, b"\x01\x00"), "file_damaged", ""),
    "an odd compression": (".npz", flagged(STORED, 8, 10, b"\x0e\x00"), "file_damaged", "labels"),
    "bzip2": (".npz", zipped(zipfile.ZIP_BZIP2, labels=entry(LABELS)), "file_damaged", "labels"),
    "a pickled npz": (".npz", pickle.dumps({"labels": [1]}), "file_damaged", ""),
    "pickled objects": (".npz", archive(classes=pickled()), "file_pickled", "classes"),
    "object labels": (".npz", archive(labels=pickled()), "file_pickled", "labels"),
    "1 GB of zeros": (".npz", BOMB, "file_too_large", "declares"),
    "a header of 1 GB": (".npz", archive(labels=header((2**27,), "<i8")), "file_too_large", "labels"),
    "a header of 2^70": (".npz", archive(labels=header((2**70, 2**70))), "file_too_large", "labels"),
    "a header of too few": (".npz", archive(labels=header((2,), "<i8", bytes(32))), "file_damaged", "labels"),
    "a header of none": (".npz", archive(labels=header((0, 2**70))), "file_damaged", ""),
    "a negative shape": (".npz", archive(labels=header((-2, -2), "<i8", bytes(32))), "file_damaged", ""),
    "a strange shape": (".npz", archive(labels=header("four")), "file_damaged", "labels"),
    "an unknown type": (".npz", archive(labels=header((4,), "<q9")), "file_damaged", "labels"),
    "an empty type": (".npz", archive(labels=header((4,), "<U0")), "array_dtype", "labels"),
    "an entry that is no array": (".npz", archive(labels=b"hello"), "file_damaged", "labels"),
    "an entry of nothing": (".npz", archive(labels=b""), "file_damaged", "labels"),
    "a name twice": (".npz", doubled(), "duplicate_name", "labels"),
    "no arrays": (".npz", zipped(), "array_missing", "labels"),
    "no truth": (".npz", archive(labels=None), "array_missing", "labels"),
    "two truths": (".npz", archive(truth=Q), "array_both", "labels"),
    "no model": (".npz", archive(probabilities__m=None), "array_missing", "probabilities/NAME"),
    "labels in a square": (".npz", archive(labels=Q), "array_dtype", "labels"),
    "labels in two axes": (".npz", archive(labels=np.ones((4, 3), int)), "array_shape", "labels"),
    "labels of text": (".npz", archive(labels=np.array(list("abcd"))), "array_dtype", "labels"),
    "labels out of range": (".npz", archive(labels=np.array([0, 1, 7, 0])), "label_range", "labels[2]"),
    "complex numbers": (".npz", archive(probabilities__m=Q * 1j), "array_dtype", "probabilities/m"),
    "a cube": (".npz", archive(probabilities__m=Q[None]), "array_shape", "probabilities/m"),
    "fewer rows": (".npz", archive(probabilities__m=Q[:3]), "row_count", "m"),
    "fewer classes": (".npz", archive(probabilities__n=Q[:, :2]), "class_count", "n"),
    "one class": (".npz", archive(probabilities__m=Q[:, :1], labels=LABELS * 0), "too_few_classes", ""),
    "no rows": (".npz", archive(probabilities__m=Q[:0], labels=LABELS[:0]), "no_samples", "truth"),
    "a negative entry": (".npz", archive(probabilities__m=with_entry(Q, 2, 1, -0.5)), "negative", "m[2, 1]"),
    "nan": (".npz", archive(probabilities__m=with_entry(Q, 2, 1, np.nan)), "not_finite", "m[2, 1]"),
    "inf": (".npz", archive(truth=with_entry(Q, 0, 1, np.inf), labels=None), "not_finite", "truth[0, 1]"),
    "a row of ruled-out logits": (".npz", archive(logits__z=np.full((4, 3), -np.inf)), "all_ruled_out", "z[0]"),
    "logits of nan": (".npz", archive(logits__z=with_entry(Q, 3, 2, np.nan)), "bad_logit", "z[3, 2]"),
    "a class twice": (".npz", archive(classes=np.array(list("aba"))), "duplicate_name", "classes"),
    "classes of floats": (".npz", archive(classes=np.ones(3)), "array_dtype", "classes"),
    "too many classes": (".npz", archive(classes=np.array(list("abcd"))), "class_count", "m"),
    "too few samples": (".npz", archive(samples=np.array(["a"])), "row_count", "samples"),
    "a model without a name": (".npz", archive(probabilities__=Q), "empty_name", "models"),
    # delimited text
    "empty csv": (".csv", b"", "file_empty", ""),
    "blank csv": (".csv", b"\n \n", "file_empty", ""),
    "header only": (".csv", b"label,a,b\n", "no_samples", ""),
    "NUL bytes": (".csv", b"label,a,b\na,\x000.5,0.5\n", "file_encoding", ""),
    "no encoding": (".csv", b"label,a,b\n\xff\xff,0.5,0.5\n", "file_encoding", ""),
    "half a utf-16": (".csv", "label,a,b\na,1,0\n".encode("utf-16")[:-1], "file_encoding", ""),
    "more cells than titles": (".csv", b"label,a,b\na,0.5,0.5,0.5\n", "file_ragged", ""),
    "fewer cells than titles": (".csv", b"label,a,b\na,0.5\n", "cell_empty", "column b, row 1"),
    "an open quote": (".csv", b'label,a,b\na,"0.5,0.5\n', "file_ragged", ""),
    "no truth column": (".csv", b"a,b\n0.5,0.5\n", "column_truth", "label"),
    "two truth columns": (".csv", b"label,true:a,true:b,a,b\na,1,0,0.5,0.5\n", "column_both", ""),
    "no predictions": (".csv", b"sample,label\nx,a\n", "column_predictions", ""),
    "a missing class": (".csv", b"label,m:a,m:b,n:a\na,0.5,0.5,1\n", "column_missing", "model n"),
    "a class too many": (".csv", b"true:a,true:b,a,b,c\n1,0,0.5,0.5,0\n", "column_extra", "c"),
    "mixed columns": (".csv", b"label,a,logit:b\na,0.5,0.5\n", "column_mixed", "model"),
    "a column twice": (".csv", b"label,a,a\na,0.5,0.5\n", "duplicate_name", "header"),
    "a title without a name": (".csv", b"label,a,\na,0.5,0.5\n", "empty_name", "classes"),
    "letters in a cell": (".csv", b"label,a,b\na,0.5,half\n", "cell_text", "column b, row 1"),
    "an empty cell": (".csv", b"label,a,b\na,1,0\na,,0.5\n", "cell_empty", "column a, row 2"),
    "a negative cell": (".csv", b"label,a,b\na,1,0\na,-0.5,0.5\n", "negative", "column a, row 2"),
    "a cell of nan": (".csv", b"label,a,b\na,nan,0\n", "not_finite", "column a, row 1"),
    "a cell of 1e999": (".csv", b"label,a,b\na,0.5,1e999\n", "not_finite", "column b, row 1"),
    "a logit of inf": (".csv", b"label,logit:a,logit:b\na,0.5,inf\n", "bad_logit", "column logit:b, row 1"),
    "logits ruled out": (".csv", b"label,logit:a,logit:b\na,-inf,-inf\n", "all_ruled_out", "model[0]"),
    "an unknown label": (".csv", b"label,a,b\na,1,0\nc,1,0\n", "unknown_label", "column label, row 2"),
    "a label out of range": (".csv", b"label,a,b\n2,1,0\n", "unknown_label", "column label, row 1"),
    "a missing label": (".csv", b"label,a,b\n,1,0\n", "unknown_label", "column label, row 1"),
    "commas in a tsv": (".tsv", b"label,a,b\na,1,0\n", "column_truth", ""),
    # parquet
    "text as parquet": (".parquet", b"hello", "file_damaged", ""),
    "cut parquet": (".parquet", parquet(label=[0], a=[0.5], b=[0.5])[:-10], "file_damaged", ""),
    "parquet without rows": (".parquet", parquet(label=[], a=[], b=[]), "no_samples", ""),
    "parquet with a gap": (".parquet", parquet(label=[0, 0], a=[0.5, None], b=[0.5, 0.5]), "cell_empty",
                           "column a, row 2"),
    "parquet of lists": (".parquet", parquet(label=[0], a=[[0.5]], b=[0.5]), "array_dtype", "column a"),
    "parquet of truth values": (".parquet", parquet(label=[0], a=[True], b=[0.5]), "array_dtype", "column a"),
    # names
    "an unknown suffix": (".xlsx", b"x", "file_kind", ".csv, .json, .jsonl, .lossatlas, .ndjson, .npz"),
    "no suffix": ("", b"x", "file_kind", ".csv, .json, .jsonl, .lossatlas, .ndjson, .npz"),
}  # fmt: skip


def refused(path: Path) -> LossAtlasError:
    begin = time.perf_counter()
    with pytest.raises(LossAtlasError) as caught:
        io.load(str(path))
    assert time.perf_counter() - begin < 1.0
    return caught.value


@pytest.mark.parametrize(("suffix", "data", "code", "place"), BAD.values(), ids=BAD)
def test_a_bad_file_is_refused_with_its_place(tmp_path: Path, suffix: str, data: bytes, code: str, place: str):
    path = tmp_path / f"data{suffix}"
    path.write_bytes(data)
    error = refused(path)
    sentence = str(error)
    assert error.code == code, sentence
    assert sentence.startswith(f"data{suffix}")
    assert place in sentence
    assert "\n" not in sentence
    assert len(sentence) < 400


def test_the_good_files_that_bad_ones_are_made_of_are_good(tmp_path: Path):
    for suffix, data in [(".npz", NPZ), (".npz", STORED), (".npz", archive()), (".csv", CSV), (".lossatlas", SESSION),
                         (".parquet", parquet(label=[0], a=[0.5], b=[0.5]))]:  # fmt: skip
        path = tmp_path / f"good{suffix}"
        path.write_bytes(data)
        assert io.load(str(path)).size >= 1


def test_what_is_no_file_is_refused(tmp_path: Path):
    fifo, folder = tmp_path / "pipe.csv", tmp_path / "folder.npz"
    os.mkfifo(fifo)
    folder.mkdir()
    loop = tmp_path / "loop.csv"
    loop.symlink_to(loop)
    cases: list[tuple[Any, str]] = [
        (fifo, "file_special"),
        (folder, "file_directory"),
        (tmp_path / "nothing.csv", "file_missing"),
        (tmp_path / "good.csv" / "below.csv", "file_missing"),
        (tmp_path / ("x" * 300 + ".csv"), "file_unreadable"),
        ("a\0b.csv", "file_missing"),
        (loop, "file_missing"),
        ("", "file_directory"),
        ("/", "file_directory"),
    ]
    for path, code in cases:
        error = refused(path)
        assert error.code == code, path
        assert error.where


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "data.csv"
    path.write_bytes(CSV)

    def deny(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", deny)
    assert str(refused(path)) == "data.csv: The file cannot be read: Permission denied."


def test_a_failing_disk_is_not_called_a_damaged_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "data.npz"
    path.write_bytes(NPZ)

    def fail(*given: Any) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(zipfile.ZipFile, "__init__", fail)
    assert refused(path).code == "file_unreadable"


# -- bytes changed at random ------------------------------------------------------------------------------


def mutations(data: bytes, count: int, tokens: list[bytes]) -> list[bytes]:
    """Return the bytes with some flipped, cut out, doubled, or replaced by tokens; the same in every run."""
    chance = random.Random(20_130_814)

    def change(old: bytes) -> bytes:
        at, end = sorted((chance.randrange(len(old) + 1), chance.randrange(len(old) + 1)))
        end = min(end, at + 40)
        ways: list[Callable[[], bytes]] = [
            lambda: old[:at] + bytes([chance.randrange(256)]) + old[at + 1 :],
            lambda: old[:at] + old[end:],
            lambda: old[:end] + old[at:],
            lambda: old[:at] + chance.choice(tokens) + old[at:],
            lambda: old[:at],
        ]
        return chance.choices(ways, [6, 2, 2, 3, 1])[0]()

    found: list[bytes] = []
    for _ in range(count):
        new = data
        for _ in range(chance.randrange(1, 4)):
            new = change(new)
        found.append(new)
    return found


TOKENS = [b"\0", b"\n", b",", b'"', b"-1", b"nan", b"inf", b"1e999", b"\xff\xfe", b"\xef\xbb\xbf", b"PK\x01\x02",
          b"\x93NUMPY", b"label", b"true:", b"logit:", b"\r", b";", b"\x80", b"99999999999999999999",
          b"[", b"]}", b"{", b":", b"null", b"-", b"e9", b"true", b"\\ud800", b'"rows": []',
          b'"npy": "AAAA",']  # fmt: skip


@pytest.mark.parametrize(
    ("suffix", "data", "count"),
    [
        (".npz", NPZ, 400),
        (".npz", STORED, 400),
        (".csv", CSV, 300),
        (".parquet", parquet(label=[0, 1], a=[0.5, 0.25], b=[0.5, 0.75]), 150),
        (".lossatlas", SESSION, 400),
    ],
    ids=["deflated npz", "stored npz", "csv", "parquet", "session"],
)
def test_changed_bytes_are_read_or_refused(tmp_path: Path, suffix: str, data: bytes, count: int):
    path = tmp_path / f"data{suffix}"
    read = 0
    for changed in mutations(data, count, TOKENS):
        path.write_bytes(changed)
        with contextlib.suppress(LossAtlasError):
            read += io.load(str(path)).size > 0
    assert read < count / 2
