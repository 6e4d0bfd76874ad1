"""Parquet files that declare what they do not hold are refused before a reader makes room for it."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from core.errors import LossAtlasError
from core.io import parquet
from tests.fuzz import mutants

ROOT = Path(__file__).parents[2]
GOOD = mutants.SEEDS["parquet"][1]


def refusal(tmp_path: Path, data: bytes) -> LossAtlasError:
    path = tmp_path / "a.parquet"
    path.write_bytes(data)
    with pytest.raises(LossAtlasError) as caught:
        parquet.check(path)
    return caught.value


@pytest.mark.parametrize("compression", ["zstd", "snappy", "uncompressed"])
@pytest.mark.parametrize("rows", [1, 5000])
def test_good_files_pass(tmp_path: Path, compression: str, rows: int):
    frame = pl.DataFrame({"x": np.zeros(rows), "y": ["a"] * rows, "z": [[0.5, 0.5]] * rows, "t": [True] * rows})
    frame.write_parquet(tmp_path / "a.parquet", compression=compression, row_group_size=700)
    parquet.check(tmp_path / "a.parquet")


def test_a_page_that_makes_a_reader_ask_for_exabytes(tmp_path: Path):
    """One byte changed within the header of a page ended the whole program."""
    path = tmp_path / "a.parquet"
    path.write_bytes(GOOD[:184] + bytes([109]) + GOOD[185:])
    code = f"from core import io; io.load({str(path)!r})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "LossAtlasError" in done.stderr
    assert "damaged" in done.stderr


def page(unpacked: int, packed: int, count: int) -> bytes:
    """Return a page header: a data page of so many bytes and values."""

    def whole(number: int) -> bytes:
        number = number * 2 if number >= 0 else -2 * number - 1
        found = b""
        while number > 127:
            found, number = found + bytes([number & 127 | 128]), number >> 7
        return found + bytes([number])

    return b"\x15\x00\x15" + whole(unpacked) + b"\x15" + whole(packed) + b"\x2c\x15" + whole(count) + b"\x00\x00"


def test_pages_that_declare_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    column = {5: 4, 7: 60, 9: 4}
    monkeypatch.setattr(parquet, "_groups", lambda *_: [{1: [{3: column}], 3: 4}])
    tail = b"\0" * 60
    assert refusal(tmp_path, b"PAR1" + page(2**43, 8, 4) + tail).code == "file_too_large"
    assert refusal(tmp_path, b"PAR1" + page(64, 8, 2**40) + tail).code == "file_too_large"
    assert refusal(tmp_path, b"PAR1" + page(64, 999, 4) + tail).code == "file_damaged"
    assert refusal(tmp_path, b"PAR1" + page(64, 8, -4) + tail).code == "file_damaged"
    column[9] = 999
    assert refusal(tmp_path, b"PAR1" + page(64, 8, 4) + tail).code == "file_damaged"


@pytest.mark.parametrize(
    "foot",
    [
        b"",
        b"\x19" * 40,  # lists in lists
        b"\x1c" * 40,  # structs in structs
        b"\x49\x1f" + b"\xff" * 12 + b"\x00",  # a number without end
        b"\x49\xfc\xff\xff\xff\x7f",  # a list longer than the file
        b"\x18\xff\xff\x03",  # a text longer than the file
        b"\x1e\x00",  # no such type
        b"\x15" + b"\xff" * 12 + b"\x00",  # a number of more than 64 bits
        b"\x49\x1c\x19\x1c\x00\x00\x00",  # a column without its metadata
        b"\x11\x12\x13\x07\x17" + b"\0" * 8 + b"\x19\x21\x01\x02\x05\x08\x02\x49\x1c\x00\x00",  # every kind, no columns
    ],
)
def test_feet_that_are_no_metadata(tmp_path: Path, foot: bytes):
    data = b"PAR1" + foot + len(foot).to_bytes(4, "little") + b"PAR1"
    assert refusal(tmp_path, data).code == "file_damaged"
    assert refusal(tmp_path, data[:-4] + b"RAP1").code == "file_damaged"


def test_a_file_without_columns_passes(tmp_path: Path):
    buffer = io.BytesIO()
    pl.DataFrame({"x": []}, schema={"x": pl.Float64}).write_parquet(buffer)
    (tmp_path / "a.parquet").write_bytes(buffer.getvalue())
    parquet.check(tmp_path / "a.parquet")
