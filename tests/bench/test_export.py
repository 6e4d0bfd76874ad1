"""One panel as PNG against one repaint of it from new results, and all panels in all formats by the clock.

Run with `make bench`. The ratio is what counts; both are measured in turn in one run.
"""

from __future__ import annotations

import time
import zlib
from pathlib import Path

import pytest
from PySide6.QtCore import QIODevice, QSaveFile
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QApplication

from core import io
from core.results import compute
from gui import panels
from gui.export import batch, png, writers
from gui.export.choice import ExportChoice
from gui.focus import FocusState
from gui.plotting.style import LIGHT
from tests.bench.timing import medians

LIMIT = 3.0
SECONDS = 10.0
PAGES = ("guide",)
"""Words on white, drawn so fast that zlib alone takes twice as long; what their files cost is told, not held."""


@pytest.mark.parametrize("name", panels.kinds())
def test_a_png_against_a_repaint(qapp: QApplication, tmp_path: Path, name: str) -> None:
    results = compute(io.load("example"))
    focus = FocusState().fitted(results.document)
    kind = panels.kind_of(name)
    choice = ExportChoice((name,), ("png",), tmp_path)
    shot = png.render(kind.figure(results, focus), kind.figure_size, LIGHT, 1)
    data = png.encoded(shot, opaque=True)
    flat = shot.convertToFormat(QImage.Format.Format_RGB888)
    rows = bytes(flat.constBits())

    def repaint(_: int) -> None:
        """Do what the window does after an edit: the figure anew, painted, and put on the screen."""
        figure = kind.figure(results, focus)
        QPixmap.fromImage(png.render(figure, kind.figure_size, LIGHT, 1))

    def export(_: int) -> None:
        batch.write(batch.draw(results, focus, choice), tmp_path)

    def save(_: int) -> None:
        """Write the same bytes as safely, and do nothing else."""
        file = QSaveFile(str(tmp_path / "bare.png"))
        file.open(QIODevice.OpenModeFlag.WriteOnly)
        file.write(data)
        file.commit()

    def pack(_: int) -> None:
        """Pack the same colours as fast as zlib can."""
        zlib.compress(rows, 1)

    found = medians({"repaint": repaint, "export": export, "save": save, "pack": pack}, ticks=25)
    ratio = found["export"] / found["repaint"]
    print(f"\n{name}: export / repaint {ratio:.2f};", ", ".join(f"{k} {t * 1e3:.1f} ms" for k, t in found.items()))
    if name not in PAGES:
        assert ratio <= LIMIT


def test_all_panels_in_all_formats(qapp: QApplication, tmp_path: Path) -> None:
    results = compute(io.load("digits"))
    focus = FocusState().fitted(results.document)
    start = time.perf_counter()
    drawn = batch.draw(results, focus, ExportChoice(tuple(panels.kinds()), tuple(writers()), tmp_path))
    batch.write(drawn, tmp_path)
    seconds = time.perf_counter() - start
    print(f"\n{len(drawn.files)} files of the digits in {seconds:.2f} s")
    assert seconds < SECONDS
