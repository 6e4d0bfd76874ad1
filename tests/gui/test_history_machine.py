"""Anything in any order: the tables always say what the document says, and undo and redo walk exactly its steps."""

from __future__ import annotations

import math
import tempfile
from pathlib import Path
from typing import ClassVar

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDoubleSpinBox, QLineEdit

import core
from core import io, losses
from core.document import TRUTH, Document
from core.information import nats_per
from core.io import session
from core.simplex import nearest
from gui import session_files, session_view
from gui.focus import FocusState
from gui.main_window import MainWindow
from gui.tables.views import DistributionView
from tests.core.test_session import assert_same
from tests.gui.hands import (
    LEFT,
    RELEASE,
    Answers,
    Key,
    along,
    choose,
    mouse,
    settle,
    slide,
    slider,
    surface,
    table,
    values,
)

TABLES = st.sampled_from([TRUTH, 0, 1])
SAMPLES = st.sampled_from([0, 1])
CLASSES = st.sampled_from([0, 1, 2])
NUMBERS = st.sampled_from(["0", "1", "0.5", "1/3", "0,25", "40%", "1e-9", "2", "0.1", "3e5"])
NONSENSE = st.sampled_from(["", "x", "nan", "inf", "-1", "1/0", "--", "0.5.5"])
SHARES = st.lists(st.floats(-0.1, 1.1), min_size=1, max_size=4)
POINTS = st.tuples(*[st.floats(-0.5, 1.5)] * 3)


