"""What `evaluate` prints: the figures of files as a table, JSON or CSV."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from core import losses
from core.document import TRUTH, Settings
from core.information import nats_per
from core.losses import Loss
from core.parts import ZERO_SUM
from core.results import scale_of
from core.stream import Evaluated, Request, evaluated
from core.validation import Float

FORMATS = ("table", "json", "csv")
_NOTES = 20


@dataclass(frozen=True)
class Report:
    """What is reported: figures with their names, the unit, and losses by the title they are listed under."""

    evaluated: Evaluated
    unit: str
    titled: Mapping[str, Loss]


def evaluation(
    request: Request,
    *,
    unit: str = "nat",
    loss_texts: Sequence[str] = (),
    fmt: str = "table",
    scheduler: str = "",
    tell: Callable[[int], None] = lambda _: None,
) -> str:
    """Return the losses of every model of some files as text in a format of `FORMATS`.

    `loss_texts` are NAME or NAME:key=value,…; none means the standard ones. A loss is listed under its name, or
    under its text where one name is asked for twice.
    """
    settings = Settings(unit=unit, row_sums=request.row_sums)  # refuses what is not known
    titled = _titled(loss_texts) if loss_texts else {loss.name: loss for loss in settings.table_losses}
    request = replace(request, losses=tuple(dict.fromkeys(titled.values())), per_row=fmt != "table")
    report = Report(evaluated(request, scheduler, tell), unit, titled)
    writers: dict[str, Callable[[Report], str]] = {"json": _json, "csv": _csv, "table": _table}
    return writers[fmt](report)


def _titled(texts: Sequence[str]) -> dict[str, Loss]:
    parsed = [(text, losses.parse(text)) for text in texts]
    names = [loss.name for _, loss in parsed]
    return {loss.name if names.count(loss.name) == 1 else text: loss for text, loss in parsed}


def _number(value: float) -> float | str | None:
    if math.isnan(value):
        return None
    return value if math.isfinite(value) else "inf"


def _figures(mean: float, per_sample: Float, scale: float) -> dict[str, object]:
    return {"mean": _number(mean / scale), "per_sample": [_number(x) for x in (per_sample / scale).tolist()]}


def reason_of(state: int, total: float) -> str:
    """Return in English why a row is not a distribution."""
    return "sums to 0" if state == ZERO_SUM else f"sums to {total:.10g}"


def _table_name(report: Report, table: int) -> str:
    return "truth" if table == TRUTH else report.evaluated.models[table]


def _json(report: Report) -> str:
    found, unit = report.evaluated, report.unit
    figures = found.figures
    answer = {
        "unit": unit,
        "classes": list(found.classes),
        "samples": figures.size,
        "truth": {"entropy": _figures(figures.mean_entropy, figures.entropy(), nats_per(unit))},
        "models": [
            {
                "name": model.name,
                **({"temperature": temperature} if temperature != 1.0 else {}),
                "losses": {
                    title: _figures(model.mean(loss), model.per_sample(loss), scale_of(loss, unit))
                    for title, loss in report.titled.items()
                },
            }
            for model, temperature in zip(figures.models, found.temperatures, strict=True)
        ],
        "left_out": [
            {"table": _table_name(report, table), "row": row, "reason": reason_of(state, total)}
            for table, row, state, total in figures.left_out()
        ],
    }
    return json.dumps(answer, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _csv(report: Report) -> str:
    """Return a row a sample and model; an infinite figure is inf, a left-out one is empty."""
    found = report.evaluated
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["model", "sample", "entropy", *report.titled])
    entropy = (found.figures.entropy() / nats_per(report.unit)).tolist()
    for model in found.figures.models:
        columns = [(model.per_sample(loss) / scale_of(loss, report.unit)).tolist() for loss in report.titled.values()]
        for row in range(found.figures.size):
            figures = [entropy[row], *(column[row] for column in columns)]
            cells = ["" if math.isnan(x) else repr(x) for x in figures]
            writer.writerow([model.name, found.sample_name(row), *cells])
    return text.getvalue()


def _table(report: Report) -> str:
    """Return the means, a row a loss and a column a model, and below them what is to be known of the rows."""
    figures, unit = report.evaluated.figures, report.unit
    models = figures.models
    lines = [
        [f"mean over {figures.size} {'sample' if figures.size == 1 else 'samples'}", *(model.name for model in models)],
        ["H(p) " + unit, *(_short(model.mean_entropy / nats_per(unit)) for model in models)],
    ]
    if any(temperature != 1.0 for temperature in report.evaluated.temperatures):
        lines.insert(1, ["temperature T", *(f"{temperature:g}" for temperature in report.evaluated.temperatures)])
    if any(model.used_count < figures.size for model in models):
        lines.insert(1, ["samples that count", *(str(model.used_count) for model in models)])
    for title, loss in report.titled.items():
        scale = scale_of(loss, unit)
        name = f"{title} {unit}" if loss.in_units else title
        lines.append([name, *(_short(model.mean(loss) / scale) for model in models)])
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    text: list[str] = []
    for first, *cells in lines:
        padded = [cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True)]
        text.append("  ".join([first.ljust(widths[0]), *padded]))
    return "\n".join([*text, *_notes(report)]) + "\n"


def _notes(report: Report) -> list[str]:
    """Return a line for each row that is not a distribution, up to a screenful."""
    found, figures = report.evaluated, report.evaluated.figures
    done = {
        "as-typed": "computed as typed",
        "normalize": "computed on the row divided by its sum",
        "strict": "left out",
    }[figures.row_sums]
    notes: list[str] = []
    for table, row, state, total in islice(figures.off_rows(), _NOTES):
        what = "left out" if figures.leaves_out(state) else done
        sample = found.samples.get(row, f"sample {row + 1}")
        notes.append(f"! {_table_name(report, table)}, {sample} {reason_of(state, total)}: {what}")
    if figures.off_count > _NOTES:
        notes.append(f"… and {figures.off_count - _NOTES} more rows that are not distributions")
    return notes


def _short(value: float) -> str:
    if math.isnan(value):
        return "—"
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    if 1e-12 < abs(value) < 5e-5:
        return f"{value:.0e}"
    return f"{value:.4f}" if abs(value) < 1e7 else f"{value:.4e}"
