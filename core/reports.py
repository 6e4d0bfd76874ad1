"""What `evaluate` prints: the figures of a document as a table, JSON or CSV."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice

from core import losses
from core.document import Document, RowSums, Settings
from core.information import nats_per
from core.losses import Loss
from core.results import ZERO_SUM, Results, compute
from core.validation import Float

FORMATS = ("table", "json", "csv")
_NOTES = 20


def evaluation(
    document: Document,
    *,
    unit: str = "nat",
    loss_texts: Sequence[str] = (),
    row_sums: RowSums = "as-typed",
    fmt: str = "table",
) -> str:
    """Return the losses of every model of `document` as text in a format of `FORMATS`.

    `loss_texts` are NAME or NAME:key=value,…; none means the standard ones. A loss is listed under its name,
    or under its text where one name is asked for twice.
    """
    settings = Settings(unit=unit, row_sums=row_sums)
    titled = _titled(loss_texts) if loss_texts else {loss.name: loss for loss in settings.table_losses}
    chosen = tuple(dict.fromkeys(titled.values()))
    names = tuple(loss.name for loss in chosen)
    settings = replace(settings, losses=chosen, shown=names, loss=names[0])
    results = compute(replace(document, settings=settings))
    writers: dict[str, Callable[[Results, dict[str, Loss]], str]] = {
        "json": _json,
        "csv": _csv,
        "table": _table,
    }
    return writers[fmt](results, titled)


def _titled(texts: Sequence[str]) -> dict[str, Loss]:
    parsed = [(text, losses.parse(text)) for text in texts]
    names = [loss.name for _, loss in parsed]
    return {loss.name if names.count(loss.name) == 1 else text: loss for text, loss in parsed}


def scale_of(loss: Loss, unit: str) -> float:
    """Return what to divide a loss's inner value by to show it."""
    return nats_per(unit) if loss.in_units else 1.0


def _number(value: float) -> float | str | None:
    if math.isnan(value):
        return None
    return value if math.isfinite(value) else "inf"


def _figures(mean: float, per_sample: Float, scale: float) -> dict[str, object]:
    return {"mean": _number(mean / scale), "per_sample": [_number(x) for x in (per_sample / scale).tolist()]}


def reason_of(state: int, total: float) -> str:
    """Return in English why a row is not a distribution."""
    return "sums to 0" if state == ZERO_SUM else f"sums to {total:.10g}"


def _json(results: Results, titled: dict[str, Loss]) -> str:
    document = results.document
    unit = document.settings.unit
    report = {
        "unit": unit,
        "classes": list(document.classes),
        "samples": document.size,
        "truth": {"entropy": _figures(results.mean_entropy, results.entropy(), nats_per(unit))},
        "models": [
            {
                "name": model.name,
                "losses": {
                    title: _figures(model.mean(loss), model.per_sample(loss), scale_of(loss, unit))
                    for title, loss in titled.items()
                },
            }
            for model in results.models
        ],
        "left_out": [
            {
                "table": document.table_name(table),
                "row": row,
                "reason": reason_of(state, total),
            }
            for table, row, state, total in results.left_out()
        ],
    }
    return json.dumps(report, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _csv(results: Results, titled: dict[str, Loss]) -> str:
    """Return a row a sample and model; an infinite figure is inf, a left-out one is empty."""
    document = results.document
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["model", "sample", "entropy", *titled])
    scale = nats_per(document.settings.unit)
    entropy = (results.entropy() / scale).tolist()
    for model in results.models:
        columns = [
            (model.per_sample(loss) / scale_of(loss, document.settings.unit)).tolist() for loss in titled.values()
        ]
        for row in range(document.size):
            figures = [entropy[row], *(column[row] for column in columns)]
            cells = ["" if math.isnan(x) else repr(x) for x in figures]
            writer.writerow([model.name, document.sample_name(row), *cells])
    return text.getvalue()


def _table(results: Results, titled: dict[str, Loss]) -> str:
    """Return the means, a row a loss and a column a model, and below them what is to be known of the rows."""
    document, models = results.document, results.models
    unit = document.settings.unit
    lines = [
        [f"mean over {document.size} samples", *(model.name for model in models)],
        ["H(p) " + unit, *(_short(model.mean_entropy / nats_per(unit)) for model in models)],
    ]
    if any(model.used_count < document.size for model in models):
        lines.insert(1, ["samples that count", *(str(model.used_count) for model in models)])
    for title, loss in titled.items():
        scale = scale_of(loss, unit)
        name = f"{title} {unit}" if loss.in_units else title
        lines.append([name, *(_short(model.mean(loss) / scale) for model in models)])
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    text: list[str] = []
    for first, *cells in lines:
        padded = [cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True)]
        text.append("  ".join([first.ljust(widths[0]), *padded]))
    return "\n".join([*text, *_notes(results)]) + "\n"


def _notes(results: Results) -> list[str]:
    """Return a line for each row that is not a distribution, up to a screenful."""
    document = results.document
    done = {
        "as-typed": "computed as typed",
        "normalize": "computed on the row divided by its sum",
        "strict": "left out",
    }[document.settings.row_sums]
    notes: list[str] = []
    for table, row, state, total in islice(results.off_rows(), _NOTES):
        what = "left out" if results.leaves_out(state) else done
        place = f"{document.table_name(table)}, {document.sample_name(row)}"
        notes.append(f"! {place} {reason_of(state, total)}: {what}")
    if results.off_count > _NOTES:
        notes.append(f"… and {results.off_count - _NOTES} more rows that are not distributions")
    return notes


def _short(value: float) -> str:
    if math.isnan(value):
        return "—"
    return f"{value:.4f}" if math.isfinite(value) else "∞"
