"""Delimited text some whole lines at a time, whatever its encoding and line ends, without a copy of the file."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from core import watching
from core.errors import LossAtlasError

LONGEST = 128 << 20
"""A line, or a quotation over several lines, that does not end within so many bytes is taken for a mistake."""
_BLOCK = 4 << 20
_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_LINE, _RETURN, _QUOTE = 10, 13, 34
_SAMPLE = 1 << 16
_RARE = b"\xd8"
"""Where the second, rarer level of GB 2312 begins."""


@dataclass(frozen=True)
class Span:
    """Whole lines: where they begin and end in the file, their encoding there, how many rows they hold, and in UTF-8.

    The encoding is empty as long as all has been ASCII.
    """

    at: int
    until: int
    encoding: str
    rows: int
    lines: bytes


class Text:
    """A text, in a file or in memory, whose encoding is found out: UTF-8, UTF-16 with a mark, or GB 18030.

    Parameters
    ----------
    source
        A file, or the bytes of a text.
    encoding
        What it is in, where that is known; else it is found out.

    Attributes
    ----------
    header
        The first row.
    """

    def __init__(self, source: Path | bytes, encoding: str = "") -> None:
        self._source = source
        self._size = len(source) if isinstance(source, bytes) else source.stat().st_size
        mark = self._read(0, 3)
        # Empty while all was ASCII, which may become either encoding.
        self._encoding = encoding.lower() or _UTF_16.get(mark[:2], "")
        self._unit = {"utf-16-le": "<u2", "utf-16-be": ">u2"}.get(self._encoding, "u1")
        if self._unit != "u1" and self._size % 2:
            raise LossAtlasError("file_encoding")
        self._start = 2 if self._unit != "u1" and mark[:2] in _UTF_16 else 3 if mark == codecs.BOM_UTF8 else 0
        self.header = self._take_header()

    def _take_header(self) -> str:
        """Return the first row that is not blank, and let the rows begin after it."""
        data = self._read(self._start, _BLOCK)
        self._look_at(data, self._start)
        units = self._units(data)
        inked = _inked(units)
        if not inked.size:
            raise LossAtlasError("file_empty")
        ends = _ends(units, self._start + len(data) == self._size)
        after = ends[ends > inked[0]]
        begin, end = int(inked[0]), int(after[0]) + 1 if after.size else units.size
        width = units.itemsize
        header = self._utf_8(data[begin * width : end * width]).decode().strip("\n")
        if not header.strip() and not self._utf_8(data[: _BLOCK // 2]).strip():
            raise LossAtlasError("file_empty")
        self._start += end * width
        return header

    def spans(self, size: int, at: int = 0, until: int = 0, encoding: str = "") -> Iterator[Span]:
        """Yield the rows about `size` bytes at a time: all, or those of earlier spans from `at` up to `until`.

        Blank lines at the end of the file are no rows.
        """
        self._encoding = encoding or self._encoding
        at, until, wanted = max(at, self._start), until or self._size, max(size // 2 * 2, 2)
        size = wanted
        while at < until:
            watching.tell(at, self._size)
            data = self._read(at, min(size, until - at))
            self._look_at(data, at)
            is_last = at + len(data) >= until
            length, rows = self._lines(data, is_last)
            if rows:
                taken = data[:length]
                yield Span(at, at + len(taken), self._encoding, rows, self._utf_8(taken))
                at, size = at + len(taken), wanted
            elif is_last:
                return
            elif size >= LONGEST:
                raise LossAtlasError("file_ragged", reason="a line or a quotation does not end")
            else:
                size *= 2

    def _lines(self, data: bytes, is_last: bool) -> tuple[int, int]:
        """Return how many bytes whole lines are that end with one that is not blank, and how many lines."""
        simple = _plain_lines(data) if self._unit == "u1" and not is_last else None
        if simple is not None:
            return simple
        units = self._units(data)
        length, rows = _whole_lines(units, is_last)
        return length * units.itemsize, rows

    @property
    def encoding(self) -> str:
        """What the text is in as far as it is known; empty while all was ASCII."""
        return self._encoding

    def _read(self, at: int, size: int) -> bytes:
        if isinstance(self._source, bytes):
            return self._source[at : at + size]
        with self._source.open("rb") as file:
            file.seek(at)
            return file.read(size)

    def _units(self, data: bytes) -> npt.NDArray[Any]:
        return np.frombuffer(data, self._unit)

    def _utf_8(self, data: bytes) -> bytes:
        """Return whole lines in UTF-8, ended by line feeds."""
        if self._encoding not in ("", "utf-8"):
            try:
                data = data.decode(self._encoding).encode()
            except UnicodeError:
                raise LossAtlasError("file_encoding") from None
        return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in data else data

    def _look_at(self, data: bytes, at: int) -> None:
        """Refuse text with a NUL; find out the encoding at the first text that is not ASCII."""
        if (self._units(data) == 0).any() if self._unit != "u1" else b"\0" in data:
            raise LossAtlasError("file_encoding")
        if self._encoding or data.isascii():
            return
        if isinstance(self._source, bytes):
            self._encoding = _encoding_of(partial(_itself, self._source[at:]))
        else:
            self._encoding = _encoding_after(self._source, at, self._size, self._source.stat().st_mtime_ns)


@lru_cache(maxsize=64)  # a worker opens the same file for every one of its tasks
def _encoding_after(path: Path, at: int, size: int, _changed: int) -> str:
    """Return the encoding of a file that is ASCII up to byte `at`."""
    return _encoding_of(partial(_blocks, path, at))


def _itself(data: bytes) -> tuple[bytes]:
    return (data,)


def _blocks(path: Path, at: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(at)
        while block := file.read(_BLOCK):
            yield block


def _encoding_of(blocks: Callable[[], Iterable[bytes]]) -> str:
    """Return the encoding of a text: all of it decides, since another's first letters may look like UTF-8 by chance."""
    for encoding in ("utf-8", "gb18030"):
        decoder = codecs.getincrementaldecoder(encoding)()
        first = ""
        try:
            for block in blocks():
                text = decoder.decode(block)
                first = first or text
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        if encoding == "gb18030" and not reads_as_chinese(first):
            break
        return encoding
    raise LossAtlasError("file_encoding")


