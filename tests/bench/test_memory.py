"""What the window holds of 1e6 rows × 10 classes × 2 models, against the arrays alone, in a process of its own.

Run with `make bench`. The window's own memory, on the first screen's example, is taken off; its code is no row's.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.files import write

ROWS, CLASSES, MODELS = 1_000_000, 10, 2
ARRAYS = ROWS * (CLASSES * MODELS + 1) * 8
GOAL = 2.5

PROGRAM = """
import json, sys, time
from PySide6.QtCore import QThreadPool
from gui import app

def memory(name):
    status = open("/proc/self/status").read()
    return int(status.partition(name + ":")[2].split()[0]) * 1024

qt, window = app.build([])
window.resize(1440, 900)
window.show()

def settle():
    for _ in range(20):
        qt.processEvents()
        QThreadPool.globalInstance().waitForDone()
        time.sleep(0.02)

settle()
own = memory("VmRSS")
assert window.desk.open_names(sys.argv[1])
settle()
assert window.results.document is window.store.document
time.sleep(12)  # what readers let go of is given back some seconds later
settle()
held, most = memory("VmRSS"), memory("VmHWM")
window.store.mark_saved()
print(json.dumps({"held": held - own, "most": most - own}))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("big")
    write(made, ROWS, CLASSES)
    return made


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks Linux for the memory")
@pytest.mark.parametrize("name", ["ours.npz", "ours.parquet", "ours.csv"])
def test_memory_of_a_million_rows(folder: Path, name: str, tmp_path: Path) -> None:
    own = {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path), "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder / name)],
        env={**os.environ, **own},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    held, most = found["held"] / ARRAYS, found["most"] / ARRAYS
    print(f"\n{name}: held {held:.2f} times the arrays of {ARRAYS / 1e6:.0f} MB (goal {GOAL}), at most {most:.2f}")
    assert held <= GOAL
