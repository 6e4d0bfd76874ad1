"""Sentences as data: said in English here, and by a window in the language of the person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Remark:
    """A sentence: a text marked for translation, and what its {names} stand for."""

    text: str
    values: tuple[tuple[str, object], ...] = ()

    def sentence(self) -> str:
        """Return it in English."""
        return self.text.format(**dict(self.values))


def remark(text: str, **values: object) -> Remark:
    """Return a remark; `text` is one that QT_TRANSLATE_NOOP has marked."""
    return Remark(text, tuple(values.items()))