class Machine(RuleBasedStateMachine):
    """Does what a person does, keeps the list of documents that undo must walk, and computes every figure anew."""

    window: ClassVar[MainWindow]

    @initialize(example=st.sampled_from(["example", "mended"]))
    def start(self, example: str) -> None:
        self.window.store.open(io.load(example))
        self.window.focus.put(FocusState())
        self.window.keep_sums.setChecked(False)
        settle()
        self.documents = [self.document]
        self.index = 0

    @property
    def document(self) -> Document:
        return self.window.store.document

    def after(self, before: Document, *, changed: bool | None = None) -> None:
        """Take note of what a gesture made; `changed` says whether it must have made anything, if that is known."""
        made = self.document is not before
        if changed is not None:
            assert made == changed
        if made:
            self.documents[self.index + 1 :] = [self.document]
            self.index += 1
        settle()

    # -- gestures -------------------------------------------------------------------------------------------

    @rule(which=TABLES, row=SAMPLES, column=CLASSES, text=NUMBERS)
    def type_a_number(self, which: int, row: int, column: int, text: str) -> None:
        self.look_at(which)
        before, keeps = self.document, self.window.keep_sums.isChecked()
        model = self.window.deck.truth_model if which == TRUTH else self.window.deck.predictions_model
        accepted = model.setData(model.index(row, column), text)
        assert accepted
        expected = before.rows(which).row(row)
        number = {"1/3": 1 / 3, "0,25": 0.25, "40%": 0.4}.get(text)
        expected[column] = float(text) if number is None else number
        now = self.document.rows(which).row(row)
        assert now[column] == expected[column]
        if not keeps or before.scale(which) == "logit" or expected[column] > 1:
            assert now.tolist() == expected.tolist()
        elif now.tolist() != before.rows(which).row(row).tolist():
            assert abs(now.sum() - 1) < 1e-12
        self.after(before, changed=now.tolist() != before.rows(which).row(row).tolist())

    @rule(which=TABLES, row=SAMPLES, column=CLASSES, text=NONSENSE)
    def type_nonsense(self, which: int, row: int, column: int, text: str) -> None:
        self.look_at(which)
        before = self.document
        if before.scale(which) == "logit" and text == "-1":
            return
        model = self.window.deck.truth_model if which == TRUTH else self.window.deck.predictions_model
        assert not model.setData(model.index(row, column), text)
        self.after(before, changed=False)

    @precondition(lambda self: len(self.document.classes) == 3)
    @rule(which=TABLES, way=st.lists(POINTS, min_size=1, max_size=4), calls_off=st.booleans())
    def drag(self, which: int, way: list[tuple[float, float, float]], calls_off: bool) -> None:
        panel, before, gesture = surface(self.window), self.document, object()
        panel.view.taken.emit(which)
        history = list(self.documents), self.index
        for at in way:
            panel.view.moved.emit(which, nearest(np.array(at)), gesture)
            settle()
        if calls_off:
            panel.view.called_off.emit(gesture)
            self.documents, self.index = history
            self.after(before, changed=False)
            return
        row = self.document.rows(which).row(self.window.focus.state.sample)
        if which != TRUTH and self.document.models[which].temperature != 1.0:
            in_use = self.document.models[which].probability_row(self.window.focus.state.sample)
            assert np.allclose(in_use, nearest(np.array(way[-1])), rtol=1e-9, atol=1e-12)
        elif self.document.scale(which) == "probability":
            assert abs(row.sum() - 1) <= 1e-12
            assert row.tolist() == nearest(np.array(way[-1])).tolist()
        self.after(before)

    @precondition(lambda self: len(self.document.classes) == 3)
    @rule(which=TABLES, move=st.sampled_from([(0.01, -0.01, 0.0), (-0.1, 0.1, 0.0), (0.05, 0.05, -0.1)]))
    def press_an_arrow(self, which: int, move: tuple[float, float, float]) -> None:
        before = self.document
        surface(self.window).view.taken.emit(which)
        surface(self.window).view.nudged.emit(which, np.array(move))
        self.after(before)

    @rule()
    def normalize(self) -> None:
        before, off = self.document, self.window.results.off_count
        zero = any(state == 2 for _, _, state, _ in self.window.results.off_rows())
        self.window.normalize()
        self.after(before, changed=off > 0 and not zero)
        assert self.window.results.off_count == (off if zero else 0)

    @rule(
        verb=st.sampled_from(["uniform", "one_hot_largest", "one_hot_class", "normalize_rows", "clear", "fill_down"]),
        which=TABLES,
        first=SAMPLES,
        column=CLASSES,
        both=st.booleans(),
    )
    def change_selected_rows(self, verb: str, which: int, first: int, column: int, both: bool) -> None:
        view = self.choose_cells(which, first, column, 1 if both else first)
        before, chosen = self.document, view.chosen()
        self.window.actions_.all[verb].trigger()
        self.after(before)
        for sample in set(range(before.size)) - set(chosen.samples.tolist()):
            assert self.document.rows(which).row(sample).tolist() == before.rows(which).row(sample).tolist()
        rows = [self.document.rows(which).row(sample).tolist() for sample in chosen.samples]
        if verb == "uniform":
            even = 1 / len(before.classes)
            assert np.allclose(rows, np.log(even) if before.scale(which) == "logit" else even)
        elif verb == "one_hot_class":
            assert [int(np.argmax(each)) for each in rows] == [column] * len(rows)
        elif verb == "clear":
            assert [each[column] for each in rows] == [0.0] * len(rows)

    @rule(which=TABLES, row=SAMPLES, column=CLASSES, block=st.sampled_from(["0.25", "1/4\t0.5", "1\n0.5\n25%", "calf"]))
    def paste(self, which: int, row: int, column: int, block: str) -> None:
        if self.document.size > 4 or len(self.document.classes) > 4 or "calf" not in self.document.classes:
            return
        self.choose_cells(which, row, column, row)
        before = self.document
        QApplication.clipboard().setText(block)
        self.window.actions_.all["paste"].trigger()
        self.after(before)
        now = self.document.rows(which)
        if block == "calf":
            assert int(now.row(row).argmax()) == self.document.classes.index("calf")
            return
        for down, line in enumerate(block.split("\n")):
            for across, text in enumerate(line.split("\t")):
                assert now.row(row + down)[column + across] == {"1/4": 0.25, "25%": 0.25}.get(text) or float(text)

    @rule(
        what=st.sampled_from(["class", "sample", "model"]),
        way=st.sampled_from(["add", "add", "copy", "move_back", "move_on", "remove"]),
        row=SAMPLES,
        column=CLASSES,
    )
    def change_the_shape(self, what: str, way: str, row: int, column: int) -> None:
        back, on = {"class": ("left", "right"), "sample": ("up", "down"), "model": ("up", "down")}[what]
        verb = {"move_back": f"move_{what}_{back}", "move_on": f"move_{what}_{on}"}.get(way, f"{way}_{what}")
        before, counts = self.document, self.counts()
        count = counts[what]
        least = 3 if what == "class" else 2
        if verb == "copy_class" or (way in ("add", "copy") and count >= 5) or (way == "remove" and count <= least):
            return
        self.choose_cells(TRUTH, row, column, row)
        self.window.actions_.all[verb].trigger()
        self.after(before)
        expected = count + {"add": 1, "copy": 1, "remove": -1}.get(way, 0)
        assert self.counts() == {**counts, what: expected}

    def counts(self) -> dict[str, int]:
        document = self.document
        return {"class": len(document.classes), "sample": document.size, "model": len(document.models)}

    def choose_cells(self, which: int, row: int, column: int, last: int) -> DistributionView:
        """Select the cells of a column from a row to another, in the table of the truth or of a model."""
        self.look_at(which)
        settle()
        view = self.window.deck.truth if which == TRUTH else self.window.deck.predictions
        view.entered.emit()
        view.setCurrentIndex(view.model().index(row, column))
        picked = QItemSelection(view.model().index(row, column), view.model().index(last, column))
        view.selectionModel().select(picked, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        return view

    @rule(what=st.sampled_from(["unit", "row_sums", "loss"]), pick=st.integers(0, 20))
    def choose_a_setting(self, what: str, pick: int) -> None:
        combo = self.window.findChild(QComboBox, f"control.{what}")
        index = pick % combo.count()
        before, changed = self.document, index != combo.currentIndex()
        choose(self.window, f"control.{what}", combo.itemData(index))
        self.after(before, changed=changed)

    @rule(scale=st.sampled_from(["probability", "logit"]), model=st.sampled_from([0, 1]))
    def switch_the_scale(self, scale: str, model: int) -> None:
        self.look_at(model)
        before = self.document
        had = before.models[model].scale
        sums = [before.models[model].rows.row(k).sum() for k in range(before.size)]
        refused = scale == "logit" and had == "probability" and any(abs(total - 1) > 2e-6 for total in sums)
        q = np.array([before.models[model].probability_row(k) for k in range(before.size)])
        choose(self.window, "control.scale", scale)
        self.after(before, changed=had != scale and not refused)
        now = np.array([self.document.models[model].probability_row(k) for k in range(before.size)])
        assert np.allclose(now, q, rtol=1e-9, atol=1e-300), "the distribution stays"
        assert self.window.deck.scale_choice.currentData() == self.document.models[model].scale

    @rule(pick=st.integers(0, 20), share=st.floats(0, 1))
    def change_a_parameter(self, pick: int, share: float) -> None:
        specs = self.document.settings.current.parameters
        if not specs:
            return
        spec = specs[pick % len(specs)]
        before = self.document
        widget = self.window.controls._parameter_widgets[spec.name]
        if isinstance(widget, QDoubleSpinBox):
            widget.setValue(spec.minimum + share * (spec.maximum - spec.minimum))
        elif isinstance(widget, QComboBox):
            widget.setCurrentIndex(pick % widget.count())
        elif isinstance(widget, QLineEdit):
            widget.setText("" if share < 0.3 else f"1 {share:.2f} 2")
            widget.editingFinished.emit()
        self.after(before)

    @rule(model=st.sampled_from([0, 1]), shares=SHARES, calls_off=st.booleans())
    def slide_the_temperature(self, model: int, shares: list[float], calls_off: bool) -> None:
        self.look_at(model)
        self.slide("control.temperature", shares, calls_off)
        for other in {0, 1} - {model}:
            assert self.document.models[other] is self.documents[self.index].models[other]

    @rule(pick=st.integers(0, 20), shares=SHARES, calls_off=st.booleans())
    def slide_a_parameter(self, pick: int, shares: list[float], calls_off: bool) -> None:
        specs = [spec for spec in self.document.settings.current.parameters if spec.kind == "number"]
        if specs:
            self.slide(f"control.parameter.{specs[pick % len(specs)].name}", shares, calls_off)

    def slide(self, name: str, shares: list[float], calls_off: bool) -> None:
        before, widget = self.document, slider(self.window, name)
        history = list(self.documents), self.index
        slide(widget, *shares, release=False)
        if calls_off:
            QTest.keyClick(widget, Key.Key_Escape)
            self.documents, self.index = history
            assert self.document is before
        mouse(widget, RELEASE, along(widget, shares[-1]), LEFT)
        self.after(before)

    @rule()
    def temperature_back_to_one(self) -> None:
        before = self.document
        heated = before.models[self.window.focus.state.model].temperature != 1.0
        QTest.mouseClick(self.window.controls.temperature.reset, LEFT)
        self.after(before, changed=heated)

    @rule(pick=st.integers(0, 20))
    def show_or_hide_a_loss(self, pick: int) -> None:
        before, names = self.document, losses.names()
        action = self.window.losses_menu.checks[names[pick % len(names)]]
        may = action.isEnabled()
        action.trigger()
        self.after(before, changed=may)
        assert self.document.settings.shown

    @rule(sample=SAMPLES, model=st.sampled_from([0, 1]))
    def look_elsewhere(self, sample: int, model: int) -> None:
        before = self.document
        self.window.focus.move(sample=sample, model=model)
        self.after(before, changed=False)

    @rule()
    def keep_row_sums_or_not(self) -> None:
        self.window.keep_sums.toggle()

    @rule(way=st.sampled_from(["save", "keep"]))
    def reopen(self, way: str) -> None:
        """Save it as a session and open that, or take up what would be left after a crash: the same to the last bit."""
        before, focus = self.document, self.window.focus.state
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "mine.lossatlas"
            if way == "save":
                assert self.window.desk.save_as(path)
                assert self.document is before
                assert self.window.desk.open_names(str(path))
                assert self.window.windowTitle().startswith("mine.lossatlas")
            else:
                session_files.save(path, self.window.desk.snapshot())
                kept = session.load(path)
                self.window.store.open(kept.document)
                self.window.focus.put(session_view.from_entries(kept.view, kept.document))
            settle()
            assert_same(self.document, before)
            assert self.window.focus.state == focus
            self.window.desk.recovery.take(None)
        self.documents, self.index = [self.document], 0

    def look_at(self, which: int) -> None:
        if which != TRUTH:
            self.window.focus.move(model=which)

    # -- undo and redo --------------------------------------------------------------------------------------

    @precondition(lambda self: self.index > 0)
    @rule()
    def undo(self) -> None:
        self.window.actions_.all["undo"].trigger()
        self.index -= 1
        settle()

    @precondition(lambda self: self.index + 1 < len(self.documents))
    @rule()
    def redo(self) -> None:
        self.window.actions_.all["redo"].trigger()
        self.index += 1
        settle()

    @rule(share=st.floats(0, 1), by_key=st.booleans())
    def jump(self, share: float, by_key: bool) -> None:
        history = self.window.history
        assert history.model.rowCount() == len(self.documents)
        index = history.model.index(round(share * (len(self.documents) - 1)), 0)
        if by_key:
            history.view.setCurrentIndex(index)
            QTest.keyClick(history.view, Qt.Key.Key_Return)
        else:
            history.view.clicked.emit(index)
        self.index = index.row()
        settle()

    @rule()
    def walk_to_both_ends_and_back(self) -> None:
        for index in range(self.index - 1, -1, -1):
            self.window.store.undo()
            assert self.document is self.documents[index]
        assert self.window.store.undo_label is None
        self.window.store.undo()
        for each in self.documents[1:]:
            self.window.store.redo()
            assert self.document is each
        assert self.window.store.redo_label is None
        for _ in range(len(self.documents) - 1 - self.index):
            self.window.store.undo()
        settle()

    # -- what must hold -------------------------------------------------------------------------------------

    @invariant()
    def the_history_is_the_list(self) -> None:
        if not hasattr(self, "documents"):
            return
        assert self.document is self.documents[self.index]
        actions = self.window.actions_.all
        assert actions["undo"].isEnabled() == (self.index > 0)
        assert actions["redo"].isEnabled() == (self.index + 1 < len(self.documents))
        assert self.window.isWindowModified() == (self.document is not self.documents[0])

    @invariant()
    def the_tables_say_what_the_document_says(self) -> None:
        if not hasattr(self, "documents"):
            return
        document, model = self.document, self.window.focus.state.model
        for which, name in ((TRUTH, "truth"), (model, "predictions")):
            view = table(self.window, name)
            for k, title in enumerate(document.classes):
                assert values(view, title) == [document.rows(which).row(r)[k] for r in range(document.size)]
        figures = Figures(document, model)
        results = table(self.window, "results")
        for title, expected in figures.columns().items():
            found = values(results, title)
            assert np.allclose(found, expected, rtol=1e-9, atol=1e-12, equal_nan=True), title
            mean = values(table(self.window, "means"), title)[0]
            assert np.allclose(mean, figures.mean(title, expected), rtol=1e-9, atol=1e-12, equal_nan=True), title
        for line in self.window.panels["comparison"].model.lines:
            for index, mean in enumerate(line.means):
                of_model = Figures(document, index)
                expected = of_model.mean(document.settings.find(line.name).title, of_model.loss(line.name))
                assert np.allclose(mean, expected, rtol=1e-9, atol=1e-12, equal_nan=True), line.name


class Figures:
    """Every figure of one model, row by row from the document by the core's functions for single rows."""

    def __init__(self, document: Document, model: int) -> None:
        self.document, self.model = document, document.models[model]
        self.unit = document.settings.unit
        self.policy = document.settings.row_sums

    def row(self, values_: np.ndarray, scale: str) -> np.ndarray | None:
        """Return a row as the policy has it computed on, or None if it is left out."""
        total = values_.sum()
        if scale == "logit" or abs(total - 1) <= 1e-6 or self.policy == "as-typed":
            return values_
        return values_ / total if self.policy == "normalize" and total > 0 else None

    def in_use(self, row: np.ndarray | None) -> np.ndarray | None:
        """Return a row at the model's temperature, as the definition says."""
        if row is None or self.model.temperature == 1.0:
            return row
        if self.model.scale == "logit":
            return row / self.model.temperature
        powers = (row / max(row.max(), 1e-300)) ** (1.0 / self.model.temperature)
        return powers * (row.sum() / powers.sum()) if row.any() else row

    def each(self, figure) -> list[float]:
        found = []
        for index in range(self.document.size):
            p = self.row(self.document.truth.row(index), "probability")
            q = self.in_use(self.row(self.model.rows.row(index), self.model.scale))
            found.append(math.nan if p is None or q is None else float(figure(p, q)))
        return found

    def used(self) -> list[bool]:
        """Return which rows count: those whose truth and prediction both do."""
        return [not math.isnan(x) for x in self.each(lambda *_: 0.0)]

    def loss(self, name: str) -> list[float]:
        loss = self.document.settings.find(name)
        value = loss.value_from_logits if self.model.scale == "logit" else loss.value
        scale = nats_per(self.unit) if loss.in_units else 1.0
        return [x / scale for x in self.each(lambda p, q: value(p, q) if loss.accepts(p) else math.nan)]

    def mean(self, title: str, column: list[float]) -> float:
        """Return the mean of the rows that count, weighted where the loss says so."""
        used = np.array(self.used())
        if not used.any():
            return math.nan
        weights = np.ones(len(column))
        for loss in self.document.settings.table_losses:
            if loss.title == title and getattr(loss, "class_weights", None) and loss.mean_over == "weights":
                weights = np.array(self.each(lambda p, _, w=loss.class_weights: float(np.dot(p, w))))
        with np.errstate(invalid="ignore"):
            return float(np.array(column)[used].sum() / weights[used].sum())

    def columns(self) -> dict[str, list[float]]:
        """Return the columns of the table of results by how their titles begin."""
        made = {loss.title: self.loss(loss.name) for loss in self.document.settings.table_losses}
        rows = [self.row(self.document.truth.row(k), "probability") for k in range(self.document.size)]
        made["H(p)"] = [math.nan if p is None else float(core.entropy(p, unit=self.unit)) for p in rows]
        return made


def test_anything_in_any_order(window: MainWindow, answers: Answers):
    answers(True)

    class OnThisWindow(Machine):
        pass

    OnThisWindow.window = window
    run_state_machine_as_test(
        OnThisWindow,
        settings=settings(
            max_examples=20,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
