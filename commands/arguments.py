"""Arguments that several commands have, and what shells are told of an argument's values."""

from __future__ import annotations

import argparse
import pkgutil
from pathlib import Path
from typing import Any, Literal

Values = Literal["file", "folder", "text"]
"""What a shell offers for an argument that has no fixed choices."""

UNITS = ("nat", "bit", "dit")
ROW_SUMS = ("as-typed", "strict", "normalize")
LANGUAGES = ("en", "zh_CN")
THEMES = ("light", "dark")

FILES = (
    "A FILE is a session (.lossatlas), arrays (.npz) or a table (.csv, .tsv, .parquet) with the truth and the "
    "predictions of one model or several; example, mended and digits are built in. Patterns such as 'runs/*.npz' or "
    "'runs/**/*.csv' are expanded here too where the shell has not done so, and one that matches nothing is refused.",
)

_VALUES = "completed_values"
_WORDS = "completed_words"


def completed(action: argparse.Action, values: Values = "text", words: tuple[str, ...] = ()) -> None:
    """Note what a shell may offer for an argument: files, folders, or these words besides."""
    setattr(action, _VALUES, values)
    setattr(action, _WORDS, words)


def values_of(action: argparse.Action) -> Values:
    """Return what kind of value a shell offers for an argument."""
    return getattr(action, _VALUES, "text")


def words_of(action: argparse.Action) -> tuple[str, ...]:
    """Return the words that a shell offers for an argument: its choices, or what was noted."""
    if action.choices is not None:
        return tuple(map(str, action.choices))
    return getattr(action, _WORDS, ())


def add_files(parser: argparse.ArgumentParser) -> None:
    """Add one file or more."""
    action = parser.add_argument("files", nargs="+", metavar="FILE", help=_file_help())
    completed(action, "file", _examples())


def add_file(parser: argparse.ArgumentParser) -> None:
    """Add exactly one file."""
    completed(parser.add_argument("file", metavar="FILE", help=_file_help()), "file", _examples())


def _file_help() -> str:
    *some, last = _examples()
    return f"a session, array or table file, or a built-in example: {', '.join(some)} or {last}"


def _examples() -> tuple[str, ...]:
    from core import io  # with numpy: not for the window, which has a frame to show first

    return io.EXAMPLES


def files_of(options: argparse.Namespace) -> list[str]:
    """Return the files that were asked for, patterns expanded."""
    from core.io import patterns

    return patterns.expanded(options.files)


def file_of(options: argparse.Namespace) -> str:
    """Return the one file that was asked for, a pattern expanded."""
    from core.io import patterns

    return patterns.single(options.file)


def add_loss(parser: argparse.ArgumentParser, *, several: bool = False) -> None:
    """Add the choice of a loss, or of several."""
    from core import losses

    words = "a loss with its parameters, such as focal:gamma=2"
    if several:
        words += "; may be given several times; the standard ones if not given"
    else:
        words += "; the file's own if not given, else cross-entropy"
    action = parser.add_argument("--loss", metavar="NAME[:key=value,...]", help=words, **_kind(several))
    completed(action, words=losses.names())


def _kind(several: bool) -> dict[str, Any]:
    return {"action": "append", "default": []} if several else {"default": ""}


def add_settings(parser: argparse.ArgumentParser, *, unit: str = "", row_sums: str = "") -> None:
    """Add the unit and the policy for row sums, by default these, or what the file has."""
    default = "(%(default)s)" if unit else "(the file's own, else nat)"
    parser.add_argument("--unit", default=unit, choices=UNITS, help=f"unit of information {default}")
    default = "(%(default)s)" if row_sums else "(the file's own, else as-typed)"
    parser.add_argument(
        "--row-sums",
        default=row_sums,
        choices=ROW_SUMS,
        help=f"rows that do not sum to 1: computed as typed, left out, or divided by their sum {default}",
    )


def panels() -> tuple[str, ...]:
    """Return the names of the panels, found as files: to import them would need Qt."""
    folder = Path(__file__).parents[1] / "gui" / "panels"
    return tuple(sorted(info.name for info in pkgutil.iter_modules([str(folder)]) if info.name != "base"))


def add_panels(parser: argparse.ArgumentParser, *, several: bool = True) -> None:
    """Add the choice of panels."""
    words = "a panel" + ("; may be given several times; all if not given" if several else "")
    action = parser.add_argument("--panel", metavar="NAME", help=f"{words}: {', '.join(panels())}", **_kind(several))
    completed(action, words=panels())
