"""What `evaluate` prints: as a table, JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core import losses, reports
from core.document import Document
from core.errors import LossAtlasError
from core.io import load, npz
from core.stream import Request
from core.validation import RowSums

ROWS = np.array([[0.25, 0.25, 0.5], [0.0, 0.5, 0.5], [0.1, 0.1, 0.9], [0.0, 0.0, 0.0]])
LOGITS = np.zeros((4, 3))
DOCUMENT = Document.make(
    np.array([2, 0, 2, 2]),
    [("typed", ROWS, "probability"), ("flat", LOGITS, "logit")],
    classes=["car", "小牛", "rocket"],
    samples=["a", "b", "c", "d"],
)


def evaluation(document: Document, *, row_sums: RowSums = "as-typed", **options: Any) -> str:
    """Return the report of a document by way of a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.npz"
        path.write_bytes(npz.to_bytes(document))
        return reports.evaluation(Request((str(path),), (), row_sums), **options)


def as_json(**options: Any) -> dict[str, Any]:
    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    return json.loads(evaluation(DOCUMENT, fmt="json", **options), parse_constant=refuse)


def as_csv(**options: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(evaluation(DOCUMENT, fmt="csv", **options))))


def test_json_has_every_figure_and_no_other_key():
    report = as_json()
    assert list(report) == ["unit", "classes", "samples", "truth", "models", "left_out"]
    assert report["unit"] == "nat"
    assert report["classes"] == ["car", "小牛", "rocket"]
    assert report["samples"] == 4
    assert report["truth"] == {"entropy": {"mean": 0.0, "per_sample": [0.0] * 4}}
    assert [model["name"] for model in report["models"]] == ["typed", "flat"]
    for model in report["models"]:
        assert list(model) == ["name", "losses"]
        assert list(model["losses"]) == ["classification_error", "mse", "cross_entropy", "kl_divergence"]
        for figures in model["losses"].values():
            assert list(figures) == ["mean", "per_sample"]
            assert len(figures["per_sample"]) == 4
    assert report["left_out"] == []


def test_json_numbers_are_exact_and_infinity_is_a_word():
    typed = as_json()["models"][0]["losses"]["cross_entropy"]
    loss = losses.create("cross_entropy")
    assert typed["per_sample"][0] == loss.value(2, ROWS[0])
    assert typed["per_sample"][1] == typed["per_sample"][3] == typed["mean"] == "inf"


def test_json_has_null_for_rows_left_out_and_says_why():
    report = as_json(row_sums="strict")
    typed, flat = (model["losses"]["mse"] for model in report["models"])
    assert typed["per_sample"][2:] == [None, None]
    assert typed["mean"] == pytest.approx((0.375 + 1.5) / 2)
    assert flat["mean"] == pytest.approx(2 / 3)
    assert report["left_out"] == [
        {"table": "typed", "row": 2, "reason": "sums to 1.1"},
        {"table": "typed", "row": 3, "reason": "sums to 0"},
    ]
    assert report["truth"]["entropy"]["per_sample"] == [0.0] * 4


def test_json_normalized():
    report = as_json(row_sums="normalize")
    typed = report["models"][0]["losses"]["cross_entropy"]["per_sample"]
    assert typed[2] == pytest.approx(-np.log(0.9 / 1.1))
    assert typed[3] is None
    assert [left["row"] for left in report["left_out"]] == [3]


def test_a_mean_of_nothing_is_null():
    document = Document.make(np.array([0]), [("m", np.array([[2.0, 2.0]]), "probability")])
    report = json.loads(evaluation(document, fmt="json", row_sums="strict"))
    assert report["models"][0]["losses"]["mse"] == {"mean": None, "per_sample": [None]}
    assert "—" in evaluation(document, row_sums="strict")


def test_units_reach_only_what_is_information():
    nat, bit = as_json(), as_json(unit="bit")
    assert bit["unit"] == "bit"
    flat, flat_bit = nat["models"][1]["losses"], bit["models"][1]["losses"]
    assert flat_bit["mse"] == flat["mse"]
    assert flat_bit["cross_entropy"]["mean"] == pytest.approx(np.log2(3.0))
    document = Document.make(np.array([[0.5, 0.5]]), [("m", np.array([[0.5, 0.5]]), "probability")])
    assert json.loads(evaluation(document, fmt="json", unit="bit"))["truth"]["entropy"]["mean"] == 1.0


def test_chosen_losses_are_titled_by_name_or_text():
    report = as_json(loss_texts=["mse:reduction=mean", "cross_entropy"])
    assert list(report["models"][0]["losses"]) == ["mse", "cross_entropy"]
    assert report["models"][0]["losses"]["mse"]["per_sample"][0] == pytest.approx(0.375 / 3)
    twice = as_json(loss_texts=["mse:reduction=mean", "mse"])["models"][0]["losses"]
    assert list(twice) == ["mse:reduction=mean", "mse"]
    assert twice["mse"]["per_sample"][0] == pytest.approx(3 * twice["mse:reduction=mean"]["per_sample"][0])
    assert list(as_json(loss_texts=["mse", "mse"])["models"][0]["losses"]) == ["mse"]


