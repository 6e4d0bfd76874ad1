"""The challenge: every task of many seeds can be done, is worth what it says, and is explained by right numbers."""

from __future__ import annotations

import hashlib
import math
import re
from functools import cache

import numpy as np
import pytest

from core import challenge, lessons, losses
from core.challenge import Goal, Guess, Reach, words
from core.challenge.draw import Draw
from core.document import TRUTH, Document
from core.lessons import LANGUAGES, Words

SEEDS = range(1000)


@cache
def reaches() -> list[Reach]:
    return [task for seed in SEEDS for task in challenge.tasks(seed) if isinstance(task, Reach)]


@cache
def guesses() -> list[Guess]:
    return [task for seed in SEEDS for task in challenge.tasks(seed) if isinstance(task, Guess)]


def by_hand(name: str, p: np.ndarray, q: np.ndarray) -> float:
    """Return a loss of one row, written out here."""
    inside = p > 0
    match name:
        case "cross_entropy":
            return -sum(a * math.log(b) for a, b in zip(p[inside], q[inside], strict=True))
        case "kl_divergence":
            return sum(a * math.log(a / b) for a, b in zip(p[inside], q[inside], strict=True))
        case "mse":
            return sum((a - b) ** 2 for a, b in zip(p, q, strict=True))
        case "mae":
            return sum(abs(a - b) for a, b in zip(p, q, strict=True))
        case "focal":
            return -sum(a * (1 - b) ** 2 * math.log(b) for a, b in zip(p[inside], q[inside], strict=True))
        case "hellinger":
            return math.sqrt(sum((math.sqrt(a) - math.sqrt(b)) ** 2 for a, b in zip(p, q, strict=True)) / 2)
        case "jensen_shannon":
            m = (p + q) / 2
            return (by_hand("kl_divergence", p, m) + by_hand("kl_divergence", q, m)) / 2
        case _:
            raise AssertionError(name)


def pair(document: Document) -> tuple[np.ndarray, np.ndarray]:
    return document.truth.row(0), document.models[0].probability_row(0)


def test_every_value_to_be_reached_can_be_and_is_not_there_to_begin_with():
    for task in reaches():
        p, q = pair(task.solved)
        for goal in task.goals:
            assert abs(by_hand(goal.loss.name, p, q) - goal.target) <= 0.005 + 1e-9
        assert task.distance(task.solved) <= 0.5
        assert task.distance(task.document) >= 4.0
        assert task.points(task.document, 0) == 0
        assert task.points(task.solved, 1) >= 80


def test_the_solution_moves_one_row_alone_and_stays_off_the_edges():
    for task in reaches():
        stays = 1 if task.table == TRUTH else 0
        before, after = pair(task.document), pair(task.solved)
        assert np.array_equal(before[stays], after[stays])
        assert not np.array_equal(before[1 - stays], after[1 - stays])
        assert task.row.min() >= 0.1
        assert task.row.sum() == pytest.approx(1.0, abs=1e-12)


def test_every_guess_is_answered_by_the_lower_mean():
    for task in guesses():
        means = [
            np.mean([by_hand(task.loss.name, p, q) for p, q in zip(task.truth, rows, strict=True)])
            for rows in task.rows
        ]
        assert task.answer == int(np.argmin(means))
        assert abs(means[0] - means[1]) >= 0.04
        assert task.points(task.answer) == 100
        assert task.points(1 - task.answer) == 0


def test_both_answers_are_about_as_often_right():
    share = np.mean([task.answer for task in guesses()])
    assert 0.47 < share < 0.53


def test_levels_rise_and_ask_for_what_they_are_about():
    for seed in SEEDS:
        tasks = challenge.tasks(seed)
        assert len(tasks) == challenge.COUNT
        to_reach = [task for task in tasks if isinstance(task, Reach)]
        to_guess = [task for task in tasks if isinstance(task, Guess)]
        assert list(tasks[::2]) == to_reach
        assert [len(task.goals) for task in to_reach] == [1, 1, 1, 1, 2]
        assert [task.table for task in to_reach] == [0, 0, TRUTH, 0, 0]
        assert sorted(pair(to_reach[0].document)[0]) == [0, 0, 1]
        assert all(pair(task.document)[0].min() >= 0.08 for task in to_reach[1:])
        error, ce = (losses.create(name) for name in ("classification_error", "cross_entropy"))
        assert np.argmin(to_guess[1].means(ce)) != to_guess[1].answer
        assert np.argmin(to_guess[2].means(error)) != to_guess[2].answer, "right more often, and yet it loses"
        assert np.argmin(to_guess[4].means(ce)) != to_guess[4].answer


def test_nothing_in_the_window_knows_the_models_before_an_answer():
    for task in guesses()[::5]:
        assert [model.name for model in task.document.models] == [words.COVERED]
        assert len(np.unique(task.document.models[0].rows.row(0))) == 1
        assert [model.name for model in task.solved.models] == list(words.MODELS)


def test_the_same_seed_is_the_same_tasks_on_every_machine():
    made: list[object] = []
    for task in (each for seed in (0, 42, challenge.LAST_SEED) for each in challenge.tasks(seed)):
        if isinstance(task, Reach):
            rows = [*pair(task.document), task.row]
            made.append([(goal.loss.name, f"{goal.target:.2f}") for goal in task.goals])
        else:
            rows = [task.truth, *task.rows]
            made.append(task.loss.name)
        made.append([np.rint(100 * each).astype(int).tolist() for each in rows])
    assert hashlib.sha256(repr(made).encode()).hexdigest()[:16] == "d2b0126496d39777"
    assert len({challenge.tasks(seed)[0].asked.en for seed in range(50)}) > 25


