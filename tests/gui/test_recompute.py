"""Results come once a frame, long ones from a worker, and never those of a document that has gone."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QThreadPool

from core.document import Document
from core.results import Results, compute
from gui import recompute
from gui.main_window import MainWindow
from gui.panels.base import Panel
from gui.recompute import Recompute
from gui.tables.distributions import DistributionModel
from gui.tables.results import ResultsModel
from tests.gui.hands import Opener, choose, settle, table, values


class Spy:
    """Counts the computations and the threads they ran on; can hold the worker until it is told to go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.documents: list[Document] = []
        self.threads: list[int] = []
        self.go = threading.Event()
        self.go.set()

        def spied(document: Document, previous: Results | None = None) -> Results:
            self.documents.append(document)
            self.threads.append(threading.get_ident())
            if threading.get_ident() != threading.main_thread().ident:
                assert self.go.wait(20)
            return compute(document, previous)

        monkeypatch.setattr(recompute, "compute", spied)


def edited(document: Document, row: int, value: float) -> Document:
    return document.with_cells(0, {(row, 0): value})


def test_many_edits_between_two_frames_are_computed_once(window: MainWindow, monkeypatch: pytest.MonkeyPatch):
    spy = Spy(monkeypatch)
    heard: list[Results] = []
    window.recompute.resultsChanged.connect(heard.append)
    model = window.deck.predictions_model
    for k in range(200):
        assert model.setData(model.index(0, 0), str((k + 1) / 1000))
    assert heard == []
    settle()
    assert len(heard) == 1
    assert len(spy.documents) == 1
    assert heard[0].document is window.store.document
    assert table(window, "predictions").model().index(0, 0).data() == "0.2000"
    for _ in range(200):
        window.store.undo()
    settle()
    assert len(heard) == 2
    assert window.store.undo_label is None


def test_asking_for_results_before_the_frame_computes_them_once(window: MainWindow, monkeypatch: pytest.MonkeyPatch):
    spy = Spy(monkeypatch)
    model = window.deck.predictions_model
    model.setData(model.index(0, 0), "0.6")
    assert window.results.document is window.store.document
    assert window.results is window.results
    settle()
    assert len(spy.documents) == 1


def test_only_the_block_of_an_edit_is_computed_again(digits: MainWindow):
    before = digits.results
    model = digits.deck.predictions_model
    model.setData(model.index(5, 0), "1.5")
    after = digits.results
    assert after is not before
    assert after.truth[0] is before.truth[0]
    assert after.models[1].parts[0] is before.models[1].parts[0], "the other model is as it was"


def test_a_large_document_is_computed_on_a_worker(qtbot, qapp, tall: Document, monkeypatch: pytest.MonkeyPatch):
    maker = Recompute(tall)
    spy = Spy(monkeypatch)
    other = tall.with_settings(row_sums="strict")
    with qtbot.waitSignal(maker.resultsChanged, timeout=20_000) as heard:
        maker.schedule(other)
    assert heard.args[0].document is other
    assert spy.threads
    assert threading.main_thread().ident not in spy.threads
    assert maker.results is heard.args[0]


def test_a_small_edit_of_a_large_document_is_computed_at_once(qapp, tall: Document, monkeypatch: pytest.MonkeyPatch):
    maker = Recompute(tall)
    spy = Spy(monkeypatch)
    other = edited(tall, 99_999, 0.5)
    maker.schedule(other)
    assert maker.results.document is other
    assert spy.threads == [threading.main_thread().ident]


def test_answers_to_questions_of_before_are_dropped(qtbot, qapp, tall: Document, monkeypatch: pytest.MonkeyPatch):
    maker = Recompute(tall)
    spy = Spy(monkeypatch)
    heard: list[Document] = []
    maker.resultsChanged.connect(lambda results: heard.append(results.document))
    spy.go.clear()
    first, second = tall.with_settings(row_sums="strict"), tall.with_settings(row_sums="normalize")
    maker.schedule(first)
    qtbot.waitUntil(lambda: first in spy.documents, timeout=20_000)
    maker.schedule(second)
    settle()
    assert maker.results.document is tall, "nothing is shown that was not computed"
    spy.go.set()
    qtbot.waitUntil(lambda: second in heard, timeout=20_000)
    QThreadPool.globalInstance().waitForDone()
    settle()
    assert heard == [second]
    assert maker.results.document is second


