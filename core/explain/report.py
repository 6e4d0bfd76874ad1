"""What `steps` prints: one sample and model of a file, written out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from core import losses
from core.errors import LossAtlasError
from core.explain.derivations import What, explain
from core.explain.emit import to_latex, to_text
from core.explain.mean import with_loss
from core.explain.steps import Explanation
from core.io.importing import opening
from core.results import compute
from core.validation import RowSums

FORMATS = ("text", "latex")


def steps(
    name: str,
    *,
    sample: str = "0",
    model: str = "0",
    loss_text: str = "",
    what: What = "value",
    unit: str = "",
    row_sums: RowSums | Literal[""] = "",
    fmt: str = "text",
) -> str:
    """Return the worked steps of a file's sample and model as text or LaTeX.

    `sample` and `model` are names or indices from 0; a name wins over an index. `loss_text` is NAME or
    NAME:key=value,…. Loss, unit and policy are the document's own unless given: cross-entropy, nat and as typed, or
    what a session keeps.

    Raises
    ------
    LossAtlasError
        Naming the file and what in it is not there, or what of the loss cannot be used.
    """
    document = opening.opened([name])
    chosen = {"unit": unit, "row_sums": row_sums}
    document = document.with_settings(**{key: value for key, value in chosen.items() if value})
    if loss_text:
        document = with_loss(document, losses.parse(loss_text))
    row = _index(name, "unknown_sample", sample, document.samples or (), document.size)
    column = _index(name, "unknown_model", model, [each.name for each in document.models], len(document.models))
    made = explain(compute(document), row, column, what=what)
    writers: dict[str, Callable[[Explanation], str]] = {"text": to_text, "latex": to_latex}
    return writers[fmt](made)


def _index(file: str, code: str, text: str, names: Sequence[str], count: int) -> int:
    """Return the index of a name, or the index that a text says."""
    if text in names:
        return list(names).index(text)
    if text.isascii() and text.isdigit() and len(text) < 10 and int(text) < count:
        return int(text)
    raise LossAtlasError(code, where=file, text=text, last=count - 1)
