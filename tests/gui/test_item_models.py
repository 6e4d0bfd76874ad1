"""Every table model under Qt's own tester, through all that can happen to it."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester

from core import losses
from core.document import Document
from gui.main_window import MainWindow
from gui.plotting.profile import ProfileFigure
from tests.gui.hands import Opener, choose, click_action, settle, surface, table

TABLES = ("truth", "predictions", "results", "means", "comparison")


@pytest.fixture
def watched(window: MainWindow) -> dict[str, QAbstractItemModel]:
    """Set Qt's tester on every table model of the window; a fault is a warning of Qt's, which fails the test."""
    models = {name: table(window, name).model() for name in TABLES}
    for model in models.values():
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)
    return models


def test_edits_undo_and_redo(window: MainWindow, watched: dict[str, QAbstractItemModel]):
    truth, predictions = window.deck.truth_model, window.deck.predictions_model
    assert truth.setData(truth.index(0, 1), "0.5")
    settle()
    assert predictions.setData(predictions.index(1, 2), "1/3")
    assert not predictions.setData(predictions.index(1, 2), "x")
    assert not predictions.setData(predictions.index(1, 3), "1"), "the sum is not set"
    assert not predictions.setData(predictions.index(1, 2), "1", Qt.ItemDataRole.DisplayRole)
    settle()
    window.normalize()
    settle()
    for _ in range(3):
        window.store.undo()
        settle()
    for _ in range(3):
        window.store.redo()
    settle()
    assert predictions.index(1, 2).data() == "0.2703"


def test_focus_moves(window: MainWindow, watched: dict[str, QAbstractItemModel]):
    for sample, model in ((1, 0), (1, 1), (0, 1), (0, 0)):
        window.focus.move(sample=sample, model=model)
        settle()
    window.focus.move(model=1)
    assert watched["predictions"].index(0, 2).data() == "0.9000"


def test_settings(window: MainWindow, watched: dict[str, QAbstractItemModel]):
    for name, value in (
        ("control.unit", "bit"),
        ("control.row_sums", "strict"),
        ("control.row_sums", "normalize"),
        ("control.loss", "mse"),
        ("control.scale", "logit"),
        ("control.scale", "probability"),
    ):
        choose(window, name, value)
    columns = watched["results"].columnCount()
    *others, last = window.store.document.settings.shown
    for name in others:
        click_action(window, f"show_loss.{name}")
    assert last == "kl_divergence"
    assert watched["results"].columnCount() == columns - 3
    assert watched["comparison"].rowCount() == 1
    click_action(window, "show_loss.mse")
    click_action(window, "show_loss.kl_divergence")
    assert watched["results"].columnCount() == columns - 2, "KL keeps a column of its own"
    assert watched["comparison"].rowCount() == 1
    click_action(window, "show_all_losses")
    assert watched["comparison"].rowCount() == len(losses.names())


def test_other_examples(window: MainWindow, watched: dict[str, QAbstractItemModel]):
    for name, rows, classes in (("digits", 899, 10), ("mended", 2, 3), ("example", 2, 3), ("digits", 899, 10)):
        window.focus.move(sample=rows - 1, model=1)
        click_action(window, f"example.{name}")
        assert watched["truth"].rowCount() == rows
        assert watched["truth"].columnCount() == classes + 1
        assert watched["results"].rowCount() == rows
        assert watched["means"].rowCount() == 1
    window.set_theme(True)
    window.set_theme(False)
    settle()
    assert watched["comparison"].columnCount() == 3


def test_fewer_samples_models_and_classes_than_what_was_looked_at(open_window: Opener):
    rng = np.random.default_rng(3)
    large = Document.make(
        rng.integers(0, 6, 50), [(f"m{k}", rng.dirichlet(np.ones(6), 50), "probability") for k in range(4)]
    )
    window = open_window(large)
    for name in TABLES:
        model = table(window, name).model()
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)
    window.focus.move(sample=49, model=3, corners=(3, 4, 5))
    small = Document.make(np.array([0, 1]), [("only", np.array([[0.5, 0.5], [0.2, 0.8]]), "probability")])
    window.store.open(small)
    settle()
    assert (window.focus.state.sample, window.focus.state.model, window.focus.state.corners) == (1, 0, None)
    assert table(window, "truth").model().rowCount() == 2
    assert isinstance(surface(window).chart.shown, ProfileFigure)
    window.store.open(large)
    settle()
    assert table(window, "truth").model().columnCount() == 7


def test_only_what_changed_is_said_to_have(digits: MainWindow):
    """An edit of one row repaints that row's block at most, and no table is reset: a selection would be lost."""
    resets: list[str] = []
    changed: list[tuple[str, int, int]] = []
    for name in TABLES:
        model = table(digits, name).model()
        model.modelReset.connect(lambda name=name: resets.append(name))
        model.dataChanged.connect(lambda first, last, *_, name=name: changed.append((name, first.row(), last.row())))
    model = digits.deck.predictions_model
    assert model.setData(model.index(7, 0), "0.25")
    settle()
    assert resets == []
    assert ("predictions", 7, 7) in changed
    assert all(name != "truth" for name, *_ in changed)


def test_headers_name_what_they_stand_over(window: MainWindow):
    for name in TABLES:
        model = table(window, name).model()
        across = [model.headerData(k, Qt.Orientation.Horizontal) for k in range(model.columnCount())]
        down = [model.headerData(k, Qt.Orientation.Vertical) for k in range(model.rowCount())]
        assert all(across), name
        assert all(down), name
        assert len(set(across)) == len(across), name
    for name in ("truth", "predictions", "results"):
        model = table(window, name).model()
        assert [model.headerData(k, Qt.Orientation.Vertical) for k in (0, 1)] == ["image 1", "image 2"]
