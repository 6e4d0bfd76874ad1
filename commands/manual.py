"""The man page, made of the same as `--help`: `python -m commands.manual FILE` writes it, as `make man` does."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

import core
from commands import arguments, commands, usage
from commands.base import EXIT_STATUS, PROGRAM, Command, Example


def page() -> str:
    """Return the page in the language of man(7)."""
    lines = [
        f'.TH {PROGRAM.upper()} 1 "" "Loss Atlas {core.__version__}" "User Commands"',
        ".SH NAME",
        f"{_text(PROGRAM)} \\- {_text(usage.SUMMARY[0].lower() + usage.SUMMARY[1:].rstrip('.'))}",
        ".SH SYNOPSIS",
        *_synopses(),
        ".SH DESCRIPTION",
        "Without a command the window opens, on files or on the built\\-in example. The commands need no display.",
        ".SH COMMANDS",
    ]
    for command in commands().values():
        lines += _command(command)
    lines += [".SH FILES", *_paragraphs(arguments.FILES), ".SH EXIT STATUS"]
    for status, words in EXIT_STATUS:
        lines += [".TP", f".B {status}", _text(words)]
    lines += [
        ".SH ENVIRONMENT",
        ".TP",
        ".B DISPLAY, WAYLAND_DISPLAY, QT_QPA_PLATFORM",
        "Where the window opens. No command looks at them.",
        ".SH EXAMPLES",
        *_examples(usage.EXAMPLES),
    ]
    return "\n".join(lines) + "\n"


def _synopses() -> list[str]:
    lines = [f".B {_text(PROGRAM)}", "[FILE ...]"]
    for name, command in commands().items():
        lines += [".br", f".B {_text(f'{PROGRAM} {name}')}", _text(command.synopsis())]
    return lines


def _command(command: Command) -> list[str]:
    lines = [f".SS {_text(command.name)}", *_paragraphs((command.summary, *command.about))]
    for action in command.parser().arguments():
        lines += [".TP", _head(action), _text((action.help or "") % {"default": action.default, "prog": PROGRAM})]
    own = tuple(words for words in command.files if words not in arguments.FILES)
    return [*lines, *_paragraphs(own), *_examples(command.examples)]


def _head(action: argparse.Action) -> str:
    """Return an argument as it is typed, what stands for a value in italics."""
    value = action.metavar or ("|".join(map(str, action.choices)) if action.choices else action.dest.upper())
    flags = ", ".join(f"\\fB{_text(flag)}\\fR" for flag in action.option_strings)
    return flags if action.nargs == 0 else f"{flags} \\fI{_text(str(value))}\\fR".strip()


def _paragraphs(texts: Iterable[str]) -> list[str]:
    return [line for words in texts for line in (".PP", _text(words))]


def _examples(examples: Iterable[Example]) -> list[str]:
    lines: list[str] = []
    for each in examples:
        lines += [".PP", f"{_text(each.does[0].upper() + each.does[1:])}:", ".PP", ".RS", ".nf"]
        lines += [_text(f"{PROGRAM} {each.line}".rstrip()), ".fi", ".RE"]
    return lines


def _text(words: str) -> str:
    """Return a text with what roff would take for its own written so that it prints."""
    escaped = words.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("^", "\\(ha")
    escaped = escaped.replace("~", "\\(ti").replace("`", "\\(ga")
    return f"\\&{escaped}" if escaped.startswith(".") else escaped


if __name__ == "__main__":
    place = Path(sys.argv[1])
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(page(), encoding="utf-8")
