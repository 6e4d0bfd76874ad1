"""The door of Loss Atlas: reads the command line and hands over."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

# Before numpy is first imported: a threaded BLAS stalls on a busy small machine and is not needed here.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

USAGE = """\
%(prog)s [FILE ...]                   open the window on files, or on the built-in example
       %(prog)s evaluate FILE... [options]   print losses; no display needed
       %(prog)s export FILE... --out DIR     write figures; no display needed
       %(prog)s steps FILE [options]         write out how a loss comes about; no display needed
       %(prog)s code FILE [options]          print a program that computes the losses; no display needed
       %(prog)s --version | --help"""

FILES_HELP = "a .lossatlas, .npz, .csv, .tsv or .parquet file, or a built-in example: example, mended or digits"


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with the command line in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}; see {self.prog} --help\n")


def _evaluate_parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="loss-atlas evaluate", description="Print the losses of every model in the files.")
    parser.add_argument("files", nargs="+", metavar="FILE", help=FILES_HELP)
    parser.add_argument("--unit", default="nat", choices=("nat", "bit", "dit"), help="unit of information (nat)")
    parser.add_argument(
        "--loss",
        action="append",
        default=[],
        metavar="NAME[:key=value,...]",
        help="a loss with its parameters; may be given several times",
    )
    parser.add_argument(
        "--row-sums",
        default="as-typed",
        choices=("as-typed", "strict", "normalize"),
        help="what to do with rows that do not sum to 1 (as-typed)",
    )
    parser.add_argument("--format", default="table", choices=("table", "json", "csv"), help="(table)")
    parser.add_argument(
        "--rows",
        action="store_true",
        help="the files hold different rows of one table, taken one after another, instead of models of the same rows",
    )
    parser.add_argument(
        "--truth", default="", metavar="FILE.npy", help="the labels or probabilities that .npy files are predictions of"
    )
    parser.add_argument("--logits", action="store_true", help="the .npy files hold logits")
    parser.add_argument(
        "--scheduler",
        default="",
        metavar="ADDRESS",
        help="compute on the Dask cluster of this scheduler, such as tcp://host:8786; it must see the same files",
    )
    return parser


def _progress(done: int) -> None:
    """Say on a terminal how many rows are done."""
    print(f"\r{done:,} rows", end="", file=sys.stderr, flush=True)


def _export_parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="loss-atlas export", description="Write the figures of the files into a folder.")
    parser.add_argument("files", nargs="+", metavar="FILE", help=FILES_HELP)
    parser.add_argument("--out", required=True, metavar="DIR", help="the folder to write into; made if missing")
    parser.add_argument("--panel", action="append", default=[], metavar="NAME", help="a panel; default: all")
    parser.add_argument(
        "--format", action="append", default=[], metavar="FORMAT", help="png, svg, pdf or csv; default: png"
    )
    parser.add_argument("--theme", default="light", choices=("light", "dark"), help="(light)")
    parser.add_argument("--size", default="", metavar="WxH", help="size in pixels, such as 960x720")
    parser.add_argument("--scale", default=1, type=int, choices=range(1, 5), help="PNG pixels per pixel, 1 to 4 (1)")
    parser.add_argument("--language", default="en", choices=("en", "zh_CN"), help="(en)")
    return parser


def _code_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="loss-atlas code", description="Print a program that runs as it stands and prints the losses of the file."
    )
    parser.add_argument("file", metavar="FILE", help=FILES_HELP)
    parser.add_argument(
        "--framework", default="numpy", metavar="NAME", help="numpy, pytorch, jax, keras or sklearn (numpy)"
    )
    parser.add_argument("--loss", default="", metavar="NAME[:key=value,...]", help="a loss with its parameters")
    parser.add_argument("--unit", default="", choices=("nat", "bit", "dit"), help="unit of information")
    parser.add_argument(
        "--row-sums",
        default="",
        choices=("as-typed", "strict", "normalize"),
        help="what to do with rows that do not sum to 1",
    )
    return parser


def _steps_parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="loss-atlas steps", description="Write out the arithmetic of one sample and model.")
    parser.add_argument("file", metavar="FILE", help=FILES_HELP)
    parser.add_argument("--sample", default="0", metavar="S", help="a sample's name, or its index from 0 (0)")
    parser.add_argument("--model", default="0", metavar="M", help="a model's name, or its index from 0 (0)")
    parser.add_argument("--loss", default="", metavar="NAME[:key=value,...]", help="a loss with its parameters")
    parser.add_argument(
        "--what",
        default="value",
        choices=("value", "gradient", "logits", "mean"),
        help="the loss, its gradient, the loss from logits, or its mean over samples (value)",
    )
    parser.add_argument("--unit", default="", choices=("nat", "bit", "dit"), help="unit of information")
    parser.add_argument(
        "--row-sums",
        default="",
        choices=("as-typed", "strict", "normalize"),
        help="what to do with rows that do not sum to 1",
    )
    parser.add_argument("--format", default="text", choices=("text", "latex"), help="(text)")
    return parser


def _window_parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="loss-atlas", usage=USAGE, description="Explore the losses that train classifiers.")
    parser.add_argument("files", nargs="*", metavar="FILE", help=FILES_HELP)
    parser.add_argument("--version", action="store_true", help="print the version and stop")
    return parser


def evaluate(argv: Sequence[str]) -> int:
    """Print the figures of files; never imports Qt."""
    options = _evaluate_parser().parse_args(argv)
    from core import reports
    from core.stream import Request

    request = Request(
        tuple(options.files),
        (),
        options.row_sums,
        stacked=options.rows,
        truth=options.truth,
        scale="logit" if options.logits else "probability",
    )
    on_terminal = sys.stderr.isatty() and not options.scheduler
    told: list[int] = []

    def tell(done: int) -> None:
        told.append(done)
        if len(told) > 1:  # what fits into one chunk is done before it can be read
            _progress(done)

    try:
        text = reports.evaluation(
            request,
            unit=options.unit,
            loss_texts=options.loss,
            fmt=options.format,
            scheduler=options.scheduler,
            tell=tell if on_terminal else lambda _: None,
        )
    finally:
        if len(told) > 1:
            print("\r\033[K", end="", file=sys.stderr)
    sys.stdout.write(text)
    return 0


def steps(argv: Sequence[str]) -> int:
    """Print worked steps; never imports Qt."""
    options = _steps_parser().parse_args(argv)
    from core.explain import report

    sys.stdout.write(
        report.steps(
            options.file,
            sample=options.sample,
            model=options.model,
            loss_text=options.loss,
            what=options.what,
            unit=options.unit,
            row_sums=options.row_sums,
            fmt=options.format,
        )
    )
    return 0


def export(argv: Sequence[str]) -> int:
    """Write figures without a display."""
    options = _export_parser().parse_args(argv)
    from gui.export import headless

    headless.export(
        options.files,
        Path(options.out),
        panels=options.panel,
        formats=options.format,
        theme=options.theme,
        size=options.size,
        scale=options.scale,
        language=options.language,
    )
    return 0


def code(argv: Sequence[str]) -> int:
    """Print a snippet; never imports Qt."""
    options = _code_parser().parse_args(argv)
    from core import snippets

    sys.stdout.write(
        snippets.of_file(
            options.file,
            options.framework,
            loss=options.loss,
            unit=options.unit,
            row_sums=options.row_sums,
        )
    )
    return 0


def window(argv: Sequence[str]) -> int:
    """Open the window."""
    options = _window_parser().parse_args(argv)
    if options.version:
        import core

        print(f"Loss Atlas {core.__version__}")
        return 0
    from gui import app

    return app.run(options.files)


def main(argv: Sequence[str] | None = None) -> int:
    """Run Loss Atlas with these arguments; return its exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    commands = {"evaluate": evaluate, "export": export, "steps": steps, "code": code}
    command = commands.get(arguments[0]) if arguments else None
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # names and signs print on a console of any encoding
            stream.reconfigure(encoding="utf-8", errors="replace")
    from core.errors import LossAtlasError

    try:
        return command(arguments[1:]) if command else window(arguments)
    except LossAtlasError as error:
        print(f"loss-atlas: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader of our output stopped early, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    raise SystemExit(main())
