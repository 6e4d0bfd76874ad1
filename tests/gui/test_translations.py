"""The window in Chinese: every text is translated, says the same, and reaches the screen and the files."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication, QObject, Qt, QTranslator
from PySide6.QtGui import QAction, QRawFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QGraphicsScene,
    QLabel,
    QTabBar,
    QTableView,
    QToolTip,
    QWidget,
)

import core
from core import errors, io, losses
from core.challenge import words as challenge
from core.document import TRUTH
from core.errors import LossAtlasError
from core.losses.base import parameters_of
from gui import app, examples, preferences, text
from gui.dialogs.about_dialog import AboutDialog
from gui.dialogs.export_dialog import ExportDialog
from gui.export import writer_of
from gui.main_window import MainWindow
from gui.manual import ManualWindow
from gui.plotting.style import LIGHT
from tests.gui.hands import Opener

Role = Qt.ItemDataRole

ROOT = Path(core.__file__).parents[1]
TS = ROOT / "resources" / "translations" / "loss_atlas_zh_CN.ts"

ALLOWED = {
    "p", "q", "z", "H", "KL", "JS", "CE", "MSE", "Brier", "Poly", "nat", "bit", "dit", "inf", "logit", "logits", "T",
    "log", "exp", "L", "Loss", "Atlas", "NumPy", "PNG", "SVG", "PDF", "CSV", "Tab", "Alt", "Ctrl", "Home", "R",
    "English", "w", "N", "K", "n", "PyTorch", "JAX", "Keras", "scikit", "learn", "Python", "float", "nan", "max", "m",
    "d", "softmax", "Logits",
    "x", "e", "s", "ln", "sum", "arg", "LaTeX", "Parquet", "Matplotlib",
}  # fmt: skip
"""What stays in Latin letters: signs of formulas, units, names, formats, keys and a language's own name."""


class Message(NamedTuple):
    """One message of the file of translations."""

    context: str
    source: str
    translation: str
    finished: bool


def messages(path: Path = TS) -> list[Message]:
    found: list[Message] = []
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            made = message.find("translation")
            assert made is not None
            words = made.text or ""
            name, source = context.findtext("name", ""), message.findtext("source", "")
            found.append(Message(name, source, words, made.get("type") is None and bool(words)))
    return found


def translated() -> dict[tuple[str, str], str]:
    return {(each.context, each.source): each.translation for each in messages() if each.finished}


# -- the file of translations -------------------------------------------------------------------------------


def test_every_message_is_finished():
    assert [each for each in messages() if not each.finished] == []


def test_placeholders_are_those_of_the_source():
    def holes(words: str) -> list[str]:
        return sorted(re.findall(r"\{\w*\}", words))

    assert [each for each in messages() if holes(each.source) != holes(each.translation)] == []


def test_mnemonics_stand_in_brackets_with_the_letter_of_the_source():
    for each in messages():
        letter = re.search(r"&(\w)", each.source)
        assert re.findall(r"&(\w)", each.translation) == ([letter[1].upper()] if letter else []), each
        assert not letter or f"(&{letter[1].upper()})" in each.translation, each


def test_punctuation_of_sentences_is_chinese():
    for each in messages():
        is_shape = each.source.startswith("(")
        if re.search("[\u4e00-\u9fff]", each.translation) and not is_shape:
            without = re.sub(r"\{\w*\}|&.|[\w.:=×/%+,-]*[A-Za-z0-9][\w.:=×/%+,-]*", "", each.translation)
            assert not re.search(r'[,;:?!"]|\.(?!\.)', without), each


def test_the_file_is_in_step_with_the_source(tmp_path: Path):
    """Fails when a text was added or changed: `make translations`, then translate what is unfinished."""
    tool = shutil.which("pyside6-lupdate", path=str(Path(sys.executable).parent))
    if tool is None:
        pytest.skip("pyside6-lupdate does not stand beside this Python")
    fresh = tmp_path / "fresh.ts"
    options = ["-no-obsolete", "-locations", "none", "-extensions", "py"]
    done = subprocess.run(
        [tool, *options, "core", "gui", "main.py", "-ts", str(fresh)], cwd=ROOT, check=True, capture_output=True
    )
    assert fresh.exists(), done.stderr
    assert {each[:2] for each in messages(fresh)} == {each[:2] for each in messages()}


def test_the_compiled_file_says_what_the_readable_one_says():
    translator = QTranslator()
    data = TS.with_suffix(".qm").read_bytes()
    assert translator.load(data)
    for each in messages():
        assert translator.translate(each.context, each.source) == each.translation


