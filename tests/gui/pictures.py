"""Pictures compared by their pixels, for tests of what is drawn."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage

from core import simplex
from gui.plotting.style import LIGHT
from gui.plotting.ternary import Geometry

Pixels = npt.NDArray[np.float64]


def needs(program: str) -> pytest.MarkDecorator:
    """Skip where a program of the system is missing that reads our files without Qt."""
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not installed")


def pixels(image: QImage) -> Pixels:
    """Return red, green, blue and alpha from 0 to 255, shape (height, width, 4)."""
    made = image.convertToFormat(QImage.Format.Format_RGBA8888)
    data = np.frombuffer(made.constBits(), np.uint8, made.sizeInBytes()).reshape(made.height(), made.bytesPerLine())
    return data[:, : made.width() * 4].reshape(made.height(), made.width(), 4).astype(np.float64)


def picture(path: Path) -> Pixels:
    """Return the pixels of a picture file."""
    image = QImage(str(path))
    assert not image.isNull(), path
    return pixels(image)


def run(*words: object) -> str:
    """Run a program that must succeed, and return what it prints."""
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def drawn_svg(path: Path, width: int) -> Pixels:
    """Return an SVG drawing as another program draws it."""
    out = path.with_suffix(".svg.png")
    run("rsvg-convert", "--width", width, "--keep-aspect-ratio", path, "--output", out)
    return picture(out)


def drawn_pdf(path: Path, dots: int = 96) -> Pixels:
    """Return a PDF's first page as another program draws it."""
    out = path.with_suffix(".pdf")
    run("pdftoppm", "-png", "-singlefile", "-r", dots, path, out)
    return picture(Path(f"{out}.png"))


def drawn_in_browser(path: Path, width: int, height: int) -> Pixels:
    """Return an SVG drawing as a browser shows it."""
    out = path.with_suffix(".browser.png")
    profile = path.with_suffix(".profile")  # else browsers at work side by side get in each other's way
    run(
        "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1",
        f"--user-data-dir={profile}", f"--window-size={width},{height}", f"--screenshot={out}", path.as_uri(),
    )  # fmt: skip
    return picture(out)


def drawn_in_inkscape(path: Path, width: int) -> Pixels:
    """Return an SVG drawing as Inkscape draws it."""
    out = path.with_suffix(".inkscape.png")
    run("inkscape", "--export-type=png", f"--export-width={width}", f"--export-filename={out}", path)
    return picture(out)


def difference(one: Pixels, other: Pixels) -> float:
    """Return how far apart two pictures are on average, from 0 to 255, on white."""

    def on_white(each: Pixels) -> Pixels:
        alpha = each[..., 3:] / 255
        return each[..., :3] * alpha + 255 * (1 - alpha)

    assert one.shape == other.shape
    return float(np.abs(on_white(one) - on_white(other)).mean())


def best_shift(one: Pixels, other: Pixels) -> tuple[int, int]:
    """Return by how many pixels (down, right) `other` is to be moved to lie best on `one`."""
    inner = (slice(2, -2), slice(2, -2))
    moves = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    return min(moves, key=lambda move: difference(one[inner], np.roll(other, move, axis=(0, 1))[inner]))


EDGES = ((0, 1), (1, 2), (2, 0))
"""The corners (left, right, top) that each edge of the triangle joins."""


def along_edge(size: tuple[int, int], edge: tuple[int, int], inwards: float) -> list[tuple[Pixels, QPointF]]:
    """Return points along an edge as (barycentric, place), moved so many pixels into the triangle."""
    geometry = Geometry(QRectF(0, 0, *size), LIGHT)
    found = []
    for t in np.linspace(0.22, 0.78, 29):
        q = np.zeros(3)
        q[edge[0]], q[edge[1]] = 1 - t, t
        shift = inwards / (geometry.side * simplex.HEIGHT)
        third = 3 - edge[0] - edge[1]
        q[third] += shift
        q[list(edge)] -= shift / 2
        found.append((q, geometry.point(q)))
    return found


def seen(shot: Pixels, at: QPointF, scale: float = 1.0) -> Pixels:
    """Return the pixel at a place of the design."""
    return shot[int(at.y() * scale), int(at.x() * scale)]


def miss(shot: Pixels, points: Sequence[tuple[Pixels, QPointF]], colour: Callable[[Pixels], Pixels]) -> float:
    """Return by how much the middle one of several probes misses its colour; lines cross some of them."""
    return float(np.median([np.abs(seen(shot, at)[:3] - colour(q)).max() for q, at in points]))
