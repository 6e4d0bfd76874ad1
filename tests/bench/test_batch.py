"""Five figures of every row (cross-entropy, KL, entropy, squared error, error) against other ways to get them.

Run with `make bench`; PyTorch is compared where it is installed (the dependency group `frameworks`). All ways are
measured in turn in one run and the medians printed; the ratios are what counts. The copy is `P.copy(), Q.copy()` on
one thread; everything else may use all cores, PyTorch as many threads as Loss Atlas.
"""

from __future__ import annotations

import importlib.util
import statistics
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import special

import core
from core.document import Document
from core.parts import cores, in_threads, space
from core.pieces import PIECE_ENTRIES
from core.results import compute

SIZES = [(100_000, 10), (1_000_000, 10), (50_000, 1000), (1_000, 50_000)]
LOSSES = ("cross_entropy", "kl_divergence", "mse", "classification_error")
ROUNDS = 3


def plain_numpy(p: Any, q: Any, from_logits: bool) -> Any:
    """Compute what a user would write."""
    if from_logits:
        e = np.exp(q - q.max(axis=1, keepdims=True))
        q = e / e.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        log_p, log_q = np.log(np.where(p > 0, p, 1)), np.log(q)
        entropy = -(p * log_p).sum(axis=1)
        cross = -np.where(p > 0, p * log_q, 0).sum(axis=1)
        divergence = np.where(p > 0, p * (log_p - log_q), 0).sum(axis=1)
    squared = ((q - p) ** 2).sum(axis=1)
    return entropy, cross, divergence, squared, p.argmax(axis=1) != q.argmax(axis=1)


def with_scipy(p: Any, q: Any, from_logits: bool) -> Any:
    """Compute the same with scipy.special."""
    log_q = special.log_softmax(q, axis=1) if from_logits else np.log(np.maximum(q, 1e-300))
    q = np.exp(log_q) if from_logits else q
    cross = -special.xlogy(p, q).sum(axis=1) if not from_logits else -(p * log_q).sum(axis=1)
    divergence = special.rel_entr(p, q).sum(axis=1)
    return (
        special.entr(p).sum(axis=1),
        cross,
        divergence,
        ((q - p) ** 2).sum(axis=1),
        p.argmax(axis=1) != q.argmax(axis=1),
    )


def indispensable(p: Any, q: Any, from_logits: bool) -> Any:
    """Do the least that any way through numpy has to, with no check, no figure of a row finished and no exactness.

    Rows as float64 a cacheful at a time, class axis first where classes are few; a logarithm or exponential of every
    entry; and the sums over classes of the products. What this takes, on as many threads, numpy cannot be faster than.
    """
    rows, classes = p.shape
    step = max(1, PIECE_ENTRIES // classes)
    few = classes <= 64

    def work(part: slice) -> None:
        shape = (classes, part.stop - part.start) if few else (part.stop - part.start, classes)
        a, b, c = space().array("a", shape), space().array("b", shape), space().array("c", shape)
        np.copyto(a, p[part].T if few else p[part])
        np.copyto(b, q[part].T if few else q[part])
        for left, function, right in ((a, np.log, a), (a, np.exp if from_logits else np.log, b)):
            function(right, out=c)
            _ = np.einsum("kn,kn->n", left, c) if few else np.vecdot(left, c)
        np.subtract(a, b, out=c)
        _ = np.einsum("kn,kn->n", c, c) if few else np.vecdot(c, c)

    in_threads(work, [slice(start, min(start + step, rows)) for start in range(0, rows, step)])


def with_torch(p: Any, q: Any, from_logits: bool) -> Any:
    """Compute the same with PyTorch on as many threads."""
    import torch

    log_q = torch.log_softmax(q, dim=1) if from_logits else torch.log(q)
    q = log_q.exp() if from_logits else q
    entropy = torch.special.entr(p).sum(dim=1)
    cross = -(p * log_q).sum(dim=1)
    divergence = torch.nn.functional.kl_div(log_q, p, reduction="none").sum(dim=1)
    return entropy, cross, divergence, ((q - p) ** 2).sum(dim=1), p.argmax(dim=1) != q.argmax(dim=1)


def medians(ways: dict[str, Callable[[], Any]]) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            start = time.perf_counter()
            way()
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(each) for name, each in times.items()}


def extra_memory(way: Callable[[], Any], outputs: int) -> int:
    """Return the most bytes a way held beyond its outputs."""
    tracemalloc.start()
    way()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak - outputs


@pytest.mark.parametrize("from_logits", [False, True], ids=["probabilities", "logits"])
@pytest.mark.parametrize("dtype", [np.float64, np.float32], ids=["float64", "float32"])
@pytest.mark.parametrize(("rows", "classes"), SIZES, ids=[f"{n}x{k}" for n, k in SIZES])
def test_five_figures(rows: int, classes: int, dtype: Any, from_logits: bool) -> None:
    random = np.random.default_rng(0)
    p = random.exponential(size=(rows, classes))
    p = (p / p.sum(axis=1, keepdims=True)).astype(dtype)
    z = random.normal(0, 3, (rows, classes)).astype(dtype)
    q = z if from_logits else special.softmax(z, axis=1)
    given = {"logits" if from_logits else "probabilities": q}

    def ours() -> Any:
        return core.evaluate(p, losses=LOSSES, **given)

    ways: dict[str, Callable[[], Any]] = {
        "copy": lambda: (p.copy(), q.copy()),
        "ours": ours,
        "least": lambda: indispensable(p, q, from_logits),
        "numpy": lambda: plain_numpy(p, q, from_logits),
        "scipy": lambda: with_scipy(p, q, from_logits),
    }
    if importlib.util.find_spec("torch"):
        import torch

        torch.set_num_threads(cores())
        tp, tq = torch.from_numpy(p), torch.from_numpy(q)
        ways["torch"] = lambda: with_torch(tp, tq, from_logits)
    ours()
    ways["least"]()
    found = medians(ways)
    extra = extra_memory(ours, rows * 6 * 8) / (p.nbytes + q.nbytes)
    others = "  ".join(
        f"{name} {found[name] / found['ours']:5.1f}" for name in ways if name not in ("copy", "ours", "least")
    )
    least = f"the least numpy has to do {found['least'] / found['copy']:.1f} x the copy"
    if "torch" in found:
        least += f", {found['torch'] / found['least']:.1f} times faster than torch"
    print(
        f"\n{rows}x{classes} {np.dtype(dtype).name} {'logits' if from_logits else 'probabilities'}: "
        f"{found['ours'] * 1e3:.1f} ms, {found['ours'] / found['copy']:.1f} x the copy; times faster than: {others}; "
        f"{least}; extra memory {extra:.1%}"
    )
    assert found["numpy"] / found["ours"] > 1.0


def test_one_changed_row_in_a_million_computes_its_block_only() -> None:
    random = np.random.default_rng(0)
    document = Document.make(
        random.integers(0, 10, 10**6), [("m", random.dirichlet(np.ones(10), 10**6), "probability")]
    )
    before = compute(document)
    start = time.perf_counter()
    compute(document)
    whole = time.perf_counter() - start
    start = time.perf_counter()
    after = compute(document.with_cells(0, {(500_000, 3): 0.5}), before)
    one = time.perf_counter() - start
    anew = sum(a is not b for a, b in zip(before.models[0].parts, after.models[0].parts, strict=True))
    print(f"\none row of 1e6: {one * 1e3:.2f} ms, all {whole * 1e3:.1f} ms; {anew} block computed")
    assert anew == 1
    assert one < 0.2 * whole
