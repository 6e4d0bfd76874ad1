"""The first screen for the benchmarks, at 1440 × 900."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gui import app
from gui.main_window import MainWindow


@pytest.fixture
def window() -> Iterator[MainWindow]:
    application, window = app.build(["example"])
    window.resize(1440, 900)
    window.show()
    for _ in range(5):
        application.processEvents()
    yield window
    window.store.mark_saved()
    window.close()
