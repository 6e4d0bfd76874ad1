"""What a session's JSON holds: its entries and their kinds, strict, each wrong one named by its path."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, TypeVar, cast, get_args

import msgspec
from msgspec import Meta

from core.errors import QT_TRANSLATE_NOOP, LossAtlasError
from core.validation import RowSums, Scale

FORMAT = "loss-atlas"
VERSION = 1
"""Raised when files of the present program can no longer be read by the last; then `MIGRATIONS` gets a step."""

T = TypeVar("T")
Raw = dict[str, Any]
MIGRATIONS: dict[int, Callable[[Raw], Raw]] = {}
"""By version n, what makes a file of version n + 1 of one of version n. It may change what it is given."""

MOST_BYTES = 1 << 30
MOST_PARTS = 1 << 24
"""A text of more than so many bytes, or lists and entries, is not parsed: it could fill the memory."""

CameAs = Literal["float64", "float32", "edited float32", "labels"]
Unit = Literal["nat", "bit", "dit"]
Number = Annotated[float, Meta(ge=-sys.float_info.max, le=sys.float_info.max)]
Entry = Number | Literal["-inf"]
Index = Annotated[int, Meta(ge=0, lt=1 << 31)]


class Stored(msgspec.Struct, forbid_unknown_fields=True):
    """One table, in exactly one of four ways.

    Attributes
    ----------
    labels
        A class index for each sample; of the truth only.
    rows
        The numbers of each row.
    array
        The name of an array in the archive beside the session.
    npy
        A `.npy` file in base64.
    came_as
        What the numbers came as: rows that still are so are kept so.
    """

    labels: list[Index] | None = None
    rows: list[list[Entry]] | None = None
    array: str | None = None
    npy: str | None = None
    came_as: CameAs = "float64"


class StoredModel(Stored, forbid_unknown_fields=True, kw_only=True):
    """One model: a table with a name, a scale and a temperature."""

    name: str
    scale: Scale = "probability"
    temperature: Number = 1.0


class StoredSettings(msgspec.Struct, forbid_unknown_fields=True):
    """The document's settings; what is left out has its default."""

    unit: Unit | None = None
    row_sums: RowSums | None = None
    loss: str | None = None
    shown: list[str] | None = None
    losses: dict[str, Raw] = {}


class Archive(msgspec.Struct, forbid_unknown_fields=True):
    """The archive of large arrays: its file name, in the session's folder, and what identifies its contents."""

    file: str
    digest: str


class Top(msgspec.Struct, forbid_unknown_fields=True):
    """A whole session of the present version."""

    format: str
    version: int
    classes: list[str]
    truth: Stored
    models: list[StoredModel]
    samples: list[str] | None = None
    arrays: Archive | None = None
    settings: StoredSettings = msgspec.field(default_factory=StoredSettings)
    view: Raw = {}
    origin: str = ""


def parse(data: bytes) -> Top:
    """Return the entries of a session's text, brought up to the present version.

    Raises
    ------
    LossAtlasError
        With the line and column of what is no JSON, or the path of what is not as it must be.
    """
    return of_entries(entries_of(data))


def of_entries(raw: Any) -> Top:
    """Return a session's entries, brought up to the present version and checked."""
    return converted(upgraded(raw, MIGRATIONS, VERSION), Top)


def converted(raw: Any, kind: type[T]) -> T:
    """Return entries as a value of `kind`; what is not as it must be raises, its path the place."""
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        raise _refusal(str(error)) from None
    except UnicodeEncodeError:  # in a name or value that the message was to show
        raise LossAtlasError("session_halves") from None


def upgraded(raw: Any, migrations: Mapping[int, Callable[[Raw], Raw]], version: int) -> Raw:
    """Return the entries of a file of any known version as those of `version`."""
    entries = cast(Raw, raw) if isinstance(raw, dict) else {}
    if entries.get("format") != FORMAT:
        raise LossAtlasError("session_kind", format=FORMAT)
    found = entries.get("version")
    if type(found) is not int or found < 1:
        raise LossAtlasError("session_version", where="version", version=version)
    if found > version:
        raise LossAtlasError("session_newer", found=found, version=version)
    for step in range(found, version):
        entries = {**migrations[step](entries), "version": step + 1}
    return entries


# -- text to entries --------------------------------------------------------------------------------------


def entries_of(data: bytes) -> Any:
    """Return the entries of a text in JSON: each name once in its object, numbers finite, the whole of bounded size."""
    if sum(data.count(mark) for mark in (b",", b"[", b"{")) > MOST_PARTS:
        raise LossAtlasError("session_parts", limit=MOST_PARTS)
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode()  # Windows editors put a mark in front
    except UnicodeDecodeError:
        raise LossAtlasError("session_encoding") from None
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated"):
            raise LossAtlasError("session_cut", where=f"line {error.lineno}") from None
        place = f"line {error.lineno}, column {error.colno}"
        raise LossAtlasError("session_syntax", where=place) from None
    except LossAtlasError:
        raise
    except (ValueError, RecursionError):  # a number of thousands of digits; thousands of brackets in each other
        raise LossAtlasError("session_syntax") from None


def _unique(pairs: list[tuple[str, Any]]) -> Raw:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise LossAtlasError("session_twice", name=next(name for name in names if names.count(name) > 1))
    return found


def _no_constant(text: str) -> Any:
    raise LossAtlasError("session_constant", text=text)


# -- what msgspec says, in our words ----------------------------------------------------------------------

WORDS = {
    "array": QT_TRANSLATE_NOOP("errors", "a list"),
    "bool": QT_TRANSLATE_NOOP("errors", "true or false"),
    "float": QT_TRANSLATE_NOOP("errors", "a number"),
    "int": QT_TRANSLATE_NOOP("errors", "a whole number"),
    "null": QT_TRANSLATE_NOOP("errors", "null"),
    "object": QT_TRANSLATE_NOOP("errors", "an object in braces"),
    "str": QT_TRANSLATE_NOOP("errors", "text in quotes"),
}
_CHOICES: dict[str, tuple[str, ...]] = {
    "came_as": get_args(CameAs),
    "row_sums": get_args(RowSums),
    "scale": get_args(Scale),
    "unit": get_args(Unit),
}


def _refusal(message: str) -> LossAtlasError:
    """Return the error that msgspec's message tells, with the path in it as the place."""
    what, _, path = message.partition(" - at `$")
    where = path.rstrip("`").removeprefix(".")
    if found := re.fullmatch(r"Object contains unknown field `(.*)`", what, re.DOTALL):
        return LossAtlasError("session_unknown", where=where, name=found[1][:60])
    if found := re.fullmatch(r"Object missing required field `(.*)`", what):
        return LossAtlasError("session_missing", where=where, name=found[1])
    if found := re.fullmatch(r"Invalid enum value '(.*)'", what, re.DOTALL):
        known = ", ".join(_CHOICES.get(where.rpartition(".")[2], ("-inf",)))
        return LossAtlasError("session_choice", where=where, value=found[1][:60], known=known)
    if found := re.fullmatch(r"Expected `([^`]*)`, got `(\w+)`", what):
        kind = found[1].partition(" ")[0]
        return LossAtlasError("session_type", where=where, expected=WORDS[kind], found=WORDS[found[2]])
    return LossAtlasError("session_range", where=where)