def test_going_back_while_the_worker_is_busy(qtbot, qapp, tall: Document, monkeypatch: pytest.MonkeyPatch):
    maker = Recompute(tall)
    spy = Spy(monkeypatch)
    heard: list[Document] = []
    maker.resultsChanged.connect(lambda results: heard.append(results.document))
    spy.go.clear()
    other = tall.with_settings(row_sums="strict")
    maker.schedule(other)
    qtbot.waitUntil(lambda: other in spy.documents, timeout=20_000)
    maker.schedule(tall)
    settle()
    assert maker.results.document is tall
    spy.go.set()
    QThreadPool.globalInstance().waitForDone()
    settle()
    assert heard[-1] is tall
    assert other not in heard


def test_the_window_stays_alive_while_the_worker_computes(
    qtbot, open_window: Opener, tall: Document, monkeypatch: pytest.MonkeyPatch
):
    window = open_window(tall)
    spy = Spy(monkeypatch)
    spy.go.clear()
    before = values_of(window)
    choose(window, "control.row_sums", "normalize")
    assert window.results.document is tall
    assert values_of(window) == before
    window.focus.move(sample=4321, model=1)
    settle()
    assert table(window, "results").currentIndex().row() == 4321
    model = window.deck.predictions_model
    assert model.setData(model.index(0, 0), "0.5")
    assert window.store.document.models[1].rows.row(0)[0] == 0.5
    spy.go.set()
    qtbot.waitUntil(lambda: window.results.document is window.store.document, timeout=20_000)
    settle()
    assert model.index(0, 0).data() == "0.5000"
    assert "1 row is not a distribution" in window.findChild(type(window.deck.warning), "status.warnings").text()


def values_of(window: MainWindow) -> list[str]:
    view = table(window, "results")
    return [str(view.model().index(0, k).data()) for k in range(view.model().columnCount())]


def test_an_error_on_the_worker_is_not_swallowed(qtbot, qapp, tall: Document, monkeypatch: pytest.MonkeyPatch):
    """A defect while computing must not leave the window showing old numbers for good without a word."""
    maker = Recompute(tall)

    def broken(*args: object) -> Results:
        raise RuntimeError("a defect")

    monkeypatch.setattr(recompute, "compute", broken)
    with qtbot.captureExceptions() as caught:
        maker.schedule(tall.with_settings(row_sums="strict"))
        settle()
        QThreadPool.globalInstance().waitForDone()
        settle()
    assert [str(error) for _, error, _ in caught] == ["a defect"]


def test_hidden_panels_are_drawn_when_they_are_shown_and_not_before(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
):
    shown: list[str] = []
    for panel in window.panels.values():
        show = panel._show

        def spied(*what: object, panel: Panel = panel, show=show) -> None:
            shown.append(panel.name)
            show(*what)

        monkeypatch.setattr(panel, "_show", spied)
    docks = {name: window.docks[f"panel.{name}"] for name in window.panels}
    docks["decomposition"].hide()
    settle()
    shown.clear()
    model = window.deck.predictions_model
    for value in ("0.1", "0.2", "0.25"):
        model.setData(model.index(0, 0), value)
        settle()
    assert "decomposition" not in shown
    assert shown.count("comparison") == 3
    docks["decomposition"].show()
    settle()
    assert shown.count("decomposition") == 1
    panel = window.panels["decomposition"]
    expected = values(table(window, "results"), "Cross-entropy")[0]
    assert panel.view.figure.groups[0].bars[0].whole == expected


def test_painting_a_large_table_asks_for_what_is_seen(
    open_window: Opener, tall: Document, monkeypatch: pytest.MonkeyPatch
):
    """Else a table of a million rows takes minutes to paint."""
    asked: list[int] = []
    for kind in (ResultsModel, DistributionModel):
        ask, data = kind.headerData, kind.data

        def counted_header(self: object, *args: object, ask=ask) -> object:
            asked.append(1)
            return ask(self, *args)

        def counted_data(self: object, *args: object, data=data) -> object:
            asked.append(1)
            return data(self, *args)

        monkeypatch.setattr(kind, "headerData", counted_header)
        monkeypatch.setattr(kind, "data", counted_data)
    window = open_window(tall)
    asked.clear()
    window.focus.move(sample=50_000)
    window.grab()
    assert 0 < len(asked) < 20_000
