"""What a command is: its options, its help, what it does. Help, completion and the man page are made of the same."""

from __future__ import annotations

import argparse
import shutil
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

PROGRAM = "loss-atlas"

EXIT_STATUS = (
    ("0", "All is done."),
    (
        "2",
        "Bad usage or bad input. One line on standard error names the file, the place in it and the mend; nothing is "
        "written.",
    ),
    ("130", "Called off by Ctrl+C. Nothing half-written is left."),
)

_WIDEST = 100


@dataclass(frozen=True)
class Example:
    """A command line without the program's name, and in a few words what it does."""

    line: str
    does: str


@dataclass(frozen=True)
class Command:
    """One command.

    Attributes
    ----------
    name, order
        What is typed, and its place in lists.
    summary
        One line of what it does, for lists.
    about
        Paragraphs for its own help.
    add
        Gives a parser its arguments.
    run
        Does it; returns the exit status.
    examples, files
        For help; `files` is about what is read and written.
    """

    name: str
    order: int
    summary: str
    about: tuple[str, ...]
    add: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]
    examples: tuple[Example, ...]
    files: tuple[str, ...] = ()

    def parser(self) -> Parser:
        """Return the parser of this command's arguments."""
        made = Parser(
            prog=f"{PROGRAM} {self.name}",
            description="\n\n".join((self.summary, *self.about)),
            epilog=_sections(self.examples, self.files),
        )
        self.add(made)
        return made

    def synopsis(self) -> str:
        """Return what must be typed after the name, and whether there is more."""
        found = self.parser().arguments()
        needed = [
            " ".join([*action.option_strings[-1:], str(action.metavar)]) + ("..." if action.nargs == "+" else "")
            for action in found
            if action.required
        ]
        return " ".join([*needed, *["[options]"] * (len(needed) < len(found))])


class Parser(argparse.ArgumentParser):
    """Says what is wrong with the command line in one line, and takes no option by half its name."""

    def __init__(self, prog: str, description: str, epilog: str = "", usage: str | None = None) -> None:
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            usage=usage,
            formatter_class=_Formatter,
            allow_abbrev=False,
        )

    def arguments(self) -> list[argparse.Action]:
        """Return what can be given, all but the asking for help."""
        return [action for action in self._actions if action.dest != "help"]

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command line, and end."""
        self.exit(2, f"{self.prog}: {message}; see {self.prog} --help\n")


class _Formatter(argparse.HelpFormatter):
    """Breaks paragraphs, and leaves lines alone that are set in."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=min(_WIDEST, shutil.get_terminal_size().columns) - 2)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        lines = (line if line.startswith(" ") else textwrap.fill(line, width) for line in text.split("\n"))
        return "\n".join(lines)


def _sections(examples: tuple[Example, ...], files: tuple[str, ...]) -> str:
    """Return what stands below the options."""
    parts: list[str] = []
    if examples:
        parts += ["examples:", *(f"  # {each.does}\n  {PROGRAM} {each.line}" for each in examples), ""]
    if files:
        parts += ["files:", *map(_set_in, files), ""]
    parts += ["exit status:", *(f"  {status:<5}{_set_in(words, 7).lstrip()}" for status, words in EXIT_STATUS)]
    return "\n".join(parts)


def _set_in(words: str, by: int = 2) -> str:
    return textwrap.fill(words, 78, initial_indent=" " * by, subsequent_indent=" " * by)