def test_csv_has_a_line_a_model_and_sample():
    lines = as_csv(row_sums="strict")
    assert [(line["model"], line["sample"]) for line in lines] == [
        (model, sample) for model in ("typed", "flat") for sample in "abcd"
    ]
    assert float(lines[0]["mse"]) == pytest.approx(0.375)
    assert lines[1]["cross_entropy"] == "inf"
    assert lines[2]["cross_entropy"] == lines[3]["mse"] == ""
    assert lines[0]["entropy"] == "0.0"
    assert float(lines[4]["cross_entropy"]) == losses.create("cross_entropy").value_from_logits(2, [0, 0, 0])


def test_csv_in_bits():
    assert float(as_csv(unit="bit")[4]["cross_entropy"]) == pytest.approx(np.log2(3.0))


def test_the_table_of_the_built_in_example():
    assert evaluation(load("example")) == (
        "mean over 2 samples   Model 1  Model 2\n"
        "H(p) nat               0.0000   0.0000\n"
        "classification_error   0.5000   0.5000\n"
        "mse                    1.0000   0.3250\n"
        "cross_entropy nat      1.6094   0.5108\n"
        "kl_divergence nat      1.6094   0.5108\n"
        "! Model 2, image 1 sums to 1.1: computed as typed\n"
    )


def test_the_table_counts_what_is_left_out():
    text = evaluation(DOCUMENT, row_sums="strict", unit="dit", loss_texts=["mse", "cross_entropy"])
    assert text.splitlines()[1].split() == ["samples", "that", "count", "2", "4"]
    assert text.splitlines()[4].split() == ["cross_entropy", "dit", "∞", "0.4771"]
    assert text.splitlines()[5:] == ["! typed, c sums to 1.1: left out", "! typed, d sums to 0: left out"]


def test_the_table_says_what_was_normalized():
    assert evaluation(DOCUMENT, row_sums="normalize").splitlines()[-2:] == [
        "! typed, c sums to 1.1: computed on the row divided by its sum",
        "! typed, d sums to 0: left out",
    ]


@pytest.mark.parametrize(("rows", "last"), [(20, "! m, sample 20 sums to 3: "), (25, "… and 5 more rows ")])
def test_the_table_names_no_more_rows_than_a_screenful(rows: int, last: str):
    document = Document.make(np.zeros(rows, dtype=int), [("m", np.full((rows, 2), 1.5), "probability")])
    lines = evaluation(document).splitlines()
    assert sum(line.startswith("!") for line in lines) == 20
    assert lines[-1].startswith(last)


def test_the_parts_of_each_model_add_up_in_the_table():
    truth = np.array([[0.5, 0.5], [1.0, 0.0]])
    rows = np.array([[0.25, 0.75], [0.9, 0.3]])
    document = Document.make(truth, [("m", rows, "probability")])
    text = evaluation(document, row_sums="strict", loss_texts=["cross_entropy", "kl_divergence"])
    entropy, cross_entropy, divergence = (float(line.split()[-1]) for line in text.splitlines()[2:5])
    assert entropy == pytest.approx(np.log(2.0), abs=1e-4)
    assert cross_entropy == pytest.approx(entropy + divergence, abs=2e-4)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"unit": "byte"}, "unit"),
        ({"row_sums": "mend"}, "unknown_policy"),
        ({"loss_texts": ["nll"]}, "unknown_loss"),
        ({"loss_texts": ["cross_entropy:class_weights=1/2"]}, "weights_length"),
    ],
)
def test_options_that_cannot_be_used_are_refused(options: Any, code: str):
    with pytest.raises(LossAtlasError) as caught:
        evaluation(DOCUMENT, **options)
    assert caught.value.code == code


def test_the_table_says_which_sample_and_how_many_there_are():
    rows = np.array([[0.5, 0.6, 0.0]])
    text = evaluation(Document.make(np.array([0]), [("m", rows, "probability")]))
    assert text.startswith("mean over 1 sample  ")
    assert "! m, sample 1 sums to 1.1: computed as typed" in text


def test_the_table_writes_tiny_and_huge_means_as_the_window_does():
    logits = np.array([[0.0, -14.0]])
    tiny = evaluation(Document.make(np.array([0]), [("m", logits, "logit")]), loss_texts=["cross_entropy"])
    assert tiny.splitlines()[-1].split()[-1] == "8e-07"
    logits = np.array([[1.4e10, 0.0]])
    huge = evaluation(Document.make(np.array([1]), [("m", logits, "logit")]), loss_texts=["cross_entropy"])
    assert huge.splitlines()[-1].split()[-1] == "1.4000e+10"
    rows = np.array([[0.0, 1.0]])
    certain = Document.make(np.array([[0.5, 0.5]]), [("m", rows, "probability")])
    assert evaluation(certain, loss_texts=["cross_entropy"]).splitlines()[-1].split()[-1] == "∞"
