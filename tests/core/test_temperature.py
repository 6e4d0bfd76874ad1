"""A model's temperature: what is typed stays, what is computed is at T."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import mpmath
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import core
from core import dragging, io, losses, stream
from core.conventions.base import Case
from core.decomposition import row_terms
from core.document import TRUTH, Document
from core.dragging import Grip
from core.errors import LossAtlasError
from core.io import npz, tables
from core.losses import create
from core.reports import evaluation
from core.results import compute
from core.stream import Request
from core.temperature import tempered, untempered
from core.validation import Float, Scale

P = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.2, 0.3, 0.5]])
Q = np.array([[0.7, 0.2, 0.1], [0.1, 0.8, 0.1], [0.3, 0.3, 0.4]])
Z = np.array([[2.0, -1.0, 0.5], [-np.inf, 1.0, 3.0], [1e4, 9990.0, -1e4]])
temperatures = st.one_of(st.floats(0.05, 20.0), st.sampled_from([1.0, 0.5, 2.0, 1e-300, 5e-324, 1e300]))
widths = st.one_of(st.integers(2, 6), st.sampled_from([10, 100]))


def rows_of(elements: st.SearchStrategy[float]) -> st.SearchStrategy[Float]:
    return widths.flatmap(lambda k: hnp.arrays(np.float64, (3, k), elements=elements))


weights = rows_of(st.one_of(st.just(0.0), st.floats(1e-12, 1.0), st.sampled_from([1e-300, 1.0, 3.0])))
logits = rows_of(st.one_of(st.floats(-1e4, 1e4), st.sampled_from([-np.inf, -1e4, 0.0, 1e4, 1e308, -1e308])))


def document(values: Float = Q, scale: Scale = "probability", temperature: float = 1.0) -> Document:
    made = Document.make(P[: len(values)], [("a", values, scale), ("b", Q[: len(values)], "probability")])
    return made.with_temperature(0, temperature)


def exactly(q: Any, temperature: float) -> list[float]:
    """Return q^(1/T) with the sum of q, by arithmetic of 60 digits."""
    with mpmath.workdps(60):
        powers = [mpmath.mpf(float(x)) ** (1 / mpmath.mpf(temperature)) if x else mpmath.mpf(0) for x in q]
        whole = mpmath.fsum([mpmath.mpf(float(x)) for x in q])
        return [float(x * whole / mpmath.fsum(powers)) for x in powers]


# -- the numbers --------------------------------------------------------------------------------------------


@given(weights, st.floats(0.05, 20.0))
def test_probabilities_are_raised_to_one_over_t_and_keep_their_sum(q: Float, temperature: float):
    assume(q.any(axis=-1).all())
    found = tempered(q, "probability", temperature)
    assert found.sum(axis=-1) == pytest.approx(q.sum(axis=-1), rel=1e-13)
    for row, expected in zip(found, q, strict=True):
        assert row == pytest.approx(exactly(expected, temperature), rel=3e-12, abs=1e-300)


@given(logits, st.floats(0.05, 20.0))
def test_logits_are_divided(z: Float, temperature: float):
    assume((z > -np.inf).any(axis=-1).all())
    found = core.softmax(tempered(z, "logit", temperature))
    assert found == pytest.approx(core.softmax(z, temperature=temperature), rel=1e-12, abs=0.0)


@given(st.one_of(weights, logits), temperatures)
def test_the_order_of_the_classes_stays_and_limits_are_finite(values: Float, temperature: float):
    assume((values > -np.inf).any(axis=-1).all())
    scale: Scale = "logit" if values.min() < 0 else "probability"
    found = tempered(values, scale, temperature)
    assert not np.isnan(found).any()
    assert not np.isposinf(found).any()
    for typed, row in zip(values, found, strict=True):
        order = np.argsort(typed, kind="stable")
        assert (np.diff(row[order][row[order] > -np.inf]) >= 0).all()
        assert row[typed == typed.max()].min() == row.max()


@given(st.one_of(weights, logits))
def test_at_one_the_block_itself_is_in_use(values: Float):
    assume((values > -np.inf).any(axis=-1).all())
    scale: Scale = "logit" if values.min() < 0 else "probability"
    model = Document.make(np.zeros(3, np.int64), [("a", values, scale)]).models[0]
    (block,) = model.rows.blocks
    assert model.in_use(block) is block
    assert model.row_in_use(1).tolist() == values[1].tolist()
    assert model.as_typed(block.row(1)).tolist() == values[1].tolist()


@given(rows_of(st.floats(1e-3, 1.0)), st.floats(0.05, 20.0))
def test_there_and_back(q: Float, temperature: float):
    q = q / q.sum(axis=-1, keepdims=True)
    back = tempered(untempered(q, "probability", temperature), "probability", temperature)
    assert back == pytest.approx(q, rel=1e-12)
    assert untempered(np.log(q), "logit", temperature) == pytest.approx(np.log(q) * temperature)
    assert tempered(untempered(np.log(q), "logit", temperature), "logit", temperature) == pytest.approx(
        np.log(q), rel=1e-15
    )


def test_cold_is_the_largest_class_and_hot_is_all_alike():
    q = np.array([[0.5, 0.3, 0.2], [0.4, 0.4, 0.2], [0.5, 0.5, 0.0], [0.0, 0.0, 0.0], [0.6, 0.3, 0.3]])
    cold = [[1.0, 0.0, 0.0], [0.5, 0.5, 0.0], [0.5, 0.5, 0.0], [0.0, 0.0, 0.0], [1.2, 0.0, 0.0]]
    hot = [[1 / 3] * 3, [1 / 3] * 3, [0.5, 0.5, 0.0], [0.0, 0.0, 0.0], [0.4] * 3]
    assert tempered(q, "probability", 1e-5) == pytest.approx(np.array(cold), rel=1e-15)
    assert tempered(q, "probability", 1e17) == pytest.approx(np.array(hot), rel=1e-15)


@pytest.mark.parametrize("temperature", [0.05, 5e-324])
def test_logits_too_large_to_be_divided_keep_their_softmax(temperature: float):
    z = np.array([[1.7e308, 1.7e308, -1.7e308, -np.inf], [1.0, 0.5, 0.0, 0.0]])
    found = tempered(z, "logit", temperature)
    assert core.softmax(found[0]).tolist() == [0.5, 0.5, 0.0, 0.0]
    assert core.softmax(found[1]) == pytest.approx(core.softmax(z[1] / max(temperature, 1e-300)))
    assert core.softmax(untempered(z, "logit", 1e300)[0]).tolist() == [0.5, 0.5, 0.0, 0.0]


# -- the document -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("temperature", [0.0, -1.0, np.nan, np.inf])
def test_a_temperature_that_is_none_is_refused(temperature: float):
    with pytest.raises(LossAtlasError) as caught:
        document().with_temperature(1, temperature)
    assert (caught.value.code, caught.value.where) == ("temperature", "b")


def test_what_is_typed_stays_and_an_equal_temperature_is_no_edit():
    made = document(temperature=2.0)
    assert made.models[0].rows.row(0).tolist() == Q[0].tolist()
    assert made.rows(0) is made.models[0].rows
    assert made.with_temperature(0, 2.0) is made
    assert made.models[1].temperature == 1.0
    assert made.row_in_use(TRUTH, 2).tolist() == P[2].tolist()


@pytest.mark.parametrize("scale", ["probability", "logit"])
@pytest.mark.parametrize("temperature", [0.25, 3.0])
def test_every_figure_is_that_of_the_rows_in_use(scale: Scale, temperature: float):
    typed = Q if scale == "probability" else Z
    chosen = {"shown": losses.names(), "row_sums": "as-typed"}
    found = compute(document(typed, scale, temperature).with_settings(**chosen))
    in_use = core.softmax(np.log(Q) / temperature) if scale == "probability" else Z / temperature
    expected = compute(document(in_use, scale).with_settings(**chosen))
    for loss in found.document.settings.computed:
        a, b = found.models[0].per_sample(loss), expected.models[0].per_sample(loss)
        assert a == pytest.approx(b, rel=1e-12, nan_ok=True), loss.name
    assert found.models[0].right_count == expected.models[0].right_count
    assert found.models[0].off_count == 0
    for row in range(3):
        one, other = row_terms(found, 0, row), row_terms(expected, 0, row)
        assert one is not None
        assert other is not None
        assert one.q == pytest.approx(other.q, rel=1e-12)
        assert one.cross == pytest.approx(other.cross, rel=1e-12)
    known = {loss.name: loss for loss in found.document.settings.losses}
    ours, theirs = Case.of(found.document, 0, known), Case.of(expected.document, 0, known)
    assert ours.log_softmax == pytest.approx(theirs.log_softmax, rel=1e-12)
    assert ours.proper_rows.all()


def test_the_temperature_of_one_model_computes_that_model_alone():
    before = compute(document())
    after = compute(before.document.with_temperature(0, 2.0), before)
    assert after.models[1].parts == before.models[1].parts
    assert after.models[0].parts[0] is not before.models[0].parts[0]
    back = compute(before.document, after)
    loss = create("cross_entropy")
    assert back.models[0].per_sample(loss).tolist() == before.models[0].per_sample(loss).tolist()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_rows_that_are_no_distributions_stay_marked_with_their_sum_as_typed(dtype: type):
    rows = np.array([[0.5, 0.25, 0.25], [0.5, 0.5, 0.5], [0.0, 0.0, 0.0]], dtype)
    for temperature in (0.3, 1.0, 7.0):
        made = document(rows, temperature=temperature)
        assert [each[:3] for each in compute(made).off_rows()] == [(0, 1, 1), (0, 2, 2)]
        assert [each[3] for each in compute(made).off_rows()] == [1.5, 0.0]
        mended = compute(made.with_settings(row_sums="normalize"))
        found = mended.models[0].per_sample(create("cross_entropy"))
        assert found[1] == pytest.approx(np.log(3.0))
        assert mended.models[0].used_count == 2
        assert compute(made.with_settings(row_sums="strict")).models[0].used_count == 1
    exact = np.full((1, 3), 1 / 3, np.float32)
    assert compute(document(exact, temperature=0.7)).off_count == 0


@given(st.floats(0.05, 20.0))
def test_the_scale_keeps_distribution_and_temperature(temperature: float):
    before = document(temperature=temperature)
    logit = before.with_scale(0, "logit")
    assert logit.models[0].temperature == temperature
    back = logit.with_scale(0, "probability")
    for row in range(3):
        q = before.models[0].probability_row(row)
        assert logit.models[0].probability_row(row) == pytest.approx(q, rel=1e-12)
        assert back.models[0].rows.row(row) == pytest.approx(Q[row], rel=1e-12)


@pytest.mark.parametrize("scale", ["probability", "logit"])
@given(temperature=st.floats(0.05, 20.0), share=st.floats(0.01, 0.99))
def test_a_hand_moves_what_is_in_use(scale: Scale, temperature: float, share: float):
    made = document(Q, "probability", temperature).with_scale(0, scale)
    grip = Grip("share", 0, 1, 2)
    there = dragging.dragged(made, made, grip, share)
    assert there.models[0].probability_row(1)[2] == pytest.approx(share, rel=1e-12)
    assert dragging.value_of(there, grip) == pytest.approx(share, rel=1e-12)
    assert there.models[0].rows.row(0).tolist() == made.models[0].rows.row(0).tolist()
    q = np.array([share, 0.0, 1.0 - share])
    typed = made.with_probabilities(0, 2, q)
    assert typed.models[0].probability_row(2) == pytest.approx(q, rel=1e-12)
    assert typed.models[0].probability_row(2)[1] == 0.0


# -- files --------------------------------------------------------------------------------------------------


def test_an_archive_keeps_the_temperature(tmp_path: Path):
    made = document(temperature=2.5)
    path = tmp_path / "kept.npz"
    path.write_bytes(npz.to_bytes(made))
    with np.load(path) as archive:
        assert sorted(archive.files) == ["classes", "probabilities/a", "probabilities/b", "temperature/a", "truth"]
        assert archive["temperature/a"].tolist() == 2.5
    back = io.load(str(path))
    assert [model.temperature for model in back.models] == [2.5, 1.0]
    assert back.models[0].rows.array().tolist() == Q.tolist()
    assert b"temperature" not in npz.to_bytes(document())


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("temperature/c", 2.0, "array_missing"),
        ("temperature/a", 0.0, "temperature"),
        ("temperature/a", np.nan, "temperature"),
        ("temperature/a", [2.0], "array_shape"),
        ("temperature/a", "2", "array_dtype"),
    ],
)
def test_an_archive_with_a_temperature_that_is_none(tmp_path: Path, name: str, value: Any, code: str):
    path = tmp_path / "bad.npz"
    np.savez(path, **{"labels": [0, 1], "probabilities/a": [[0.5, 0.5], [0.1, 0.9]], name: value})
    with pytest.raises(LossAtlasError) as caught:
        io.load(str(path))
    assert caught.value.code == code
    assert caught.value.where.startswith("bad.npz")


@pytest.mark.parametrize(("values", "scale"), [(Q, "probability"), (Z, "logit")])
def test_a_table_holds_the_rows_in_use(tmp_path: Path, values: Float, scale: Scale):
    made = document(values, scale, 2.0)
    path = tmp_path / "table.csv"
    path.write_bytes(tables.to_bytes(made))
    back = io.load(str(path))
    assert back.models[0].temperature == 1.0
    assert back.models[0].scale == scale
    for row in range(3):
        assert back.models[0].rows.row(row).tolist() == made.models[0].row_in_use(row).tolist()
    assert back.models[1].rows.array().tolist() == Q.tolist()


def test_several_files_keep_their_temperatures_and_are_evaluated_at_them(tmp_path: Path):
    one, two = tmp_path / "one.npz", tmp_path / "two.npz"
    one.write_bytes(npz.to_bytes(document(temperature=2.0)))
    two.write_bytes(npz.to_bytes(document()))
    both = io.load_all([str(one), str(two)])
    assert [model.temperature for model in both.models] == [2.0, 1.0, 1.0, 1.0]
    cross = create("cross_entropy")
    found = stream.evaluated(Request((str(one), str(two)), (cross,)))
    assert found.temperatures == (2.0, 1.0, 1.0, 1.0)
    expected = [model.per_sample(cross) for model in compute(both).models]
    for k, model in enumerate(found.figures.models):
        assert model.per_sample(cross).tolist() == expected[k].tolist()
    assert expected[0].tolist() != expected[2].tolist()
    with pytest.raises(LossAtlasError, match=r"two\.npz"):
        Request((str(one), str(two)), (cross,), stacked=True).sources()


def test_a_report_says_the_temperature(tmp_path: Path):
    path = tmp_path / "kept.npz"
    path.write_bytes(npz.to_bytes(document(temperature=2.0)))
    request = Request((str(path),), ())
    answer = json.loads(evaluation(request, fmt="json"))
    assert answer["models"][0]["temperature"] == 2.0
    assert "temperature" not in answer["models"][1]
    lines = evaluation(request).splitlines()
    assert lines[1].split() == ["temperature", "T", "2", "1"]
    path.write_bytes(npz.to_bytes(document()))
    assert "temperature" not in evaluation(request)
