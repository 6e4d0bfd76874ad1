"""Colours: readable in both styles, told apart without colour, and changed everywhere at once."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QColor, QPalette
from PySide6.QtWidgets import QApplication

from gui import preferences
from gui.main_window import MainWindow
from gui.plotting import palettes
from gui.plotting.style import CLASS_COLOURS, DARK, LIGHT, MARKERS, MODEL_COLOURS_LIGHT, STYLES, Style
from tests.gui.hands import Opener, click_action, settle, table

BOTH = pytest.mark.parametrize("style", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: QColor) -> float:
    """Return a colour's relative luminance (WCAG 2.2), computed here and not by what is tested."""
    rgb = np.array(colour.getRgb()[:3]) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one: str | QColor, other: str | QColor) -> float:
    light, dark = sorted((luminance(QColor(one)), luminance(QColor(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_rightly():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)


@BOTH
def test_words_can_be_read(style: Style):
    for name in ("text", "muted", "accent", "warning", "ink"):
        assert contrast(getattr(style, name), style.panel) >= 4.5, name
    for name in ("text", "muted"):
        assert contrast(getattr(style, name), style.window) >= 4.5, name
    assert contrast(style.text, style.accent_soft) >= 4.5, "in the row in focus"
    assert contrast(style.accent, style.accent_soft) >= 4.5, "in the row in focus"
    assert contrast(style.warning, style.accent_soft) >= 4.5, "in the row in focus"


@BOTH
@pytest.mark.parametrize("index", range(len(CLASS_COLOURS)))
def test_class_names_can_be_read_in_their_colours(style: Style, index: int):
    assert contrast(style.class_text(index), style.panel) >= 4.5


@BOTH
@pytest.mark.parametrize("index", range(len(MODEL_COLOURS_LIGHT)))
def test_model_names_can_be_read_in_their_colours(style: Style, index: int):
    assert contrast(style.model_colour(index), style.panel) >= 4.5


@BOTH
def test_marks_stand_out(style: Style):
    for name in ("entropy", "ink", "accent"):
        assert contrast(getattr(style, name), style.panel) >= 3, name
    beside = max(contrast(style.divergence, style.panel), contrast(style.divergence, style.ink))
    assert beside >= 3, "if not by its ground, it is seen by the ink around it"
    assert contrast(style.ink, style.panel) >= 3


@BOTH
def test_models_are_told_apart_by_shape_and_colour(style: Style):
    looks = [(style.marker(k), style.model_colour(k).name()) for k in range(8)]
    assert len({shape for shape, _ in looks}) == len(MARKERS) == 8
    assert len({colour for _, colour in looks}) == 8


def test_ten_classes_have_ten_colours():
    assert len({LIGHT.class_colour(k).name() for k in range(10)}) == 10


def test_the_map_grows_darker_all_the_way():
    table_ = palettes.sequential()
    assert len(table_) == 256
    colours = [QColor.fromRgb(int(each) & 0xFFFFFF) for each in table_]
    light = [luminance(each) for each in colours]
    assert all(one > other for one, other in itertools.pairwise(light)), "so it survives grey printing"
    assert all(int(each) >> 24 == 0xFF for each in table_)


def test_equal_steps_of_the_map_look_equal():
    table_ = palettes.sequential()
    rgb = np.stack([(table_ >> shift) & 0xFF for shift in (16, 8, 0)], axis=1) / 255.0
    lab = palettes.oklab(rgb)
    steps = np.linalg.norm(np.diff(lab[::8], axis=0), axis=1)
    assert steps.max() < 1.25 * steps.min(), "up to the rounding to 8 bits"


def average(window: MainWindow, name: str) -> float:
    """Return how light a panel looks on the whole."""
    picture = window.panels[name].grab().toImage()
    places = [(x, y) for x in range(4, picture.width(), 12) for y in range(4, picture.height(), 12)]
    return float(np.mean([picture.pixelColor(x, y).lightnessF() for x, y in places]))


def test_switching_reaches_what_is_open(window: MainWindow):
    window.panels["steps"].wait()
    light = {name: average(window, name) for name in window.panels}
    tables = {name: table(window, name).grab().toImage() for name in ("truth", "predictions", "results")}
    click_action(window, "theme.dark")
    assert window.style_ is STYLES["dark"]
    for name, before in light.items():
        assert average(window, name) < before - 0.3, name
    for name, before in tables.items():
        after = table(window, name).grab().toImage()
        assert after.pixelColor(3, after.height() - 3).lightnessF() < 0.3, name
        assert after != before
    model = table(window, "predictions").model()
    name = model.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.ForegroundRole)
    assert name == QColor(DARK.class_text(0))
    window.deck.model_choice.setCurrentIndex(1)
    assert model.index(0, 3).data(Qt.ItemDataRole.ForegroundRole) == QColor(DARK.warning)
    assert DARK.warning in window.deck.warning.text()
    assert QApplication.palette().color(QPalette.ColorRole.Window) == QColor(DARK.window)
    click_action(window, "theme.light")
    window.panels["steps"].wait()
    for name, before in light.items():
        assert average(window, name) == pytest.approx(before, abs=0.01), f"{name} is as it was"


def test_the_choice_is_remembered(window: MainWindow, open_window: Opener):
    click_action(window, "theme.dark")
    assert preferences.text("theme", "system", ("system", "light", "dark")) == "dark"
    again = open_window("example")
    assert again.style_.dark
    assert again.findChild(QAction, "action.theme.dark").isChecked()
    click_action(again, "theme.light")


def test_a_theme_is_no_edit(window: MainWindow):
    before = window.store.document
    click_action(window, "theme.dark")
    settle()
    assert window.store.document is before
    assert not window.isWindowModified()


def test_icons_are_drawn_in_the_themes_colour(window: MainWindow):
    action = window.actions_.all["open"]
    light = action.icon().pixmap(32).toImage()
    click_action(window, "theme.dark")
    dark = action.icon().pixmap(32).toImage()

    def strongest(image) -> QColor:
        places = [(x, y) for x in range(image.width()) for y in range(image.height())]
        return max((image.pixelColor(x, y) for x, y in places), key=QColor.alphaF)

    assert contrast(strongest(light), LIGHT.panel) > 4.5
    assert contrast(strongest(dark), DARK.panel) > 4.5