# -- what the core says -------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", errors.MESSAGES)
def test_every_error_is_translated(code: str):
    assert translated()["errors", errors.MESSAGES[code]] != errors.MESSAGES[code]


@pytest.mark.parametrize("kind", losses.kinds().values(), ids=losses.names())
def test_every_loss_and_parameter_is_translated(kind: type[losses.Loss]):
    known = translated()
    specs = parameters_of(kind)
    wanted = [kind.title, *(words for spec in specs for words in (spec.title, spec.meaning, *spec.choices))]
    assert [words for words in wanted if ("core", words) not in known] == []


def test_every_unit_and_policy_is_translated():
    wanted = [*text.UNIT_NAMES.values(), *text.ROW_SUM_NAMES.values()]
    assert [words for words in wanted if ("core", words) not in translated()] == []


def test_every_word_that_errors_are_filled_in_with_is_translated():
    known = translated()
    for path in (ROOT / "core").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "expected":
                for each in ast.walk(node.value):
                    whole = not isinstance(node.value, ast.JoinedStr)
                    if whole and isinstance(each, ast.Constant) and isinstance(each.value, str):
                        assert ("errors", each.value) in known, f"{path.name}: {each.value}"


def test_names_of_the_examples_are_translated():
    known = translated()
    for name in ("example", "mended", "digits"):
        document = core_document(name)
        names = [*document.classes, *(model.name for model in document.models)]
        assert [each for each in names if not each.isdigit() and ("example", each) not in known] == []


def core_document(name: str):
    from core import io

    return io.load(name)


# -- the window ---------------------------------------------------------------------------------------------


@pytest.fixture
def chinese(own_settings: Path, qapp: QApplication) -> Iterator[QApplication]:
    """Give the application Chinese, and English again when the test is over."""
    preferences.remember("language", "zh_CN")
    yield app.application([], language="zh_CN")
    preferences.remember("language", "en")
    app.application([], language="en")
    assert text.loss_title(losses.create("cross_entropy")) == "Cross-entropy"


def english_words(words: str) -> list[str]:
    """Return the words in Latin letters that are left, without markup, mnemonics, shortcuts and numbers.

    Of a number the writer of SVG may put the exponent into a piece of its own.
    """
    bare = re.sub(r"<[^>]*>|\(&?[A-Z]\)|(?:Ctrl|Alt|Shift)\+[\w+]+|(?:\d(?:\.\d+)?)?e[−+-]\d+", " ", words)
    return [word for word in re.findall(r"[A-Za-z]+", bare) if word not in ALLOWED]


def texts_of(thing: QObject) -> Iterator[str]:
    """Yield what an object shows or says of itself."""
    getters = (
        "text", "toolTip", "statusTip", "whatsThis", "windowTitle", "title", "accessibleName", "accessibleDescription",
        "placeholderText", "prefix", "suffix", "iconText", "specialValueText",
    )  # fmt: skip
    for getter in getters:
        method = getattr(thing, getter, None)
        said = method() if callable(method) else None
        if isinstance(said, str):
            yield said
    if isinstance(thing, QComboBox):
        yield from (thing.itemText(k) for k in range(thing.count()))
    if isinstance(thing, QTabBar):
        yield from (thing.tabText(k) for k in range(thing.count()))
    if isinstance(thing, QTableView):
        yield from table_texts(thing)


def table_texts(view: QAbstractItemView) -> Iterator[str]:
    """Yield headers, cells and their tool tips; the first rows stand for all."""
    model = view.model()
    rows, columns = min(model.rowCount(), 5), model.columnCount()
    for role in (Role.DisplayRole, Role.ToolTipRole):
        found = [model.headerData(k, Qt.Orientation.Horizontal, role) for k in range(columns)]
        found += [model.headerData(k, Qt.Orientation.Vertical, role) for k in range(rows)]
        found += [model.index(row, column).data(role) for row in range(rows) for column in range(columns)]
        yield from (str(each) for each in found if each is not None)


def left_in_english(things: Iterable[QObject]) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    for thing in things:
        if not isinstance(thing, (QWidget, QAction)) or isinstance(thing.parent(), QGraphicsScene):
            continue  # pyqtgraph gives every scene actions that only its own plots offer; there are none here
        for said in texts_of(thing):
            if english_words(said):
                found.append((type(thing).__name__, thing.objectName(), said))
    return found


def everything(window: QObject) -> list[QObject]:
    return [window, *window.findChildren(QObject)]


