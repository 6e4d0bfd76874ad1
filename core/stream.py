"""Evaluation of files: rows are read some at a time, computed by `partial`, and put together by `merge`.

Only figures stay in memory, of every row or their sums alone, so a file may be larger than it. The same `parts_of` runs
on the machines of a cluster.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from core import distributions, io
from core.blocks import Block
from core.errors import LossAtlasError
from core.io.importing import opening
from core.io.scan import Whole, open_arrays, open_source
from core.io.sources import Lazy, Source, Stretch, by_rows, chunk_rows, ready
from core.io.tables import TableRows
from core.losses import Loss
from core.parts import OK, Chunk, ModelPart, Part, cores, partial
from core.results import Figures, merge
from core.validation import RowSums, Scale

_TASK_CHUNKS = 8
"""A task on a cluster is about so many chunks of rows, where a file can be read from its middle."""
_NAMED = 20
"""Of so many rows of a chunk that are not distributions the samples' names are kept, whatever else is."""
_NO_FLAGS, _NO_FIGURES = np.empty(0, np.bool_), np.empty(0)
_SUMS = ("used_count", "off_count", "right_count", "loss_sums", "sums_of_entropies")


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
    per_row
        Whether the figures of every row are wanted, not only their means.
    """

    names: tuple[str, ...]
    losses: tuple[Loss, ...]
    row_sums: RowSums = "as-typed"
    stacked: bool = False
    truth: str = ""
    scale: Scale = "probability"
    per_row: bool = True

    def sources(self) -> list[Source]:
        """Return where the rows are: one source, or several whose rows follow one another."""
        if self.truth:
            return [open_arrays(self.names, self.truth, self.scale)]
        if not self.stacked and not all(opening.is_native(name) for name in self.names):
            return [Whole(Path(self.names[0]).name, opening.opened(self.names))]  # others may part truth and models
        opened = [_opened(name) for name in self.names]
        if self.stacked:
            for other in opened[1:]:
                if _form(other) != _form(opened[0]):
                    raise LossAtlasError("file_rows", where=other.name, first=opened[0].name)
            return opened
        return [opened[0] if len(opened) == 1 else SideBySide(tuple(opened))]

    def from_anywhere(self) -> Request:
        """Return the same request whatever folder a machine works in."""
        names = tuple(name if name in io.EXAMPLES else str(Path(name).absolute()) for name in self.names)
        return replace(self, names=names, truth=str(Path(self.truth).absolute()) if self.truth else "")


def _opened(name: str) -> Source:
    return open_source(name) if opening.is_native(name) else Whole(Path(name).name, opening.opened([name]))


@dataclass(frozen=True)
class Found:
    """Parts of consecutive rows, how many rows they are, and by row the names of samples that are wanted."""

    parts: list[Part]
    count: int
    samples: Mapping[int, str]


@dataclass(frozen=True)
class Evaluated:
    """Figures of files, and the names that belong to them."""

    classes: tuple[str, ...]
    models: tuple[str, ...]
    samples: Mapping[int, str]
    figures: Figures
    temperatures: tuple[float, ...]

    def sample_name(self, row: int) -> str:
        """Return the name of a sample, or its number from 1."""
        return self.samples.get(row, str(row + 1))


@dataclass(frozen=True)
class SideBySide:
    """Several sources with the same truth: the models of all."""

    sources: tuple[Source, ...]

    def __post_init__(self) -> None:
        first = self.sources[0]
        for source in self.sources[1:]:
            known = first.size is not None and source.size is not None
            if source.classes != first.classes or (known and source.size != first.size):
                raise self._differs(source)

    @property
    def name(self) -> str:
        """The name of the file that the truth is taken from."""
        return self.sources[0].name

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes of all."""
        return self.sources[0].classes

    @property
    def models(self) -> tuple[tuple[str, Scale], ...]:
        """The models of all; a name that is taken gets a number."""
        models = [model for source in self.sources for model in source.models]
        names = io.distinct([name for name, _ in models])
        return tuple((name, scale) for name, (_, scale) in zip(names, models, strict=True))

    @property
    def temperatures(self) -> tuple[float, ...]:
        """The temperatures of all."""
        return tuple(each for source in self.sources for each in temperatures_of(source))

    @property
    def size(self) -> int | None:
        """The number of rows, where all know it."""
        return None if None in [source.size for source in self.sources] else self.sources[0].size

    def stretches(self, chunks: int) -> list[Stretch]:
        """Return stretches of rows that can be found in all, or all rows as one."""
        if self.size is None:
            return [Stretch()]
        return by_rows(self.size, len(self.classes), chunks)

    def chunks(self, stretch: Stretch) -> Iterator[Lazy]:
        """Yield the rows of all, as many of each at a time."""
        count = chunk_rows(len(self.classes))
        streams = [_even((chunk.read() for chunk in source.chunks(stretch)), count) for source in self.sources]
        for first in streams[0]:
            joined = list(first.predictions)
            for source, stream in zip(self.sources[1:], streams[1:], strict=True):
                other = next(stream, None)
                if other is None or not _same_truth(first, other, len(self.classes)):
                    raise self._differs(source)
                joined += other.predictions
            yield ready(TableRows(first.truth, joined, first.samples))
        for source, stream in zip(self.sources[1:], streams[1:], strict=True):
            if next(stream, None) is not None:
                raise self._differs(source)

    def _differs(self, source: Source) -> LossAtlasError:
        return LossAtlasError("file_several", where=source.name, first=self.name)


def temperatures_of(source: Source) -> tuple[float, ...]:
    """Return the temperature of each of a source's models."""
    return source.temperatures or (1.0,) * len(source.models)


