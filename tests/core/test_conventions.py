"""What libraries report: against stored values of PyTorch, Keras and optax, and against scikit-learn itself."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sklearn
import sklearn.metrics
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import softmax

from core import conventions, io, losses
from core.conventions import Reported
from core.document import Document
from core.errors import LossAtlasError
from core.results import compute
from tests import strategies
from tests.reference import make_frameworks

STORED = json.loads(make_frameworks.PLACE.read_text(encoding="utf-8"))
DOCUMENTS: dict[str, Any] = STORED["documents"]
STORED_LIBRARIES = ("PyTorch", "Keras", "optax")
MODULES = {"PyTorch": "torch", "Keras": "keras", "optax": "optax"}

IN_SINGLE = ("keras.losses.MeanSquaredError", "keras.losses.MeanAbsoluteError")
"""Keras takes these means in 32-bit even where everything is set to 64."""
READS_A_ROW_AS_LABELS = ("keras.losses.CategoricalGeneralizedCrossEntropy", "optax.losses.multiclass_hinge_loss")
"""With one row these take a row of probabilities for K labels, so they raise nothing; that figure means nothing."""


def find(reports: tuple[Reported, ...], start: str) -> Reported:
    """Return the one report whose call starts so."""
    (found,) = [each for each in reports if each.call.startswith(start)]
    return found


def report(truth: Any, given: Any, start: str, *losses_: str, scale: str = "probability", **changes: Any) -> Reported:
    """Return the one report whose call starts so, on a document of one model."""
    case = {"truth": truth, "given": given, "scale": scale, "losses": losses_}
    return find(conventions.reported(make_frameworks.document_of(case).with_settings(**changes)), start)


# -- against PyTorch, Keras and optax ---------------------------------------------------------------------


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_the_frameworks_report(name: str):
    case = DOCUMENTS[name]
    reports = [r for r in conventions.reported(make_frameworks.document_of(case)) if r.library in STORED_LIBRARIES]
    stored = {(library, call): value for library, calls in case["float64"].items() for call, value in calls.items()}
    assert {(r.library, r.call) for r in reports} == set(stored)
    for each in reports:
        value = stored[each.library, each.call]
        refused = isinstance(value, str) and value.endswith("Error")
        if each.call.startswith(READS_A_ROW_AS_LABELS) and len(case["given"]) == 1 and each.refusal is not None:
            continue
        assert refused == (each.refusal is not None), each.call
        assert refused <= math.isnan(each.value)
        if not refused:
            relative = 2e-7 if each.call.startswith(IN_SINGLE) else 1e-12
            assert each.value == pytest.approx(float(value), rel=relative, abs=1e-15, nan_ok=True), each.call


def test_the_versions_are_the_ones_looked_at():
    for library in conventions.libraries():
        if library.name in MODULES:
            assert STORED["versions"][MODULES[library.name]].split("+")[0] == library.version
        else:
            assert (library.name, library.version) == ("scikit-learn", sklearn.__version__)


def test_the_stored_documents_are_the_ones_of_the_script():
    for name, case in make_frameworks.DOCUMENTS.items():
        stored = DOCUMENTS[name]
        assert stored["truth"] == case["truth"]
        assert [[float(x) for x in row] for row in stored["given"]] == case["given"]
        assert stored["losses"] == case.get("losses", [])
    assert len(DOCUMENTS) == len(make_frameworks.DOCUMENTS)


def test_32_bit_changes_rounding_and_the_upper_clip():
    numbers = DOCUMENTS["rows of 32-bit numbers"]
    for library, calls in numbers["float32"].items():
        for call, value in calls.items():
            assert float(value) == pytest.approx(float(numbers["float64"][library][call]), rel=2e-6), call
    zero, certain = DOCUMENTS["q = 0 at the label"]["float32"], DOCUMENTS["certain and right"]
    call = "keras.losses.SparseCategoricalCrossentropy()(y, q)"
    assert 2 * zero["Keras"][call] - -math.log(0.95) == pytest.approx(16.118095, rel=1e-6)
    assert certain["float64"]["Keras"][call] == pytest.approx(1e-7, rel=1e-6)
    assert certain["float32"]["Keras"][call] == pytest.approx(2.0**-23, rel=1e-6)


# -- against scikit-learn -----------------------------------------------------------------------------------


def check_scikit_learn(document: Document) -> None:
    """Hold every scikit-learn call against scikit-learn, evaluated as it is written."""
    model, p = document.models[0], np.concatenate([block.dense() for block in document.truth.blocks])
    given = model.rows.array()
    labels = p.argmax(axis=1) if all((row == 1).sum() == 1 and (row != 0).sum() == 1 for row in p) else p
    weights = document.settings.find("cross_entropy").class_weights
    names = {"np": np, "softmax": softmax, "p": p, "y": labels, "z" if model.scale == "logit" else "q": given}
    names |= {name: getattr(sklearn.metrics, name) for name in sklearn.metrics.__all__}
    names["w"] = None if weights is None else np.array(weights)
    sums = (softmax(given, axis=1) if model.scale == "logit" else given).sum(axis=1)
    for each in conventions.reported(document):
        if each.library != "scikit-learn":
            continue
        with warnings.catch_warnings(record=True) as said, np.errstate(all="ignore"):
            warnings.simplefilter("always", UserWarning)
            try:
                value = eval(each.call, names)
            except (ValueError, TypeError):
                assert each.refusal is not None, each.call
                assert not each.defined
                continue
        assert each.refusal is None, each.call
        assert each.value == pytest.approx(value, rel=1e-9, abs=1e-12), each.call
        if each.call.startswith("log_loss"):
            assert bool(said) == (not np.isclose(sums, 1.0, rtol=2.0**-26).all())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_scikit_learn_on_the_stored_documents(name: str):
    check_scikit_learn(make_frameworks.document_of(DOCUMENTS[name]))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Return documents of labels or soft truths, probabilities as typed or distributions, logits; with settings."""
    classes, rows = draw(st.integers(2, 5)), draw(st.integers(1, 5))

    def table(row: st.SearchStrategy[Any]) -> Any:
        return np.array(draw(st.lists(row, min_size=rows, max_size=rows)))

    truth = table(draw(st.sampled_from([st.integers(0, classes - 1), strategies.distributions(classes)])))
    typed = st.lists(st.sampled_from([0.0, 0.1, 0.3, 0.5, 1.0, 1.1]), min_size=classes, max_size=classes).map(np.array)
    mild = st.lists(st.floats(-30, 30) | st.just(-math.inf), min_size=classes - 1, max_size=classes - 1)
    logits = mild.map(lambda row: np.array([0.5, *row]))
    scale = draw(st.sampled_from(["probability", "logit"]))
    given = table(logits if scale == "logit" else draw(st.sampled_from([strategies.distributions(classes), typed])))
    document = Document.make(truth, [("model", given, scale)])
    if draw(st.booleans()):
        weights = draw(st.lists(st.sampled_from([0.0, 0.5, 1.0, 3.0]), min_size=classes, max_size=classes))
        document = document.with_loss(losses.create("cross_entropy", class_weights=weights, label_smoothing=0.1))
    return document.with_settings(row_sums=draw(st.sampled_from(["as-typed", "strict", "normalize"])))


