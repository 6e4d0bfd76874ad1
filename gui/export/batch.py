"""Several panels in several formats at once: all drawn before the first file is written."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSize

from core.errors import LossAtlasError
from core.io import pictures
from core.io.pictures import Carried
from core.io.session import Session
from core.results import Results
from gui import panels, session_view, text
from gui.export import Writer, caption, files, glyphs, writer_of
from gui.export.choice import ExportChoice
from gui.export.presets import LEAST_WORDS
from gui.export.sheet import POINTS, Sheet
from gui.focus import FocusState
from gui.kept import kept
from gui.panels.base import Panel
from gui.plotting.axes import Key
from gui.plotting.composed import Captioned, Composed, Part, letter
from gui.plotting.figure import Figure, Numbers, Page, fitting
from gui.plotting.style import Style

translate = QCoreApplication.translate

_PICTURES = frozenset(suffix.removeprefix(".") for suffix in pictures.SUFFIXES)
_NOTHING = Numbers((), ())


@dataclass(frozen=True)
class Drawn:
    """The bytes of every file by its name, and in sentences what is not in them."""

    files: Mapping[str, bytes]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Job:
    """One figure, what its files are called, its size in the design; by name its panels' numbers and sizes."""

    name: str
    figure: Figure
    size: QSize
    numbers: Mapping[str, tuple[Numbers, QSize]]


def draw(results: Results, focus: FocusState, choice: ExportChoice) -> Drawn:
    """Return every file that was chosen: `<panel>.<format>`, or of one figure of several panels `figure.<format>`.

    Raises
    ------
    LossAtlasError
        If a panel, a format or a preset is not known, a size is not possible, a name cannot be written in any font that
        is here, or no file would come of it.
    """
    kinds = [panels.kind_of(name) for name in choice.panels]
    writers = {name: writer_of(name) for name in choice.formats}
    place, style = choice.place, choice.style
    is_picture = not _PICTURES.isdisjoint(writers)
    if is_picture:
        glyphs.check(results.document, focus, style)
    wants_session = choice.session and is_picture
    carried = _carried(results, focus) if wants_session else None
    drawn: dict[str, bytes] = {}
    without: list[str] = []
    for job in _jobs(results, focus, kinds, choice):
        sheet = Sheet(place.exact_points(job.size) if place else POINTS, carried)
        for suffix, writer in writers.items():
            whole = {job.name: (_NOTHING, job.size)}
            for name, (numbers, size) in (whole if suffix in _PICTURES else job.numbers).items():
                if not _can(writer, numbers):
                    without.append(f"{name}.{suffix}")
                    continue
                drawn[f"{name}.{suffix}"] = writer.to_bytes(job.figure, numbers, size, style, choice.scale, sheet)
    if not drawn:
        raise LossAtlasError("no_script", where=", ".join(without))
    remarks = (_too_large(),) * (wants_session and carried is None) + (_without(without),) * bool(without)
    return Drawn(drawn, remarks)


def _can(writer: Writer, numbers: Numbers) -> bool:
    """Return whether a format has a form for these numbers; most always have."""
    can = getattr(writer, "can", None)
    return can is None or can(numbers)


def _jobs(results: Results, focus: FocusState, kinds: list[type[Panel]], choice: ExportChoice) -> Iterator[_Job]:
    if choice.compose:
        yield _together(results, focus, kinds, choice)
        return
    place = choice.place
    for kind in kinds:
        figure, numbers = kind.figure(results, focus), _numbers(results, focus, kind, choice)
        size = choice.size or (place.size(kind.figure_size) if place else kind.figure_size)
        size = _with_all_words(figure, size, choice, kind)
        if choice.caption:
            whole = caption.captioned(figure, results, focus, [kind.title()])
            figure, size = whole, _with_caption(whole, size, choice)
        yield _Job(kind.name, figure, size, {kind.name: (numbers, size)})


