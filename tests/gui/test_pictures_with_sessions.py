"""A picture that was exported, dropped on the window, shows again what it showed."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from PySide6.QtCore import QMimeData, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtWidgets import QFileDialog

from core.document import Document
from core.io import pictures
from gui.export import writer_of
from gui.export.choice import ExportChoice
from gui.export.sheet import Sheet
from gui.main_window import MainWindow
from gui.plotting.figure import Numbers
from gui.plotting.style import LIGHT
from tests.gui.hands import Opener, choose, click_action, settle, status
from tests.gui.pictures import needs, run

KINDS = ("png", "svg", "pdf")
Told = list[tuple[str, str]]


def drop(window: MainWindow, path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    actions, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    window.dropEvent(QDropEvent(QPointF(10, 10), actions, mime, button, Qt.KeyboardModifier.NoModifier))
    settle()


@pytest.mark.parametrize("suffix", KINDS)
def test_a_dropped_picture_restores_what_it_shows(open_window: Opener, tmp_path: Path, suffix: str):
    window = open_window("digits")
    choose(window, "control.unit", "bit")
    window.focus.move(sample=3, model=1, choices={"curves.along": "logit"})
    model = window.deck.predictions_model
    assert model.setData(model.index(3, 2), "0.3")
    settle()
    shown, state = window.store.document, window.focus.state
    window.desk.export(ExportChoice(("curves",), (suffix,), tmp_path))
    other = open_window("example")
    drop(other, tmp_path / f"curves.{suffix}")
    document = other.store.document
    assert document.settings == shown.settings
    assert document.classes == shown.classes
    for one, expected in zip(document.models, shown.models, strict=True):
        assert np.array_equal(one.rows.array(), expected.rows.array())
    assert replace(other.focus.state, cells=frozenset()) == replace(state, cells=frozenset())
    again = tmp_path / "again"
    again.mkdir()
    other.desk.export(ExportChoice(("curves",), (suffix,), again))
    assert (again / f"curves.{suffix}").read_bytes() == (tmp_path / f"curves.{suffix}").read_bytes()


def test_saving_what_a_picture_held_leaves_the_picture(
    open_window: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    window = open_window("example")
    window.desk.export(ExportChoice(("surface",), ("png",), tmp_path))
    before = (tmp_path / "surface.png").read_bytes()
    drop(window, tmp_path / "surface.png")
    offered: list[str] = []

    def ask(parent: object, title: str, start: str, kinds: str) -> tuple[str, str]:
        offered.append(Path(start).name)
        return start, ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    click_action(window, "save")
    assert offered == ["surface.lossatlas"]
    assert (tmp_path / "surface.lossatlas").exists()
    assert (tmp_path / "surface.png").read_bytes() == before


def test_a_picture_of_another_program_is_refused_and_the_document_stays(
    open_window: Opener, tmp_path: Path, told: Told
):
    window = open_window("example")
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    assert image.save(str(tmp_path / "holiday.png"))
    before = window.store.document
    drop(window, tmp_path / "holiday.png")
    assert told == [("Cannot open", told[0][1])]
    assert "holiday.png" in told[0][1]
    assert "no session" in told[0][1]
    assert window.store.document is before


def test_a_session_too_large_is_said(open_window: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pictures, "MOST_PACKED", 100)
    window = open_window("example")
    window.desk.export(ExportChoice(("surface",), ("png",), tmp_path))
    assert "too large" in status(window)
    assert b"session" not in (tmp_path / "surface.png").read_bytes()


@needs("pdfdetach")
def test_the_session_is_an_attachment_of_the_pdf(open_window: Opener, tmp_path: Path):
    window = open_window("example")
    window.desk.export(ExportChoice(("surface",), ("pdf",), tmp_path))
    run("pdfdetach", "-saveall", "-o", tmp_path, tmp_path / "surface.pdf")
    window.desk.open_names(str(tmp_path / "session.lossatlas"))
    assert window.store.document.classes == ("car", "calf", "rocket")


@needs("pdfinfo")
def test_a_pdf_is_whole_wherever_its_dates_were_taken_from(qapp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Its table of objects leads to every object: a reader that must repair it says so."""
    from core import io as core_io
    from core.results import compute
    from gui import panels
    from gui.focus import FocusState

    kind, results = panels.kind_of("surface"), compute(core_io.load("example"))
    made: list[bytes] = []
    for zone, date in (("UTC", ""), ("Asia/Kolkata", ""), ("UTC", "1700000000")):
        monkeypatch.setenv("TZ", zone)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", date)
        figure, numbers = kind.figure(results, FocusState()), kind.numbers(results, FocusState())
        path = tmp_path / "surface.pdf"
        path.write_bytes(writer_of("pdf").to_bytes(figure, numbers, QSize(480, 400), LIGHT, 1))
        done = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True, timeout=60)
        assert done.stderr == ""
        assert "360 x 300 pts" in done.stdout
        made.append(path.read_bytes())
        offsets = [int(line[:10]) for line in made[-1][made[-1].rindex(b"xref") :].split(b"\n") if b" 00000 n" in line]
        assert all(b" 0 obj" in made[-1][at : at + 12] for at in offsets)
    assert made[0] == made[1] != made[2]


def test_a_figure_is_as_large_as_its_sheet_says(qapp, tmp_path: Path):
    class Blank:
        def draw(self, *_: object) -> None: ...

    sheet, nothing = Sheet(points=85 / 25.4 * 72 / 360), Numbers((), ())
    svg = writer_of("svg").to_bytes(Blank(), nothing, QSize(360, 180), LIGHT, 1, sheet)
    assert b'width="85.0000mm" height="42.5000mm"' in svg
    image = QImage.fromData(writer_of("png").to_bytes(Blank(), nothing, QSize(360, 180), LIGHT, 5, sheet))
    assert image.width() / image.dotsPerMeterX() * 1000 == pytest.approx(85, abs=0.01)


def test_parquet_has_the_numbers(qapp, tmp_path: Path):
    rows = (("a", 1, 0.1, 0.5), ("b", 2, float("inf"), None), (None, 3, float("nan"), "none"))
    numbers = Numbers(("name", "count", "loss", "loss"), rows)
    (tmp_path / "made.parquet").write_bytes(writer_of("parquet").to_bytes(None, numbers, QSize(), LIGHT, 1))
    frame = pl.read_parquet(tmp_path / "made.parquet")
    assert frame.schema == {"name": pl.String, "count": pl.Int64, "loss": pl.Float64, "loss (2)": pl.String}
    assert frame.rows() == [("a", 1, 0.1, "0.5"), ("b", 2, float("inf"), None), (None, 3, None, "none")]
    empty = writer_of("parquet").to_bytes(None, Numbers(("name",), ()), QSize(), LIGHT, 1)
    (tmp_path / "empty.parquet").write_bytes(empty)
    assert pl.read_parquet(tmp_path / "empty.parquet").shape == (0, 1)


def test_documents_too_large_for_a_picture_cost_no_time(monkeypatch: pytest.MonkeyPatch):
    """A million rows are not written out first to find that they do not fit."""
    from core.io import session

    monkeypatch.setattr(session, "encode", lambda *_: pytest.fail("written out"))
    rows = np.full((1_000_000, 3), np.float32(1 / 3))
    document = Document.make(np.zeros(1_000_000, int), [("m", rows, "probability")])
    assert pictures.carried(session.Session(document)) is None
