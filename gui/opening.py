"""What is opened: a document, what it is called, and of a session how it was looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from core import io
from core.document import Document
from core.errors import LossAtlasError
from core.io import session
from core.io.session import Session
from core.ordering import Arrangement
from gui import examples, session_view
from gui.focus import FocusState

if TYPE_CHECKING:
    from core.io.importing import UndecidedError


@dataclass(frozen=True)
class Opened:
    """A document, the file it came from or the example it is, and where to look.

    `is_session` says whether it brings settings of its own, `embedded` whether large tables are to stay in its file.
    """

    document: Document
    path: Path | None
    focus: FocusState
    arrangement: Arrangement = field(default_factory=Arrangement)
    is_session: bool = False
    embedded: bool = False


def load(names: Sequence[str]) -> Opened:
    """Return what files, pictures with a session or built-in examples hold; without any, the first screen's example."""
    names = list(names) or [io.EXAMPLES[0]]
    path = Path(names[0])
    if len(names) == 1 and names[0] in io.EXAMPLES:
        return Opened(examples.load(names[0]), path, FocusState())
    from core.io import pictures
    from core.io.importing import opening

    if len(names) == 1 and path.suffix.lower() in pictures.SUFFIXES:
        return of_session(pictures.load(path), path)
    if len(names) > 1 or not is_session(path):
        return Opened(opening.opened(names), path if len(names) == 1 else None, FocusState())
    return of_session(session.load(path), path)


def begin(names: Sequence[str]) -> tuple[Opened, UndecidedError | None]:
    """Return what `load` does; where it is not plain what files hold, the example, and what there is to decide."""
    try:
        return load(names), None
    except LossAtlasError as error:
        from core.io.importing import UndecidedError

        if not isinstance(error, UndecidedError):
            raise
        return load([]), error


def of_session(found: Session, path: Path | None) -> Opened:
    """Return what a session holds, under this name."""
    focus = session_view.from_entries(found.view, found.document)
    arrangement = session_view.arrangement_of(found.view, found.document)
    return Opened(found.document, path, focus, arrangement, True, found.embedded)


def is_session(path: Path | None) -> bool:
    """Return whether a file's name is that of a session."""
    return path is not None and path.suffix.lower() == session.SUFFIX
