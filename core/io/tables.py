"""Delimited text and Parquet tables: one row a sample; interfaces as in the manual's “Array and table files”."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from core.document import Document, Model, label_indices
from core.errors import LossAtlasError
from core.io import parquet
from core.io.text import reads_as_chinese
from core.validation import Scale

if TYPE_CHECKING:
    import polars as pl

SUFFIXES = (".csv", ".tsv", ".parquet")

_LOGIT = "logit:"
_TRUE = "true:"
_DEFAULT_MODEL = "model"
_RESERVED = ("sample", "label")


@dataclass(frozen=True)
class _Column:
    """A prediction column: its title in the file, and what the title says."""

    title: str
    model: str
    class_name: str
    scale: Scale


@dataclass(frozen=True)
class Layout:
    """What the columns of a table are, from their titles alone.

    Attributes
    ----------
    truth
        The titles of the columns of true probabilities; empty where there is a label column instead.
    models
        Each model's name, scale and column titles in class order.
    """

    classes: tuple[str, ...]
    truth: tuple[str, ...]
    models: tuple[tuple[str, Scale, tuple[str, ...]], ...]
    has_samples: bool

    @classmethod
    def of(cls, titles: Sequence[str]) -> Layout:
        """Return the layout that column titles tell, or raise saying what is missing."""
        columns = [_column(title) for title in titles if title not in _RESERVED and not title.startswith(_TRUE)]
        if not columns:
            raise LossAtlasError("column_predictions")
        truth = tuple(title for title in titles if title.startswith(_TRUE))
        if "label" in titles and truth:
            raise LossAtlasError("column_both")
        if "label" not in titles and not truth:
            raise LossAtlasError("column_truth")
        names = [title.removeprefix(_TRUE) for title in truth] or [column.class_name for column in columns]
        classes = tuple(dict.fromkeys(names))
        models = tuple(_model(columns, name, classes) for name in dict.fromkeys(c.model for c in columns))
        return cls(classes, truth, models, "sample" in titles)

    @property
    def numeric(self) -> set[str]:
        """The titles of all columns that hold numbers."""
        return {*self.truth, *(title for _, _, titles in self.models for title in titles)}

    @property
    def titles(self) -> list[str]:
        """The titles of all columns that are read."""
        extra = ["sample"] if self.has_samples else []
        return [*extra, *(self.truth or ["label"]), *(t for _, _, titles in self.models for t in titles)]

    def rows(self, frame: pl.DataFrame, first: int = 0) -> TableRows:
        """Return the rows of a frame, the first of which is row `first` of the file."""
        if self.truth:
            truth: npt.NDArray[Any] = _matrix(frame, self.truth, "probability", first)
        else:
            truth = _labels(frame, self.classes, first)
        predictions = [_matrix(frame, titles, scale, first) for _, scale, titles in self.models]
        return TableRows(truth, predictions, _texts(frame, "sample") if self.has_samples else None)


class TableRows(NamedTuple):
    """Consecutive rows: the truth (n,) or (n, K), every model's predictions (n, K), and names of samples."""

    truth: npt.NDArray[Any]
    predictions: list[npt.NDArray[Any]]
    samples: list[str] | None


def read(path: Path) -> Document:
    """Return the document in a table: label or true: columns, then a column a class (and model)."""
    frame = _frame(path)
    if frame.height == 0:
        raise LossAtlasError("no_samples")
    layout = Layout.of(frame.columns)
    rows = layout.rows(frame)
    models: list[tuple[str, npt.NDArray[Any], Scale]] = [
        (name, values, scale) for (name, scale, _), values in zip(layout.models, rows.predictions, strict=True)
    ]
    return Document.make(rows.truth, models, classes=layout.classes, samples=rows.samples)