def _form(source: Source) -> tuple[object, ...]:
    """Return what sources whose rows follow one another have in common."""
    return source.classes, source.models, temperatures_of(source)


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


def parts_of(request: Request, number: int, stretch: Stretch) -> Found:
    """Return the parts of some rows of one of the request's sources."""
    return _parts(request.sources()[number], request, stretch, lambda _: None)


def _parts(source: Source, request: Request, stretch: Stretch, tell: Callable[[int], None]) -> Found:
    """Read and compute chunks on all cores; no more of them wait than there are cores."""
    parts: list[Part] = []
    samples: dict[int, str] = {}
    count = 0
    waiting: deque[Future[tuple[Part, dict[int, str]]]] = deque()

    def take(future: Future[tuple[Part, dict[int, str]]]) -> None:
        part, names = future.result()
        parts.append(part)
        samples.update(names)

    with ThreadPoolExecutor(cores()) as pool:
        for chunk in source.chunks(stretch):
            waiting.append(pool.submit(_part, source, request, chunk, stretch.first + count, count))
            count += chunk.count
            if len(waiting) > cores():
                take(waiting.popleft())
            tell(count)
        for future in waiting:
            take(future)
    return Found(parts, count, samples)


def _part(source: Source, request: Request, chunk: Lazy, first: int, at: int) -> tuple[Part, dict[int, str]]:
    """Return the part of a chunk and the names to keep, by rows of which the chunk's first is `at`.

    `first` is its row in the file.
    """
    rows = chunk.read()
    width = len(source.classes)
    blocks = [Block(values, width, values.dtype == np.float32) for values in (rows.truth, *rows.predictions)]
    scales: list[Scale] = [scale for _, scale in source.models]
    models = tuple(zip(blocks[1:], scales, strict=True))
    part = partial(Chunk(blocks[0], models, source.temperatures), request.losses, request.row_sums)
    _check_labels(source, request, rows, part, first)
    if rows.samples is None:
        return _condensed(part, request.per_row), {}
    wanted: Sequence[int] = range(len(rows.truth))
    if not request.per_row:
        tables = (part.truth, *part.models)
        wanted = [int(row) for table in tables for row in np.flatnonzero(table.states != OK)[:_NAMED]]
    return _condensed(part, request.per_row), {at + row: rows.samples[row] for row in wanted}


def _check_labels(source: Source, request: Request, rows: TableRows, part: Part, first: int) -> None:
    """Raise if a loss that needs labels met a row that counts and has none."""
    for loss in request.losses:
        for model in part.models if loss.needs_labels else ():
            without = np.flatnonzero(model.used & np.isnan(model.values[loss]))
            if without.size:
                row = int(without[0])
                sample = rows.samples[row] if rows.samples is not None else f"row {first + row + 1}"
                raise LossAtlasError("needs_label", where=f"{source.name}, {sample}, {loss.name}")


def _condensed(part: Part, per_row: bool) -> Part:
    """Return a part with its sums and the figures of rows that are still wanted; the others' memory is let go."""
    truth = replace(part.truth, used=_NO_FLAGS, **_states_of(part.truth))
    if not per_row:
        truth = replace(truth, entropy=_NO_FIGURES)
    vars(truth).update({name: getattr(part.truth, name) for name in ("used_count", "off_count", "entropy_sum")})

    def condensed(model: ModelPart) -> ModelPart:
        small = replace(
            model,
            truth=truth,
            used=_NO_FLAGS,
            right=_NO_FLAGS,
            values=model.values if per_row else {},
            weights={},
            divergence=_NO_FIGURES,
            cross_entropy=_NO_FIGURES,
            predicted=np.empty(0, np.int64),
            **_states_of(model),
        )
        vars(small).update({name: getattr(model, name) for name in _SUMS})  # as if they had been asked for
        return small

    return Part(truth, tuple(condensed(model) for model in part.models))


def _states_of(table: Any) -> dict[str, npt.NDArray[Any]]:
    """Return states and sums; where every row is a distribution one state stands for all, and no sum is told."""
    if table.off_count:
        return {"states": table.states, "sums": table.sums}
    return {"states": np.broadcast_to(np.int8(OK), table.states.shape), "sums": _NO_FIGURES}


def tasks(sources: Sequence[Source]) -> list[tuple[int, Stretch]]:
    """Return (source, rows) for each piece of work that a machine can do by itself."""
    return [(number, stretch) for number, source in enumerate(sources) for stretch in source.stretches(_TASK_CHUNKS)]


def evaluated(request: Request, scheduler: str = "", tell: Callable[[int], None] = lambda _: None) -> Evaluated:
    """Return the figures of a request, computed here, or on the cluster whose scheduler is at an address.

    `tell` is called with the number of rows done so far.
    """
    sources = request.sources()
    found: list[Found] = []
    if scheduler:
        from core import cluster

        found = cluster.run(request.from_anywhere(), tasks(sources), scheduler)
    else:
        for source in sources:
            before = sum(some.count for some in found)
            found.append(_parts(source, request, Stretch(), lambda count, before=before: tell(before + count)))
    parts = [part for some in found for part in some.parts]
    if not parts:
        raise LossAtlasError("no_samples", where=sources[0].name)
    samples: dict[int, str] = {}
    before = 0
    for some in found:
        samples |= {before + row: name for row, name in some.samples.items()}
        before += some.count
    models = tuple(name for name, _ in sources[0].models)
    figures = merge(models, parts, request.row_sums)
    return Evaluated(sources[0].classes, models, samples, figures, temperatures_of(sources[0]))