@settings(max_examples=150, deadline=None)
@given(document=documents())
def test_scikit_learn_on_any_document(document: Document):
    check_scikit_learn(document)


@settings(max_examples=100, deadline=None)
@given(document=documents())
def test_a_value_that_differs_has_a_reason_and_one_that_agrees_has_none(document: Document):
    for each in conventions.reported(document):
        near = np.isclose(each.value, each.ours, rtol=1e-9, atol=1e-12, equal_nan=True)
        assert (each.reason == "") == (each.refusal is None and bool(near) and not each.differs)
        if each.refusal is None and not near:
            assert each.differs
        for remark in (each.how, *each.differs, *filter(None, [each.refusal])):
            assert remark.sentence().endswith((".", ")."))
            assert "{" not in remark.sentence()


def test_the_value_beside_is_what_loss_atlas_computes():
    document = io.load("example")
    for each in conventions.reported(document, 1):
        loss = document.settings.find(each.measure)
        values = loss.value(document.truth.array(), document.models[1].rows.array())
        assert each.ours == pytest.approx(values.mean())


# -- published examples, and why ----------------------------------------------------------------------------


def test_pytorchs_weighted_mean_divides_by_the_weights():
    z, y, weights = [[0.2, 0.3, 0.5], [0.5, 0.2, 0.3]], [2, 1], "cross_entropy:class_weights=2/4/6"
    index = report(y, z, "F.cross_entropy(z, y", weights, scale="logit")
    assert index.call == "F.cross_entropy(z, y, weight=w)"
    assert (index.value, index.ours) == pytest.approx((1.0598, 10.5983 / 2), abs=5e-5)
    assert index.reason == "The mean divides by the sum of the rows' weights, not by the number of rows."
    soft = report(y, z, "F.cross_entropy(z, p", weights, scale="logit")
    assert (soft.value, soft.reason) == (pytest.approx(soft.ours), "")
    over = report(y, z, "F.cross_entropy(z, p", weights + ",mean_over=weights", scale="logit")
    assert over.reason == "The mean divides by the number of rows, not by the sum of the rows' weights."
    assert not report(y, z, "F.cross_entropy(z, y", weights + ",mean_over=weights", scale="logit").differs


