"""Lessons: their format and its refusals, and checks that notice what was done and nothing else."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from core import io, lessons
from core.document import TRUTH, Document
from core.errors import LossAtlasError
from core.lessons.checks import Check, Quantity, Seen, holds, quantity
from core.results import compute

EXAMPLE = io.load_all(["example"])


def seen(document: Document = EXAMPLE, **view: Any) -> Seen:
    return Seen(compute(document), **view)


def check(**entries: Any) -> Check:
    return msgspec.convert(entries, Check)


def entries(**changes: Any) -> dict[str, Any]:
    """Return the entries of a lesson of one step."""
    words = {"en": "a", "zh_CN": "b"}
    step = {"text": words, "task": words, "done": {"setting": "unit", "to": "bit"}}
    return {"lesson": 1, "title": words, "document": "example", "steps": [step], **changes}


def made(**changes: Any) -> lessons.Lesson:
    return lessons.parse(json.dumps(entries(**changes)).encode(), "made", Path())


def step(**changes: Any) -> dict[str, Any]:
    return {**entries()["steps"][0], **changes}


# -- checks ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"mean": "cross_entropy", "model": 0}, 1.6094379),
        ({"mean": "mse", "model": 1}, 0.325),
        ({"loss": "cross_entropy", "model": 1, "sample": 1}, 0.9162907),
        ({"loss": "hellinger", "model": 0, "sample": 0}, math.sqrt(1 - math.sqrt(0.4))),
        ({"mean": "mae", "model": 0}, (0.3 + 0.3 + 0.6 + 0.9 + 0.8 + 0.1) / 2),
        ({"probability": 1, "model": 0, "sample": 1}, 0.8),
        ({"probability": 2, "model": "truth"}, 1.0),
        ({"entropy": True, "model": 0}, 1.0888999),
        ({"perplexity": True, "model": "truth"}, 1.0),
        ({"temperature": True, "model": 1}, 1.0),
        ({"parameter": "gamma", "of": "focal"}, 2.0),
        ({"parameter": "label_smoothing"}, 0.0),
        ({"parameter": "reduction", "of": "mse"}, math.nan),
    ],
)
def test_figures_that_a_lesson_can_ask_for(wanted: dict[str, Any], expected: float):
    assert quantity(msgspec.convert(wanted, Quantity), seen()) == pytest.approx(expected, rel=1e-6, nan_ok=True)


def test_a_loss_that_needs_labels_has_no_figure_for_a_soft_truth():
    soft = EXAMPLE.with_rows(TRUTH, {0: np.array([0.5, 0.25, 0.25])})
    needy = next(loss.name for loss in EXAMPLE.settings.losses if loss.needs_labels)
    assert math.isnan(quantity(Quantity(loss=needy), seen(soft)))


@pytest.mark.parametrize(
    ("wanted", "met"),
    [
        ({"value": {"mean": "mse"}, "is": ">", "than": 0.99}, True),
        ({"value": {"mean": "mse"}, "is": "<", "than": 1.0}, False),
        ({"value": {"mean": "mse"}, "than": 1.004}, True),
        ({"value": {"mean": "mse"}, "is": "=", "than": 1.004, "within": 0.001}, False),
        ({"value": {"mean": "mse"}, "is": "≠", "than": 1.1}, True),
        ({"value": {"mean": "mse"}, "is": ">", "than": {"mean": "mse", "model": 1}}, True),
        ({"setting": "loss", "to": "cross_entropy"}, True),
        ({"setting": "unit", "to": "bit"}, False),
        ({"choice": "surface.domain", "to": "logits"}, True),
        ({"choice": "curves.along", "to": "logit"}, False),
        ({"focus": "sample", "to": 1}, True),
        ({"focus": "model", "to": 1}, False),
        ({"front": "gradients"}, True),
        ({"front": "curves"}, False),
        ({"not": {"front": "curves"}}, True),
        ({"all": [{"front": "gradients"}, {"front": "curves"}]}, False),
        ({"any": [{"front": "gradients"}, {"front": "curves"}]}, True),
    ],
)
def test_conditions(wanted: dict[str, Any], met: bool):
    view = {"choices": {"surface.domain": "logits"}, "sample": 1, "front": frozenset({"gradients"})}
    assert holds(check(**wanted), seen(**view)) is met


def test_an_infinite_loss_equals_infinity_alone():
    impossible = EXAMPLE.with_rows(0, {0: np.array([0.5, 0.5, 0.0])})
    wanted = {"value": {"loss": "cross_entropy"}, "than": {"loss": "cross_entropy", "model": 0}}
    assert holds(check(**wanted), seen(impossible))
    assert not holds(check(value={"loss": "cross_entropy"}, than=3.0), seen(impossible))


@pytest.mark.parametrize(
    ("wanted", "code", "where"),
    [
        ({}, "lesson_one_of", ""),
        ({"front": "a", "focus": "model"}, "lesson_one_of", ""),
        ({"value": {}, "than": 1.0}, "lesson_one_of", "value"),
        ({"value": {"mean": "nonsense"}, "than": 1.0}, "unknown_loss", "value"),
        ({"value": {"mean": "mse", "model": 2}, "than": 1.0}, "lesson_index", "value"),
        ({"value": {"mean": "mse", "model": "truth"}, "than": 1.0}, "lesson_truth", "value"),
        ({"value": {"entropy": True, "sample": -1}, "than": 1.0}, "lesson_index", "value"),
        ({"value": {"probability": 3}, "than": 1.0}, "lesson_index", "value"),
        ({"value": {"parameter": "gamma", "of": "mse"}, "than": 1.0}, "unknown_parameter", "value"),
        ({"value": {"parameter": "gamma", "of": "hellinger"}, "than": {}}, "unknown_parameter", "value"),
        ({"value": {"mean": "mse"}, "than": {"mean": "x"}}, "unknown_loss", "than"),
        ({"value": {"mean": "mse"}}, "session_missing", ""),
        ({"value": {"mean": "mse"}, "is": "~", "than": 1.0}, "session_choice", "is"),
        ({"setting": "colour", "to": "red"}, "session_choice", "setting"),
        ({"focus": "class", "to": 1}, "session_choice", "focus"),
        ({"setting": "unit"}, "session_missing", ""),
        ({"all": [{"front": "a"}, {"not": {"setting": "x", "to": 1}}]}, "session_choice", "all[1].not.setting"),
    ],
)
def test_a_check_of_what_there_is_not_is_refused_with_its_place(wanted: dict[str, Any], code: str, where: str):
    with pytest.raises(LossAtlasError) as refused:
        holds(check(**wanted), seen(front=frozenset({"a"})))
    assert (refused.value.code, refused.value.where) == (code, where)


# -- files ----------------------------------------------------------------------------------------------------


def test_a_lesson_sets_its_document_up_in_both_languages():
    source = {
        "classes": ["cat", "dog"],
        "samples": ["one"],
        "truth": {"labels": [1]},
        "models": [{"name": "net", "rows": [[0.5, 0.5]]}],
    }
    settings = {"unit": "dit", "loss": "mse", "losses": {"focal": {"gamma": 3.0}}}
    second = step(document="mended", done={"front": "curves"}, look={"model": 1, "choices": {"a.b": "c"}})
    lesson = made(document=source, names={"cat": "猫", "net": "网络"}, steps=[step(settings=settings), second])
    first = lesson.start(0, "en")
    assert (first.classes, first.samples, first.models[0].name) == (("cat", "dog"), ("one",), "net")
    assert (first.settings.unit, first.settings.loss, first.settings.find("focal").gamma) == ("dit", "mse", 3.0)
    chinese = lesson.start(0, "zh_CN")
    assert (chinese.classes, chinese.samples, chinese.models[0].name) == (("猫", "dog"), ("one",), "网络")
    assert lesson.start(1, "en").classes == EXAMPLE.classes
    assert lesson.start(1, "en").samples == EXAMPLE.samples
    assert (lesson.steps[1].look.model, lesson.steps[1].look.choices) == (1, {"a.b": "c"})
    assert lesson.title.of("zh_CN") == "b"
    assert lesson.title.of("fr") == "a"


def test_names_are_changed_only_where_there_are_some():
    numbered = {"classes": ["a", "b"], "truth": {"labels": [1]}, "models": [{"name": "net", "rows": [[0.5, 0.5]]}]}
    assert made(document=numbered).start(0, "zh_CN").samples is None


def test_a_step_to_be_read_needs_no_task():
    only_read = {key: value for key, value in step().items() if key not in ("task", "done")}
    assert made(steps=[only_read]).steps[0].done is None


@pytest.mark.parametrize(
    ("changes", "code", "where"),
    [
        ({"lesson": 2}, "session_newer", ""),
        ({"lesson": "1"}, "lesson_kind", ""),
        ({"lesson": True}, "lesson_kind", ""),
        ({"lesson": 0}, "lesson_kind", ""),
        ({"steps": []}, "lesson_steps", "steps"),
        ({"title": {"en": "only"}}, "session_missing", "title"),
        ({"colour": "red"}, "session_unknown", ""),
        ({"document": "examples"}, "session_choice", "document"),
        ({"document": {"classes": ["a", "b"]}}, "session_missing", "document"),
        ({"steps": [step(document={"classes": [], "truth": {}, "models": []})]}, "session_one_of", "steps[0].document"),
        ({"steps": [step(settings={"loss": "x"})]}, "unknown_loss", "steps[0].settings"),
        ({"steps": [step(look={"sample": 2})]}, "lesson_index", "steps[0].look.sample"),
        ({"steps": [step(look={"model": 9})]}, "lesson_index", "steps[0].look.model"),
        ({"steps": [{"text": step()["text"], "task": step()["text"]}]}, "lesson_task", "steps[0]"),
        ({"steps": [step(done={"setting": "unit", "to": "nat"})]}, "lesson_already", "steps[0].done"),
        ({"steps": [step(done={"any": []}), step(done={"not": {}})]}, "lesson_one_of", "steps[1].done.not"),
    ],
)
def test_what_is_no_lesson_is_refused_with_its_place(changes: dict[str, Any], code: str, where: str):
    with pytest.raises(LossAtlasError) as refused:
        made(**changes)
    assert (refused.value.code, refused.value.where.removesuffix(".truth").removesuffix(".loss")) == (code, where)


def test_a_file_is_named_in_its_refusal(tmp_path: Path):
    for data, code in (
        (b"[]", "lesson_kind"),
        (b"{", "session_cut"),
        (b" " * (lessons.MOST_BYTES + 1), "session_size"),
    ):
        path = tmp_path / "wrong.lesson"
        path.write_bytes(data)
        with pytest.raises(LossAtlasError) as refused:
            lessons.read(path)
        assert refused.value.code == code
        assert "wrong.lesson" in refused.value.where
    with pytest.raises(LossAtlasError):
        lessons.find(str(tmp_path / "missing.lesson"))


def test_a_lesson_is_found_by_its_name_or_its_file(tmp_path: Path):
    path = tmp_path / "own.lesson"
    path.write_text(json.dumps(entries()), encoding="utf-8")
    assert lessons.find(str(path)).title.en == "a"
    first = lessons.builtin()[0]
    assert lessons.find(first.key) is first


@pytest.mark.parametrize("lesson", lessons.builtin(), ids=lambda each: each.key)
def test_every_lesson_that_comes_with_the_program_is_whole(lesson: lessons.Lesson):
    assert lesson.summary is not None
    for each in lesson.steps:
        for words in (each.text, each.task, each.praise):
            if words is not None:
                assert words.en.strip()
                assert words.zh_CN.strip()
                assert any("\u4e00" <= sign <= "\u9fff" for sign in words.zh_CN)
        assert (each.praise is None) == (each.done is None), "what was done is worth a word"
    english, chinese = (lesson.start(0, language) for language in ("en", "zh_CN"))
    assert english.classes != chinese.classes or all(not name.isalpha() for name in english.classes)
