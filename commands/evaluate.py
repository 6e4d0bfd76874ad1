"""`evaluate`: the losses of every model in some files. Never imports Qt."""

from __future__ import annotations

import argparse

from commands import arguments
from commands.base import Command, Example
from commands.output import put
from commands.progress import progress

FORMATS = ("table", "json", "csv")


def _add(parser: argparse.ArgumentParser) -> None:
    arguments.add_files(parser)
    arguments.add_loss(parser, several=True)
    arguments.add_settings(parser, unit="nat", row_sums="as-typed")
    parser.add_argument("--format", default="table", choices=FORMATS, help="what is printed (%(default)s)")
    parser.add_argument(
        "--rows",
        action="store_true",
        help="the files hold different rows of one table, taken one after another, instead of models of the same rows",
    )
    action = parser.add_argument(
        "--truth", default="", metavar="FILE.npy", help="the labels or probabilities that .npy files are predictions of"
    )
    arguments.completed(action, "file")
    parser.add_argument("--logits", action="store_true", help="the .npy files hold logits")
    parser.add_argument(
        "--scheduler",
        default="",
        metavar="ADDRESS",
        help="compute on the Dask cluster of this scheduler, such as tcp://host:8786; it must see the same files",
    )


def _run(options: argparse.Namespace) -> int:
    from core import reports
    from core.stream import Request

    request = Request(
        tuple(arguments.files_of(options)),
        (),
        options.row_sums,
        stacked=options.rows,
        truth=options.truth,
        scale="logit" if options.logits else "probability",
    )
    with progress(not options.scheduler) as told:
        text = reports.evaluation(
            request,
            unit=options.unit,
            loss_texts=options.loss,
            fmt=options.format,
            scheduler=options.scheduler,
            tell=lambda done: told.say(f"{done:,} rows"),
        )
    put(text)
    return 0


COMMAND = Command(
    name="evaluate",
    order=10,
    summary="Print the losses of every model in the files.",
    about=(
        "Rows are read some at a time and only their figures are kept, so a file may be larger than memory. Several "
        "files are models of the same rows, unless --rows says that they are different rows of one table. The table "
        "shows means; JSON and CSV have every sample as well.",
    ),
    add=_add,
    run=_run,
    examples=(
        Example("evaluate example", "a table of mean losses"),
        Example(
            "evaluate results.npz --format json --loss mse:reduction=mean --loss focal:gamma=2", "two losses as JSON"
        ),
        Example("evaluate 'part-*.parquet' --rows", "many files, the rows of one table"),
        Example("evaluate model.npy --logits --truth labels.npy", "bare arrays, mapped into memory"),
    ),
    files=(*arguments.FILES, "Bare .npy arrays of predictions are read too, with --truth."),
)
