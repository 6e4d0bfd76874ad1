"""Evaluation of files: rows are read some at a time, computed by `partial`, and put together by `merge`.

Only figures stay in memory, so a file may be larger than it. The same `parts_of` runs on the machines of a cluster.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from core import distributions, validation
from core.blocks import Block
from core.document import Document
from core.errors import LossAtlasError
from core.io.scan import Arrays, Source, chunk_rows, open_source
from core.io.tables import TableRows
from core.losses import Loss
from core.parts import Chunk, Part, cores, partial
from core.results import Figures, merge
from core.validation import RowSums, Scale

Range = tuple[int, int | None]
_TASK_CHUNKS = 8
"""A task on a cluster is about so many chunks of rows, where a file can be read from its middle."""


@dataclass(frozen=True)
class Request:
    """What is to be evaluated: enough for any machine that sees the same files.

    Attributes
    ----------
    names
        Files, or built-in examples.
    stacked
        Whether the files hold different rows of one table, one after another, instead of models side by side.
    truth
        For `.npy` predictions, the file of the truth.
    scale
        What `.npy` predictions are.
    """

    names: tuple[str, ...]
    losses: tuple[Loss, ...]
    row_sums: RowSums = "as-typed"
    stacked: bool = False
    truth: str = ""
    scale: Scale = "probability"

    def sources(self) -> list[Source]:
        """Return where the rows are: one source, or several whose rows follow one another."""
        if self.truth:
            return [Arrays.open(self.names, self.truth, self.scale)]
        opened = [open_source(name) for name in self.names]
        if self.stacked:
            for name, other in zip(self.names[1:], opened[1:], strict=True):
                if (other.classes, other.models) != (opened[0].classes, opened[0].models):
                    raise LossAtlasError("file_rows", where=Path(name).name, first=Path(self.names[0]).name)
            return opened
        return [opened[0] if len(opened) == 1 else SideBySide(tuple(self.names), tuple(opened))]


@dataclass(frozen=True)
class Evaluated:
    """Figures of files, and the names that belong to them."""

    classes: tuple[str, ...]
    models: tuple[str, ...]
    samples: list[str] | None
    figures: Figures

    def sample_name(self, row: int) -> str:
        """Return the name of a sample, or its number from 1."""
        return self.samples[row] if self.samples is not None else str(row + 1)


@dataclass(frozen=True)
class SideBySide:
    """Several sources with the same truth: the models of all."""

    names: tuple[str, ...]
    sources: tuple[Source, ...]

    def __post_init__(self) -> None:
        for name, source in zip(self.names, self.sources, strict=True):
            if source.classes != self.sources[0].classes:
                raise self._differs(name)

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes of all."""
        return self.sources[0].classes

    @property
    def models(self) -> tuple[tuple[str, Scale], ...]:
        """The models of all; a name that is taken gets a number."""
        found: dict[str, Scale] = {}
        for source in self.sources:
            taken = set(found)
            for name, scale in source.models:
                title, number = name, 2
                while title in taken or title in found:
                    title, number = f"{name} ({number})", number + 1
                found[title] = scale
        return tuple(found.items())

    @property
    def size(self) -> int | None:
        """The number of rows, where all know it."""
        sizes = [source.size for source in self.sources]
        return sizes[0] if None not in sizes else None

    def rows(self, start: int, stop: int | None) -> Iterator[TableRows]:
        """Yield the rows of all, as many of each at a time."""
        count = chunk_rows(len(self.classes))
        streams = [_even(source.rows(start, stop), count) for source in self.sources]
        for first in streams[0]:
            joined = list(first.predictions)
            for name, stream in zip(self.names[1:], streams[1:], strict=True):
                other = next(stream, None)
                if other is None or not _same_truth(first, other, len(self.classes)):
                    raise self._differs(name)
                joined += other.predictions
            yield TableRows(first.truth, joined, first.samples)
        for name, stream in zip(self.names[1:], streams[1:], strict=True):
            if next(stream, None) is not None:
                raise self._differs(name)

    def _differs(self, name: str) -> LossAtlasError:
        return LossAtlasError("file_several", where=Path(name).name, first=Path(self.names[0]).name)


def _same_truth(one: TableRows, other: TableRows, classes: int) -> bool:
    def dense(rows: TableRows) -> npt.NDArray[Any]:
        return rows.truth if rows.truth.ndim == 2 else distributions.one_hot(rows.truth, classes)

    if one.truth.ndim == other.truth.ndim:
        return np.array_equal(one.truth, other.truth)
    return len(one.truth) == len(other.truth) and np.array_equal(dense(one), dense(other))


def _even(rows: Iterator[TableRows], count: int) -> Iterator[TableRows]:
    """Yield the same rows, `count` at a time."""
    kept: TableRows | None = None
    for more in rows:
        kept = more if kept is None else _joined(kept, more)
        while len(kept.truth) >= count:
            yield _cut(kept, slice(0, count))
            kept = _cut(kept, slice(count, None))
    if kept is not None and len(kept.truth):
        yield kept


def _joined(one: TableRows, other: TableRows) -> TableRows:
    predictions = [np.concatenate(pair) for pair in zip(one.predictions, other.predictions, strict=True)]
    samples = [*one.samples, *other.samples] if one.samples is not None and other.samples is not None else None
    return TableRows(np.concatenate([one.truth, other.truth]), predictions, samples)


