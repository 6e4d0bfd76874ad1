"""Conventions side by side: what PyTorch, Keras, optax and scikit-learn would report for a document, and why.

Every library is one file here, found by itself. None is imported: each value is computed by the library's documented
behaviour, and the tests hold it against the library.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from core.conventions.base import Call, Case, Library, Remark
from core.document import Document
from core.losses import Loss

__all__ = ["Library", "Remark", "Reported", "libraries", "reported"]


@dataclass(frozen=True)
class Reported:
    """What one call of a library reports for a document.

    Attributes
    ----------
    library, version
        Its name, and the version whose behaviour this is.
    dtype
        The type it computes in unless told otherwise; `value` is in float64 with the library's constants.
    measure
        The name of the Loss Atlas loss beside it.
    call
        The call: y are labels, p the truth's rows, q probabilities, z logits, w class weights.
    value, ours
        The mean that it reports and Loss Atlas's, in nats or unitless; nan where there is none.
    how
        What the library does.
    differs
        Why the two values differ, in the order in which it happens; empty if they do not.
    refusal
        Why the library does not take this document, or None.
    mistaken
        Whether the call is a common mistake, shown to be recognized.
    """

    library: str
    version: str
    dtype: str
    measure: str
    call: str
    value: float
    ours: float
    how: Remark
    differs: tuple[Remark, ...]
    refusal: Remark | None
    mistaken: bool = False

    @property
    def defined(self) -> bool:
        """Whether it reports a number, which may be infinite."""
        return not np.isnan(self.value)

    @property
    def reason(self) -> str:
        """Why the two values differ, or why there is none, in English; empty if they agree."""
        remarks = self.differs if self.refusal is None else (self.refusal,)
        return " ".join(each.sentence() for each in remarks)


@cache
def libraries() -> tuple[Library, ...]:
    """Return every library, in the order in which they are shown."""
    modules = [importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__)]
    found = [value for module in modules for value in vars(module).values() if isinstance(value, Library)]
    return tuple(sorted(found, key=lambda library: library.order))


@np.errstate(all="ignore")
def reported(document: Document, model: int = 0, *, losses: Sequence[Loss] | None = None) -> tuple[Reported, ...]:
    """Return what each library reports for one model of a document, under its defaults.

    The libraries get the rows as typed; class weights and label smoothing are those of the document's cross-entropy,
    where a call has a place for them. The other parameters are the library's own.

    Parameters
    ----------
    document
        The document on show.
    model
        Which of its models.
    losses
        The Loss Atlas losses to compare with; by default all of the document's, with its parameters.

    Raises
    ------
    LossAtlasError
        For class weights of another number than the classes.
    """
    chosen = document.settings.losses if losses is None else losses
    case = Case.of(document, model, {loss.name: loss for loss in chosen})
    return tuple(_reported(library, call) for library in libraries() for call in library.calls(case))


def _reported(library: Library, call: Call) -> Reported:
    refused = call.refusal is not None
    return Reported(
        library.name,
        library.version,
        library.dtype,
        call.loss,
        call.text,
        float("nan") if refused else call.steps.value,
        call.steps.ours,
        call.how,
        () if refused else call.steps.reasons,
        call.refusal,
        call.mistaken,
    )
