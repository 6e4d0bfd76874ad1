"""The environment that the locks describe can be trusted."""

import os
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCKS = ["requirements.lock", "requirements-dev.lock", "requirements-package.lock"]

# PySide6 6.12.0 on Python 3.11 aborts after some thousand calls that return nothing.
VOID_CALLS = """
from PySide6.QtCore import QObject
thing = QObject()
for i in range(20_000):
    thing.setObjectName("a")
print("alive")
"""


def locked(name: str) -> dict[str, str]:
    """Give each requirement line of a lock with the lines that belong to it."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return {line.partition(" --hash")[0].strip(): line for line in lines}


def test_void_calls_do_not_wear_out_the_interpreter():
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", VOID_CALLS], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "alive"), done.stderr


@pytest.mark.parametrize("name", LOCKS)
def test_lock_names_no_address(name: str):
    assert "://" not in (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_exact_and_hashed(name: str):
    requirements = locked(name)
    assert requirements
    for requirement, line in requirements.items():
        assert re.fullmatch(r"==[\w.+!]+", str(Requirement(requirement).specifier)), requirement
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", line), requirement


@pytest.mark.parametrize("name", LOCKS)
def test_runtime_dependencies_are_locked(name: str):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    requirements = [Requirement(text) for text in locked(name)]
    for text in project["dependencies"]:
        wanted = Requirement(text)
        same = [r for r in requirements if canonicalize_name(r.name) == canonicalize_name(wanted.name)]
        versions = [next(iter(r.specifier)).version for r in same]
        assert any(wanted.specifier.contains(version) for version in versions), text


def test_the_stand_alone_program_has_the_versions_that_are_tested():
    assert locked("requirements.lock").items() <= locked("requirements-package.lock").items()


def test_every_extra_that_is_asked_for_is_locked_with_its_name():
    # Without it pip takes the requirement for unpinned, and refuses the lock as soon as a newer version is out.
    requirements = [Requirement(text) for text in locked("requirements-dev.lock")]
    extras = {canonicalize_name(requirement.name): requirement.extras for requirement in requirements}
    asked = [
        Requirement(text)
        for requirement in requirements
        if requirement.marker is None or requirement.marker.evaluate()
        for text in metadata.requires(requirement.name) or []
    ]
    with_extras = [r for r in asked if r.extras and (r.marker is None or r.marker.evaluate({"extra": ""}))]
    assert with_extras, "pytest-cov asks for coverage[toml]"
    for wanted in with_extras:
        assert wanted.extras <= extras[canonicalize_name(wanted.name)], wanted
