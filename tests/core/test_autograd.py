"""Values and gradients against those of PyTorch's autograd, stored by tests/reference/make_autograd.py."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core import losses
from core.losses import Loss

STORED = json.loads((Path(__file__).parents[1] / "reference" / "autograd.json").read_text(encoding="utf-8"))
CASES = STORED["cases"]
CLOSE = {"rel": 1e-9, "abs": 1e-12}
"""What autograd's own rounding leaves: it subtracts near equals in float64."""


def settings() -> dict[str, list[dict[str, Any]]]:
    """Return the records by loss and parameters; of lists only that they are there, as they differ by the classes."""
    found: dict[str, list[dict[str, Any]]] = {}
    for record in STORED["records"]:
        words = [f"{k}={'…' if isinstance(v, list) else v}" for k, v in record["parameters"].items()]
        found.setdefault("-".join([record["loss"], *words]), []).append(record)
    return found


SETTINGS = settings()
every = pytest.mark.parametrize("name", SETTINGS)


def loss_of(record: dict[str, Any]) -> Loss:
    given = {key: tuple(v) if isinstance(v, list) else v for key, v in record["parameters"].items()}
    return losses.create(record["loss"], **given)


def test_every_loss_with_a_gradient_is_compared():
    with_gradient = {name for name in losses.names() if losses.create(name).differentiable}
    assert {record["loss"] for record in STORED["records"]} == with_gradient


@every
def test_logits_agree(name: str):
    for record in SETTINGS[name]:
        case, stored, loss = CASES[record["case"]], record["logits"], loss_of(record)
        assert float(loss.value_from_logits(case["p"], case["z"])) == pytest.approx(stored["value"], **CLOSE)
        assert loss.gradient_from_logits(case["p"], case["z"]) == pytest.approx(np.array(stored["gradient"]), **CLOSE)


@every
def test_probabilities_agree(name: str):
    for record in SETTINGS[name]:
        p, stored, loss = CASES[record["case"]]["p"], record["probabilities"], loss_of(record)
        assert float(loss.value(p, stored["q"])) == pytest.approx(stored["value"], **CLOSE)
        assert loss.gradient(p, stored["q"]) == pytest.approx(np.array(stored["gradient"]), **CLOSE)
