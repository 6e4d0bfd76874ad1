"""What a snippet is, and what a framework's file says of its framework."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Say = Callable[[str], str]
"""Turns a text marked for translation into the language that comments are written in."""


@dataclass(frozen=True)
class Snippet:
    """A program that runs as it stands.

    Attributes
    ----------
    framework
        The name of the framework it is for.
    text
        The program, ending in a line end.
    rows
        The line, from 0, that holds a sample of a table: by (table, sample), a table being `TRUTH` or a model.
    shown
        How many samples it prints: the first ones, fewer than the document has where it is large.
    """

    framework: str
    text: str
    rows: Mapping[tuple[int, int], int] = field(default_factory=dict[tuple[int, int], int], hash=False)
    shown: int = 0


@dataclass(frozen=True)
class Framework:
    """A framework: what it calls things.

    Attributes
    ----------
    name, title
        What it is called on the command line, and for a person.
    library
        Its name in `core.conventions`, whose calls of it a snippet makes too.
    order
        Where it stands among others.
    imports
        The import line of each name that a snippet may use; only those it uses are written.
    terms
        A template for each function of `core.snippets.terms`, and for what is around a loss: `numbers` and `integers`
        make arrays of lists, `one_hot` rows of labels, `sums` is `total` as a column, `at_label` picks an
        entry a row, `column` makes (N, 1) of (N,), `done` gives what numbers are printed from, `masked` (used, loss)
        puts nan where a row is left out.
    setup
        Lines after the imports, before anything else.
    before_imports
        Lines before the framework is imported.
    helpers
        Functions to be written out where a snippet uses their names. A comment at the end of a line, here and in
        `before_imports`, is a text marked for translation.
    quiet
        A line that keeps it from warning of log 0 and of 0·∞, where it does.
    """

    name: str
    title: str
    library: str
    order: int
    imports: Mapping[str, str]
    terms: Mapping[str, str]
    setup: tuple[str, ...] = ()
    before_imports: tuple[str, ...] = ()
    helpers: Mapping[str, str] = field(default_factory=dict[str, str])
    quiet: str = ""
