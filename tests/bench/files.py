"""One large document as an archive and as tables."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl


def write(folder: Path, rows: int, classes: int) -> pl.DataFrame:
    """Write two models as `ours.csv`, `ours.parquet` and `ours.npz`; return the table."""
    random = np.random.default_rng(0)
    models = {name: random.dirichlet(np.ones(classes), rows) for name in ("a", "b")}
    labels = random.integers(0, classes, rows)
    columns = {f"{name}:c{k}": q[:, k] for name, q in models.items() for k in range(classes)}
    frame = pl.DataFrame({"label": labels, **columns})
    frame.write_csv(folder / "ours.csv")
    frame.write_parquet(folder / "ours.parquet")
    np.savez(folder / "ours.npz", labels=labels, **{f"probabilities/{name}": q for name, q in models.items()})
    return frame
