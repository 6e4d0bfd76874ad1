"""`completion`: a script that tells a shell what can be typed. Never imports Qt."""

from __future__ import annotations

import argparse

from commands.base import Command, Example
from commands.output import put

SHELLS = ("bash", "zsh", "fish")


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help="bash, zsh or fish")


def _run(options: argparse.Namespace) -> int:
    from commands import shells

    put(shells.script(options.shell))
    return 0


COMMAND = Command(
    name="completion",
    order=60,
    summary="Print a script that completes commands, options and their values in a shell.",
    about=("It knows the commands, their options and choices, the panels, the losses and the built-in examples.",),
    add=_add,
    run=_run,
    examples=(
        Example("completion bash > ~/.local/share/bash-completion/completions/loss-atlas", "for bash, once"),
        Example("completion zsh > ~/.zfunc/_loss-atlas", "for zsh, into a folder of its fpath"),
        Example("completion fish > ~/.config/fish/completions/loss-atlas.fish", "for fish"),
    ),
)
