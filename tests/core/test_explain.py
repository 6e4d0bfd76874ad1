"""Worked steps: read back by an independent reader, they come to what core computes, for every loss."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import explain as explaining
from core import io, losses
from core.document import Document
from core.errors import LossAtlasError
from core.explain import Manner, emit, explain, forms, letters, to_latex, to_text
from core.explain.expressions import (
    Abs,
    Add,
    Div,
    Exp,
    Log,
    Max,
    Mul,
    Neg,
    Num,
    Pow,
    Rest,
    Root,
    Row,
    Symbols,
    Term,
    agree,
    bounds_as_printed,
    value_of,
)
from core.explain.mean import with_loss
from core.explain.numerals import printed
from core.explain.simplify import simplified, worked_out
from core.explain.writing import text_of, tokens
from core.information import nats_per
from core.losses import Loss
from core.losses.base import Proper
from core.results import Results, compute
from tests import strategies
from tests.core.arithmetic import check, numeric, read
from tests.core.test_exact_losses import SETTINGS, Setting, every_setting

Float = npt.NDArray[np.float64]
MANNER = Manner()


def results_of(
    p: Float, q: Float, *, scale: str = "probability", unit: str = "nat", row_sums: str = "as-typed"
) -> Results:
    truth, given = np.atleast_2d(p), np.atleast_2d(q)
    document = Document.make(truth, [("m", given, scale)])
    return compute(document.with_settings(unit=unit, row_sums=row_sums))


def lines_of(results: Results, loss: Loss, what: str = "value", sample: int = 0, model: int = 0) -> list[str]:
    made = explain(results, sample, model, loss, what)
    return [emit.line_text(line, made.classes, MANNER) for step in made.steps for line in step.lines]


def value_line(results: Results, loss: Loss, what: str = "value") -> str:
    return next(line for line in reversed(lines_of(results, loss, what)) if line.startswith("L ="))


def is_shown(text: str, value: float) -> bool:
    """Return whether a number's print is that of a value: the same, rounded to what is printed."""
    if math.isinf(value):
        return text == "∞"
    low, high = read(text).ends
    return low - 1e-12 * abs(value) <= value <= high + 1e-12 * abs(value)


def hold(results: Results, loss: Loss) -> None:
    """Read every line of every kind of steps back, and the value against core's."""
    for what in explaining.WHATS:
        for line in lines_of(results, loss, what):
            check(line)
    p, kept = results.truth_row(0), results.document.models[0]
    if not loss.accepts(p):
        assert math.isnan(explain(results, 0, 0, loss).value)
        return
    scale = nats_per(results.document.settings.unit) if loss.in_units else 1.0
    row = kept.rows.row(0)
    value = loss.value_from_logits(p, row) if kept.scale == "logit" else loss.value(p, row)
    assert explain(results, 0, 0, loss).value == pytest.approx(float(value) / scale, rel=1e-12, nan_ok=True)
    last = value_line(results, loss).removesuffix(f" {results.document.settings.unit}")
    assert is_shown(last.replace("≈", "=").rpartition(" = ")[2], float(value) / scale), last


# -- every loss -------------------------------------------------------------------------------------------

ROWS: dict[str, tuple[list[float], list[float]]] = {
    "label": ([0, 0, 1], [0.3, 0.3, 0.4]),
    "sure": ([1, 0, 0], [1, 0, 0]),
    "impossible": ([0, 1, 0], [0.5, 0, 0.5]),
    "soft": ([0.2, 0.3, 0.5], [0.1, 0.65, 0.25]),
    "equal": ([0.25, 0.25, 0.5], [0.25, 0.25, 0.5]),
    "thirds": ([1 / 3, 1 / 3, 1 / 3], [1 / 7, 2 / 7, 4 / 7]),
    "tiny": ([0, 1, 0], [1e-9, 3e-7, 1 - 3.01e-7]),
    "zeros": ([0, 0.5, 0.5], [0, 0.5, 0.5]),
    "two": ([0, 1], [0.25, 0.75]),
}


@every_setting
@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize("unit", ["nat", "bit", "dit"])
def test_what_is_written_comes_to_the_loss(chosen: Setting, row: str, unit: str):
    p, q = (np.array(x, dtype=np.float64) for x in ROWS[row])
    loss = losses.create(chosen.name, **chosen.given(range(p.size)))
    hold(results_of(strategies.fitting(loss, p), q, unit=unit), loss)


