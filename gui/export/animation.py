"""A panel's figure over the steps of a descent, or at each value of a parameter, picture by picture."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from core import losses
from core.document import Document
from core.errors import LossAtlasError
from core.explain.mean import with_loss
from core.losses.base import parameters_of
from core.results import Results, compute
from gui import opening, panels, trails
from gui.export import glyphs, moving, png
from gui.export.headless import parse_size
from gui.export.moving import Timing
from gui.focus import FocusState
from gui.plotting.style import STYLES

MOST_FRAMES = 2000
FASTEST = 50
"""Pictures a second: a GIF's times have hundredths."""
TEMPERATURE = "temperature"
_DESCENT_FRAMES = 100

State = tuple[Results, FocusState]


@dataclass(frozen=True)
class Sweep:
    """A parameter and its values, from `low` to `high` in `count` equal steps."""

    name: str
    low: float
    high: float
    count: int

    @classmethod
    def parsed(cls, text: str) -> Sweep:
        """Return what NAME=LOW:HIGH:COUNT says."""
        name, _, numbers = text.partition("=")
        try:
            low, high, count = numbers.split(":")
            made = cls(name.strip(), float(low), float(high), int(count))
        except ValueError:
            raise LossAtlasError("sweep_text", text=text) from None
        if not (math.isfinite(made.low) and math.isfinite(made.high)) or made.low == made.high:
            raise LossAtlasError("sweep_text", text=text)
        return made

    def values(self) -> list[float]:
        """Return every value."""
        return np.linspace(self.low, self.high, self.count).tolist()


def sweepable(document: Document) -> tuple[str, ...]:
    """Return what can be swept: the temperature and the numbers that the current loss has."""
    specs = parameters_of(losses.kind_of(document.settings.loss))
    return (TEMPERATURE, *(spec.name for spec in specs if spec.kind == "number"))


def check_frames(count: int, fps: int) -> None:
    """Raise for an animation too short, too long or too fast."""
    if not 2 <= count <= MOST_FRAMES:
        raise LossAtlasError("animation_frames", count=count, most=MOST_FRAMES)
    if not 1 <= fps <= FASTEST:
        raise LossAtlasError("animation_speed", fps=fps, most=FASTEST)


def swept(document: Document, focus: FocusState, sweep: Sweep) -> list[Document]:
    """Return the document at each value; raise for a value or a name that is not possible."""
    known = sweepable(document)
    if sweep.name not in known:
        raise LossAtlasError("sweep_unknown", name=sweep.name, known=", ".join(known))
    if sweep.name == TEMPERATURE:
        return [document.with_temperature(focus.model, value) for value in sweep.values()]
    loss = document.settings.current
    return [document.with_loss(replace(loss, **{sweep.name: value})) for value in sweep.values()]


def of_sweep(documents: Sequence[Document], focus: FocusState) -> Iterator[State]:
    """Yield what there is to see at each value."""
    for document in documents:
        results = compute(document)
        yield results, focus.fitted(results.document)


def descent_steps(results: Results, focus: FocusState, frames: int = 0) -> list[int]:
    """Return the steps of a descent that are shown: all, or so many that are spread over it."""
    steps = trails.race_of(results, focus).steps
    count = min(frames or _DESCENT_FRAMES, steps + 1)
    return np.unique(np.linspace(0, steps, count).round().astype(int)).tolist()


def of_descent(results: Results, focus: FocusState, steps: Sequence[int]) -> Iterator[State]:
    """Yield the paths grown to each step, on surfaces as well."""
    for step in steps:
        yield results, replace(focus, choices={**focus.choices, "descent.at": str(step), "descent.trails": "on"})


@dataclass(frozen=True)
class Film:
    """What is animated, and how.

    Attributes
    ----------
    panel
        The panel whose figure is drawn.
    sweep
        The parameter that runs; None for a descent.
    frames
        How many steps of a descent are shown; 0 for as many as there are, at most a hundred.
    """

    panel: str
    sweep: Sweep | None = None
    frames: int = 0
    fps: int = 10
    size: QSize | None = None
    theme: str = "light"


def write(
    path: Path, results: Results, focus: FocusState, film: Film, tell: Callable[[int, int], None] = lambda *_: None
) -> list[Path]:
    """Write a film into a file whose ending says the format, and return the files.

    All that can be refused is refused before the first picture. `tell` hears how many pictures are done and how many
    there are; what it raises calls the film off, and nothing is left of it.
    """
    writer = moving.writer_of(path)
    kind = panels.kind_of(film.panel)
    count = film.sweep.count if film.sweep else film.frames or 2
    check_frames(count, film.fps)
    writer.check()
    if film.sweep is not None:
        documents = swept(results.document, focus, film.sweep)
        states = of_sweep(documents, focus)
    else:
        steps = descent_steps(results, focus, film.frames)
        count = len(steps)
        check_frames(count, film.fps)
        states = of_descent(results, focus, steps)
    count = film.sweep.count if film.sweep else count
    size, style = film.size or kind.figure_size, STYLES[film.theme]
    glyphs.check(results.document, focus, style)

    def pictures() -> Iterator[QImage]:
        for done, state in enumerate(states):
            tell(done, count)
            yield png.render(kind.figure(*state), size, style, 1)

    return writer.write(path, pictures(), Timing(count, film.fps))


def headless(
    names: Sequence[str],
    path: Path,
    film: Film,
    *,
    loss: str = "",
    size: str = "",
    language: str = "en",
    tell: Callable[[int, int], None] = lambda *_: None,
) -> list[Path]:
    """Write a film of what some files hold, without a display."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    moving.writer_of(path)
    panels.kind_of(film.panel)
    wanted = parse_size(size) if size else None
    from gui import app

    application = app.application([], language=language)
    opened = opening.load(names)
    document = with_loss(opened.document, losses.parse(loss)) if loss else opened.document
    results = compute(document)
    written = write(path, results, opened.focus.fitted(results.document), replace(film, size=wanted), tell)
    del application
    return written
