"""From parts and roles to a document, or to the first thing that is in its way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from core import io
from core.blocks import Rows
from core.document import Document, label_indices
from core.errors import LossAtlasError
from core.io import tables
from core.io.importing import matching
from core.io.importing.columns import Column, Part, Texts
from core.io.importing.matching import Note
from core.io.importing.roles import PREDICTED, Kind, Role
from core.validation import Scale

UNIFORM = "uniform"
"""The model that stands in where files hold labels only."""
SORTED = "sorted"
"""The note where labels are taken to be numbered in the order of their names."""
_MOST_UNIFORM = 50_000_000
_MOST_CLASSES = 10_000


@dataclass(frozen=True)
class Outcome:
    """A document with what is to be known of it, or an error."""

    document: Document | None
    notes: tuple[Note, ...] = ()
    error: LossAtlasError | None = None


class _Model(NamedTuple):
    """One model of one part, and its columns by class; one column (N, K) is of all classes."""

    part: int
    name: str
    scale: Scale
    columns: tuple[tuple[str, Column], ...]

    @property
    def is_wide(self) -> bool:
        return len(self.columns) == 1 and not self.columns[0][1].is_flat

    @property
    def width(self) -> int:
        return self.columns[0][1].shape[1] if self.is_wide else len(self.columns)


def outcome(parts: Sequence[Part], roles: Sequence[Sequence[Role]]) -> Outcome:
    """Return what parts with these roles come to; raise the first thing that is in its way."""
    for part in parts:
        if part.flaw is not None:
            raise part.flaw
    sheet = _Sheet(parts, roles)
    models = sheet.models()
    if not models:
        return _labels_only(sheet)
    classes, by_order = _class_names(sheet, models)
    width = len(classes) if classes is not None else models[0].width
    if sheet.truth is None:
        raise LossAtlasError("no_truth", where=parts[0].file)
    base = models[0].part
    order = matching.Order([part.file for part in parts], [sheet.samples(k) for k in range(len(parts))], base)
    truth = order.taken(sheet.truth, _truth(sheet, sheet.truth, classes, width))
    _same_truths(sheet, order, truth, classes, width)
    arrays = [order.taken(model.part, _array(sheet, model, classes, width)) for model in models]
    names = io.distinct([model.name for model in models])
    samples = sheet.samples(base)
    given: list[tuple[str, npt.NDArray[Any] | Rows, Scale]] = [
        (name, array if model.is_wide else Rows.from_parts([array], model.width), model.scale)  # made here and checked
        for name, array, model in zip(names, arrays, models, strict=True)
    ]
    with sheet.at(base):
        document = Document.make(truth, given, classes=classes, samples=_listed(samples))
    notes = order.notes()
    if by_order and classes is not None:
        notes.append(Note(SORTED, {"first": classes[0], "last": classes[-1]}))
    return Outcome(document, tuple(notes))


class _Sheet:
    """Parts and roles, asked by role."""

    def __init__(self, parts: Sequence[Part], roles: Sequence[Sequence[Role]]) -> None:
        self.parts, self._roles = parts, roles
        truths = [k for k in range(len(parts)) if self.of(k, "label", "truth")]
        self.truths = truths
        self.truth = truths[0] if truths else None

    def of(self, part: int, *kinds: Kind) -> list[tuple[Role, Column]]:
        """Return the columns of a part that have one of some roles."""
        pairs = zip(self._roles[part], self.parts[part].columns, strict=True)
        return [(role, column) for role, column in pairs if role.kind in kinds]

    def only(self, part: int, kind: Kind) -> Column | None:
        """Return the one column of a role that only one may have."""
        found = self.of(part, kind)
        if len(found) > 1:
            first, second = found[0][1].title, found[1][1].title
            raise LossAtlasError("role_twice", where=self.parts[part].file, first=first, second=second)
        return found[0][1] if found else None

    def samples(self, part: int) -> Texts | None:
        """Return the names of a part's samples."""
        column = self.only(part, "sample")
        with self.at(part):
            return column.different if column is not None else None

    def at(self, part: int) -> Any:
        """Put a part's file before the place of what goes wrong."""
        return io.placing(self.parts[part].file)

    def check_unread(self) -> None:
        """Raise what is wrong with the first column that could not be read at all."""
        for place, part in enumerate(self.parts):
            for column in part.columns:
                if column.shape == (0,):
                    with self.at(place):
                        column.check()

    def models(self) -> list[_Model]:
        """Return every model of every part."""
        found: list[_Model] = []
        for part in range(len(self.parts)):
            pairs = self.of(part, *PREDICTED)
            wide = [(role, column) for role, column in pairs if not column.is_flat]
            found += [_Model(part, self._named(part, r), _scale(r), (("", c),)) for r, c in wide]
            flat = [(role, column) for role, column in pairs if column.is_flat]
            for name in dict.fromkeys(self._named(part, role) for role, _ in flat):
                own = [(role, column) for role, column in flat if self._named(part, role) == name]
                with self.at(part):
                    found.append(_Model(part, name, *_columns_of(name, own)))
        return found

    def _named(self, part: int, role: Role) -> str:
        return role.model or self.parts[part].stem