LOGITS: dict[str, list[float]] = {
    "mild": [2.0, -1.0, 0.5],
    "far": [1000.0, 0.0, -1000.0],
    "sure": [40.0, 0.0, 0.0],
    "ruled out": [0.0, 1.0, -np.inf],
    "equal": [0.0, 0.0, 0.0],
}


@every_setting
@pytest.mark.parametrize("row", LOGITS)
@pytest.mark.parametrize("k", range(3))
def test_logits_are_written_through_their_softmax(chosen: Setting, row: str, k: int):
    loss = losses.create(chosen.name, **chosen.given(range(3)))
    hold(results_of(np.eye(3)[k], np.array(LOGITS[row]), scale="logit", unit=("nat", "bit", "dit")[k]), loss)


@pytest.mark.parametrize("classes", [4, 7, 8, 30, 100])
@pytest.mark.parametrize("loss", strategies.all_losses(), ids=lambda loss: loss.name)
def test_long_rows_are_written_by_their_strongest_terms(loss: Loss, classes: int):
    rng = np.random.default_rng(classes)
    q = rng.dirichlet(np.full(classes, 0.3))
    for p in (np.eye(classes)[classes // 2], strategies.fitting(loss, rng.dirichlet(np.full(classes, 0.5)))):
        results = results_of(p, q)
        hold(results, loss)
        line = value_line(results, loss)
        assert ("more:" in line) <= (classes > 7)
        assert len(line) < 900
    if loss.name == "cross_entropy" and classes > 7:
        assert "1·ln " in value_line(results_of(np.eye(classes)[classes // 2], q), loss)


@settings(deadline=None, max_examples=40)
@given(pair=strategies.pairs(), data=st.data())
def test_any_distributions_are_written_rightly(pair: tuple[Float, Float], data: st.DataObject):
    loss = data.draw(st.sampled_from(strategies.all_losses()))
    hold(results_of(strategies.fitting(loss, pair[0]), pair[1], unit=data.draw(st.sampled_from(["nat", "bit"]))), loss)


def test_a_row_that_is_the_truth_but_for_the_last_bit_of_a_small_entry_is_written_rightly():
    p = np.array([0.0, 1.0, 1.0, 0.5, 1e-8]) / 2.50000001
    q = p.copy()
    q[-1] = np.nextafter(q[-1], 1.0)
    for name in ("mae", "total_variation"):
        hold(results_of(p, q), losses.create(name))


@settings(deadline=None, max_examples=30)
@given(pair=strategies.typed_pairs(), data=st.data())
def test_rows_as_typed_are_written_rightly(pair: tuple[Float, Float], data: st.DataObject):
    loss = data.draw(st.sampled_from(strategies.all_losses()))
    hold(results_of(strategies.fitting(loss, pair[0]), pair[1]), loss)


@every_setting
@pytest.mark.parametrize("row", ["label", "soft", "thirds", "sure", "impossible"])
def test_the_gradient_written_is_the_gradient(chosen: Setting, row: str):
    p, q = (np.array(x, dtype=np.float64) for x in ROWS[row])
    loss = losses.create(chosen.name, **chosen.given(range(p.size)))
    p = strategies.fitting(loss, p)
    results = results_of(p, q)
    with np.errstate(divide="ignore"):
        slopes = [loss.gradient(p, q), loss.gradient_from_logits(p, np.log(q))]
    made = explain(results, 0, 0, loss, "gradient")
    assert len(made.steps) == 2
    for each, slope in zip(made.steps, slopes, strict=True):
        shown = {line.k: emit.line_text(line, made.classes, MANNER) for line in each.lines if line.k is not None}
        assert set(shown) == {0, 1, 2}
        for k, text in shown.items():
            last = text.replace("≈", "=").replace(": ", " = ", 1).rpartition(" = ")[2]
            if math.isinf(slope[k]):
                assert last == ("∞" if slope[k] > 0 else "−∞")
            else:
                assert is_shown(last, float(slope[k])), text


# -- what must be on the page -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def published() -> Results:
    return compute(io.load("example"))


def test_the_tour_is_written_as_published(published: Results):
    cross = losses.create("cross_entropy")
    assert lines_of(published, cross)[0] == (
        "L = −Σₖ pₖ ln qₖ = −(0·ln 0.3 + 0·ln 0.3 + 1·ln 0.4) = −ln 0.4 = 0.9163 nat"
    )
    figures = {(0, 0): "0.9163", (1, 0): "2.3026", (0, 1): "0.1054", (1, 1): "0.9163"}
    for (sample, model), value in figures.items():
        assert lines_of(published, cross, sample=sample, model=model)[0].endswith(f" = {value} nat")
    squares = losses.create("mse")
    figures = {(0, 0): "0.54", (1, 0): "1.46", (0, 1): "0.03", (1, 1): "0.62"}
    for (sample, model), value in figures.items():
        assert lines_of(published, squares, sample=sample, model=model)[0].endswith(f" = {value}")
    means = {
        ("cross_entropy", 0): "1.6094 nat",
        ("cross_entropy", 1): "0.5108 nat",
        ("mse", 0): "1",
        ("mse", 1): "0.325",
    }
    for (name, model), value in means.items():
        assert lines_of(published, losses.create(name), "mean", model=model)[-1].endswith(f" = {value}")
    for model in (0, 1):
        assert lines_of(published, losses.create("classification_error"), "mean", model=model)[-1] == (
            f"L̄ = 1/N Σᵢ Lᵢ = ({'0 + 1'})/2 = 0.5"
        )


def test_the_units_of_the_tour_are_told_apart():
    for q, nat, dit in (([0.3, 0.3, 0.4], "0.9163", "0.3979"), ([0.0, 0.1, 0.9], "0.1054", "0.0458")):
        for unit, value, name in (("nat", nat, "ln"), ("dit", dit, "log₁₀")):
            line = lines_of(results_of(np.eye(3)[2], np.array(q), unit=unit), losses.create("kl_divergence"))[0]
            assert line.endswith(f"{name}(1/{q[2]:g}) = {value} {unit}")


def test_zero_times_log_zero_and_infinity_are_said_in_words():
    cross = losses.create("cross_entropy")
    text = to_text(explain(results_of(np.array([1.0, 0.0]), np.array([1.0, 0.0])), 0, 0, cross))
    assert "0·ln 0" in text
    assert "0·log 0 counts as 0 too" in text
    text = to_text(explain(results_of(np.array([0.0, 1.0]), np.array([1.0, 0.0])), 0, 0, cross))
    assert "= ∞ nat" in text
    assert "the prediction gives 0 to “class 2”, which the truth says can occur" in text
    text = to_text(explain(results_of(np.array([0.0, 1.0]), np.array([0.5, 0.5])), 0, 0, losses.create("reverse_kl")))
    assert "the truth gives 0 to “class 1”" in text
    text = to_text(explain(results_of(np.array([0.5, 0.5]), np.array([0.5, 0.5])), 0, 0, cross))
    assert "counts" not in text


def test_the_decomposition_adds_up(published: Results):
    soft = results_of(np.array([0.2, 0.3, 0.5]), np.array([0.1, 0.65, 0.25]), unit="bit")
    line = lines_of(soft, losses.create("cross_entropy"))[1]
    amounts = numeric(line)[0][1].value, explain(soft, 0, 0, losses.create("cross_entropy")).value
    assert line.startswith("H(p) + KL(p‖q) = ")
    assert amounts[0] == pytest.approx(amounts[1], abs=1e-4)
    smoothed = losses.create("cross_entropy", label_smoothing=0.1)
    assert not any("KL" in line for line in lines_of(published, smoothed))


def test_softmax_goes_through_the_largest_logit():
    results = results_of(np.array([0.0, 1.0, 0.0]), np.array([1000.0, 0.0, -1000.0]), scale="logit")
    lines = lines_of(results, losses.create("cross_entropy"))
    assert lines[:5] == [
        "z = (1000, 0, −1000)",
        "m = maxₖ zₖ = 1000",
        "z − m = (1000 − 1000, 0 − 1000, −1000 − 1000) = (0, −1000, −2000)",
        "s = Σₖ e^(zₖ − m) = exp(0) + exp(−1000) + exp(−2000) = 1",
        "ln Σₖ e^(zₖ) = m + ln s = 1000 + ln 1 = 1000",
    ]
    assert value_line(results, losses.create("cross_entropy")).endswith(" = 1000 nat")
    text = to_text(explain(results, 0, 0, losses.create("cross_entropy")))
    assert "e to the 1000 itself would overflow" in text
    assert "e to the −1000 is smaller than any number" in text
    at_once = lines_of(results, losses.create("cross_entropy"), "logits")[-1]
    assert at_once.startswith("L = ln Σₖ e^(zₖ) − Σₖ pₖ zₖ = 1000 − ")
    assert at_once.endswith(" = 1000 nat")


def test_at_the_softmax_the_gradient_is_q_less_p(published: Results):
    lines = lines_of(published, losses.create("cross_entropy"), "gradient")
    assert "∂L/∂qₖ = −pₖ/qₖ" in lines
    assert "rocket: −1/0.4 = −2.5" in lines
    assert "∂L/∂zₖ = qₖ(gₖ − Σⱼ qⱼ gⱼ)" in lines
    assert "∂L/∂zₖ = qₖ − pₖ" in lines
    assert "rocket: 0.4 − 1 = −0.6" in lines


def test_a_model_of_probabilities_has_its_logs_for_logits(published: Results):
    text = to_text(explain(published, 0, 1, losses.create("cross_entropy"), "logits"))
    assert "log q are logits of theirs" in text
    assert "q sums to 1.1, and softmax divides by it" in text
    assert "L = −Σₖ pₖ ln qₖ = −(0·(−2.3979) + 0·(−2.3979) + 1·(−0.2007)) = 0.2007 nat" in text
    nothing = results_of(np.array([1.0, 0.0]), np.array([0.0, 0.0]))
    for what in ("logits", "gradient"):
        assert "A row of zeros has no logits." in to_text(explain(nothing, 0, 0, losses.create("mse"), what))


@pytest.mark.parametrize(
    ("policy", "words", "value"),
    [
        ("as-typed", "Model 2 sums to 1.1, not to 1; the formula is applied to it as typed.", 0.10536),
        ("normalize", "Model 2 sums to 1.1, not to 1; it is divided by its sum first.", 0.20067),
        ("strict", "Model 2 sums to 1.1, not to 1; such rows are left out.", math.nan),
    ],
)
def test_what_is_done_with_a_row_that_does_not_sum_to_1_is_said(policy: str, words: str, value: float):
    results = compute(io.load("example").with_settings(row_sums=policy))
    made = explain(results, 0, 1)
    assert words in to_text(made)
    assert made.value == pytest.approx(value, abs=1e-5, nan_ok=True)
    if policy == "normalize":
        assert "q = (0.1/1.1, 0.1/1.1, 0.9/1.1) = (0.09091, 0.09091, 0.8182)" in to_text(made)


def test_a_truth_that_does_not_sum_to_1_is_said_too():
    results = results_of(np.array([0.5, 0.25]), np.array([0.5, 0.5]), row_sums="normalize")
    assert "Truth sums to 0.75, not to 1; it is divided by its sum first." in to_text(explain(results, 0, 0))
    assert "p = (0.5/0.75, 0.25/0.75) = (0.6667, 0.3333)" in to_text(explain(results, 0, 0))
    results = results_of(np.array([0.0, 0.0]), np.array([0.5, 0.5]), row_sums="normalize")
    assert "Truth sums to 0, not to 1; such rows are left out." in to_text(explain(results, 0, 0))


def test_a_soft_truth_has_no_hinge():
    text = to_text(explain(results_of(np.array([0.5, 0.5]), np.array([0.5, 0.5])), 0, 0, losses.create("hinge")))
    assert "needs a truth that is 1 for one class" in text


def test_smoothing_and_weights_are_put_in():
    results = results_of(np.array([0.0, 0.0, 1.0]), np.array([0.3, 0.3, 0.4]))
    loss = losses.create("cross_entropy", label_smoothing=0.1, class_weights=(1.0, 2.0, 0.5))
    lines = lines_of(results, loss)
    assert lines[1] == "p′ = ((1 − 0.1)·0 + 0.1·1/3, (1 − 0.1)·0 + 0.1·1/3, (1 − 0.1)·1 + 0.1·1/3) = " + (
        "(0.03333, 0.03333, 0.9333)"
    )
    assert "1·0.03333·ln 0.3 + 2·0.03333·ln 0.3 + 0.5·0.9333·ln 0.4" in lines[2]


def test_ties_are_told():
    results = results_of(np.array([0.0, 1.0]), np.array([0.5, 0.5]))
    text = to_text(explain(results, 0, 0, losses.create("classification_error")))
    assert "the prediction says “class 1”" in text
    assert "2 classes are equally large" in text


@pytest.mark.parametrize("temperature", [0.5, 2.0, 20.0])
@pytest.mark.parametrize("row_sums", ["as-typed", "normalize"])
def test_a_temperature_has_a_step(temperature: float, row_sums: str):
    for scale, rows in (("probability", [0.1, 0.65, 0.35]), ("logit", [2.0, -1.0, 0.5])):
        results = results_of(np.array([0.2, 0.3, 0.5]), np.array(rows), scale=scale, row_sums=row_sums)
        document = results.document
        hot = replace(document, models=(replace(document.models[0], temperature=temperature),))
        results = compute(hot)
        text = to_text(explain(results, 0, 0))
        assert ("softer" if temperature > 1 else "sharper") in text
        assert text.index("Temperature") < text.index("The loss")
        compared = sum(
            check(line) for what in explaining.WHATS for line in lines_of(results, losses.create("mse"), what)
        )
        assert compared > 12
        for loss in (losses.create("cross_entropy"), losses.create("mse")):
            value = results.models[0].per_sample(results.document.settings.find(loss.name))[0]
            assert explain(results, 0, 0, loss).value == pytest.approx(float(value), rel=1e-12)
    zeros = results_of(np.array([1.0, 0.0]), np.array([0.0, 0.0])).document
    hot = replace(zeros, models=(replace(zeros.models[0], temperature=temperature),))
    assert "Temperature" not in to_text(explain(compute(hot), 0, 0, losses.create("mse")))


# -- the mean ---------------------------------------------------------------------------------------------


def test_a_long_mean_is_written_by_its_ends():
    results = compute(io.load("digits"))
    for name in ("cross_entropy", "mse", "hinge"):
        loss = losses.create(name)
        lines = lines_of(results, loss, "mean")
        expected = compute(with_loss(results.document, loss))
        assert len(lines) == 5
        assert check(lines[-1]) == 1
        assert is_shown(
            lines[-1].replace("≈", "=").removesuffix(" nat").rpartition(" = ")[2], expected.models[0].mean(loss)
        )
        assert "(895 more: " in lines[-1]


def test_a_mean_says_what_it_leaves_out():
    results = compute(io.load("example").with_settings(row_sums="strict"))
    text = to_text(explain(results, 0, 1, what="mean"))
    assert "1 of 2 samples are left out." in text
    assert "L̄ = 1/N Σᵢ Lᵢ = 0.9163/1 = 0.9163 nat" in text
    nothing = results_of(np.array([0.5, 0.4]), np.array([0.5, 0.5]), row_sums="strict")
    assert "Every sample is left out" in to_text(explain(nothing, 0, 0, what="mean"))
    soft = results_of(np.array([0.5, 0.5]), np.array([0.5, 0.5]))
    assert "no value under this loss" in to_text(explain(soft, 0, 0, losses.create("hinge"), "mean"))
    infinite = results_of(np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([[1.0, 0.0], [1.0, 0.0]]))
    text = to_text(explain(infinite, 0, 0, what="mean"))
    assert "(∞ + 0)/2 = ∞ nat" in text
    assert "One infinite sample makes the mean infinite." in text


def test_a_mean_over_weights_divides_by_them(published: Results):
    loss = losses.create("cross_entropy", class_weights=(1.0, 2.0, 3.0), mean_over="weights")
    line = lines_of(published, loss, "mean")[-1]
    assert line.endswith("(2.7489 + 2.3026)/(3 + 1) = 1.2629 nat")


# -- a loss of one's own ----------------------------------------------------------------------------------


class _Linear(Loss):
    name, title, symbol, reference, order = "linear", "Linear", "Lin", "", 1
    formula = r"\sum_k p_k (1 - q_k)"
    scoring_rule: Proper = "no"

    def _terms(self, p: Float, q: Float) -> Float:
        return p * (1.0 - q)

    def _gradient(self, p: Float, q: Float) -> Float:
        return np.broadcast_to(-p, q.shape)


class _Whole(_Linear):
    separable = False

    def _value(self, p: Float, q: Float) -> Float:
        return self._terms(p, q).sum(axis=-1)


def test_a_new_loss_is_written_without_another_edit():
    results = results_of(np.array([0.2, 0.3, 0.5]), np.array([0.1, 0.65, 0.25]))
    assert "linear" not in forms.kinds()
    line = lines_of(results, _Linear())[0]
    assert line == "L = Σₖ pₖ(1 − qₖ) = 0.18 + 0.105 + 0.375 = 0.66"
    assert lines_of(results, _Whole())[0] == "L = Σₖ pₖ(1 − qₖ) = 0.66"
    lines = lines_of(results, _Linear(), "gradient")
    assert "class 3: −0.5" in lines
    for line in lines:
        check(line)


def test_every_registered_form_is_for_a_loss():
    assert set(forms.kinds()) == set(losses.names())


# -- LaTeX ------------------------------------------------------------------------------------------------


def test_latex_aligns_the_sides_and_escapes_names():
    document = Document.make(np.array([0, 1]), [("a_b & 50%", np.eye(2), "probability")], classes=["$x$", "y#"])
    made = explain(compute(document), 0, 0, what="gradient")
    latex = to_latex(made)
    assert r"a\_b \& 50\%" in latex
    assert r"\text{\$x\$: }" in latex
    assert latex.count(r"\begin{align*}") == latex.count(r"\end{align*}") == 2
    refused = explain(compute(io.load("example").with_settings(row_sums="strict")), 0, 1)
    assert "align" not in to_latex(refused)
    value = to_latex(explain(compute(io.load("example")), 0, 0))
    assert "L & = -\\sum_k p_k \\ln q_k \\\\\n  &= - \\left( 0 \\cdot \\ln 0.3" in value
    assert value.count(r"\left(") == value.count(r"\right)")


def test_text_takes_words_of_another_language():
    made = explain(compute(io.load("example")), 0, 0)
    text = to_text(made, Manner(2), say=lambda _: "词", heading="题")
    assert text.splitlines()[:2] == ["题", "词"]
    assert "= 0.92 nat" in text


# -- what is asked for wrongly ----------------------------------------------------------------------------


def test_what_cannot_be_put_in_is_not():
    huge = results_of(np.array([1.0, 0.0]), np.array([1e12, 1e12 - 0.5]), scale="logit")
    assert not any("Σₖ pₖ zₖ" in line for line in lines_of(huge, losses.create("cross_entropy"), "logits"))
    least = results_of(np.array([0.0, 1.0]), np.array([5e-324, 1.0]))
    text = to_text(explain(least, 0, 0, losses.create("jensen_shannon")))
    assert "L = ½(KL(p‖m) + KL(q‖m)) = 0" in text
    assert "too small or too near each other" in text
    far = results_of(np.array([1.0, 0.0]), np.array([0.0, -1000.0]), scale="logit")
    text = to_text(explain(far, 0, 0, losses.create("reverse_kl")))
    assert "L = Σₖ qₖ ln(qₖ/pₖ) = ∞ nat" in text


def test_rows_that_are_not_there_are_refused(published: Results):
    with pytest.raises(LossAtlasError, match="There is no row 2"):
        explain(published, 2, 0)
    with pytest.raises(LossAtlasError, match="neither a model's name nor an index"):
        explain(published, 0, 2)
    with pytest.raises(LossAtlasError, match="2 class weights were given for 3 classes"):
        explain(published, 0, 0, losses.create("cross_entropy", class_weights=(1.0, 2.0)))


# -- the pieces -------------------------------------------------------------------------------------------


def word(expr: object) -> str:
    return text_of(tokens(expr, MANNER))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.3, "0.3"),
        (1 / 3, "0.3333"),
        (-1 / 3, "−0.3333"),
        (0.1 + 0.2, "0.3"),
        (0.30001, "0.3000"),
        (0.0123456, "0.01235"),
        (1.23456e-7, "1.235×10⁻⁷"),
        (1e-9, "1×10⁻⁹"),
        (123456789.0, "1.235×10⁸"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "—"),
        (-0.0, "0"),
    ],
)
def test_a_number_keeps_its_digits(value: float, text: str):
    assert word(Num(value)) == text


def test_a_number_in_words_is_written_as_in_formulas():
    assert [emit.number_text(x, 4) for x in (-0.5, 1.23456e-7, 1000.0)] == ["−0.5", "1.235×10⁻⁷", "1000"]


def test_a_final_number_has_the_decimals_chosen():
    assert printed(0.04575749, 4, final=True).mantissa == "0.0458"
    assert printed(0.00001, 4, final=True).power == -5
    assert printed(2.0, 4, final=True).is_whole
    assert not printed(1 / 3, 4, final=True).is_whole


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        (Mul((Num(0.5), Num(-1.5))), "0.5·(−1.5)"),
        (Mul((Num(-0.5), Num(1.5))), "−0.5·1.5"),
        (Mul((Log(Num(0.5)), Num(2.0))), "(ln 0.5)·2"),
        (Neg(Add((Num(1.0), Neg(Num(2.0))))), "−(1 − 2)"),
        (Neg(Num(-2.0)), "−(−2)"),
        (Add((Num(1.0), Num(-2.0), Neg(Num(-3.0)))), "1 − 2 + 3"),
        (Add((Neg(Num(1.0)), Neg(Add((Num(1.0), Num(2.0)))))), "−1 − (1 + 2)"),
        (Div(Num(1.0), Mul((Num(2.0), Num(3.0)))), "1/(2·3)"),
        (Div(Add((Num(1.0), Num(2.0))), Log(Num(2.0))), "(1 + 2)/ln 2"),
        (Pow(Num(-0.5), Num(2.0)), "(−0.5)²"),
        (Pow(Num(0.5), Num(-0.3)), "0.5^(−0.3)"),
        (Pow(Root(Num(0.5)), Num(2.0)), "(√0.5)²"),
        (Root(Div(Num(1.0), Num(2.0))), "√(1/2)"),
        (Log(Div(Num(1.0), Num(2.0)), "bit"), "log₂(1/2)"),
        (Log(Num(1e-9), "dit"), "log₁₀(1×10⁻⁹)"),
        (Exp(Num(-1.0)), "exp(−1)"),
        (Abs(Add((Num(1.0), Neg(Num(2.0))))), "|1 − 2|"),
        (Max(Num(-1.0)), "max(0, −1)"),
        (Row((Num(1.0), Num(-2.0), Rest(5))), "(1, −2, …)"),
        (Add((Term(0, Num(1.0)), Rest(97, 0.25))), "1 + … (97 more: 0.25)"),
        (Div(Term(1, Num(1.0)), Num(2.0)), "1/2"),
        (Symbols(r"\frac{\partial L}{\partial q_k}"), "∂L/∂qₖ"),
    ],
)
def test_parentheses_stand_where_they_must(expr: object, text: str):
    assert word(expr) == text
    if not math.isnan(value_of(expr)):
        assert read(text).value == pytest.approx(value_of(expr))