def truth(path: Path, classes: Sequence[str]) -> tuple[npt.NDArray[Any], tuple[str, ...] | None]:
    """Return the truth in a table, whatever else is in it, and the names of the classes where it is true: columns."""
    frame = _frame(path)
    if frame.height == 0:
        raise LossAtlasError("no_samples")
    titles = [title for title in frame.columns if title.startswith(_TRUE)]
    if "label" in frame.columns and titles:
        raise LossAtlasError("column_both")
    if titles:
        names = tuple(title.removeprefix(_TRUE) for title in titles)
        return _matrix(frame, titles, "probability", 0), names
    if "label" in frame.columns:
        return _labels(frame, classes, 0), None
    raise LossAtlasError("column_truth")


def to_bytes(document: Document) -> bytes:
    """Return the document as a `.csv` file's bytes, numbers written to the last digit.

    A table has no place for a temperature: rows are written as they are in use at it, so that they mean the same when
    read.

    Raises
    ------
    LossAtlasError
        For a model whose name the column titles cannot hold.
    """
    columns = {"sample": [document.sample_name(row) for row in range(document.size)]}
    truth = document.truth.array()
    if truth.ndim == 1:
        columns["label"] = [document.classes[label] for label in truth]
    else:
        columns |= _text_columns([_TRUE + name for name in document.classes], truth)
    plain = len(document.models) == 1 and document.models[0].name == _DEFAULT_MODEL
    plain = plain and not any(name in _RESERVED or ":" in name for name in document.classes)
    for model in document.models:
        if ":" in model.name or model.name in ("true", "logit"):
            raise LossAtlasError("model_title", name=model.name)
        prefix = (_LOGIT if model.scale == "logit" else "") + ("" if plain else f"{model.name}:")
        columns |= _text_columns([prefix + name for name in document.classes], _in_use(model))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    return text.getvalue().encode()


def _in_use(model: Model) -> npt.NDArray[Any]:
    if model.temperature == 1.0:
        return model.rows.array()
    return np.concatenate([model.in_use(block).values for block in model.rows.blocks])


def _text_columns(titles: list[str], values: npt.NDArray[Any]) -> dict[str, list[str]]:
    return {title: [repr(float(x)) for x in column] for title, column in zip(titles, values.T, strict=True)}


def _frame(path: Path) -> pl.DataFrame:
    """Return the file as a data frame: text cells from delimited text, typed columns from Parquet."""
    import polars as pl

    is_parquet = path.suffix.lower() == ".parquet"
    data = path.read_bytes()
    if is_parquet:
        parquet.check(path)
    try:
        if is_parquet:
            return pl.read_parquet(io.BytesIO(data))
        text = _decode(data).strip("\n")
        if not text.strip():
            raise LossAtlasError("file_empty")
        table = pl.read_csv(text.encode(), separator=separator_of(text, path), has_header=False, infer_schema=False)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise LossAtlasError("file_damaged" if is_parquet else "file_ragged", reason=short(error)) from None
    frame = table.slice(1)
    frame.columns = titles_of(table)
    return frame


def titles_of(table: pl.DataFrame) -> list[str]:
    """Return the column titles in the first row of a table of text; one that is there twice raises."""
    titles = [str(title or "").strip() for title in table.row(0)]
    twice = [title for title, count in Counter(titles).items() if count > 1]
    if twice:
        raise LossAtlasError("duplicate_name", where="header", name=twice[0])
    return titles


