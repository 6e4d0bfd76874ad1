"""`export`: figures into a folder, without a display."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from commands import arguments
from commands.base import Command, Example
from commands.interrupts import ends_at_once

if TYPE_CHECKING:
    from gui.export.choice import ExportChoice

FORMATS = ("png", "svg", "pdf", "csv", "parquet", "py")
FILLS = ("picture", "contours")
PRESETS = ("column", "page", "slide", "poster")


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
        help=f"{', '.join(some)} or {last}, a Matplotlib script; may be given several times; png if not given",
    )
    arguments.completed(action, words=FORMATS)
    parser.add_argument("--theme", default="light", choices=arguments.THEMES, help="colours (%(default)s)")
    parser.add_argument("--size", default="", metavar="WxH", help="size in pixels, such as 960x720")
    parser.add_argument(
        "--scale", default=1, type=int, choices=range(1, 9), metavar="N", help="PNG pixels per pixel, 1 to 8 (1)"
    )
    action = parser.add_argument(
        "--preset",
        default="",
        metavar="NAME",
        help="size, text and lines for column (85 mm), page (two columns, 170 mm), slide (16:9) or poster (400 mm)",
    )
    arguments.completed(action, words=PRESETS)
    _add_look(parser)
    parser.add_argument("--language", default="en", choices=arguments.LANGUAGES, help="language of words (%(default)s)")


def _add_look(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--font-size", default=0.0, type=float, metavar="PT", help="text in points, with --preset")
    parser.add_argument("--line-width", default=0.0, type=float, metavar="PT", help="lines in points, with --preset")
    parser.add_argument("--transparent", action="store_true", help="no background")
    parser.add_argument(
        "--fill",
        default="picture",
        choices=FILLS,
        help="heat maps as a picture, or as contours: areas of one colour each, drawn as such (%(default)s)",
    )
    parser.add_argument("--compose", action="store_true", help="one figure of all panels, lettered a, b, c")
    parser.add_argument(
        "--columns", default=0, type=int, choices=range(1, 7), metavar="N", help="panels of one figure side by side"
    )
    parser.add_argument("--caption", action="store_true", help="write a title, the formula and all parameters")
    parser.add_argument("--no-session", action="store_true", help="do not put the session into PNG, SVG and PDF")


def _run(options: argparse.Namespace) -> int:
    with ends_at_once():
        from gui.export import headless

        drawn = headless.draw(
            arguments.files_of(options), _choice(options), size=options.size, language=options.language
        )
    headless.write(drawn, Path(options.out))
    for remark in drawn.remarks:
        print(f"loss-atlas: {remark}", file=sys.stderr)
    return 0


def _choice(options: argparse.Namespace) -> ExportChoice:
    from gui.export.choice import ExportChoice

    return ExportChoice(
        panels=tuple(options.panel),
        formats=tuple(options.format),
        folder=Path(options.out),
        theme=options.theme,
        scale=options.scale,
        transparent=options.transparent,
        preset=options.preset,
        session=not options.no_session,
        compose=options.compose,
        columns=options.columns,
        caption=options.caption,
        font=options.font_size,
        line=options.line_width,
        bands=options.fill == "contours",
    )


COMMAND = Command(
    name="export",
    order=20,
    summary="Write the figures of the files into a folder.",
    about=(
        "The figures are the window's, drawn without one. Everything is drawn before the first file is written.",
        "Files are called PANEL.FORMAT, whatever they are made of, so a Makefile can name them as targets; every run "
        "writes them anew, to the same bytes. One figure of several panels is called figure.FORMAT.",
        "A PDF has no date unless SOURCE_DATE_EPOCH is set.",
    ),
    add=_add,
    run=_run,
    examples=(
        Example("export digits --out figures --format svg --format pdf", "every panel in two formats"),
        Example("export results.npz --out figures --panel surface --format pdf", "for a paper"),
        Example("export example --out figures --panel comparison --format csv", "the numbers behind a figure"),
        Example(
            "export digits --out figures --preset page --panel surface --panel curves --compose --caption --format pdf",
            "two panels as one figure",
        ),
    ),
    files=(*arguments.FILES, "DIR/PANEL.FORMAT is written, all files or none."),
)
