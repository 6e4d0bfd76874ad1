"""Slow work of a panel: answered later, remembered, never stale, errors told to who asked."""

from __future__ import annotations

import threading

import pytest

from core.errors import LossAtlasError
from gui.background import Background


class Work:
    """Functions that note when they run and can be held."""

    def __init__(self) -> None:
        self.ran: list[object] = []
        self.threads: list[int] = []
        self.go = threading.Event()
        self.go.set()

    def of(self, value: object):
        def function() -> object:
            self.ran.append(value)
            self.threads.append(threading.get_ident())
            assert self.go.wait(20)
            return value

        return function


def asked(background: Background) -> list[object]:
    heard: list[object] = []
    background.ready.connect(heard.append)
    return heard


def test_an_answer_comes_later_from_another_thread_and_is_remembered(qapp):
    background, work = Background(), Work()
    heard = asked(background)
    assert background.get("a", work.of(1)) is None
    assert heard == []
    background.wait()
    assert heard == ["a"]
    assert background.get("a", work.of(2)) == 1
    assert work.ran == [1]
    assert threading.get_ident() not in work.threads


def test_of_questions_asked_while_one_is_worked_on_only_the_last_is_answered(qapp):
    background, work = Background(), Work()
    heard = asked(background)
    work.go.clear()
    for key in range(50):
        assert background.get(key, work.of(key)) is None
    work.go.set()
    background.wait()
    assert work.ran == [0, 49]
    assert heard == [49], "nobody waits for the first answer any more"
    assert background.get(49, work.of(0)) == 49
    assert background.get(0, work.of(-1)) == 0, "it was right, and is remembered"


def test_going_back_to_the_question_at_work_drops_the_one_between(qapp):
    background, work = Background(), Work()
    heard = asked(background)
    work.go.clear()
    for key in ("a", "b", "a"):
        background.get(key, work.of(key))
    work.go.set()
    background.wait()
    assert (work.ran, heard) == (["a"], ["a"])


def test_objects_without_equality_are_told_apart_by_identity(qapp):
    background, work = Background(), Work()
    one, other = object(), object()
    background.get((one, 3), work.of("one"))
    background.wait()
    assert background.get((one, 3), work.of("again")) == "one"
    assert background.get((other, 3), work.of("other")) is None
    background.wait()
    assert background.get((other, 3), work.of("again")) == "other"


def test_only_so_many_answers_are_kept_the_longest_unused_goes_first(qapp):
    background, work = Background(remembered=2), Work()
    for key in ("a", "b"):
        background.get(key, work.of(key))
        background.wait()
    assert background.get("a", work.of("again")) == "a"
    background.get("c", work.of("c"))
    background.wait()
    assert background.get("a", work.of("again")) == "a"
    assert background.get("b", work.of("again")) is None
    background.wait()


@pytest.mark.parametrize("error", [LossAtlasError("needs_label"), ZeroDivisionError("a defect")])
def test_an_error_is_told_to_who_asks_again(qapp, error: Exception):
    background = Background()
    heard = asked(background)

    def fail() -> object:
        raise error

    assert background.get("a", fail) is None
    background.wait()
    assert heard == ["a"]
    with pytest.raises(type(error)):
        background.get("a", fail)
    assert background.get("b", lambda: 5) is None
    background.wait()
    assert background.get("b", lambda: 5) == 5


def test_who_is_gone_is_told_nothing(qapp):
    from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool

    background, work = Background(), Work()
    heard = asked(background)
    work.go.clear()
    background.get("a", work.of(1))
    background.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    work.go.set()
    QThreadPool.globalInstance().waitForDone()
    QCoreApplication.processEvents()
    assert heard == []
