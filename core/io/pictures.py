"""Pictures that carry the session they show: PNG, SVG and PDF files as this program writes them.

A session is carried whole, as the text that `SESSION.md` describes: in a PNG's `iTXt` chunk, in an SVG's `metadata`, as
a PDF's attachment. It is read back without drawing anything, within bounds that are checked before room is taken.
"""

from __future__ import annotations

import base64
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from core import io
from core.document import Document
from core.errors import LossAtlasError
from core.io import session
from core.io.session import Session

SUFFIXES = (".png", ".svg", ".pdf")

MOST_PACKED = 1 << 20
"""A session of more compressed bytes is not put into a picture."""
MOST_PLAIN = 1 << 24
"""Nor is one of more bytes, and no more are unpacked."""
MOST_BYTES = 1 << 26
"""A larger picture is not read."""

ATTACHMENT = f"session{session.SUFFIX}"
"""What the session is called in a PDF."""

_PNG = b"\x89PNG\r\n\x1a\n"
_KEYWORD = b"Loss Atlas session"
_PACKED_TEXT = re.compile(rb"\x01\x00[^\x00]*\x00[^\x00]*\x00")
"""Before the text of an `iTXt` chunk: that it is packed, its language, and its keyword in that."""
_NAMESPACE = b"urn:loss-atlas:session"
_IN_SVG = re.compile(rb'<(?:\w+:)?session\b[^<>]{0,200}\bencoding="zlib\+base64"[^<>]{0,200}>([A-Za-z0-9+/=\s]*)<')
_NAMES_IN_PDF = b"|".join(
    re.escape(name) for name in (ATTACHMENT.encode(), b"\xfe\xff" + ATTACHMENT.encode("utf-16-be"))
)
_SPEC_IN_PDF = re.compile(rb"/F\s*\((?:" + _NAMES_IN_PDF + rb")\)\s*/EF\s*<<\s*/F (\d{1,9}) 0 R\s*>>")


@dataclass(frozen=True)
class Carried:
    """A session's text, ready to be put into pictures."""

    text: bytes

    @cached_property
    def packed(self) -> bytes:
        """The text as a zlib stream."""
        return zlib.compress(self.text, 6)


def carried(what: Session) -> Carried | None:
    """Return what pictures carry of a session; None if it is too large to be carried."""
    document = what.document
    if document.size * len(document.classes) * (1 + len(document.models)) > MOST_PLAIN // 4:
        return None
    made = Carried(session.encode(replace(what, origin="", embedded=True), "").text)
    return made if len(made.text) <= MOST_PLAIN and len(made.packed) <= MOST_PACKED else None


def into_png(picture: bytes, what: Carried) -> bytes:
    """Return a PNG with the session in a chunk of text after its header."""
    body = _KEYWORD + b"\0\1\0\0\0" + what.packed
    chunk = b"iTXt" + body
    end = len(_PNG) + 25
    return picture[:end] + struct.pack(">I", len(body)) + chunk + struct.pack(">I", zlib.crc32(chunk)) + picture[end:]


def into_svg(drawing: bytes, what: Carried) -> bytes:
    """Return an SVG drawing with the session in its metadata, after its title."""
    text = base64.b64encode(what.packed)
    entry = b'<session xmlns="%s" encoding="zlib+base64">%s</session>' % (_NAMESPACE, text)
    return drawing.replace(b"</title>", b"</title>\n<metadata>" + entry + b"</metadata>", 1)


def read(path: Path) -> Document:
    """Return the document that a picture carries."""
    return read_session(path).document


def load(path: Path) -> Session:
    """Return the session that a picture carries.

    Raises
    ------
    LossAtlasError
        Naming the file: if it carries none, or one that is damaged, too large or no session.
    """
    with io.naming(path):
        return read_session(path)


def read_session(path: Path) -> Session:
    """Return the session that a picture carries; places in errors do not name the file."""
    if path.stat().st_size > MOST_BYTES:
        raise LossAtlasError("picture_size", size=path.stat().st_size, limit=MOST_BYTES)
    data = path.read_bytes()
    packed = _FINDERS[path.suffix.lower()](data)
    if packed is None:
        raise LossAtlasError("picture_bare")
    with io.placing("session"):
        return session.of_bytes(_unpacked(packed))


def _unpacked(packed: bytes) -> bytes:
    """Return what a zlib stream holds, which may be followed by something else."""
    stream = zlib.decompressobj()
    try:
        text = stream.decompress(packed, MOST_PLAIN + 1)
    except zlib.error:
        raise LossAtlasError("picture_damaged") from None
    if len(text) > MOST_PLAIN:
        raise LossAtlasError("picture_session", limit=MOST_PLAIN)
    if not stream.eof:
        raise LossAtlasError("picture_damaged")
    return text


def _in_png(data: bytes) -> bytes | None:
    if not data.startswith(_PNG):
        raise LossAtlasError("picture_kind", kind="PNG")
    for kind, body in _chunks(data):
        if kind == b"iTXt" and body.startswith(_KEYWORD + b"\0"):
            found = _PACKED_TEXT.match(body, len(_KEYWORD) + 1)
            return body[found.end() :] if found else b""
    return None


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield kind and contents of a PNG's chunks; one that is cut off or altered is refused."""
    at = len(_PNG)
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        end = at + 8 + length
        kind, body, check = data[at + 4 : at + 8], data[at + 8 : end], data[end : end + 4]
        if len(check) < 4 or zlib.crc32(kind + body) != int.from_bytes(check, "big"):
            raise LossAtlasError("picture_damaged")
        yield kind, body
        at = end + 4


def _in_svg(data: bytes) -> bytes | None:
    if b"<svg" not in data:
        raise LossAtlasError("picture_kind", kind="SVG")
    found = _IN_SVG.search(data) if _NAMESPACE in data else None
    if found is None:
        return None
    try:
        return base64.b64decode(b"".join(found[1].split()), validate=True)
    except ValueError:
        raise LossAtlasError("picture_damaged") from None


def _in_pdf(data: bytes) -> bytes | None:
    if not data.startswith(b"%PDF-"):
        raise LossAtlasError("picture_kind", kind="PDF")
    spec = _SPEC_IN_PDF.search(data)
    if spec is None:
        return None
    # What looks like the object inside another's stream stands before it: an attachment is written last.
    objects = list(re.finditer(rb"[\r\n]%s 0 obj\s*<<[^<>]{0,400}>>\s*stream\r?\n" % spec[1], data))
    if not objects or b"/FlateDecode" not in objects[-1][0]:
        raise LossAtlasError("picture_damaged")
    return data[objects[-1].end() :]


_FINDERS = {".png": _in_png, ".svg": _in_svg, ".pdf": _in_pdf}