def test_keras_rows_and_sample_weights():
    rows = [[0.05, 0.95, 0.0], [0.1, 0.8, 0.1]]
    each = report([1, 2], rows, "keras.losses.CategoricalCrossentropy()(p, q")
    assert (each.value, each.reason) == (pytest.approx(1.177, abs=5e-4), "")
    each = report([1, 2], rows, "keras.losses.SparseCategoricalCrossentropy()", "cross_entropy:class_weights=1/.3/.7")
    assert each.call.endswith("(y, q, sample_weight=w[y])")
    assert each.value == pytest.approx(0.814, abs=5e-4)
    assert not each.differs


def test_the_brier_score_is_halved_for_two_classes():
    positive = np.array([0.1, 0.9, 0.8, 0.4])
    rows = np.stack([1 - positive, positive], axis=1).tolist()
    each = report([0, 1, 1, 0], rows, "brier_score_loss")
    assert (each.value, each.ours) == pytest.approx((0.055, 0.11))
    assert each.reason == "With two classes it is halved (scale_by_half=“auto”)."
    assert not report([0, 1, 1, 0], rows, "brier_score_loss", "mse:reduction=mean").differs
    three = report([0], [[0.2, 0.3, 0.5]], "brier_score_loss", "mse:reduction=mean")
    assert three.reason == "It adds the classes up; Loss Atlas is set to divide by K = 3."


def test_the_log_loss_is_as_typed_and_keras_renormalizes():
    typed = report([1], [[0.2, 0.3]], "log_loss")
    assert (typed.value, typed.reason) == (pytest.approx(1.20397, abs=5e-6), "")
    for start in ("keras.losses.CategoricalCrossentropy()", "F.cross_entropy(q.log(), y)", "optax.softmax_cross_ent"):
        reports = [
            r
            for r in conventions.reported(Document.make(np.array([1]), [("m", np.array([[0.2, 0.3]]), "probability")]))
            if r.call.startswith(start) and "(q, p)" not in r.call
        ]
        assert reports
        for each in reports:
            assert each.value == pytest.approx(0.51083, abs=5e-6)
            assert "divides each row of probabilities by its sum" in each.reason
    normalized = report([1], [[0.2, 0.3]], "log_loss", row_sums="normalize")
    assert normalized.ours == pytest.approx(0.51083, abs=5e-6)
    assert normalized.reason == (
        "It takes every row as typed; Loss Atlas divides those that do not sum to 1 by their sum."
    )
    strict = report([1, 0], [[0.2, 0.3], [0.5, 0.5]], "log_loss", row_sums="strict")
    assert strict.ours == pytest.approx(math.log(2))
    assert strict.reason == "It takes every row as typed; Loss Atlas leaves out those that do not sum to 1."
    assert math.isnan(report([1], [[0.2, 0.3]], "log_loss", row_sums="strict").ours)