def test_a_row_may_stand_within():
    assert word(Exp(Row((Num(1.0), Num(2.0))))) == "exp((1, 2))"


def test_a_sign_of_equality_is_checked_against_what_is_printed():
    third = Num(1 / 3)
    assert agree(Mul((Num(2.0), Num(0.25))), Num(0.5), 4)
    assert not agree(Mul((Num(2.0), third)), Num(2 / 3), 4)
    assert not agree(Mul((Num(3.0), third)), Num(1.0), 4)
    assert not agree(Num(1 / 3), Num(0.3334), 4)
    assert agree(Symbols("L"), Num(1.0), 4)
    assert not agree(Row((Num(1 / 3), Num(2.0))), Row((Num(0.5), Num(2.0))), 4)
    assert not agree(Num(math.inf), Num(1.0), 4)


def test_the_ends_of_what_is_printed_hold_the_value():
    for expr in (
        Div(Num(1 / 3), Num(1 / 7)), Mul((Num(-1 / 3), Num(1 / 7))), Pow(Num(-1 / 3), Num(2.0)),
        Pow(Num(1e-5 / 3), Num(0.7)), Root(Num(1 / 3)), Abs(Num(-1 / 3)), Max(Num(1 / 3)), Exp(Num(-1 / 3)),
        Log(Num(1 / 3), "bit"), Neg(Num(1 / 3)), Rest(3, 1 / 3), Add((Num(1 / 3), Num(2 / 3))),
    ):  # fmt: skip
        low, high = bounds_as_printed(expr, 4)
        assert low <= value_of(expr) <= high
        assert low < high
    across = Add((Num(1 / 3), Neg(Num(0.33333))))
    assert bounds_as_printed(Abs(across), 4)[0] == bounds_as_printed(Pow(across, Num(2.0)), 4)[0] == 0.0
    assert bounds_as_printed(Div(Num(1.0), across), 4) == (-math.inf, math.inf)
    assert value_of(Div(Num(1.0), Num(0.0))) == math.inf
    assert math.isnan(value_of(Div(Num(0.0), Num(0.0))))
    assert math.isnan(value_of(Mul((Num(2.0), Div(Num(0.0), Num(0.0))))))
    assert math.isnan(value_of(Div(Num(math.inf), Num(math.inf))))
    assert value_of(Pow(Num(0.0), Num(0.0))) == 1.0
    assert value_of(Pow(Num(0.0), Num(-1.0))) == math.inf
    assert value_of(Exp(Num(1000.0))) == math.inf
    assert math.isnan(value_of(Rest(3)))


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        (Mul((Num(1.0), Num(1.0))), "1"),
        (Pow(Num(0.3), Num(1.0)), "0.3"),
        (Pow(Num(0.3), Num(0.0)), "1"),
        (Pow(Num(1.0), Num(0.7)), "1"),
        (Log(Num(1.0)), "0"),
        (Root(Num(1.0)), "1"),
        (Root(Num(0.5)), "√0.5"),
        (Exp(Num(0.0)), "1"),
        (Exp(Num(2.0)), "exp(2)"),
        (Div(Num(0.0), Num(0.3)), "0"),
        (Div(Term(1, Num(0.0)), Num(0.3)), "0"),
        (Div(Num(0.3), Num(1.0)), "0.3"),
        (Neg(Neg(Log(Num(0.3)))), "ln 0.3"),
        (Neg(Mul((Num(0.0), Log(Num(0.3))))), "0"),
        (Neg(Term(1, Log(Num(1.0)))), "0"),
        (Abs(Log(Num(0.3))), "|ln 0.3|"),
        (Max(Num(-1.0)), "max(0, −1)"),
        (Add((Rest(3, 0.0), Num(0.3))), "0.3"),
        (Add((Num(0.0), Num(0.0))), "0"),
        (Pow(Neg(Root(Num(0.3))), Num(2.0)), "0.3"),
    ],
)
def test_zeros_and_ones_go(expr: object, text: str):
    shorter = simplified(expr)
    assert word(shorter) == text
    assert value_of(shorter) == pytest.approx(value_of(expr))


