"""`animate`: a descent or the sweep of a parameter as an animation, without a display."""

from __future__ import annotations

import argparse
from pathlib import Path

from commands import arguments
from commands.base import Command, Example
from commands.interrupts import ends_at_once
from commands.progress import progress


def _add(parser: argparse.ArgumentParser) -> None:
    arguments.add_files(parser)
    action = parser.add_argument(
        "--out",
        required=True,
        metavar="FILE",
        help="what to write, its ending the format: .gif, .apng, .mp4 (by ffmpeg), or .png for numbered pictures",
    )
    arguments.completed(action, "file")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--descent", action="store_true", help="the paths of gradient descent as they grow")
    action = what.add_argument(
        "--sweep",
        default="",
        metavar="NAME=LOW:HIGH:COUNT",
        help="the figure at COUNT values of temperature (of the model in focus), or of a parameter of the loss",
    )
    arguments.completed(action, words=("temperature=", "gamma=", "epsilon="))
    arguments.add_panels(parser, several=False)
    arguments.add_loss(parser)
    parser.add_argument(
        "--frames", default=0, type=int, metavar="N", help="steps of the descent that are shown (all, at most 100)"
    )
    parser.add_argument("--fps", default=10, type=int, metavar="N", help="pictures a second, 1 to 50 (%(default)s)")
    parser.add_argument("--size", default="", metavar="WxH", help="size in pixels, such as 960x720")
    parser.add_argument("--theme", default="light", choices=arguments.THEMES, help="colours (%(default)s)")
    parser.add_argument("--language", default="en", choices=arguments.LANGUAGES, help="language of words (%(default)s)")


def _run(options: argparse.Namespace) -> int:
    with ends_at_once():
        from gui.export import animation
        from gui.export.animation import Film, Sweep

    panel = options.panel or ("descent" if options.descent else "surface")
    sweep = Sweep.parsed(options.sweep) if options.sweep else None
    film = Film(panel, sweep, options.frames, options.fps, None, options.theme)
    files = arguments.files_of(options)
    with progress() as told:
        animation.headless(
            files,
            Path(options.out),
            film,
            loss=options.loss,
            size=options.size,
            language=options.language,
            tell=lambda done, count: told.say(f"picture {done + 1} of {count}"),
        )
    return 0


COMMAND = Command(
    name="animate",
    order=25,
    summary="Write an animation of a descent, or of what a parameter does to a figure.",
    about=(
        "Pictures are drawn and written one by one, so a long animation needs no more memory than a short one. A GIF "
        "has 256 colours a picture; APNG and numbered PNGs are exact. The same input and options give the same bytes.",
    ),
    add=_add,
    run=_run,
    examples=(
        Example("animate example --descent --out race.gif", "the race of the losses"),
        Example("animate example --descent --panel surface --out paths.apng --fps 20", "their paths on a surface"),
        Example("animate digits --sweep temperature=0.5:4:40 --panel dataset --out t.mp4", "a panel as T rises"),
        Example("animate example --loss focal --sweep gamma=0:5:26 --out frame.png", "frame-0001.png and on"),
    ),
    files=(*arguments.FILES, "The animation is written whole or not at all."),
)
