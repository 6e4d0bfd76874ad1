"""What a Parquet file declares, checked before it is read: readers make room for what pages say that they hold.

A changed byte may declare exabytes, for which a reader does not raise but ends the program. Source: the Apache Parquet
format, file metadata and page headers in Thrift's compact protocol.
"""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any, cast

from core.errors import LossAtlasError

_MARK = b"PAR1"
_DEEPEST = 24
_HEADER = 1 << 16
_PLAUSIBLE = 64 << 20
_RATIO = 1000
"""A page larger than so many bytes is not unpacked to more than so many times its size."""

_Fields = dict[int, Any]


def check(path: Path) -> list[int]:
    """Raise unless every page of a file lies within it and holds no more values than its column has.

    Returns how many rows each of its groups of rows says it has.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        try:
            groups = _groups(file, size)
            for group in groups:
                for column in group[1]:
                    _check_pages(file, column[3], size)
            return [int(group[3]) for group in groups]
        except LossAtlasError:
            raise
        except (LookupError, TypeError, ValueError, AttributeError, OverflowError, RecursionError) as error:
            raise LossAtlasError("file_damaged", reason=type(error).__name__) from None


def _groups(file: IO[bytes], size: int) -> list[_Fields]:
    """Return what the foot of the file says of its groups of rows."""
    file.seek(max(0, size - 8))
    foot = file.read(8)
    length = int.from_bytes(foot[:4], "little")
    if foot[4:] != _MARK or length > size - 12:
        raise LossAtlasError("file_damaged", reason="no Parquet foot")
    file.seek(size - 8 - length)
    return cast(list[_Fields], _Compact(file.read(length)).struct().get(4, []))


def _check_pages(file: IO[bytes], column: _Fields, size: int) -> None:
    """Walk over the pages of a column: their sizes lead from one to the next."""
    at = min(offset for offset in (column[9], column.get(11)) if offset)
    end: int = at + column[7]
    values: int = column[5]
    seen = 0
    if at < 4 or end > size or values < 0:
        raise LossAtlasError("file_damaged", reason="pages outside the file")
    while seen < values:
        file.seek(at)
        reader = _Compact(file.read(min(_HEADER, end - at)))
        page = reader.struct()
        unpacked, packed = page[2], page[3]
        inner: _Fields = page.get(5) or page.get(8) or page[7]
        count: int = inner[1]
        if not 0 <= packed <= end - at - reader.at or count < 0:
            raise LossAtlasError("file_damaged", reason="a page outside its column")
        if unpacked < 0 or unpacked > max(_PLAUSIBLE, _RATIO * packed) or count > max(values, unpacked):
            raise LossAtlasError("file_too_large", declared=max(unpacked, count), size=size)
        seen += 0 if page[1] == 2 else count
        at += reader.at + packed


class _Compact:
    """Reads Thrift's compact protocol: a struct as its fields by number."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.at = 0

    def struct(self, depth: int = 0) -> _Fields:
        """Return the fields of a struct; what is nested too deep raises."""
        if depth > _DEEPEST:
            raise RecursionError
        fields: _Fields = {}
        number = 0
        while kind := self._byte():
            number = number + (kind >> 4) if kind >> 4 else self._signed()
            fields[number] = self._value(kind & 15, depth)
        return fields

    def _byte(self) -> int:
        self.at += 1
        return self._data[self.at - 1]

    def _whole(self) -> int:
        value = shift = 0
        while shift < 70:
            byte = self._byte()
            value |= (byte & 127) << shift
            if byte < 128:
                return value
            shift += 7
        raise OverflowError

    def _signed(self) -> int:
        value = self._whole()
        return value >> 1 ^ -(value & 1)

    def _skip(self, count: int) -> bytes:
        if count > len(self._data) - self.at:
            raise IndexError
        self.at += count
        return self._data[self.at - count : self.at]

    def _value(self, kind: int, depth: int, listed: bool = False) -> Any:
        if kind in (1, 2):
            return self._byte() == 1 if listed else kind == 1
        if kind == 3:
            return self._byte()
        if kind in (4, 5, 6):
            return self._signed()
        if kind in (7, 8):
            return self._skip(8 if kind == 7 else self._whole())
        if kind in (9, 10):
            head = self._byte()
            count = self._whole() if head >> 4 == 15 else head >> 4
            if count > len(self._data):
                raise IndexError
            return [self._value(head & 15, depth + 1, listed=True) for _ in range(count)]
        if kind == 12:
            return self.struct(depth + 1)
        raise TypeError
