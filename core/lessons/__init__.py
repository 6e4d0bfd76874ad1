"""Lessons: files that set a document up, say what to look at and to try, and notice when it was done.

The format is told in `LESSONS.md`. A lesson is data: its checks are values of a few fixed kinds, never code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, cast

import msgspec

from core import io
from core.document import Document
from core.errors import LossAtlasError
from core.io import session
from core.io.session import schema, settings
from core.io.session.schema import StoredSettings
from core.lessons.checks import Check, Seen, holds
from core.results import compute

VERSION = 1
SUFFIX = ".lesson"
LANGUAGES = ("en", "zh_CN")
MOST_BYTES = 4 << 20


class Words(msgspec.Struct, forbid_unknown_fields=True):
    """A text in both languages."""

    en: str
    zh_CN: str  # noqa: N815 - the language's own name

    def of(self, language: str) -> str:
        """Return the text in a language, in English for one that there is none in."""
        return self.zh_CN if language == "zh_CN" else self.en


class _Look(msgspec.Struct, forbid_unknown_fields=True):
    sample: int = 0
    model: int = 0
    choices: dict[str, str] = {}
    front: list[str] = []


class _Step(msgspec.Struct, forbid_unknown_fields=True):
    text: Words
    task: Words | None = None
    done: Check | None = None
    praise: Words | None = None
    document: str | dict[str, Any] | None = None
    settings: StoredSettings | None = None
    look: _Look = msgspec.field(default_factory=_Look)


class _File(msgspec.Struct, forbid_unknown_fields=True):
    lesson: int
    title: Words
    document: str | dict[str, Any]
    steps: list[_Step]
    summary: Words | None = None
    names: dict[str, str] = {}


@dataclass(frozen=True)
class Look:
    """How a step is looked at: the sample and model in focus, what is chosen in panels, the panels to be seen."""

    sample: int = 0
    model: int = 0
    choices: Mapping[str, str] | None = None
    front: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Step:
    """One page of a lesson.

    Attributes
    ----------
    text
        What it says, in Markdown.
    task
        What is to be tried; None where there is only something to read.
    done
        What holds once it was done; it does not hold in `document` under `look`.
    praise
        What is said then: what it shows.
    document
        What the step begins with, its names in English.
    """

    text: Words
    task: Words | None
    done: Check | None
    praise: Words | None
    document: Document
    look: Look


@dataclass(frozen=True, eq=False)
class Lesson:
    """A lesson; `names` gives Chinese for names of classes, samples and models."""

    key: str
    title: Words
    summary: Words | None
    steps: tuple[Step, ...]
    names: Mapping[str, str]

    def start(self, step: int, language: str) -> Document:
        """Return what a step begins with, its names in a language."""
        document = self.steps[step].document
        return renamed(document, self.names) if language == "zh_CN" else document


def read(path: Path) -> Lesson:
    """Return the lesson in a file, checked.

    Raises
    ------
    LossAtlasError
        Naming the file, the path of the entry in it and the mend: for what is no lesson, for a document or setting that
        there is not, and for a check that holds before anything was done.
    """
    with io.naming(path):
        if path.stat().st_size > MOST_BYTES:
            raise LossAtlasError("session_size", size=path.stat().st_size, limit=MOST_BYTES)
        return parse(path.read_bytes(), str(path), path.parent)


def parse(data: bytes, key: str, folder: Path) -> Lesson:
    """Return the lesson that a text says; a document's arrays are looked for in `folder`."""
    entries = schema.entries_of(data)
    version: object = cast("dict[str, Any]", entries).get("lesson") if isinstance(entries, dict) else None
    if type(version) is not int or version < 1:
        raise LossAtlasError("lesson_kind")
    if version > VERSION:
        raise LossAtlasError("session_newer", found=version, version=VERSION)
    file = schema.converted(entries, _File)
    if not file.steps:
        raise LossAtlasError("lesson_steps", where="steps")
    document = _document(file.document, folder, "document")
    steps: list[Step] = []
    for number, step in enumerate(file.steps):
        where = f"steps[{number}]"
        if step.document is not None:
            document = _document(step.document, folder, f"{where}.document")
        steps.append(_step(step, _set(document, step.settings, where), where))
    return Lesson(key, file.title, file.summary, tuple(steps), file.names)


def _step(step: _Step, document: Document, where: str) -> Step:
    """Return a step whose look is of the document, and whose check waits for something."""
    look = Look(step.look.sample, step.look.model, step.look.choices, tuple(step.look.front))
    for name, value, size in (("sample", look.sample, document.size), ("model", look.model, len(document.models))):
        if not 0 <= value < size:
            raise LossAtlasError("lesson_index", where=f"{where}.look.{name}", value=value, last=size - 1)
    if (step.task is None) != (step.done is None):
        raise LossAtlasError("lesson_task", where=where)
    if step.done is not None:
        try:
            already = holds(step.done, begin(document, look))
        except LossAtlasError as error:
            raise _within(f"{where}.done", error) from None
        if already:
            raise LossAtlasError("lesson_already", where=f"{where}.done")
    return Step(step.text, step.task, step.done, step.praise, document, look)


def begin(document: Document, look: Look) -> Seen:
    """Return what a person has before them when a step begins."""
    return Seen(compute(document), look.choices or {}, look.sample, look.model, frozenset(look.front))


def _document(source: str | dict[str, Any], folder: Path, where: str) -> Document:
    """Return a built-in example, or the document of a session written in place."""
    if isinstance(source, str):
        if source not in io.EXAMPLES:
            known = ", ".join(io.EXAMPLES)
            raise LossAtlasError("session_choice", where=where, value=source[:60], known=known)
        return io.load_all([source])
    try:
        top = schema.of_entries({"format": schema.FORMAT, "version": schema.VERSION, **source})
        return session.decode(top, folder / "lesson").document
    except LossAtlasError as error:
        raise _within(where, error) from None


def _set(document: Document, wanted: StoredSettings | None, where: str) -> Document:
    """Return the document with a step's settings, if it has any; what they leave out is at its default."""
    if wanted is None:
        return document
    try:
        return replace(document, settings=settings.from_entries(wanted))
    except LossAtlasError as error:
        raise _within(where, error) from None


def _within(where: str, error: LossAtlasError) -> LossAtlasError:
    """Return an error with the path to where it happened before its own place."""
    return LossAtlasError(error.code, where=f"{where}.{error.where}".rstrip("."), **error.values)


def renamed(document: Document, names: Mapping[str, str]) -> Document:
    """Return a document with other names for its classes, samples and models; those without one keep theirs."""

    def words(given: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(names.get(name, name) for name in given)

    models = tuple(replace(model, name=names.get(model.name, model.name)) for model in document.models)
    samples = words(document.samples) if document.samples is not None else None
    return replace(document, classes=words(document.classes), samples=samples, models=models)


# -- those that come with the program ---------------------------------------------------------------------


@cache
def builtin() -> tuple[Lesson, ...]:
    """Return the lessons that come with the program, in their order: the tour first."""
    folder = resources.files("resources").joinpath("lessons")
    files = sorted((each for each in folder.iterdir() if each.name.endswith(SUFFIX)), key=lambda each: each.name)
    return tuple(parse(each.read_bytes(), each.name.removesuffix(SUFFIX), Path()) for each in files)


@cache
def find(key: str) -> Lesson:
    """Return a built-in lesson by its name, or one from a file by its path."""
    for lesson in builtin():
        if lesson.key == key:
            return lesson
    return read(Path(key))
