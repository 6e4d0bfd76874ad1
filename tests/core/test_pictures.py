"""Pictures that carry sessions: what goes in comes out to the last bit, and what is no such picture is refused."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import main
from core import io, losses
from core.document import Document
from core.errors import LossAtlasError
from core.io import pictures, session
from core.io.pictures import Carried
from core.io.session import Session

VIEW = {"sample": 1, "choices": {"curves.along": "logit"}}
Q = np.array([[0.1, 0.2, 0.7], [1 / 3, 1 / 3, 1 / 3]])
SMALL = Document.make(np.array([2, 0]), [("a & <b>", Q, "probability")], classes=list("xyz")).with_settings(unit="bit")
SMALL = SMALL.with_loss(losses.create("focal", gamma=1.25))
SVG = b'<?xml version="1.0"?>\n<svg width="1" xmlns="http://www.w3.org/2000/svg">\n<title>T</title>\n</svg>\n'


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def plain_png() -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def pdf(
    packed: bytes, *, number: int = 5, coding: bytes = b"/Filter /FlateDecode ", name: bytes = b"session.lossatlas"
) -> bytes:
    """Return what matters of a PDF with an attachment."""
    stream = b"5 0 obj\n<<\n%s/Length 6 0 R\n>>\nstream\n%s\nendstream\nendobj\n" % (coding, packed)
    spec = b"7 0 obj\n<<\n/F (%s)\n/EF <</F %d 0 R>>\n/Type/Filespec\n>>\nendobj\n" % (name, number)
    return b"%PDF-1.4\n" + stream + spec + b"%%EOF\n"


def carried(what: Session) -> Carried:
    made = pictures.carried(what)
    assert made is not None
    return made


MAKERS: dict[str, Callable[[Carried], bytes]] = {
    "png": lambda what: pictures.into_png(plain_png(), what),
    "svg": lambda what: pictures.into_svg(SVG, what),
    "pdf": lambda what: pdf(what.packed),
}


def write(folder: Path, suffix: str, data: bytes) -> Path:
    path = folder / f"figure.{suffix}"
    path.write_bytes(data)
    return path


def refused(path: Path) -> LossAtlasError:
    with pytest.raises(LossAtlasError) as caught:
        pictures.load(path)
    assert path.name in str(caught.value)
    with pytest.raises(LossAtlasError, match=path.name):
        io.load(str(path))
    return caught.value


@pytest.mark.parametrize("suffix", MAKERS)
def test_a_session_comes_back_whole(tmp_path: Path, suffix: str):
    path = write(tmp_path, suffix, MAKERS[suffix](carried(Session(SMALL, VIEW, "elsewhere"))))
    found = pictures.load(path)
    assert found.view == VIEW
    assert found.origin == "", "a picture says nothing of the machine it was made on"
    assert found.document.settings == SMALL.settings
    assert found.document.models[0].name == "a & <b>"
    np.testing.assert_array_equal(found.document.models[0].rows.array(), SMALL.models[0].rows.array())
    assert io.load(str(path)).classes == SMALL.classes


def test_a_large_table_is_carried_packed(tmp_path: Path):
    q = np.round(np.random.default_rng(1).dirichlet(np.ones(10), 4000), 3)
    q /= q.sum(axis=1, keepdims=True)
    document = Document.make(np.zeros(4000, int), [("m", q, "probability")])
    assert document.size * 20 > session.FEW_NUMBERS
    made = carried(Session(document))
    assert len(made.packed) < len(made.text) / 2
    found = pictures.load(write(tmp_path, "png", pictures.into_png(plain_png(), made)))
    assert found.embedded
    np.testing.assert_array_equal(found.document.models[0].rows.array(), q)


def test_one_too_large_is_not_carried():
    q = np.random.default_rng(1).dirichlet(np.ones(10), 20_000)
    assert pictures.carried(Session(Document.make(np.zeros(20_000, int), [("m", q, "probability")]))) is None
    wide = np.broadcast_to(np.float32(0.1), (300_000, 10))
    document = Document.make(np.zeros(300_000, int), [("m", wide, "probability")])
    assert pictures.carried(Session(document)) is None, "however well it packs"


def test_the_same_session_is_carried_in_the_same_bytes():
    one, other = carried(Session(SMALL, VIEW)), carried(Session(SMALL, VIEW, "somewhere"))
    assert one.packed == other.packed


def test_an_svg_drawn_over_by_another_program_still_has_its_session(tmp_path: Path):
    made = carried(Session(SMALL))
    text = base64.encodebytes(made.packed)
    entry = b'<ns0:session\n   encoding="zlib+base64">%s</ns0:session>' % text
    root = SVG.replace(b"<svg ", b'<svg xmlns:ns0="urn:loss-atlas:session" ')
    drawing = root.replace(b"</title>", b"</title>" + entry)
    assert pictures.load(write(tmp_path, "svg", drawing)).document.classes == SMALL.classes


def test_a_pdf_whose_names_are_utf_16_has_its_session(tmp_path: Path):
    name = b"\xfe\xff" + "session.lossatlas".encode("utf-16-be")
    data = pdf(carried(Session(SMALL)).packed, name=name)
    assert pictures.load(write(tmp_path, "pdf", data)).document.classes == SMALL.classes


BARE = {
    "png": plain_png(),
    "svg": SVG,
    "pdf": b"%PDF-1.7\n%%EOF\n",
}


@pytest.mark.parametrize("suffix", BARE)
def test_a_picture_without_a_session_says_so(tmp_path: Path, suffix: str):
    error = refused(write(tmp_path, suffix, BARE[suffix]))
    assert (error.code, error.where) == ("picture_bare", f"figure.{suffix}")


@pytest.mark.parametrize("suffix", BARE)
def test_what_is_no_such_file_is_refused(tmp_path: Path, suffix: str):
    assert refused(write(tmp_path, suffix, b"not a picture")).code == "picture_kind"


@pytest.mark.parametrize("suffix", MAKERS)
def test_a_bomb_is_not_unpacked(tmp_path: Path, suffix: str):
    bomb = Carried(b" " * (pictures.MOST_PLAIN + 1))
    assert len(bomb.packed) < 20_000
    error = refused(write(tmp_path, suffix, MAKERS[suffix](bomb)))
    assert (error.code, error.where) == ("picture_session", f"figure.{suffix}, session")


@pytest.mark.parametrize("suffix", MAKERS)
def test_a_session_in_a_picture_is_held_to_what_a_session_is(tmp_path: Path, suffix: str):
    assert refused(write(tmp_path, suffix, MAKERS[suffix](Carried(b"{")))).where.startswith(f"figure.{suffix}, session")
    text = carried(Session(SMALL)).text.replace(b"[0.1, 0.2, 0.7]", b"[0.1, -0.2, 0.7]")
    error = refused(write(tmp_path, suffix, MAKERS[suffix](Carried(text))))
    assert (error.code, error.where) == ("negative", f"figure.{suffix}, session, models[0].rows[0][1]")


def test_a_session_in_a_picture_reads_no_other_file(tmp_path: Path):
    document = Document.make(np.zeros(20_000, int), [("m", np.full((20_000, 2), 0.5), "probability")])
    encoded = session.encode(Session(document), "run")
    assert encoded.arrays is not None
    with (tmp_path / encoded.archive).open("wb") as stream:
        encoded.arrays.write(stream)
    error = refused(write(tmp_path, "png", pictures.into_png(plain_png(), Carried(encoded.text))))
    assert (error.code, error.where) == ("session_alone", "figure.png, session, arrays")


def damaged() -> dict[str, bytes]:
    """Return pictures that are cut off or altered, by what was done to them."""
    made = carried(Session(SMALL))
    png, svg = MAKERS["png"](made), MAKERS["svg"](made)
    flat = chunk(b"iTXt", b"Loss Atlas session\0\0\0\0\0" + made.text)
    return {
        "cut.png": png[:-200],
        "altered.png": png.replace(b"Loss Atlas session", b"Loss Atlas sessioN"),
        "flat.png": png[:33] + flat + png[33:],
        "short.png": png[:33] + chunk(b"iTXt", b"Loss Atlas session\0") + png[33:],
        "junk.png": png[:33] + chunk(b"iTXt", b"Loss Atlas session\0\1\0\0\0junk") + png[33:],
        "odd.svg": svg.replace(b"</session>", b"A</session>"),
        "cut.svg": MAKERS["svg"](made).replace(base64.b64encode(made.packed), base64.b64encode(made.packed[:-40])),
        "gone.pdf": pdf(made.packed, number=9),
        "flat.pdf": pdf(made.text, coding=b""),
        "cut.pdf": pdf(made.packed[:-40]),
    }  # fmt: skip


@pytest.mark.parametrize("name", damaged())
def test_a_damaged_picture_is_refused(tmp_path: Path, name: str):
    path = tmp_path / name
    path.write_bytes(damaged()[name])
    assert refused(path).code == "picture_damaged"


def test_a_huge_picture_is_not_read(tmp_path: Path):
    path = tmp_path / "figure.png"
    with path.open("wb") as file:
        file.write(plain_png())
        file.truncate(pictures.MOST_BYTES + 1)
    assert refused(path).code == "picture_size"


def test_evaluate_takes_a_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = write(tmp_path, "svg", MAKERS["svg"](carried(Session(SMALL))))
    assert main.main(["evaluate", str(path), "--loss", "cross_entropy", "--format", "json"]) == 0
    assert '"a & <b>"' in capsys.readouterr().out