def test_keras_focal_loss_has_an_alpha():
    rows = [[0.05, 0.95, 0.0], [0.1, 0.8, 0.1]]
    for row, label, value in ((0, 1, 3.2058e-5), (1, 2, 0.466273)):
        each = report([label], [rows[row]], "keras.losses.CategoricalFocal")
        assert each.value == pytest.approx(value, rel=2e-5)
        assert each.reason == "Its α is 0.25 for every class unless told; Loss Atlas has 1."
        assert not report([label], [rows[row]], "keras.losses.CategoricalFocal", "focal:alpha=0.25").differs
    each = report([1], rows[:1], "keras.losses.CategoricalFocal", "focal:gamma=3,alpha=1/2/3")
    assert [r.sentence() for r in each.differs] == [
        "Its γ is 2 unless told; Loss Atlas has 3.",
        "Its α is 0.25 for every class unless told; Loss Atlas has 1/2/3.",
    ]


def test_optax_poly_1_has_an_epsilon_of_2():
    z, p = [[0.14, 1.456, 2.356, -0.124, -2.47]], [[0.1, 0.15, 0.2, 0.25, 0.3]]
    each = report(p, z, "optax.losses.poly", scale="logit")
    assert (each.value, each.ours) == pytest.approx((4.5317, 3.7153), abs=5e-5)
    assert each.reason == "Its ε is 2 unless told; Loss Atlas has 1."


def test_the_order_and_the_mean_of_a_divergence():
    p, q = [[0.36, 0.48, 0.16]], [[1 / 3, 1 / 3, 1 / 3]]
    assert report(p, q, "F.kl_div(q.log(), p)").value == pytest.approx(0.0852996 / 3, abs=1e-7)
    assert report(p, q, "F.kl_div(q.log(), p, red").value == pytest.approx(0.0852996, abs=1e-7)
    swapped = report(p, q, "F.kl_div(p.log(), q")
    assert swapped.value == pytest.approx(0.0974550, abs=1e-7)
    assert swapped.reason == "The arguments are the other way round: this is KL(q‖p), reverse KL."


def test_where_q_is_0_some_clip_and_some_do_not():
    truth, rows = [0], [[0.0, 0.6, 0.4]]
    assert report(truth, rows, "F.nll_loss").value == math.inf
    keras = report(truth, rows, "keras.losses.SparseCategoricalCrossentropy()")
    assert keras.value == pytest.approx(16.11809565)
    assert keras.ours == math.inf
    assert keras.reason == "It clips probabilities to 1e-07 … 1 - 1e-07 before the logarithm."
    assert report(truth, rows, "log_loss").value == pytest.approx(52 * math.log(2))
    soft = report([1], rows, "F.cross_entropy(q.log(), p)")
    assert not soft.defined
    assert soft.reason.endswith("which is not a number; Loss Atlas counts 0·∞ as 0.")


def test_logits_where_probabilities_belong_and_the_reverse():
    each = report([1], [[10.0, 1.0, -2.0]], "keras.losses.CategoricalCrossentropy()", scale="logit")
    assert each.value == pytest.approx(math.log(9))
    assert each.ours == pytest.approx(9.00013, abs=5e-6)
    assert each.reason.startswith("It takes the logits for probabilities")
    each = report([1], [[0.1, 0.8, 0.1]], "F.cross_entropy(q, y)")
    assert each.value == pytest.approx(math.log(1 + 2 * math.exp(-0.7)))
    assert each.reason.startswith("It takes the probabilities for logits")


def test_scikit_learns_hinge_of_two_classes():
    z = [[10.0, 1.0], [-1.0, -2.0]]
    assert report([1, 1], z, "hinge_loss", scale="logit").value == 0.0
    each = report([1, 1], z, "hinge_loss", scale="logit")
    assert (each.ours, each.reason) == (6.0, "All labels are the second class, which it takes for the first.")
    assert not report([0, 1], z, "hinge_loss", scale="logit").differs
    refused = report([0, 1], [[1.0, 0.0], [0.5, 0.5]], "hinge_loss")
    assert (refused.defined, refused.reason) == (False, "It refuses infinite decision values, such as log 0.")