def test_rows_are_whole_percents():
    draw = Draw(1, 0)
    for _ in range(200):
        row = draw.row(4, 3)
        assert row.min() >= 0.03
        assert np.array_equal(np.round(row * 100), row * 100) or np.allclose(np.round(row * 100), row * 100, atol=1e-12)
        assert row.sum() == pytest.approx(1.0, abs=1e-15)


# -- points ---------------------------------------------------------------------------------------------------


def reach(table: int = 0) -> Reach:
    """Return a task asking for a cross-entropy of ln 2, within 0.05."""
    document = Document.make(np.array([[0.0, 0.0, 1.0]]), [("Model 1", np.array([[0.1, 0.1, 0.8]]), "probability")])
    return Reach(
        (Goal(losses.create("cross_entropy"), math.log(2)),), 0.05, table, document, np.array([0.25, 0.25, 0.5])
    )


def at(task: Reach, last: float) -> Document:
    return task.document.with_rows(0, {0: np.array([1 - last, 0.0, last])})


@pytest.mark.parametrize(
    ("last", "moves", "points"),
    [
        (0.5, 1, 100),
        (0.5, 0, 100),
        (0.5, 4, 85),
        (0.5, 100, 10),
        (0.5 * math.exp(-0.025), 1, 80),
        (0.5 * math.exp(0.0499), 2, 55),
        (0.5 * math.exp(0.0501), 1, 0),
        (0.0, 1, 0),
    ],
)
def test_points_fall_with_the_distance_and_with_moves(last: float, moves: int, points: int):
    task = reach()
    assert task.points(at(task, last), moves) == points


def test_what_was_not_asked_for_does_not_count():
    task = reach()
    there = at(task, 0.5)
    other = there.with_rows(TRUTH, {0: np.array([0.0, 0.2, 0.8])})
    assert task.points(other, 1) == 0
    assert math.isnan(task.values(other)[0])
    off = there.with_rows(0, {0: np.array([0.1, 0.1, 0.5])})
    assert task.distance(off) == math.inf
    assert reach(TRUTH).distance(there) == math.inf, "the model was to stay"
    wider = Document.make(np.eye(4)[:1], [("Model 1", np.eye(4)[:1], "probability")])
    assert task.distance(wider) == math.inf


def test_logits_and_temperature_count_as_the_row_they_make():
    task = reach()
    assert task.points(at(task, 0.5).with_scale(0, "logit"), 1) == 100


# -- words ----------------------------------------------------------------------------------------------------


def numbers(text: str) -> list[str]:
    return re.findall(r"\d+(?:\.\d+)?", re.sub(r"(?:Model|image|模型|图像) ?\d", "", text))


def test_everything_is_said_in_both_languages_with_the_same_numbers():
    for task in [*reaches()[::21], *guesses()[::21]]:
        for said in (task.asked, task.explained):
            assert numbers(said.en) == numbers(said.zh_CN)
            assert "{" not in said.en + said.zh_CN
            assert not re.search("[\u4e00-\u9fff]", said.en)
            left = re.sub("nat|max", "", said.zh_CN)
            assert not re.search(r"[A-Za-z]{3,}", left), left


def test_explanations_name_each_loss_that_disagrees():
    for task in guesses()[::7]:
        said = task.explained.en
        other = words.MODELS[1 - task.answer]
        for name, words_ in (
            ("cross_entropy", f"Cross-entropy prefers {other}"),
            ("mse", f"Squared error prefers {other}"),
        ):
            one, two = task.means(losses.create(name))
            prefers_other = (one < two) == (task.answer == 1) and abs(one - two) > 1e-9
            assert (words_ in said) == prefers_other
        one, two = task.means(losses.create("classification_error"))
        assert ("sees a tie" in said) == (abs(one - two) <= 1e-9)
        assert f"**{words.MODELS[task.answer]}** has the lower" in said


def test_the_worked_line_ends_with_the_value():
    for task in reaches()[::11]:
        p, q = pair(task.solved)
        for goal in task.goals:
            assert f"{by_hand(goal.loss.name, p, q):.4f}".rstrip("0") in task.explained.en


def test_every_template_is_in_both_languages():
    made = [value for value in vars(words).values() if isinstance(value, Words)] + list(words.SEES.values())
    for each in made:
        holes = [re.findall(r"\{\w+\}", each.of(language)) for language in LANGUAGES]
        assert sorted(holes[0]) == sorted(holes[1]), each


# -- as a lesson ----------------------------------------------------------------------------------------------


def test_a_seed_is_a_lesson_and_lessons_stay_lessons():
    lesson = challenge.find("challenge:7")
    assert all(a.document is b.document for a, b in zip(lesson.steps, challenge.tasks(7), strict=True))
    assert lesson.title.zh_CN == "挑战 7"
    assert all(step.done is None and step.praise is None for step in lesson.steps)
    key = lessons.builtin()[0].key
    assert challenge.find(key) is lessons.find(key)
    assert lesson.start(1, "zh_CN").models[0].name == "已遮住"


@pytest.mark.parametrize(
    "key", ["challenge:", "challenge:-1", "challenge:1e3", "challenge:1000000", "challenge:٣", "7"]
)
def test_what_is_no_seed(key: str):
    assert challenge.seed_of(key) is None


def test_solutions_are_named_in_the_persons_language():
    assert [model.name for model in challenge.solved(7, 1, "zh_CN").models] == ["模型 1", "模型 2"]
    assert [model.name for model in challenge.solved(7, 1, "en").models] == ["Model 1", "Model 2"]
