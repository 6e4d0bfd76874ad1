"""The same figures from a cluster of two workers on this machine."""

from __future__ import annotations

import logging
import socket
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from core import cluster, io, losses, stream
from core.errors import LossAtlasError
from core.io import sources
from core.stream import Request, evaluated

CHOSEN = tuple(losses.create(name) for name in ("cross_entropy", "mse", "focal"))


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Return the address of a scheduler with two worker processes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from distributed import LocalCluster

        with LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=logging.CRITICAL
        ) as local:
            yield local.scheduler_address


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Write the rows of one table into three files of different formats, some of several tasks."""
    monkeypatch.setattr(sources, "CHUNK_ENTRIES", 300)
    monkeypatch.setattr(stream, "_TASK_CHUNKS", 2)
    random = np.random.default_rng(1)
    names: list[str] = []
    for number, suffix in enumerate(("parquet", "csv", "parquet")):
        q = random.dirichlet(np.ones(3), 700)
        columns = {"label": random.integers(0, 3, 700), **{f"c{k}": q[:, k] for k in range(3)}}
        path = tmp_path / f"part-{number}.{suffix}"
        frame = pl.DataFrame(columns)
        frame.write_parquet(path) if suffix == "parquet" else frame.write_csv(path)
        names.append(str(path))
    return names


def test_a_cluster_gives_the_same_figures(address: str, files: list[str]):
    request = Request(tuple(files), CHOSEN, stacked=True)
    tasks = stream.tasks(request.sources())
    assert all(sum(number == which for which, _ in tasks) > 3 for number in range(3))
    alone, together = evaluated(request), evaluated(request, address)
    assert together.models == alone.models
    assert together.figures.size == alone.figures.size == 2100
    for loss in CHOSEN:
        one, other = alone.figures.models[0], together.figures.models[0]
        assert np.array_equal(one.per_sample(loss), other.per_sample(loss))
        assert other.mean(loss) == pytest.approx(one.mean(loss), rel=1e-12)


def test_a_built_in_example_on_a_cluster(address: str):
    request = Request(("digits",), CHOSEN)
    expected = evaluated(request)
    found = evaluated(request, address)
    assert found.samples == expected.samples
    assert found.figures.models[0].mean(CHOSEN[0]) == expected.figures.models[0].mean(CHOSEN[0])
    assert found.figures.size == io.load("digits").size


def test_what_a_worker_finds_wrong_is_said_as_here(address: str, files: list[str]):
    path = Path(files[1])
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[500] = "0,x,0.5,0.5"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(LossAtlasError) as caught:
        evaluated(Request(tuple(files), CHOSEN, stacked=True), address)
    assert (caught.value.code, caught.value.where) == ("cell_text", "part-1.csv, column c0, row 500")


def test_a_scheduler_that_does_not_answer(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(cluster, "TIMEOUT", "1s")
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    for address in (f"tcp://127.0.0.1:{port}", "nonsense://x:1"):
        with pytest.raises(LossAtlasError) as caught:
            evaluated(Request(("example",), CHOSEN), address)
        assert (caught.value.code, caught.value.where) == ("cluster_silent", address)


def test_without_dask_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(LossAtlasError) as caught:
        evaluated(Request(("example",), CHOSEN), "tcp://127.0.0.1:1")
    assert caught.value.code == "cluster_missing"
    assert "loss-atlas[cluster]" in str(caught.value)
