"""Which model is better, by which loss: marked, and said in words."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest

from core.document import Document
from gui.main_window import MainWindow
from gui.panels.comparison import ComparisonPanel
from gui.store import Intent
from tests.gui.hands import Opener, choose, click_action, header, row_text, said, settle, table

Role = Qt.ItemDataRole


def panel(window: MainWindow) -> ComparisonPanel:
    found = window.panels["comparison"]
    assert isinstance(found, ComparisonPanel)
    return found


def words(window: MainWindow) -> str:
    return panel(window).words.text()


def lines(window: MainWindow) -> dict[str, list[str]]:
    view = table(window, "comparison")
    model = view.model()
    titles = [str(model.headerData(k, Qt.Orientation.Vertical)) for k in range(model.rowCount())]
    return {title: row_text(view, k) for k, title in enumerate(titles)}


def bold(window: MainWindow, row: int) -> list[bool]:
    view = table(window, "comparison")
    return [said(view, row, k, Role.FontRole).bold() for k in range(view.model().columnCount() - 1)]


def models(*rows: list[list[float]]) -> Document:
    """Return a document of two samples of class 0, with a model for each array."""
    made = [(f"m{k + 1}", np.array(row), "probability") for k, row in enumerate(rows)]
    return Document.make(np.array([0, 0]), made)


def test_the_better_one_is_marked(window: MainWindow):
    view = table(window, "comparison")
    assert header(view) == ["Model 1", "Model 2", "better"]
    assert list(lines(window)) == ["Classification error", "Squared error", "Cross-entropy nat", "KL divergence nat"]
    assert [bold(window, k) for k in range(4)] == [[False, False], *[[False, True]] * 3]
    assert words(window).startswith("Mean over 2 samples.")


def test_the_mark_follows_an_edit(window: MainWindow):
    rows = {0: np.array([0.0, 0.0, 1.0]), 1: np.array([1.0, 0.0, 0.0])}
    window.store.push(Intent("set", lambda document: document.with_rows(0, rows)))
    settle()
    assert lines(window)["Cross-entropy nat"] == ["0.0000", "0.5108", "◆ Model 1"]
    assert lines(window)["Classification error"] == ["0.0000", "0.5000", "◆ Model 1"]
    assert bold(window, 0) == [True, False]
    assert "Model 1 is better." in words(window)
    assert "cannot tell" not in words(window)


def looks(window: MainWindow) -> dict[tuple[int, int], object]:
    """Return what is written in every cell, and whether it is bold."""
    view = table(window, "comparison")
    rows, columns = range(view.model().rowCount()), range(view.model().columnCount())
    return {(k, n): (row_text(view, k)[n], said(view, k, n, Role.FontRole).bold()) for k in rows for n in columns}


def test_a_cell_is_painted_again_only_if_it_looks_different(window: MainWindow):
    before = looks(window)
    told: list[tuple[int, int]] = []

    def listen(first: QModelIndex, last: QModelIndex) -> None:
        assert first == last, "a view paints all it shows again for more than one cell"
        told.append((first.row(), first.column()))

    panel(window).model.dataChanged.connect(listen)
    rows = {0: np.array([0.0, 0.0, 1.0]), 1: np.array([1.0, 0.0, 0.0])}
    window.store.push(Intent("set", lambda document: document.with_rows(0, rows)))
    settle()
    after = looks(window)
    assert told == [cell for cell in after if before[cell] != after[cell]]
    assert (0, 0) in told
    assert len(told) < len(after)


def test_ties_are_said(open_window: Opener):
    q = [[0.6, 0.4], [0.3, 0.7]]
    window = open_window(models(q, q))
    assert [line[-1] for line in lines(window).values()] == ["tie"] * 4
    assert "No loss tells these models apart." in words(window)
    assert "is better" not in words(window)


def test_a_difference_of_rounding_is_a_tie(open_window: Opener):
    """The same rows in another order are summed to other last digits."""
    q = np.array([[0.8, 0.2], [0.6, 0.4], [0.5, 0.5], [0.3, 0.7], [0.3, 0.7]])
    document = Document.make(np.zeros(5, dtype=int), [("m1", q, "probability"), ("m2", q[::-1], "probability")])
    window = open_window(document)
    loss = document.settings.find("cross_entropy")
    first, second = (model.mean(loss) for model in window.results.models)
    assert first != second
    assert [line[-1] for line in lines(window).values()] == ["tie"] * 4


def test_two_infinite_means_are_a_tie(open_window: Opener):
    window = open_window(models([[0.0, 1.0], [0.5, 0.5]], [[0.0, 1.0], [0.9, 0.1]]))
    assert lines(window)["Cross-entropy nat"] == ["∞", "∞", "tie"]
    assert lines(window)["Squared error"][-1] == "◆ m2"


def test_losses_that_disagree_are_said_to(open_window: Opener):
    careful, bold_one = [[0.4, 0.6], [0.4, 0.6]], [[0.9999, 0.0001], [1e-12, 1.0]]
    window = open_window(models(careful, bold_one))
    assert lines(window)["Classification error"][-1] == "◆ m2"
    assert lines(window)["Cross-entropy nat"][-1] == "◆ m1"
    assert "The losses disagree about which model is better." in words(window)
    assert "is better." not in words(window).replace("which model is better.", "")


def test_strict_says_over_how_many_each_mean_is(window: MainWindow):
    choose(window, "control.row_sums", "strict")
    assert lines(window)["Cross-entropy nat"][:2] == ["1.6094", "0.9163"]
    assert "Rows left out; the means are over: Model 1 2, Model 2 1 of 2 samples." in words(window)
    assert "better" not in words(window), "means over different rows are not compared"
    assert [line[-1] for line in lines(window).values()] == ["—"] * 4
    choose(window, "control.row_sums", "as-typed")
    assert "left out" not in words(window)


def test_strict_with_nothing_left_has_no_figures_and_no_winner(open_window: Opener):
    window = open_window(models([[0.6, 0.6], [0.6, 0.6]], [[0.7, 0.7], [0.7, 0.7]]))
    choose(window, "control.row_sums", "strict")
    assert set(lines(window)) == {"Classification error", "Squared error", "Cross-entropy nat", "KL divergence nat"}
    assert all(line == ["—", "—", "—"] for line in lines(window).values())
    assert "is better" not in words(window)
    assert "m1 0, m2 0 of 2 samples" in words(window)


def test_a_model_without_figures_does_not_win(open_window: Opener):
    window = open_window(models([[0.6, 0.6], [0.6, 0.6]], [[0.7, 0.3], [0.7, 0.3]]))
    choose(window, "control.row_sums", "strict")
    assert lines(window)["Cross-entropy nat"][0] == "—"
    assert lines(window)["Cross-entropy nat"][2] != "◆ m1"


def test_one_model_has_nobody_to_compare_with(open_window: Opener):
    window = open_window(models([[0.6, 0.4], [0.3, 0.7]]))
    assert [line[-1] for line in lines(window).values()] == [""] * 4
    assert words(window).strip() == "Mean over 2 samples."
    assert ComparisonPanel.numbers(window.results, window.focus.state).rows[0][-1] == ""


def test_eight_models(open_window: Opener):
    rng = np.random.default_rng(5)
    q = rng.dirichlet(np.ones(2), (8, 2))
    window = open_window(models(*q.tolist()))
    view = table(window, "comparison")
    assert view.model().columnCount() == 9
    means = -np.log(q[:, :, 0]).mean(axis=1)
    assert lines(window)["Cross-entropy nat"][:8] == [f"{x:.4f}" for x in means]
    assert lines(window)["Cross-entropy nat"][8] == f"◆ m{means.argmin() + 1}"
    assert sum(bold(window, 2)) == 1
    icons = [
        view.model().headerData(k, Qt.Orientation.Horizontal, Role.DecorationRole).pixmap(16).toImage()
        for k in range(8)
    ]
    assert all(one != other for k, one in enumerate(icons) for other in icons[:k]), "each has a marker of its own"


def test_a_click_on_a_figure_looks_at_its_model(window: MainWindow):
    view = table(window, "comparison")
    at = view.visualRect(view.model().index(1, 1)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    settle()
    assert window.focus.state.model == 1
    assert window.deck.model_choice.currentIndex() == 1
    at = view.visualRect(view.model().index(1, 2)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    settle()
    assert window.focus.state.model == 1


def test_losses_come_and_go_with_the_menu(window: MainWindow):
    start = window.store.document
    click_action(window, "show_loss.mse")
    assert "Squared error" not in lines(window)
    assert "Squared error" not in header(table(window, "results"))
    assert "Hide loss" in window.actions_.all["undo"].text()
    click_action(window, "show_loss.mse")
    assert list(lines(window))[1] == "Squared error", "back in its place"
    assert "Show loss" in window.actions_.all["undo"].text()
    window.store.undo()
    window.store.undo()
    settle()
    assert window.store.document is start
    assert window.findChild(type(window.keep_sums), "action.show_loss.mse").isChecked()


def test_without_any_loss_nothing_breaks(window: MainWindow):
    window.store.open(window.store.document.with_settings(shown=()))  # a menu cannot do this
    settle()
    assert lines(window) == {}
    assert words(window).strip() == "Mean over 2 samples."
    assert [title.split()[0] for title in header(table(window, "results"))] == ["says", "H(p)", "KL(p‖q)"]
    click_action(window, "show_loss.kl_divergence")
    assert lines(window)["KL divergence nat"] == ["1.6094", "0.5108", "◆ Model 2"]


def test_numbers_for_files_are_those_of_the_cells(window: MainWindow):
    numbers = ComparisonPanel.numbers(window.results, window.focus.state)
    assert numbers.header == ("loss", "Model 1", "Model 2", "better")
    for row, cells in zip(numbers.rows, lines(window).items(), strict=True):
        title, texts = cells
        assert row[0] == title
        assert [f"{x:.4f}" for x in row[1:3]] == texts[:2]
        assert row[3] == texts[2].removeprefix("◆ ")
    assert numbers.rows[3][1] == pytest.approx(1.6094379124341003, rel=1e-14)