def status(window: MainWindow) -> str:
    label = window.findChild(QLabel, "status.pointed")
    assert isinstance(label, QLabel)
    return label.text()


@pytest.mark.parametrize("example", ["example", "digits"])
def test_no_english_is_left_in_the_window(chinese: QApplication, open_window: Opener, example: str):
    window = open_window(example)
    assert left_in_english(everything(window)) == []
    assert window.docks["panel.surface"].windowTitle() == "曲面"
    assert "损失" in window.menus["losses"].title()


@pytest.mark.parametrize("loss", losses.names())
@pytest.mark.parametrize("row_sums", ["strict", "normalize"])
def test_no_english_is_left_with_other_settings(
    chinese: QApplication, open_window: Opener, loss: str, row_sums: str, qtbot: object
):
    window = open_window("example")
    for name, value in (("loss", loss), ("row_sums", row_sums)):
        combo = getattr(window.controls, name)
        combo.setCurrentIndex(combo.findData(value))
        assert english_words(window.store.undo_label or "") == []
    QApplication.processEvents()
    assert left_in_english(everything(window)) == []


def test_no_english_is_left_in_undo(chinese: QApplication, open_window: Opener):
    window = open_window("example")
    view = window.deck.predictions
    labels: list[str] = []

    def note() -> None:
        labels.append(window.store.undo_label or "missing")

    view.source.setData(view.source.index(0, 0), "0.2")
    note()
    edits = ("clear", "cut", "uniform", "one_hot_class", "add_class", "move_class_left", "add_sample", "copy_sample")
    for verb in (*edits, "move_sample_up", "remove_sample", "add_model", "copy_model", "move_model_up", "remove_model"):
        view.selectRow(0)
        window.actions_.all[verb].trigger()
        QApplication.processEvents()
        note()
    window.store.open(io.load("example"))
    QApplication.processEvents()
    QApplication.clipboard().setText("0.2\t0.3\t0.5")
    view.setCurrentIndex(view.source.index(0, 0))
    window.actions_.all["paste"].trigger()
    note()
    window.normalize()
    note()
    window.deck.scale_choice.setCurrentIndex(1)
    note()
    assert [label for label in labels if english_words(label)] == []
    assert "：" in window.actions_.all["undo"].text()


def test_no_english_is_left_in_the_export_dialog(chinese: QApplication, open_window: Opener):
    window = open_window("example")
    dialog = ExportDialog([type(each) for each in window.panels.values()], None, "", window)
    assert left_in_english(everything(dialog)) == []
    dialog.deleteLater()


def test_no_english_is_left_in_messages(
    chinese: QApplication, open_window: Opener, told: list[tuple[str, str]], tmp_path: Path
):
    window = open_window("example")
    (tmp_path / "某表.csv").write_text("label,小车,小牛\n小车,许多,0.2\n", "utf-8")
    assert not window.desk.open_names(str(tmp_path / "某表.csv"))
    assert told[-1][1] == "某表.csv，“小车”列，第 1 行：“许多”不是数字；请写成 0.25 这样的形式。"
    window.desk.open_names(str(tmp_path / "没有.csv"))
    assert [(title, words) for title, words in told if english_words(title + words.replace(".csv", ""))] == []
    assert english_words(status(window).replace(".csv", "") + QToolTip.text().replace(".csv", "")) == []


def test_no_english_is_left_in_help(chinese: QApplication, open_window: Opener):
    window = open_window("example")
    window.about()
    about = window.findChild(AboutDialog)
    assert about is not None
    about.copy.click()
    words = [about.windowTitle(), about.copy.text(), about.said.text()]
    assert [each for each in words if english_words(each)] == []
    licence = about.findChild(QLabel, "about.licence")
    assert licence is not None
    assert set(english_words(licence.text())) == {"MIT", "Qt", "PySide", "LGPL"}
    about.close()
    window.open_manual()
    manual = window.findChild(ManualWindow)
    assert manual is not None
    assert left_in_english(everything(manual)) == []
    manual.close()


