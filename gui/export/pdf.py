"""PDF pages: one page of the figure's size, shapes and text as such, the surface as one lossless picture.

The same figure gives the same bytes: no date but that of `SOURCE_DATE_EPOCH`, and an identifier made of the contents.
"""

from __future__ import annotations

import hashlib
import os
import re
from datetime import UTC, datetime

from PySide6.QtCore import QBuffer, QByteArray, QHashSeed, QIODevice, QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QColor, QPageLayout, QPageSize, QPainter, QPdfWriter

from core.errors import LossAtlasError
from core.io import pictures
from gui.export.sheet import SCREEN, Sheet
from gui.plotting.figure import Figure, Numbers
from gui.plotting.style import Style

FORMAT = "pdf"

_RESOLUTION = 960
_LAST_SECOND = 253402300799
"""Of the year 9999."""
_METADATA = """\
<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x="adobe:ns:meta/" \
xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<rdf:RDF><rdf:Description rdf:about="" xmp:CreatorTool="Loss Atlas"{date}/></rdf:RDF>
</x:xmpmeta><?xpacket end='w'?>"""


def to_bytes(figure: Figure, numbers: Numbers, size: QSize, style: Style, scale: int, sheet: Sheet = SCREEN) -> bytes:
    """Return a PDF file's bytes.

    Raises
    ------
    LossAtlasError
        If `SOURCE_DATE_EPOCH` is set and is no date.
    """
    date = source_date()
    QHashSeed.setDeterministicGlobalSeed()  # else the fonts are written in another order in every process
    try:
        return _undated(_drawn(figure, size, style, sheet, date), date)
    finally:
        QHashSeed.resetRandomGlobalSeed()


def _drawn(figure: Figure, size: QSize, style: Style, sheet: Sheet, date: datetime | None) -> bytes:
    """Return the file as Qt writes it, with dates and an identifier of its own."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setCreator("Loss Atlas")
    stamp = f' xmp:CreateDate="{date:%Y-%m-%dT%H:%M:%SZ}"' if date else ""
    writer.setDocumentXmpMetadata(QByteArray(_METADATA.format(date=stamp).encode()))
    if sheet.carried is not None:
        writer.addFileAttachment(pictures.ATTACHMENT, QByteArray(sheet.carried.text), "application/json")
    page = QSizeF(size.width() * sheet.points, size.height() * sheet.points)
    kind = QPageSize(page, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    writer.setPageLayout(QPageLayout(kind, QPageLayout.Orientation.Portrait, QMarginsF()))
    writer.setResolution(_RESOLUTION)
    painter = QPainter(writer)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.LosslessImageRendering)
    factor = _RESOLUTION / 72 * sheet.points
    area = QRectF(0, 0, size.width() * factor, size.height() * factor)
    if not style.transparent:
        painter.fillRect(area, QColor(style.panel))
    figure.draw(painter, area, style.scaled(factor))
    painter.end()
    buffer.close()
    return bytes(data.data())


def source_date() -> datetime | None:
    """Return the date that `SOURCE_DATE_EPOCH` gives to what is made reproducibly; None if it is not set."""
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not text:
        return None
    if not re.fullmatch(r"\d{1,12}", text, re.ASCII) or int(text) > _LAST_SECOND:
        raise LossAtlasError("source_date", text=text[:40])
    return datetime.fromtimestamp(int(text), UTC)


def _undated(document: bytes, date: datetime | None) -> bytes:
    """Return a PDF without the dates of now, whose length follows the time zone, and named by its contents."""

    def dated(found: re.Match[bytes]) -> bytes:
        return f"/{found[1].decode()} (D:{date:%Y%m%d%H%M%S}Z)\n".encode() if date else b""

    head, tail = document.index(b"endobj"), document.rindex(b"\nxref\n")
    start = re.sub(rb"/(CreationDate|ModDate) \(D:[^)]*\)\n", dated, document[:head])
    moved = len(start) - head

    def placed(found: re.Match[bytes]) -> bytes:
        at = int(found[0])
        return b"%0*d" % (len(found[0]), at + moved if at > head else at)

    end = re.sub(rb"\d{10}(?= 00000 n)|(?<=startxref\n)\d+", placed, document[tail:])
    end = re.sub(rb"(?<=<)[0-9a-f]{72}(?=>)", b"0" * 72, end)
    whole = start + document[head:tail] + end
    name = hashlib.blake2b(whole, digest_size=36).hexdigest().encode()
    return start + document[head:tail] + end.replace(b"0" * 72, name)