def _together(results: Results, focus: FocusState, kinds: list[type[Panel]], choice: ExportChoice) -> _Job:
    """Return all panels as one figure."""
    place, columns = choice.place, choice.columns_of(len(kinds))
    rows = -(-len(kinds) // columns)
    figures = [kind.figure(results, focus) for kind in kinds]
    sizes = [
        _with_all_words(each, place.part(kind.figure_size, columns, rows) if place else kind.figure_size, choice, kind)
        for each, kind in zip(figures, kinds, strict=True)
    ]
    parts = tuple(Part(each, size) for each, size in zip(figures, sizes, strict=True))
    figure: Composed | Captioned = Composed(parts, columns, _legend(results, kinds, choice.style))
    is_fixed = place is not None and place.height > 0
    size = choice.size or (place.size(QSize(16, 9)) if place and is_fixed else figure.size())
    if choice.caption:
        whole = caption.captioned(figure, results, focus, [kind.title() for kind in kinds])
        figure, size = whole, _with_caption(whole, size, choice)
    numbers = {
        f"figure-{letter(k)}-{kind.name}": (_numbers(results, focus, kind, choice), part)
        for k, (kind, part) in enumerate(zip(kinds, sizes, strict=True))
    }
    return _Job("figure", figure, size, numbers)


def _numbers(results: Results, focus: FocusState, kind: type[Panel], choice: ExportChoice) -> Numbers:
    """Return a panel's numbers; none where only pictures are wanted."""
    return _NOTHING if _PICTURES.issuperset(choice.formats) else kind.numbers(results, focus)


def _with_all_words(figure: Figure, size: QSize, choice: ExportChoice, kind: type[Panel]) -> QSize:
    """Return a size as high as a page of words needs, or at least as high where it is to be of a panel's own size.

    Raises
    ------
    LossAtlasError
        If the height is given and the words would become smaller than a reader can make out.
    """
    place = choice.place
    if not isinstance(figure, Page):
        return size
    if choice.size or (place and place.height):
        style = fitting(figure, size.width(), size.height(), choice.style)
        if place and place.font * style.scale < LEAST_WORDS:
            raise LossAtlasError("figure_words", panel=kind.title(), least=LEAST_WORDS)
        return size
    needed = math.ceil(figure.height_for(size.width(), choice.style))
    return QSize(size.width(), needed if place else max(needed, size.height()))


def _with_caption(whole: Captioned, size: QSize, choice: ExportChoice) -> QSize:
    """Return a size with room for a caption, unless the height was asked for: then the figure gives way."""
    is_fixed = choice.size is not None or (choice.place is not None and choice.place.height > 0)
    return size if is_fixed else QSize(size.width(), size.height() + whole.more(size.width(), choice.style))


def _legend(results: Results, kinds: list[type[Panel]], style: Style) -> tuple[tuple[Key, ...], ...]:
    """Return the lines of the legend that all panels share: the models, and the losses where curves are theirs."""
    document = results.document
    models = tuple(
        Key(text.model_title(model), style.model_colour(k), marker=style.marker(k))
        for k, model in enumerate(document.models)
    )
    shown = document.settings.computed
    losses = tuple(
        Key(text.loss_title(loss), style.loss_colour(k), dash=k % 2 == 1)
        for k, loss in enumerate(document.settings.losses)
        if loss in shown
    )
    return (models, losses) if any(kind.of_losses for kind in kinds) else (models,)


def _carried(results: Results, focus: FocusState) -> Carried | None:
    """Return the session of these results, written out once for all that is exported of them."""
    view = session_view.to_entries(focus)
    return kept(results, ("carried", json.dumps(view)), lambda: pictures.carried(Session(results.document, view)))


def _too_large() -> str:
    words = translate("Export", "The session is too large for the pictures (more than {limit} KiB).")
    return words.format(limit=pictures.MOST_PACKED // 1024)


def _without(names: list[str]) -> str:
    return translate("Export", "No Matplotlib script for: {names}.").format(names=text.listed(names))


def write(drawn: Drawn, folder: Path) -> list[Path]:
    """Write the files into a folder that is there, all of them or none, and return them."""
    files.write_all({folder / name: data for name, data in drawn.files.items()})
    return [folder / name for name in drawn.files]