def _scale(role: Role) -> Scale:
    return "logit" if role.kind == "logit" else "probability"


def _columns_of(model: str, own: Sequence[tuple[Role, Column]]) -> tuple[Scale, tuple[tuple[str, Column], ...]]:
    """Return the scale of a model and its columns by class."""
    if len(own) == 1:
        raise LossAtlasError("one_column", where=f"column {own[0][1].title}")
    if len({role.kind for role, _ in own}) > 1:
        raise LossAtlasError("column_mixed", name=model)
    columns: dict[str, Column] = {}
    for role, column in own:
        name = role.name or column.title
        if name in columns:
            raise LossAtlasError("duplicate_name", where=f"model {model}", name=name)
        columns[name] = column
    return _scale(own[0][0]), tuple(columns.items())


# -- classes ----------------------------------------------------------------------------------------------


def _class_names(sheet: _Sheet, models: Sequence[_Model]) -> tuple[tuple[str, ...] | None, bool]:
    """Return the names of the classes in order, None where no file names them, and whether they were only sorted."""
    for part in range(len(sheet.parts)):
        column = sheet.only(part, "classes")
        if column is not None:
            return _listed(column.different), False
    for part in range(len(sheet.parts)):
        truth = sheet.of(part, "truth")
        if len(truth) > 1:
            return tuple(role.name or column.title for role, column in truth), False
    counted: tuple[str, ...] | None = None
    for model in models:
        names = _named_by(sheet, model)
        if names is not None and not _are_counted(names):
            return names, False
        counted = counted or names
    by_order = _sorted_labels(sheet, models[0].width)
    return (by_order, True) if by_order is not None else (counted, False)


def _named_by(sheet: _Sheet, model: _Model) -> tuple[str, ...] | None:
    """Return the classes that the columns or the lists of a model name."""
    if not model.is_wide:
        return tuple(name for name, _ in model.columns)
    ranked = sheet.only(model.part, "ranked")
    with sheet.at(model.part):
        return None if ranked is None else _ranked_names(ranked, model)


def _are_counted(names: Sequence[str]) -> bool:
    """Return whether classes are numbered from 0 in order, which names none."""
    return list(names) == [str(k) for k in range(len(names))]


def _sorted_labels(sheet: _Sheet, width: int) -> tuple[str, ...] | None:
    """Return the label texts in order, as programs number them, if there is one a class."""
    label = sheet.only(sheet.truth, "label") if sheet.truth is not None else None
    if label is None or sheet.truth is None or label.texts is None:
        return None
    names = label.texts.names
    if all(_index(name, width) for name in names):
        return None
    if len(names) != width:
        with sheet.at(sheet.truth):
            raise LossAtlasError("classes_unknown", where=f"column {label.title}", count=len(names), width=width)
    return tuple(sorted(names))