def test_hinge_forms():
    z = [[1.2, -0.8, 0.9]]
    torch = report([0], z, "F.multi_margin", scale="logit")
    assert torch.value == pytest.approx(0.7 / 3)
    assert torch.reason == "The mean is over rows and classes, so the sum is divided by K = 3 too."
    optax = report([0], z, "optax.losses.multiclass_hinge", "hinge:form=sum,margin=3", scale="logit")
    assert optax.value == pytest.approx(0.7)
    assert [r.sentence() for r in optax.differs] == [
        "It counts the strongest rival class; Loss Atlas adds up every one.",
        "Its margin is 1; Loss Atlas has 3.",
    ]
    each = report([[0.5, 0.5, 0.0]], z, "keras.losses.CategoricalHinge", scale="logit")
    assert each.reason == "Loss Atlas refuses this loss for a truth that is not one class a row."
    assert each.defined


def test_a_soft_truth_is_refused_where_labels_are_needed():
    refused = {r.call.split("(")[0] for r in report_all([[0.5, 0.5, 0.0]], [[0.2, 0.3, 0.5]]) if r.refusal is not None}
    assert refused == {
        "F.nll_loss",
        "F.multi_margin_loss",
        "keras.losses.SparseCategoricalCrossentropy",
        "keras.losses.CategoricalGeneralizedCrossEntropy",
        "optax.softmax_cross_entropy_with_integer_labels",
        "optax.losses.multiclass_hinge_loss",
        "log_loss",
        "brier_score_loss",
        "hinge_loss",
        "zero_one_loss",
    }


def report_all(truth: Any, rows: Any) -> tuple[Reported, ...]:
    """Return all reports on a document of one model of probabilities."""
    return conventions.reported(Document.make(np.array(truth), [("model", np.array(rows), "probability")]))


def test_the_likeliest_classes_decide_an_accuracy():
    each = report([[0.6, 0.4]], [[0.7, 0.3]], "1 - keras.metrics.CategoricalAccuracy")
    assert (each.value, each.ours) == pytest.approx((0.0, 0.4))
    assert each.reason.startswith("A row is right or wrong by the likeliest class of the truth")


@pytest.mark.parametrize("row_sums", ["as-typed", "strict", "normalize"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_mean_beside_is_the_one_in_the_tables(name: str, row_sums: str):
    document = make_frameworks.document_of(DOCUMENTS[name]).with_settings(row_sums=row_sums)
    measures = {each.measure: each.ours for each in conventions.reported(document)}
    document = document.with_settings(shown=tuple(measures))
    model = compute(document).models[0]
    for measure, ours in measures.items():
        mean = model.mean(document.settings.find(measure))
        assert ours == pytest.approx(mean, rel=1e-12, abs=1e-15, nan_ok=True), measure


def test_only_the_losses_asked_for():
    document = io.load("example")
    assert conventions.reported(document, losses=()) == ()
    only = conventions.reported(document, losses=[losses.create("mae")])
    assert [each.call for each in only] == [
        "F.l1_loss(q, p)",
        "keras.losses.MeanAbsoluteError()(p, q)",
        "mean_absolute_error(p, q)",
    ]
    assert {each.dtype for each in only} == {"float32", "float64"}


def test_weights_of_another_number_are_an_error():
    document = Document.make(np.array([0]), [("model", np.array([[0.5, 0.5]]), "probability")])
    with pytest.raises(LossAtlasError) as caught:
        conventions.reported(document.with_loss(losses.create("cross_entropy", class_weights=(1, 2, 3))))
    assert caught.value.code == "weights_length"


def test_no_library_is_imported():
    code = "import sys, core.conventions as c; c.libraries(); print(*sys.modules)"
    root = Path(conventions.__file__).parents[2]
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root).stdout
    assert "core.conventions.pytorch" in loaded.split()
    assert not {"torch", "keras", "jax", "optax", "sklearn", "scipy", "PySide6"} & set(loaded.split())
