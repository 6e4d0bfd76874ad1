"""The challenge: tasks that follow from a seed. It is a lesson, so the window is lent to it as to any other.

Reaching values by moving rows takes turns with guessing whose loss is lower; both get harder. The same seed is the same
tasks, on every machine.
"""

from __future__ import annotations

from functools import cache

from core import lessons
from core.challenge import guess, reach, words
from core.challenge.draw import Draw
from core.challenge.guess import Guess
from core.challenge.reach import Goal, Reach
from core.document import TRUTH, Document
from core.lessons import Lesson, Look, Step

__all__ = [
    "COUNT",
    "LAST_SEED",
    "Goal",
    "Guess",
    "Reach",
    "Task",
    "find",
    "key_of",
    "lesson",
    "seed_of",
    "solved",
    "tasks",
]

Task = Reach | Guess
KEY = "challenge:"
LAST_SEED = 999_999
COUNT = reach.LEVELS + guess.LEVELS
"""How many tasks a seed has."""


def key_of(seed: int) -> str:
    """Return the key of a seed's lesson."""
    return f"{KEY}{seed}"


def seed_of(key: str) -> int | None:
    """Return the seed in a key; None if it is not a challenge's.

    Examples
    --------
    >>> seed_of("challenge:42"), seed_of("24-class-weights"), seed_of("challenge:1000000")
    (42, None, None)
    """
    text = key.removeprefix(KEY)
    if not key.startswith(KEY) or not (text.isascii() and text.isdigit()) or len(text) > len(str(LAST_SEED)):
        return None
    return int(text)


@cache
def tasks(seed: int) -> tuple[Task, ...]:
    """Return the tasks of a seed from 0 to `LAST_SEED`, the easy ones first."""
    made: list[Task] = []
    for level in range(reach.LEVELS):
        made.append(reach.drawn(Draw(seed, 2 * level), level))
        made.append(guess.drawn(Draw(seed, 2 * level + 1), level))
    return tuple(made)


@cache
def lesson(seed: int) -> Lesson:
    """Return a seed's tasks as a lesson; it waits for no check: an answer is given, not noticed."""
    title = words.filled(words.TITLE, {"seed": str(seed)})
    steps = tuple(Step(task.asked, None, None, None, task.document, _look(task)) for task in tasks(seed))
    return Lesson(key_of(seed), title, None, steps, words.NAMES)


def _look(task: Task) -> Look:
    if isinstance(task, Guess):
        return Look()
    moves = {"surface.moves": "truth"} if task.table == TRUTH else {}
    return Look(choices=moves, front=("surface",))


def find(key: str) -> Lesson:
    """Return the challenge or the lesson that a key names, as `core.lessons.find` does."""
    seed = seed_of(key)
    return lessons.find(key) if seed is None else lesson(seed)


def solved(seed: int, number: int, language: str) -> Document:
    """Return the document that a task ends with, its names in a language."""
    document = tasks(seed)[number].solved
    return lessons.renamed(document, words.NAMES) if language == "zh_CN" else document