def test_terms_are_worked_out_within_what_is_around():
    total = Add((Term(0, Mul((Num(0.5), Num(0.5)))), Term(1, Num(0.5))))
    assert word(worked_out(Root(Neg(Mul((Num(2.0), total)))))) == "√(−2·(0.25 + 0.5))"
    assert word(worked_out(Div(total, Num(2.0)))) == "(0.25 + 0.5)/2"


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"-\frac{p_k}{q_k \ln 2}", "−pₖ/(qₖ ln 2)"),
        (r"\unknown x", r"\unknown x"),
        (r"\tilde{q}_k = \hat y", "q̃ₖ = ŷ"),
        (r"\log_{2} \frac{a}{b}", "log₂(a/b)"),
        (r"x^{ab}", "x^(a b)"),
        (r"x^\gamma", "x^γ"),
        (r"a_{\max}", "a_{max}"),
        (r"\lVert q \rVert_2^3", "‖q‖₂³"),
        (r"\frac{1}{N} \sum_i L_i", "1/N Σᵢ Lᵢ"),
        (r"\{a\}", "{a}"),
    ],
)
def test_letters_are_plain_text(latex: str, text: str):
    assert letters.plain(latex) == text


def test_all_settings_have_forms():
    assert {chosen.name for chosen in SETTINGS} == set(forms.kinds())
    assert replace(MANNER, decimals=6).decimals == 6
