"""The names of the package itself: all there, imported when they are used."""

import subprocess
import sys

import pytest

import core


def test_every_name_is_there_and_listed():
    for name in core.__all__:
        assert getattr(core, name) is getattr(core, name)
        assert name in dir(core)


def test_a_name_that_is_not_there_is_said():
    with pytest.raises(AttributeError, match="module 'core' has no attribute 'softplus'"):
        core.softplus  # noqa: B018


def test_version_and_errors_need_no_numpy():
    program = """
import sys, core
core.__version__, core.LossAtlasError
print("numpy" in sys.modules)
core.softmax([0.0])
print("numpy" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
