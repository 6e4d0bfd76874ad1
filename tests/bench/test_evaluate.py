"""`evaluate` of a million rows in a file against the reader of that file alone. Run with `make bench`."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from core import losses
from core.stream import Request, evaluated

ROWS, CLASSES, ROUNDS = 1_000_000, 10, 5
CHOSEN = tuple(losses.create(name) for name in ("classification_error", "mse", "cross_entropy", "kl_divergence"))


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_evaluate_against_the_reader_alone(tmp_path: Path, form: str) -> None:
    random = np.random.default_rng(0)
    q = random.dirichlet(np.ones(CLASSES), ROWS)
    frame = pl.DataFrame({"label": random.integers(0, CLASSES, ROWS), **{f"c{k}": q[:, k] for k in range(CLASSES)}})
    path = tmp_path / f"big.{form}"
    (frame.write_csv if form == "csv" else frame.write_parquet)(path)

    def read() -> None:
        (pl.read_csv if form == "csv" else pl.read_parquet)(path).to_numpy()

    def ours() -> None:
        evaluated(Request((str(path),), CHOSEN))

    times: dict[Callable[[], None], list[float]] = {read: [], ours: []}
    for _ in range(ROUNDS):
        for way, kept in times.items():
            start = time.perf_counter()
            way()
            kept.append(time.perf_counter() - start)
    reader, own = statistics.median(times[read]), statistics.median(times[ours])
    print(f"\nevaluate {ROWS:,} x {CLASSES} {form}: {own:.3f} s, reader alone {reader:.3f} s, ratio {own / reader:.2f}")
    assert own / reader < 3.0
