"""`steps`: the arithmetic of one sample and model, written out. Never imports Qt."""

from __future__ import annotations

import argparse

from commands import arguments
from commands.base import Command, Example
from commands.output import put


def _add(parser: argparse.ArgumentParser) -> None:
    arguments.add_file(parser)
    parser.add_argument("--sample", default="0", metavar="S", help="a sample's name, or its index from 0 (0)")
    parser.add_argument("--model", default="0", metavar="M", help="a model's name, or its index from 0 (0)")
    arguments.add_loss(parser)
    parser.add_argument(
        "--what",
        default="value",
        choices=("value", "gradient", "logits", "mean"),
        help="the loss, its gradient, the loss from logits, or its mean over samples (%(default)s)",
    )
    arguments.add_settings(parser)
    parser.add_argument("--format", default="text", choices=("text", "latex"), help="what is printed (%(default)s)")


def _run(options: argparse.Namespace) -> int:
    from core.explain import report

    text = report.steps(
        arguments.file_of(options),
        sample=options.sample,
        model=options.model,
        loss_text=options.loss,
        what=options.what,
        unit=options.unit,
        row_sums=options.row_sums,
        fmt=options.format,
    )
    put(text)
    return 0


COMMAND = Command(
    name="steps",
    order=30,
    summary="Write out the arithmetic of one sample and model.",
    about=(
        "The formula, the numbers put in term by term, what is simplified, and the value. A sign of equality holds for "
        "what is printed; else it is ≈.",
    ),
    add=_add,
    run=_run,
    examples=(
        Example("steps example --sample 0 --model 1", "the cross-entropy of the first sample"),
        Example("steps example --loss focal:gamma=2 --what gradient", "how a gradient comes about"),
        Example("steps digits --sample 12 --what logits --format latex", "from logits, as LaTeX"),
    ),
    files=arguments.FILES,
)
