"""What holds for every test: no display is needed, and no test sees or leaves settings of the person's own."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

# The first run of a property imports and compiles, which is not the property's slowness.
settings.register_profile(
    "tests", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True, derandomize=True
)
settings.register_profile("thorough", settings.get_profile("tests"), max_examples=1000, derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "tests"))


def pytest_configure(config: pytest.Config) -> None:
    """Let pass what the offscreen platform says of every tool tip and every menu."""
    config.addinivalue_line("qt_log_ignore", r"This plugin does not support (raise\(\)|grabbing the keyboard)")


_generators: dict[tuple[str, str], Any] = {}
"""The state in which each file's generator of random numbers is at its first test."""


@pytest.fixture(autouse=True)
def same_random_numbers(request: pytest.FixtureRequest) -> None:
    """Let a test draw the same numbers whichever tests of its file ran before it here, and not in another worker."""
    module = getattr(request.node, "module", None)  # a docstring's example has none
    for name, value in vars(module).items() if module is not None else ():
        if isinstance(value, np.random.Generator):
            state = _generators.setdefault((str(module), name), value.bit_generator.state)
            value.bit_generator.state = state


@pytest.fixture(scope="session", autouse=True)
def own_configuration() -> Iterator[None]:
    """Let programs that tests start keep their settings in a folder that goes away."""
    names = ("XDG_CONFIG_HOME", "XDG_DATA_HOME")
    before = {name: os.environ.get(name) for name in names}
    with tempfile.TemporaryDirectory(prefix="loss-atlas-", ignore_cleanup_errors=True) as folder:
        os.environ.update(dict.fromkeys(names, folder))
        yield
    for name, value in before.items():
        if value is None:
            del os.environ[name]
        else:
            os.environ[name] = value
