"""Delimited text and Parquet tables: one row a sample; interfaces as in the manual's “Array and table files”."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from core.document import Document, Scale, label_indices
from core.errors import LossAtlasError

if TYPE_CHECKING:
    import polars as pl

SUFFIXES = (".csv", ".tsv", ".parquet")

_LOGIT = "logit:"
_TRUE = "true:"
_DEFAULT_MODEL = "model"


@dataclass(frozen=True)
class _Column:
    """A prediction column: its title in the file, and what the title says."""

    title: str
    model: str
    class_name: str
    scale: Scale


def read(path: Path) -> Document:
    """Return the document in a table: label or true: columns, then a column a class (and model)."""
    frame = _frame(path)
    if frame.height == 0:
        raise LossAtlasError("no_samples")
    titles = frame.columns
    columns = [_column(title) for title in titles if title not in ("sample", "label") and not title.startswith(_TRUE)]
    if not columns:
        raise LossAtlasError("column_predictions")
    true_classes = [title.removeprefix(_TRUE) for title in titles if title.startswith(_TRUE)]
    if "label" in titles and true_classes:
        raise LossAtlasError("column_both")
    if "label" not in titles and not true_classes:
        raise LossAtlasError("column_truth")
    classes = true_classes or list(dict.fromkeys(column.class_name for column in columns))
    models = [
        (name, _matrix(frame, _of_model(name, columns, classes)), _scale(name, columns))
        for name in dict.fromkeys(column.model for column in columns)
    ]
    if true_classes:
        truth: npt.NDArray[Any] = _matrix(frame, [_TRUE + name for name in classes])
    else:
        labels = ["" if text is None else str(text).strip() for text in frame["label"].to_list()]
        try:
            truth = np.array(label_indices(labels, classes))
        except LossAtlasError as error:
            raise error.at("column label") from None
    samples = None if "sample" not in titles else ["" if x is None else str(x) for x in frame["sample"].to_list()]
    return Document.make(truth, models, classes=classes, samples=samples)


def to_bytes(document: Document) -> bytes:
    """Return the document as a `.csv` file's bytes, numbers written to the last digit."""
    several = len(document.models) > 1
    header = ["sample"]
    columns: list[list[str]] = [[document.sample_name(row) for row in range(document.size)]]
    truth = document.truth.array()
    if truth.ndim == 1:
        header.append("label")
        columns.append([document.classes[label] for label in truth])
    else:
        header += [_TRUE + name for name in document.classes]
        columns += _text_columns(truth)
    for model in document.models:
        prefix = (_LOGIT if model.scale == "logit" else "") + (f"{model.name}:" if several else "")
        header += [prefix + name for name in document.classes]
        columns += _text_columns(model.rows.array())
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(zip(*columns, strict=True))
    return text.getvalue().encode()


def _text_columns(values: npt.NDArray[Any]) -> list[list[str]]:
    return [[repr(float(x)) for x in column] for column in values.T]


def _frame(path: Path) -> pl.DataFrame:
    """Return the file as a data frame: text cells from delimited text, typed columns from Parquet."""
    import polars as pl

    try:
        if path.suffix.lower() == ".parquet":
            return pl.read_parquet(path)
        text = _decode(path.read_bytes())
        if not text.strip():
            raise LossAtlasError("file_empty")
        separator = _separator(text, path)
        return pl.read_csv(text.encode(), separator=separator, infer_schema=False, missing_utf8_is_empty_string=True)
    except pl.exceptions.DuplicateError as error:
        raise LossAtlasError("file_damaged", reason=_short(error)) from None
    except pl.exceptions.PolarsError as error:
        code = "file_damaged" if path.suffix.lower() == ".parquet" else "file_ragged"
        raise LossAtlasError(code, reason=_short(error)) from None


def _short(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:100]


def _decode(data: bytes) -> str:
    encodings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise LossAtlasError("file_encoding")


def _separator(text: str, path: Path) -> str:
    """Return the separator that stands most often in the header; a tab in a .tsv."""
    if path.suffix.lower() == ".tsv":
        return "\t"
    header = text.lstrip().splitlines()[0]
    return max(",;\t", key=header.count)


def _column(title: str) -> _Column:
    scale: Scale = "logit" if title.startswith(_LOGIT) else "probability"
    rest = title.removeprefix(_LOGIT)
    model, colon, name = rest.partition(":")
    return _Column(title, model if colon else _DEFAULT_MODEL, name if colon else rest, scale)


def _scale(model: str, columns: list[_Column]) -> Scale:
    scales = {column.scale for column in columns if column.model == model}
    if len(scales) > 1:
        raise LossAtlasError("column_mixed", name=model)
    return scales.pop()


def _of_model(model: str, columns: list[_Column], classes: list[str]) -> list[str]:
    """Return the titles of a model's columns in class order."""
    titles = {column.class_name: column.title for column in columns if column.model == model}
    for name in classes:
        if name not in titles:
            raise LossAtlasError("column_missing", where=f"model {model}", name=name)
    for name in titles:
        if name not in classes:
            raise LossAtlasError("column_extra", where=f"model {model}", name=titles[name])
    return [titles[name] for name in classes]


def _matrix(frame: pl.DataFrame, titles: list[str]) -> npt.NDArray[np.float64]:
    """Return columns as numbers (N, columns); the first cell that is none is named."""
    return np.ascontiguousarray(np.stack([_numbers(frame, title) for title in titles], axis=1))


def _numbers(frame: pl.DataFrame, title: str) -> npt.NDArray[np.float64]:
    import polars as pl

    column = frame[title]
    if column.dtype == pl.String:
        stripped = column.str.strip_chars()
        numbers = stripped.cast(pl.Float64, strict=False)
    elif column.dtype.is_numeric():
        numbers = column.cast(pl.Float64)
    else:
        raise LossAtlasError("array_dtype", where=f"column {title}", found=column.dtype, expected="numbers")
    if numbers.null_count():
        row = int(numbers.is_null().arg_max() or 0)
        text = column[row]
        where = f"column {title}, row {row + 1}"
        if text is None or not str(text).strip():
            raise LossAtlasError("cell_empty", where=where)
        raise LossAtlasError("not_a_number", where=where, text=str(text)[:60])
    return numbers.to_numpy()