def short(error: BaseException) -> str:
    """Return the first words of what another library says."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:100]


def _decode(data: bytes) -> str:
    encodings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and (encoding != "gb18030" or reads_as_chinese(text)):
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise LossAtlasError("file_encoding")


def separator_of(text: str, path: Path) -> str:
    """Return the separator that stands most often in the header; a tab in a .tsv."""
    if path.suffix.lower() == ".tsv":
        return "\t"
    header = text.partition("\n")[0]
    return max(",;\t", key=header.count)


def _column(title: str) -> _Column:
    scale: Scale = "logit" if title.startswith(_LOGIT) else "probability"
    rest = title.removeprefix(_LOGIT)
    model, colon, name = rest.partition(":")
    return _Column(title, model if colon else _DEFAULT_MODEL, name if colon else rest, scale)


def _model(columns: list[_Column], name: str, classes: Sequence[str]) -> tuple[str, Scale, tuple[str, ...]]:
    """Return a model's name, its scale, and its column titles in class order."""
    own = [column for column in columns if column.model == name]
    scale = own[0].scale
    if any(column.scale != scale for column in own):
        raise LossAtlasError("column_mixed", name=name)
    titles = {column.class_name: column.title for column in own}
    for class_name in classes:
        if class_name not in titles:
            raise LossAtlasError("column_missing", where=f"model {name}", name=class_name)
    for class_name, title in titles.items():
        if class_name not in classes:
            raise LossAtlasError("column_extra", where=f"model {name}", name=title)
    return name, scale, tuple(titles[class_name] for class_name in classes)


def _labels(frame: pl.DataFrame, classes: Sequence[str], first: int) -> npt.NDArray[np.integer[Any]]:
    """Return the label column as indices; each different text is looked up once."""
    import polars as pl

    column = frame["label"]
    different = column.unique(maintain_order=True)
    texts = ["" if each is None else str(each).strip() for each in different.to_list()]
    try:
        indices = label_indices(texts, classes)
    except LossAtlasError as error:
        wrong = different[texts.index(str(error.values["text"]))]
        row = int((column.is_null() if wrong is None else column == wrong).arg_max() or 0)
        raise LossAtlasError(error.code, where=f"column label, row {first + row + 1}", **error.values) from None
    return column.replace_strict(different, pl.Series(indices, dtype=pl.Int64), return_dtype=pl.Int64).to_numpy()


def _texts(frame: pl.DataFrame, title: str) -> list[str]:
    return ["" if cell is None else str(cell).strip() for cell in frame[title].to_list()]


def _matrix(frame: pl.DataFrame, titles: Sequence[str], scale: Scale, first: int) -> npt.NDArray[np.floating[Any]]:
    """Return columns as numbers (n, columns); the first cell that cannot be used is named."""
    import polars as pl

    columns = [_numbers(frame, title, scale, first) for title in titles]
    # Rows lie as in a document, since the last digit of a sum depends on it.
    return pl.DataFrame(columns).to_numpy(order="c")


def _numbers(frame: pl.DataFrame, title: str, scale: Scale, first: int) -> pl.Series:
    import polars as pl

    column = frame[title]
    if column.dtype == pl.String:
        numbers = column.str.strip_chars().cast(pl.Float64, strict=False)
    elif column.dtype.is_numeric():
        numbers = column if column.dtype == pl.Float32 else column.cast(pl.Float64)
    else:
        raise LossAtlasError("array_dtype", where=f"column {title}", found=column.dtype, expected="numbers")
    if numbers.null_count():
        row = int(numbers.is_null().arg_max() or 0)
        where = f"column {title}, row {first + row + 1}"
        text = str(column[row] or "").strip()
        if not text:
            raise LossAtlasError("cell_empty", where=where)
        raise LossAtlasError("cell_text", where=where, text=text[:60])
    values = numbers.to_numpy()
    row = first_unusable(values, scale)
    if row is not None:
        value = float(values[row])
        code = "bad_logit" if scale == "logit" else "negative" if -np.inf < value < 0 else "not_finite"
        raise LossAtlasError(code, where=f"column {title}, row {first + row + 1}", value=value)
    return numbers


def first_unusable(values: npt.NDArray[np.floating[Any]], scale: Scale) -> int | None:
    """Return the first row that cannot be computed on, or None."""
    low, high = values.min(initial=0.0), values.max(initial=0.0)
    if high < np.inf and (low >= 0 or (scale == "logit" and not np.isnan(low))):
        return None
    usable = values < np.inf if scale == "logit" else (values >= 0) & (values < np.inf)
    return int(usable.argmin())
