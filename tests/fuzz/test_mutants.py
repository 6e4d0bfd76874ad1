"""Some mutants of every format; `python -m tests.fuzz.mutants 10000` goes through many."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz import mutants


@pytest.mark.parametrize("name", mutants.SEEDS)
def test_mutants_are_read_or_refused(tmp_path: Path, name: str):
    found = mutants.run(name, 60, tmp_path)
    assert sum(found.values()) == 60
    assert found["read"] < 30, "most changes do harm"


def test_the_seeds_themselves_are_read(tmp_path: Path):
    for name, (suffix, data) in mutants.SEEDS.items():
        if name not in ("txt", "npy"):
            assert mutants.outcome(tmp_path / f"seed{suffix}", data) == "read", name