def _index(text: str, width: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10 and int(text) < width


def _ranked_names(column: Column, model: _Model) -> tuple[str, ...]:
    """Return the classes that lists name, in the order of their names or numbers."""
    names = _cells(column).names
    if len(names) != model.width:
        raise LossAtlasError("top_only", where=f"column {column.title}", shown=model.width, count=len(names))
    return tuple(sorted(names, key=lambda name: (int(name), "") if _index(name, 10**9) else (10**9, name)))


def _cells(column: Column) -> Texts:
    """Return the cells of a column (N, K) as texts."""
    column.check()
    if column.texts is not None:
        return column.texts
    assert column.numbers is not None
    values, codes = np.unique(column.numbers, return_inverse=True)
    return Texts(tuple(str(int(value)) for value in values), codes.reshape(column.numbers.shape))


def _listed(texts: Texts | None) -> tuple[str, ...] | None:
    return None if texts is None else tuple(texts.cells())


# -- numbers ----------------------------------------------------------------------------------------------


def _array(sheet: _Sheet, model: _Model, classes: Sequence[str] | None, width: int) -> npt.NDArray[Any]:
    """Return a model's predictions (N, K), the classes in order."""
    ranked = sheet.only(model.part, "ranked")
    with sheet.at(model.part):
        if model.is_wide:
            column = model.columns[0][1]
            column.check()
            assert column.numbers is not None
            if column.shape[1] != width:
                raise LossAtlasError("class_count", where=model.name, found=column.shape[1], expected=width)
            if ranked is None:
                return column.numbers
            assert classes is not None
            return _unranked(ranked, column.numbers, classes)
        return _stacked(_in_order(dict(model.columns), classes, model.name), model.scale)


def _in_order(columns: Mapping[str, Column], classes: Sequence[str] | None, model: str) -> list[Column]:
    """Return columns in the order of the classes, which they name, or count from 0."""
    if classes is None or (len(columns) == len(classes) and _are_counted(list(columns))):
        return list(columns.values())
    for name in classes:
        if name not in columns:
            raise LossAtlasError("column_missing", where=f"model {model}", name=name)
    for name, column in columns.items():
        if name not in classes:
            raise LossAtlasError("column_extra", where=f"model {model}", name=column.title)
    return [columns[name] for name in classes]


def _stacked(columns: Sequence[Column], scale: Scale) -> npt.NDArray[Any]:
    """Return flat columns side by side in an array of their own; the first cell that cannot be used is named."""
    import polars as pl

    arrays: list[npt.NDArray[Any]] = []
    for column in columns:
        column.check()
        if column.numbers is None:
            text = column.cell(0)
            raise LossAtlasError("cell_text", where=f"column {column.title}, row 1", text=text[:60])
        row = tables.first_unusable(column.numbers, scale)
        if row is not None:
            value = float(column.numbers[row])
            code = "bad_logit" if scale == "logit" else "negative" if -np.inf < value < 0 else "not_finite"
            raise LossAtlasError(code, where=f"column {column.title}, row {row + 1}", value=value)
        if arrays and len(column.numbers) != len(arrays[0]):
            found, expected = len(column.numbers), len(arrays[0])
            raise LossAtlasError("row_count", where=f"column {column.title}", found=found, expected=expected)
        arrays.append(column.numbers)
    kind = np.float32 if np.result_type(*arrays, np.float32) == np.float32 else np.float64
    # Not by numpy: its new memory is taken page by page, which costs several times the copying of a large table.
    columns_ = [pl.Series(str(place), array.astype(kind, copy=False)) for place, array in enumerate(arrays)]
    return pl.DataFrame(columns_).to_numpy(order="c")


def _unranked(ranked: Column, numbers: npt.NDArray[Any], classes: Sequence[str]) -> npt.NDArray[Any]:
    """Return numbers that lists give in an order of their own, each at the class it belongs to."""
    cells = _cells(ranked)
    if cells.codes.shape != numbers.shape:
        where = f"column {ranked.title}"
        raise LossAtlasError("array_shape", where=where, found=cells.codes.shape, expected=numbers.shape)
    places = np.array([classes.index(name) if name in classes else -1 for name in cells.names])[cells.codes]
    off = (np.sort(places, axis=1) != np.arange(len(classes))).any(axis=1)
    if off.any():
        raise LossAtlasError("ranked_row", where=f"column {ranked.title}, row {int(off.argmax()) + 1}")
    found = np.empty(numbers.shape, numbers.dtype)
    np.put_along_axis(found, places, numbers, axis=1)
    return found


# -- truth ------------------------------------------------------------------------------------------------


def _truth(sheet: _Sheet, part: int, classes: Sequence[str] | None, width: int) -> npt.NDArray[Any]:
    """Return the truth of a part: labels (N,) or rows (N, K)."""
    label, rows = sheet.only(part, "label"), sheet.of(part, "truth")
    with sheet.at(part):
        if label is not None and rows:
            raise LossAtlasError("role_twice", first=label.title, second=rows[0][1].title)
        if label is not None:
            return _label_codes(label, classes if classes is not None else [str(k) for k in range(width)])
        if len(rows) == 1:
            column = rows[0][1]
            column.check()
            if column.numbers is None or column.is_flat:
                raise LossAtlasError("one_column", where=f"column {column.title}")
            return column.numbers
        columns = {role.name or column.title: column for role, column in rows}
        return _stacked(_in_order(columns, classes, "truth"), "probability")


def _label_codes(label: Column, classes: Sequence[str]) -> npt.NDArray[np.int64]:
    """Return labels as indices of classes; each different one is looked up once."""
    if not label.is_flat:
        raise LossAtlasError("array_shape", where=f"column {label.title}", found=label.shape, expected="(samples,)")
    texts = label.different
    try:
        indices = label_indices(texts.names, classes)
    except LossAtlasError as error:
        row = int((texts.codes == texts.names.index(str(error.values["text"]))).argmax()) + 1
        raise LossAtlasError(error.code, where=f"column {label.title}, row {row}", **error.values) from None
    return np.array(indices, dtype=np.int64)[texts.codes]


def _same_truths(
    sheet: _Sheet, order: matching.Order, truth: npt.NDArray[Any], classes: Sequence[str] | None, width: int
) -> None:
    """Raise where a second file says that the truth is another."""
    for part in sheet.truths[1:]:
        other = order.taken(part, _truth(sheet, part, classes, width))
        if not np.array_equal(other, truth):
            first = sheet.parts[sheet.truths[0]].file
            raise LossAtlasError("two_truths", where=sheet.parts[part].file, first=first)


def _labels_only(sheet: _Sheet) -> Outcome:
    """Return labels with one model that knows nothing, to be typed over or joined by others."""
    part = sheet.truth
    sheet.check_unread()
    if part is None:
        raise LossAtlasError("column_predictions", where=sheet.parts[0].file)
    named = next((c for k in range(len(sheet.parts)) if (c := sheet.only(k, "classes")) is not None), None)
    label, rows = sheet.only(part, "label"), sheet.of(part, "truth")
    samples = _listed(sheet.samples(part))
    with sheet.at(part):
        classes = _listed(named.different) if named is not None else _label_names(label)
        width = len(classes) if classes is not None else len(rows) if len(rows) > 1 else rows[0][1].shape[-1]
        if classes is None and len(rows) > 1:
            classes = tuple(role.name or column.title for role, column in rows)
    truth = _truth(sheet, part, classes, width)
    with sheet.at(part):
        if len(truth) * width > _MOST_UNIFORM:
            raise LossAtlasError("labels_only", rows=len(truth), classes=width)
        q = np.full((len(truth), width), 1.0 / max(width, 1))
        document = Document.make(truth, [(UNIFORM, q, "probability")], classes=classes, samples=samples)
    return Outcome(document, (Note("uniform", {"name": UNIFORM, "classes": width}),))


def _label_names(label: Column | None) -> tuple[str, ...] | None:
    """Return classes from labels alone: 0 up to the largest of whole numbers, else the different ones in order."""
    if label is None:
        return None
    names = label.different.names
    if label.numbers is None:
        return tuple(sorted(names))
    low, high, whole = label.spread
    if not whole:
        raise LossAtlasError("label_type", where=f"column {label.title}", dtype=label.numbers.dtype)
    return tuple(str(k) for k in range(int(high) + 1)) if low >= 0 and high < _MOST_CLASSES else names
