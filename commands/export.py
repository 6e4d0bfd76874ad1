"""`export`: figures into a folder, without a display."""

from __future__ import annotations

import argparse
from pathlib import Path

from commands import arguments
from commands.base import Command, Example

FORMATS = ("png", "svg", "pdf", "csv")


def _add(parser: argparse.ArgumentParser) -> None:
    arguments.add_files(parser)
    action = parser.add_argument("--out", required=True, metavar="DIR", help="a folder to write into; made if missing")
    arguments.completed(action, "folder")
    arguments.add_panels(parser)
    *some, last = FORMATS
    action = parser.add_argument(
        "--format",
        action="append",
        default=[],
        metavar="FORMAT",
        help=f"{', '.join(some)} or {last}; may be given several times; png if not given",
    )
    arguments.completed(action, words=FORMATS)
    parser.add_argument("--theme", default="light", choices=arguments.THEMES, help="colours (%(default)s)")
    parser.add_argument("--size", default="", metavar="WxH", help="size in pixels, such as 960x720")
    parser.add_argument(
        "--scale", default=1, type=int, choices=range(1, 5), metavar="N", help="PNG pixels per pixel, 1 to 4 (1)"
    )
    parser.add_argument("--language", default="en", choices=arguments.LANGUAGES, help="language of words (%(default)s)")


def _run(options: argparse.Namespace) -> int:
    from gui.export import headless

    headless.export(
        arguments.files_of(options),
        Path(options.out),
        panels=options.panel,
        formats=options.format,
        theme=options.theme,
        size=options.size,
        scale=options.scale,
        language=options.language,
    )
    return 0


COMMAND = Command(
    name="export",
    order=20,
    summary="Write the figures of the files into a folder.",
    about=(
        "The figures are the window's, drawn without one. Everything is drawn before the first file is written.",
        "Files are called PANEL.FORMAT, whatever they are made of, so a Makefile can name them as targets; every run "
        "writes them anew.",
    ),
    add=_add,
    run=_run,
    examples=(
        Example("export digits --out figures --format svg --format pdf", "every panel in two formats"),
        Example("export results.npz --out figures --panel surface --format pdf", "for a paper"),
        Example("export example --out figures --panel comparison --format csv", "the numbers behind a figure"),
    ),
    files=(*arguments.FILES, "DIR/PANEL.FORMAT is written, each file whole or not at all."),
)
