"""The built-in examples, with names in the person's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from core import io
from core.document import Document

translate = QCoreApplication.translate


def load(name: str) -> Document:
    """Return a built-in example with its names in the person's language."""
    return localized(io.load(name))


def localized(document: Document) -> Document:
    """Return a built-in example with its names in the person's language."""

    def words(names: Sequence[str]) -> tuple[str, ...]:
        return tuple(_word(name) for name in names)

    models = tuple(replace(model, name=translate("example", model.name)) for model in document.models)
    samples = words(document.samples) if document.samples is not None else None
    return replace(document, classes=words(document.classes), samples=samples, models=models)


def _word(name: str) -> str:
    if name.startswith("digit "):
        return translate("example", "digit {number}").format(number=name.removeprefix("digit "))
    return translate("example", name)


def titles() -> dict[str, str]:
    """Return the built-in examples by name, with what the menu calls them."""
    return {
        "example": translate("Window", "Two images, as published"),
        "mended": translate("Window", "Two images, mended"),
        "digits": translate("Window", "Handwritten digits, two classifiers"),
    }
