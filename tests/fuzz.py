"""Many files changed at random, for longer than the suite: `python -m tests.fuzz [COUNT [FORMAT...]]`.

A file that is neither read nor refused in a sentence, or takes longer than a second, is named and left in the folder.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from core import io
from core.document import Document
from core.errors import LossAtlasError
from core.io import session
from core.io.session import Session
from tests.core import test_bad_files as bad


def samples(folder: Path) -> dict[str, tuple[Path, bytes]]:
    """Return by format which file to change, and what is in it."""
    rng = np.random.default_rng(5)
    large = Document.make(
        rng.integers(0, 3, 20_000),
        [("m", rng.dirichlet(np.ones(3), 20_000), "probability"), ("n", rng.normal(size=(20_000, 3)), "logit")],
    )
    encoded = session.encode(Session(large), "beside")
    (folder / "beside.lossatlas").write_bytes(encoded.text)
    archive = folder / encoded.archive
    assert encoded.arrays is not None
    with archive.open("wb") as stream:
        encoded.arrays.write(stream)
    inside = session.encode(Session(bad.GOOD, embedded=True), "inside").text
    parquet = bad.parquet(label=[0, 1], a=[0.5, 0.25], b=[0.5, 0.75])
    return {
        "session": (folder / "data.lossatlas", bad.SESSION),
        "session in one file": (folder / "inside.lossatlas", inside),
        "session's archive": (archive, archive.read_bytes()),
        "npz": (folder / "data.npz", bad.NPZ),
        "csv": (folder / "data.csv", bad.CSV),
        "parquet": (folder / "data.parquet", parquet),
    }


def fuzz(name: str, path: Path, data: bytes, count: int) -> int:
    """Read `count` changed files; return how many of them went wrong."""
    wrong = read = 0
    slowest = 0.0
    opened = path.with_name("beside.lossatlas") if name == "session's archive" else path
    for number, changed in enumerate(bad.mutations(data, count, bad.TOKENS)):
        path.write_bytes(changed)
        begin = time.perf_counter()
        try:
            read += io.load(str(opened)).size > 0
        except LossAtlasError:
            pass
        except Exception as error:
            wrong += 1
            kept = Path(tempfile.gettempdir()) / f"fuzz-{number}{path.suffix}"
            kept.write_bytes(changed)
            print(f"{kept}: {type(error).__name__}: {error}")
        slowest = max(slowest, time.perf_counter() - begin)
    path.write_bytes(data)
    print(f"{name}: {count} files, {read} read, {count - read - wrong} refused, {wrong} wrong; slowest {slowest:.3f} s")
    return wrong


def main() -> int:
    """Fuzz every format, or those named; 1 if anything went wrong."""
    count, *names = sys.argv[1:] or ["1000"]
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, (path, data) in samples(Path(folder)).items():
            if not names or name in names:
                wrong += fuzz(name, path, data, int(count))
    return int(wrong > 0)


if __name__ == "__main__":
    raise SystemExit(main())