def _cut(rows: TableRows, part: slice) -> TableRows:
    samples = rows.samples[part] if rows.samples is not None else None
    return TableRows(rows.truth[part], [values[part] for values in rows.predictions], samples)


def parts_of(request: Request, number: int, part: Range) -> tuple[list[Part], list[str] | None]:
    """Return the parts of some rows of one of the request's sources, and their samples' names if they have any."""
    source = request.sources()[number]
    return _parts(source, request, part, lambda _: None)


def _parts(
    source: Source, request: Request, part: Range, tell: Callable[[int], None]
) -> tuple[list[Part], list[str] | None]:
    """Compute chunks on all cores while the next are read; no more of them wait than there are cores."""
    parts: list[Part] = []
    samples: list[str] | None = None
    first = part[0]
    waiting: deque[Future[Part]] = deque()
    with ThreadPoolExecutor(cores()) as pool:
        for rows in source.rows(*part):
            chunk = _chunk(source, rows, first)
            if rows.samples is not None:
                samples = [] if samples is None else samples
                samples.extend(rows.samples)
            first += len(rows.truth)
            waiting.append(pool.submit(partial, chunk, request.losses, request.row_sums))
            if len(waiting) > cores():
                parts.append(waiting.popleft().result())
            tell(first)
        parts.extend(future.result() for future in waiting)
    return parts, samples


def _chunk(source: Source, rows: TableRows, first: int) -> Chunk:
    """Return checked rows as blocks; the first are looked at as a document is, names and all."""
    if first == 0:
        head = _cut(rows, slice(0, 1))
        models: list[tuple[str, npt.NDArray[Any], Scale]] = [
            (name, values, scale) for (name, scale), values in zip(source.models, head.predictions, strict=True)
        ]
        Document.make(head.truth, models, classes=source.classes)
    width = len(source.classes)
    blocks: list[tuple[Block, Scale]] = [
        (Block(_checked(values, scale, name, width, len(rows.truth), first), width, values.dtype == np.float32), scale)
        for (name, scale), values in zip(source.models, rows.predictions, strict=True)
    ]
    return Chunk(_truth_block(rows.truth, width, first), tuple(blocks))


def _truth_block(truth: npt.NDArray[Any], width: int, first: int) -> Block:
    if truth.ndim == 2:
        return Block(
            _checked(truth, "probability", "truth", width, len(truth), first), width, truth.dtype == np.float32
        )
    wrong = (truth < 0) | (truth >= width)
    if wrong.any():
        row = int(wrong.argmax())
        raise LossAtlasError("label_range", where=f"labels[{first + row}]", value=int(truth[row]), last=width - 1)
    return Block(truth, width)


def _checked(values: npt.NDArray[Any], scale: Scale, name: str, width: int, count: int, first: int) -> npt.NDArray[Any]:
    """Return rows every entry of which can be computed on; a wrong one is named by its row in the whole."""
    if values.shape != (count, width):
        raise LossAtlasError("array_shape", where=name, found=values.shape, expected=f"({count}, {width})")
    values = validation.numbers(values, name)
    check = validation.check_logits if scale == "logit" else validation.check_entries
    try:
        check(values, "")
    except LossAtlasError as error:
        inside = [int(index) for index in error.where.strip("[]").split(", ")]
        where = ", ".join(map(str, [first + inside[0], *inside[1:]]))
        raise LossAtlasError(error.code, where=f"{name}[{where}]", **error.values) from None
    return values


def tasks(sources: Sequence[Source]) -> list[tuple[int, Range]]:
    """Return (source, range of rows) for each piece of work that a machine can do by itself."""
    found: list[tuple[int, Range]] = []
    for number, source in enumerate(sources):
        if source.size is None:
            found.append((number, (0, None)))
            continue
        step = _TASK_CHUNKS * chunk_rows(len(source.classes))
        found += [(number, (first, min(first + step, source.size))) for first in range(0, source.size, step)]
    return found


def evaluated(request: Request, scheduler: str = "", tell: Callable[[int], None] = lambda _: None) -> Evaluated:
    """Return the figures of a request, computed here, or on the cluster whose scheduler is at an address.

    `tell` is called with the number of rows done so far.
    """
    sources = request.sources()
    if scheduler:
        from core import cluster

        found = cluster.run(request, tasks(sources), scheduler)
    else:
        found = [_parts(source, request, (0, None), tell) for source in sources]
    parts = [part for some, _ in found for part in some]
    if not parts:
        raise LossAtlasError("no_samples", where=Path(request.names[0]).name)
    named = all(names is not None for _, names in found)
    samples = [name for _, names in found for name in names or []] if named else None
    models = tuple(name for name, _ in sources[0].models)
    answer = Evaluated(sources[0].classes, models, samples, merge(models, parts, request.row_sums))
    _check_labels(request, answer)
    return answer


def _check_labels(request: Request, answer: Evaluated) -> None:
    """Raise if a loss that needs labels met a row that counts and has none."""
    for loss in request.losses:
        for model in answer.figures.models if loss.needs_labels else ():
            used = np.concatenate([part.used for part in model.parts])
            without = used & np.isnan(model.per_sample(loss))
            if without.any():
                raise LossAtlasError("needs_label", where=f"{loss.name}, {answer.sample_name(int(without.argmax()))}")
