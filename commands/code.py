"""`code`: a program that computes the losses of a file. Never imports Qt."""

from __future__ import annotations

import argparse

from commands import arguments
from commands.base import Command, Example
from commands.output import put


def _add(parser: argparse.ArgumentParser) -> None:
    from core import snippets

    names = tuple(snippets.frameworks())
    arguments.add_file(parser)
    action = parser.add_argument(
        "--framework", default="numpy", metavar="NAME", help=f"{', '.join(names[:-1])} or {names[-1]} (%(default)s)"
    )
    arguments.completed(action, words=names)
    arguments.add_loss(parser)
    arguments.add_settings(parser)


def _run(options: argparse.Namespace) -> int:
    from core import snippets

    text = snippets.of_file(
        arguments.file_of(options),
        options.framework,
        loss=options.loss,
        unit=options.unit,
        row_sums=options.row_sums,
    )
    put(text)
    return 0


COMMAND = Command(
    name="code",
    order=40,
    summary="Print a program that runs as it stands and prints the losses of the file.",
    about=(
        "Beside the formula stand the library's own calls, and in comments where their conventions give another number "
        "and why. A large .npz file is read by the program itself.",
    ),
    add=_add,
    run=_run,
    examples=(
        Example("code example --framework pytorch", "the loss in PyTorch"),
        Example("code digits --loss focal:gamma=2 --unit bit", "another loss, in bits, with NumPy"),
    ),
    files=arguments.FILES,
)
