"""What the import dialog says: what comes out of the files, what was decided, what is in the way."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from core.document import Model
from core.errors import QT_TRANSLATE_NOOP
from core.io.importing import Kind, Note, Outcome, Proposal

translate = QCoreApplication.translate

KINDS: dict[Kind, str] = {
    "ignored": QT_TRANSLATE_NOOP("Import", "ignored"),
    "sample": QT_TRANSLATE_NOOP("Import", "sample"),
    "label": QT_TRANSLATE_NOOP("Import", "label"),
    "classes": QT_TRANSLATE_NOOP("Import", "names of classes"),
    "truth": QT_TRANSLATE_NOOP("Import", "true probability"),
    "probability": QT_TRANSLATE_NOOP("Import", "probability"),
    "logit": QT_TRANSLATE_NOOP("Import", "logit"),
    "ranked": QT_TRANSLATE_NOOP("Import", "classes of a list"),
}

NOTES = {
    "uniform": QT_TRANSLATE_NOOP(
        "Import", "No predictions: the model “{name}” stands in, 1/{classes} for each class, until you give some."
    ),
    "unused": QT_TRANSLATE_NOOP("Import", "{count} rows of {file} belong to no prediction and are left out."),
    "sorted": QT_TRANSLATE_NOOP(
        "Import", "Columns without names are taken in the order of the labels, “{first}” to “{last}”; check it."
    ),
}

DOUBTS = {
    "label": QT_TRANSLATE_NOOP("Import", "Which column is the label is a guess; check it."),
    "models": QT_TRANSLATE_NOOP("Import", "Whether these are several models or one is a guess; check it."),
    "scale": QT_TRANSLATE_NOOP(
        "Import", "Rows do not sum to 1, so these may be probabilities or logits; say which they are."
    ),
    "percent": QT_TRANSLATE_NOOP(
        "Import", "Rows sum to 100, like percentages; they come in as they are, and Normalize mends them."
    ),
}


def kind_title(kind: Kind) -> str:
    """Return what a role is called."""
    return translate("Import", KINDS[kind])


def counts(outcome: Outcome) -> str:
    """Return how many samples, classes and models come out."""
    document = outcome.document
    if document is None:
        return ""
    samples = (
        translate("Import", "1 sample")
        if document.size == 1
        else translate("Import", "{n} samples").format(n=f"{document.size:,}")
    )
    classes = translate("Import", "{n} classes").format(n=f"{len(document.classes):,}")
    models = (
        translate("Import", "1 model")
        if len(document.models) == 1
        else translate("Import", "{n} models").format(n=len(document.models))
    )
    return translate("Import", "{samples}, {classes}, {models}").format(samples=samples, classes=classes, models=models)


def remarks(proposal: Proposal) -> list[str]:
    """Return what was decided on the way, and what is in doubt."""
    found = [note(each) for each in proposal.outcome.notes]
    logits = [model.name for model in _models(proposal.outcome) if model.scale == "logit"]
    if logits:
        found.append(translate("Import", "Logits: {models}.").format(models=", ".join(logits)))
    return [*found, *(translate("Import", DOUBTS[doubt]) for doubt in sorted(proposal.doubts))]


def note(each: Note) -> str:
    """Return a note as a sentence."""
    values = {name: f"{value:,}" if isinstance(value, int) else value for name, value in each.values.items()}
    return translate("Import", NOTES[each.code]).format(**values)


def _models(outcome: Outcome) -> tuple[Model, ...]:
    return outcome.document.models if outcome.document is not None else ()
