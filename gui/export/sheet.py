"""What a file is besides the figure in it: how large a pixel of the design is, and the session it carries."""

from __future__ import annotations

from dataclasses import dataclass

from core.io.pictures import Carried

POINTS = 72 / 96
"""Points of a pixel of the design where nothing else is asked for."""


@dataclass(frozen=True)
class Sheet:
    """The paper under a figure.

    Attributes
    ----------
    points
        How many points, of 72 an inch, a pixel of the design measures.
    carried
        The session that goes into the file; None for none.
    """

    points: float = POINTS
    carried: Carried | None = None


SCREEN = Sheet()
"""A figure at its design size, as on a screen, with nothing besides."""
