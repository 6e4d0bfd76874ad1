"""The command line that names no command: its options, and the help that lists the commands."""

from __future__ import annotations

from commands import arguments, commands
from commands.base import EXIT_STATUS, PROGRAM, Example, Parser

SUMMARY = "Explore the losses that train classifiers."

EXAMPLES = (
    Example("", "the window, on the built-in example"),
    Example("results.npz", "the window, on one's own data"),
    Example("evaluate results.npz", "a table of mean losses"),
)


def parser() -> Parser:
    """Return the parser of the command line that names no command."""
    names = commands()
    usage = f"{PROGRAM} [FILE ...]\n       {PROGRAM} COMMAND ...\n       {PROGRAM} --version | --help"
    listed = [f"  {name} {command.synopsis()}\n      {command.summary}" for name, command in names.items()]
    shown = [f"  # {each.does}\n  {f'{PROGRAM} {each.line}'.rstrip()}" for each in EXAMPLES]
    status = [f"  {number:<5}{words.split('. ')[0].rstrip('.')}." for number, words in EXIT_STATUS]
    made = Parser(
        prog=PROGRAM,
        usage=usage,
        description="\n".join(
            [
                SUMMARY,
                "",
                "Without a command the window opens. The commands need no display:",
                "",
                *listed,
                "",
                f"“{PROGRAM} COMMAND --help” has all about one.",
            ]
        ),
        epilog="\n".join(["examples:", *shown, "", "exit status:", *status]),
    )
    action = made.add_argument(
        "files", nargs="*", metavar="FILE", help="session, array or table files, or example, mended or digits"
    )
    arguments.completed(action, "file")
    made.add_argument("--version", action="store_true", help="print the version and stop")
    return made