def test_a_refused_number_is_explained_in_chinese(chinese: QApplication, open_window: Opener):
    window = open_window("example")
    source = window.deck.truth_model
    assert not source.setData(source.index(0, 1), "-1")
    assert status(window) == "▲ 真实分布，图像 1，小牛：-1.0 是负数；概率应大于或等于 0。"
    assert not source.setData(source.index(0, 1), "许多")
    assert status(window) == "▲ 真实分布，图像 1，小牛：“许多”不是数字；请写成 0.25、1/4 或 25% 这样的形式。"


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (LossAtlasError("negative", where="表.npz, truth[3, 1]", value=-1.0), "表.npz，truth[3, 1]："),
        (LossAtlasError("column_missing", where="表.csv, model 甲", name="小车"), "表.csv，模型“甲”："),
        (LossAtlasError("file_empty", where="row 1, 2.csv"), "row 1"),
        (
            LossAtlasError("array_dtype", where="表.npz, labels", found="float64", expected="whole numbers"),
            "表.npz，labels：它的类型是 float64；应为整数。",
        ),
        (LossAtlasError("unknown_parameter", loss="mse", name="x", known="none"), "mse 没有参数“x”；它的参数有：无。"),
    ],
)
def test_places_of_errors_are_told_in_chinese(chinese: QApplication, error: LossAtlasError, sentence: str):
    assert text.error_sentence(error).startswith(sentence)


def test_errors_in_english_are_the_cores_own(qapp: QApplication):
    for where in ("", "truth, image 1, car", "a.csv, column car, row 3", "a.npz, truth[3, 1]", "model x, row 2"):
        error = LossAtlasError("parameter_type", where=where, name="x", value=1, expected="it must be a number")
        assert text.error_sentence(error) == error.sentence()


def test_the_chinese_verdict(chinese: QApplication, open_window: Opener):
    window = open_window("example")
    words = window.panels["comparison"].words.text()
    assert words == "2 个样本的平均。分类错误率分不出这些模型的优劣，其他损失可以。更好的是模型 2。"


# -- fonts and figures --------------------------------------------------------------------------------------


def test_the_font_has_every_sign_of_the_translation(chinese: QApplication):
    raw = QRawFont.fromFont(chinese.font())
    signs = {sign for each in messages() for sign in each.translation if not sign.isspace()}
    assert {sign for sign in signs if not raw.supportsCharacter(ord(sign))} == set()


def test_the_font_stays_when_the_language_is_installed_again(chinese: QApplication):
    families = chinese.font().families()
    app.application([], language="zh_CN")
    assert chinese.font().families() == families


@pytest.mark.parametrize("example", ["example", "digits"])
def test_figures_and_their_numbers_are_in_chinese(chinese: QApplication, open_window: Opener, example: str):
    window: MainWindow = open_window(example)
    for panel in window.panels.values():
        figure = panel.figure(window.results, window.focus.state)
        numbers = panel.numbers(window.results, window.focus.state)
        drawing = writer_of("svg").to_bytes(figure, numbers, panel.figure_size, LIGHT, 1).decode()
        words = re.findall(r"<text[^>]*>([^<]*)</text>", drawing)
        if panel.name == "code":  # a program is in Python; its comments are in Chinese
            words = [each for each in words if each.startswith("#")]
        assert words
        assert [each for each in words if english_words(each)] == []
        cells = [cell for row in numbers.rows for cell in row if isinstance(cell, str)]
        assert [each for each in (*numbers.header, *cells) if english_words(each)] == []


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_chinese_in_a_pdf_can_be_searched(chinese: QApplication, open_window: Opener, tmp_path: Path):
    window = open_window("example")
    panel = window.panels["surface"]
    figure = panel.figure(window.results, window.focus.state)
    numbers = panel.numbers(window.results, window.focus.state)
    (tmp_path / "a.pdf").write_bytes(writer_of("pdf").to_bytes(figure, numbers, panel.figure_size, LIGHT, 1))
    done = subprocess.run(["pdftotext", str(tmp_path / "a.pdf"), "-"], check=True, capture_output=True)
    words = done.stdout.decode()
    assert "交叉熵随预测分布 q 的变化" in words
    assert "小火箭" in words


def test_an_example_opened_in_chinese_has_chinese_names(chinese: QApplication):
    document = examples.load("example")
    assert document.classes == ("小车", "小牛", "小火箭")
    assert [model.name for model in document.models] == ["模型 1", "模型 2"]
    assert text.table_title(document, TRUTH) == "真实分布"
    assert examples.load("digits").sample_name(0) == "数字 0001"


def test_english_comes_back(qapp: QApplication):
    app.application([], language="zh_CN")
    assert QCoreApplication.translate("core", "KL divergence") == "KL 散度"
    app.application([], language="en")
    assert QCoreApplication.translate("core", "KL divergence") == "KL divergence"
    assert resources.files("resources").joinpath("translations", TS.with_suffix(".qm").name).is_file()


def test_the_challenge_calls_losses_what_the_menus_call_them():
    known = translated()
    for name, title in challenge.LOSSES.items():
        assert title == known["core", losses.kinds()[name].title]
