"""`main.py steps`: what it prints, and the one line it says of bad input."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.errors import LossAtlasError
from core.explain import report
from tests.test_main import GUARDED, run


def test_it_prints_the_published_steps_without_a_window():
    done = run("steps", "example", code=GUARDED)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[:3] == [
        "image 1, Model 1: Cross-entropy",
        "The loss",
        "  L = −Σₖ pₖ ln qₖ = −(0·ln 0.3 + 0·ln 0.3 + 1·ln 0.4) = −ln 0.4 = 0.9163 nat",
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--sample", "nope"), "example: “nope” is neither a sample's name nor an index from 0 to 1"),
        (("--sample", "2"), "“2” is neither a sample's name"),
        (("--model", "-1"), "“-1” is neither a model's name nor an index from 0 to 1"),
        (("--loss", "nope"), "There is no loss “nope”"),
        (("--loss", "focal:gamma=x"), "gamma = x cannot be read"),
        (("--loss", "cross_entropy:class_weights=1/2"), "2 class weights were given for 3 classes"),
        (("--format", "pdf"), "invalid choice: 'pdf'"),
        (("--what", "nope"), "invalid choice: 'nope'"),
        ((), "no.npz: There is no such file"),
    ],
)
def test_bad_input_is_refused_in_one_line(arguments: tuple[str, ...], words: str):
    done = run("steps", "example" if arguments else "no.npz", *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_names_win_over_indices(tmp_path: Path):
    path = tmp_path / "named.npz"
    np.savez(
        path, labels=[0, 1], **{"probabilities/1": np.eye(2), "probabilities/0": np.eye(2)[::-1]}, samples=["1", "b"]
    )
    assert report.steps(str(path), sample="1", model="0").startswith("1, 0: ")
    assert report.steps(str(path), sample="b").startswith("b, 0: ")
    assert report.steps(str(path), sample="0").startswith("1, 0: ")
    with pytest.raises(LossAtlasError, match="“c” is neither"):
        report.steps(str(path), sample="c")


def test_loss_unit_and_policy_are_taken():
    text = report.steps("example", model="Model 2", loss_text="kl_divergence", unit="bit", row_sums="normalize")
    assert "Model 2 sums to 1.1, not to 1; it is divided by its sum first." in text
    assert text.rstrip().splitlines()[-2].endswith(" bit")
    assert "0.54" in report.steps("example", loss_text="mse")
    assert r"\frac{1}{3}" in report.steps("example", loss_text="mse:reduction=mean", fmt="latex")
    assert "1.6094 nat" in report.steps("example", what="mean")
    assert "−1/0.4 = −2.5" in report.steps("example", what="gradient")


def test_a_sample_without_a_name_is_called_by_its_number(tmp_path: Path):
    path = tmp_path / "a.npz"
    np.savez(path, labels=[0, 1], **{"probabilities/m": np.full((2, 2), 0.5)})
    assert report.steps(str(path), sample="1").startswith("sample 2, m: ")
    assert report.steps(str(path), what="mean").startswith("m: ")
