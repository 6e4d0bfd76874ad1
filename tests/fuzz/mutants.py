"""Good files with bytes changed at random: read, or refused with `LossAtlasError`, and nothing else ever.

`python -m tests.fuzz.mutants 10000` goes through so many of every format, or of those named after
the number, and says how many were read and refused.
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np
import polars as pl
import safetensors.numpy

from core.document import Document
from core.errors import LossAtlasError
from core.io import npz, tables
from core.io.importing import Form, from_text, opening
from core.io.importing.proposals import Proposal
from tests.core.test_bad_files import TOKENS, mutations

LABELS = np.array([2, 0, 1, 1])
Q = np.random.default_rng(2).dirichlet(np.ones(3), 4)
CLASSES = ["car", "calf", "rocket"]
OURS = Document.make(LABELS, [("m", Q, "probability"), ("n", np.log(Q), "logit")], classes=CLASSES)
JSON_TOKENS = [*TOKENS, b"[", b"]", b"{", b"}", b"null", b"NaN", b"-Infinity", b"1e400", b'"label":', b"\\u0000"]


def _saved(**arrays: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def _array(values: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, values)
    return buffer.getvalue()


def _parquet() -> bytes:
    buffer = io.BytesIO()
    names = [CLASSES[k] for k in LABELS]
    pl.DataFrame({"id": list("wxyz"), "target": names, **dict(zip(CLASSES, Q.T, strict=True))}).write_parquet(buffer)
    return buffer.getvalue()


def _csv() -> bytes:
    rows = [[f"img{i}", CLASSES[LABELS[i]], *(f"{x:.4f}".replace(".", ",") for x in Q[i])] for i in range(4)]
    return "\n".join(";".join(row) for row in [["id", "target", *CLASSES], *rows]).encode("utf-8-sig")


def _records() -> list[dict[str, object]]:
    return [{"filename": f"{i}", "label": CLASSES, "prob": Q[i].tolist(), "y_true": "car"} for i in range(4)]


SEEDS: dict[str, tuple[str, bytes]] = {
    "csv": (".csv", _csv()),
    "csv of ours": (".csv", tables.to_bytes(OURS)),
    "tsv": (".tsv", tables.to_bytes(OURS).replace(b",", b"\t")),
    "txt": (".txt", "\n".join(" ".join(map(str, row)) for row in Q).encode()),
    "npz": (".npz", _saved(predictions=Q, label_ids=LABELS)),
    "npz of ours": (".npz", npz.to_bytes(OURS)),
    "npy": (".npy", _array(Q)),
    "safetensors": (".safetensors", safetensors.numpy.save({"logits": Q, "labels": LABELS})),
    "parquet": (".parquet", _parquet()),
    "json": (".json", json.dumps({"predictions": Q.tolist(), "label_ids": LABELS.tolist()}).encode()),
    "json records": (".json", json.dumps(_records()).encode()),
    "jsonl": (".jsonl", "\n".join(map(json.dumps, _records())).encode()),
    "clipboard": ("", _csv().replace(b";", b"\t")),
}
"""A good file of each format, by what it is; without a suffix it is a text that was copied."""


def outcome(path: Path, data: bytes) -> str:
    """Return what comes of a file: "read", or the code of the refusal. Anything else is raised."""
    try:
        if path.suffix:
            path.write_bytes(data)
            opening.opened([str(path)])
        else:
            error = Proposal.of([from_text(data.decode(errors="replace"), "Clipboard", Form())]).outcome.error
            if error is not None:
                raise error
    except LossAtlasError as error:
        sentence = str(error)
        assert "\n" not in sentence, sentence
        return error.code
    return "read"


def run(name: str, count: int, folder: Path) -> Counter[str]:
    """Return how often each outcome came of `count` mutants of a format; an escape tells the bytes."""
    suffix, data = SEEDS[name]
    found: Counter[str] = Counter()
    for number, mutant in enumerate(mutations(data, count, JSON_TOKENS if "json" in suffix else TOKENS)):
        try:
            found[outcome(folder / f"mutant{suffix}", mutant)] += 1
        except Exception as escaped:
            (folder / f"escaped{suffix or '.txt'}").write_bytes(mutant)
            raise AssertionError(f"{name}, mutant {number}: {type(escaped).__name__}: {escaped}") from escaped
    return found


def main(count: int, names: list[str]) -> None:
    """Go through some formats, by default all, and say what came of them."""
    with tempfile.TemporaryDirectory() as folder:
        for name in names or SEEDS:
            begin = time.monotonic()
            found = run(name, count, Path(folder))
            most = ", ".join(f"{code} {times}" for code, times in found.most_common(6))
            print(f"{name}: {count} mutants in {time.monotonic() - begin:.0f} s: {most}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, sys.argv[2:])