def reads_as_chinese(text: str) -> bool:
    """Return whether what was decoded as GB 18030 was written in it, and is not Western text that happens to decode.

    Two letters with accents, or one and the letter after it, come to a sign as well: a rare one, and amid letters.
    """
    signs = re.findall("[^\0-\x7f]", text[:_SAMPLE])
    common = sum(b"" < sign.encode("gb2312", "ignore")[:1] < _RARE for sign in signs)
    return 2 * common >= len(signs) or not re.search("[A-Za-z][^\0-\x7f]|[^\0-\x7f][A-Za-z]", text[:_SAMPLE])


def _inked(units: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """Return the places of what is not a line end."""
    return np.flatnonzero((units != _LINE) & (units != _RETURN))


def _ends(units: npt.NDArray[Any], is_last: bool) -> npt.NDArray[np.int64]:
    """Return the places of line feeds, and of returns without one, that are in no quotation."""
    is_end = units == _LINE
    returns = np.flatnonzero(units == _RETURN)
    if returns.size:
        if not is_last and returns[-1] == units.size - 1:
            returns = returns[:-1]  # \n may come next
        alone = np.append(units[1:], 0)[returns] != _LINE
        is_end[returns[alone]] = True
    ends = np.flatnonzero(is_end)
    quotes = np.flatnonzero(units == _QUOTE)
    return ends[np.searchsorted(quotes, ends) % 2 == 0] if quotes.size else ends


def _plain_lines(data: bytes) -> tuple[int, int] | None:
    """Return the same as `_whole_lines` where it is simple: without quotations, returns or blank lines at the end."""
    length = data.rfind(b"\n") + 1
    if length < 2 or data[length - 2] == _LINE or b"\r" in data or b'"' in data:
        return None
    rows = np.count_nonzero(np.frombuffer(data, "u1", length) == _LINE)  # in a third of the time of `bytes.count`
    return length, int(rows)


def _whole_lines(units: npt.NDArray[np.integer[Any]], is_last: bool) -> tuple[int, int]:
    """Return how far whole lines go that end with one that is not blank, and how many they are; (0, 0) if none is."""
    ends = _ends(units, is_last)
    until = units.size if is_last else int(ends[-1]) if ends.size else 0
    near = max(0, until - 4096)  # where the last letter is found without going through all of them
    inked = near + _inked(units[near:until])
    if not inked.size:
        inked = _inked(units[:until])
    if not inked.size:
        return 0, 0
    before = int(np.count_nonzero(ends < inked[-1]))
    stops: list[int] = ends[before : before + 1].tolist()  # none after a last line without an end
    return (stops[0] + 1 if stops else len(units)), before + 1
