"""Sessions: every document comes back to the last bit, and what a person wrote wrongly is refused by its path."""

from __future__ import annotations

import base64
import io as bytes_io
import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import main
from core import io, losses
from core.blocks import Block, Rows
from core.document import TRUTH, Document, Model, Settings
from core.errors import LossAtlasError
from core.io import session
from core.io.session import Session, schema, stored
from core.io.session.text import layout
from tests import strategies
from tests.core.test_bad_files import header

RANDOM = np.random.default_rng(4)
Q = RANDOM.dirichlet(np.ones(3), 4)
Z = np.array([[1e308, -math.inf, 0.0], [1e-5, -3.0, 5e-324], [0.1, 0.2, 0.30000000000000004], [-0.0, 1.0, 2.0]])
SMALL = Document.make(np.array([2, 0, 1, 1]), [("m", Q, "probability"), ("n", Z, "logit")], classes=["a", "b", "c"])


def write(folder: Path, what: Session | Document, *, name: str = "run", embed: bool = False) -> Path:
    """Write a session with its archive, as the window does."""
    encoded = session.encode(what if isinstance(what, Session) else Session(what, embedded=embed), name)
    if encoded.arrays is not None:
        with (folder / encoded.archive).open("wb") as stream:
            encoded.arrays.write(stream)
    path = folder / f"{name}{session.SUFFIX}"
    path.write_bytes(encoded.text)
    return path


def bits(rows: Rows) -> list[tuple[str, bool, Any]]:
    """Return everything a table holds: each block's type, whether it came as float32, and its bytes."""
    kind = {"i": "labels", "u": "labels"}
    return [
        (kind.get(b.values.dtype.kind, b.values.dtype.str), b.single, b.values.astype(np.int64).tobytes())
        if b.is_labels
        else (b.values.dtype.str, b.single, b.values.tobytes())
        for b in rows.blocks
    ]


def assert_same(found: Document, expected: Document) -> None:
    assert (found.classes, found.samples, found.settings) == (expected.classes, expected.samples, expected.settings)
    for one, other in zip(found.models, expected.models, strict=True):
        assert (one.name, one.scale, one.temperature) == (other.name, other.scale, other.temperature)
    for table in range(TRUTH, len(expected.models)):
        assert bits(found.rows(table)) == bits(expected.rows(table)), expected.table_name(table)


def large(rows: int = 5000) -> Document:
    q = RANDOM.dirichlet(np.ones(10), rows)
    z = RANDOM.normal(0, 50, (rows, 10)).astype(np.float32)
    z[3, 4] = -np.inf
    labels = RANDOM.integers(0, 10, rows).astype(np.uint8)
    return Document.make(labels, [("q", q, "probability"), ("z", z, "logit")])


# -- round trips ------------------------------------------------------------------------------------------

names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=6).filter(str.strip)


def unlike(count: int) -> st.SearchStrategy[list[str]]:
    return st.lists(names, min_size=count, max_size=count, unique=True)


@st.composite
def settings_of(draw: st.DrawFn, classes: int) -> Settings:
    """Return settings with parameters of every loss anywhere in their ranges."""
    made = []
    for name in losses.names():
        values: dict[str, Any] = {}
        for spec in losses.create(name).parameters:
            number = st.floats(spec.minimum, spec.maximum)
            if spec.kind == "choice":
                values[spec.name] = draw(st.sampled_from(spec.choices))
            elif spec.kind == "number":
                values[spec.name] = draw(number)
            else:
                values[spec.name] = draw(st.none() | st.lists(number, min_size=classes, max_size=classes))
        made.append(losses.create(name, **values))
    return Settings(
        draw(st.sampled_from(["nat", "bit", "dit"])),
        tuple(made),
        draw(st.sampled_from(losses.names())),
        tuple(draw(st.lists(st.sampled_from(losses.names()), unique=True))),
        draw(st.sampled_from(["as-typed", "strict", "normalize"])),
    )


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Return documents of every kind: labels, soft or edited truths; float32, typed, probabilities, logits."""
    classes, size = draw(strategies.class_counts), draw(st.integers(1, 4))
    typed = st.lists(st.floats(0, 1e300) | strategies.weights | st.just(-0.0), min_size=classes, max_size=classes)
    single = st.lists(st.floats(0, 2.0**127, width=32), min_size=classes, max_size=classes)

    def matrix(row: st.SearchStrategy[Any], dtype: Any = np.float64) -> Any:
        return np.array(draw(st.lists(row, min_size=size, max_size=size)), dtype)

    labels = st.lists(st.integers(0, classes - 1), min_size=size, max_size=size).map(np.array)
    truth = draw(labels) if draw(st.booleans()) else matrix(typed)
    models = []
    for name in draw(unlike(draw(st.integers(1, 3)))):
        kind = draw(st.sampled_from(["typed", "distribution", "float32", "logit", "float32 logit"]))
        if kind.endswith("logit"):
            z = matrix(strategies.logits(classes))
            with np.errstate(over="ignore"):
                models.append((name, np.clip(z, -3e38, 3e38).astype(np.float32) if "32" in kind else z, "logit"))
        else:
            rows = {"typed": typed, "distribution": strategies.distributions(classes), "float32": single}[kind]
            models.append((name, matrix(rows, np.float32 if kind == "float32" else np.float64), "probability"))
    samples = draw(st.none() | st.lists(st.text(st.characters(codec="utf-8")), min_size=size, max_size=size))
    made = Document.make(
        truth, models, classes=draw(unlike(classes)), samples=samples, settings=draw(settings_of(classes))
    )
    if draw(st.booleans()):
        made = made.with_temperature(0, draw(st.floats(1e-3, 1e3)))
    if draw(st.booleans()):
        made = made.with_rows(draw(st.integers(TRUTH, len(models) - 1)), {0: np.full(classes, 1 / 3)})
    return made


@given(document=documents(), few=st.sampled_from([0, 50_000]), embed=st.booleans())
def test_every_document_comes_back(tmp_path_factory: pytest.TempPathFactory, document: Document, few: int, embed: bool):
    folder = tmp_path_factory.mktemp("session")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session, "FEW_NUMBERS", few)
        path = write(folder, document, embed=embed)
    assert len(list(folder.iterdir())) == (2 if few == 0 and not embed else 1)
    assert_same(io.load(str(path)), document)


@pytest.mark.parametrize("embed", [False, True])
def test_a_large_document_comes_back(tmp_path: Path, embed: bool):
    document = large()
    path = write(tmp_path, document, embed=embed)
    assert_same(io.load(str(path)), document)
    assert session.load(path).embedded == embed
    assert len(path.read_bytes()) < (1 << 20 if embed else 3000)
    assert len(list(tmp_path.glob("*.npz"))) == (not embed)


@pytest.mark.parametrize("embed", [False, True])
def test_an_edit_leaves_other_blocks_what_they_came_as(tmp_path: Path, embed: bool):
    document = large()
    document = document.with_rows(TRUTH, {0: np.full(10, 0.1)}).with_cells(1, {(4999, 0): 1 / 3})
    found = io.load(str(write(tmp_path, document, embed=embed)))
    assert_same(found, document)
    assert [b.values.dtype.kind for b in found.truth.blocks] == ["f", "i"]
    assert [b.values.dtype.itemsize for b in found.models[1].rows.blocks] == [4, 8]
    assert all(b.single for b in found.models[1].rows.blocks)


def test_labels_and_soft_rows_side_by_side_come_back_from_a_small_session(tmp_path: Path):
    labels, soft = Block(np.array([1, 0]), 3), Block(np.full((2, 3), 0.25), 3)
    document = replace(SMALL, truth=Rows((labels, soft)))
    found = io.load(str(write(tmp_path, document)))
    assert found.truth.array().tolist() == [[0, 1, 0], [1, 0, 0], [0.25] * 3, [0.25] * 3]


def test_every_float32_is_written_by_few_digits_that_lead_back(tmp_path: Path):
    patterns = RANDOM.integers(0, 0x7F800000, 3000, dtype=np.uint32)
    # Close to the middle of two numbers, where reading by way of float64 could round twice.
    values = np.concatenate([patterns.view(np.float32), np.float32([0.1, 1e-45, 3.4028235e38, 16777216, 8.589973e9])])
    document = Document.make(np.zeros(1, int), [("m", values[None], "probability")])
    path = write(tmp_path, document)
    assert_same(io.load(str(path)), document)
    assert "0.1, 1e-45, 3.4028235e+38, 16777216" in path.read_text("utf-8")


def test_a_float32_that_few_digits_would_round_twice_gets_more(monkeypatch: pytest.MonkeyPatch):
    value = np.array([[np.float32(1.0)]])
    monkeypatch.setattr(stored, "str", lambda _: "1.00000006", raising=False)  # nearer to the next one
    assert stored._shortest(value) == [[1.0]]


def test_the_view_comes_back_and_nothing_is_asked_of_it(tmp_path: Path):
    view = {"sample": 1, "choices": {"surface.of": "q"}, "later": [1, {"x": None}, True, 0.5, "ä"]}
    path = write(tmp_path, Session(SMALL, view, "results.csv"))
    found = session.load(path)
    assert (found.view, found.origin) == (view, "results.csv")
    assert io.load(str(path)).size == 4
    assert session.load(write(tmp_path, SMALL)).view == {}


def test_half_a_surrogate_pair_in_a_name_comes_back(tmp_path: Path):
    document = Document.make(np.array([0]), [("m\ud800", np.eye(2)[:1], "probability")], classes=["a", "b\0"])
    assert_same(io.load(str(write(tmp_path, document))), document)


def test_the_first_screen_is_small_and_readable(tmp_path: Path):
    text = write(tmp_path, Session(io.load("example"), {"sample": 0})).read_text("utf-8")
    assert len(text) < 5000
    for line in ('"classes": ["car", "calf", "rocket"],', "[0.3, 0.3, 0.4],", '"truth": {', '"name": "Model 1",',
                 '"focal": {"gamma": 2, "alpha": null},'):  # fmt: skip
        assert line in text.splitlines() or any(each.strip() == line for each in text.splitlines()), line
    assert max(map(len, text.splitlines())) <= 100


def test_equal_documents_give_equal_bytes(tmp_path: Path):
    document, (one, two) = large(), (bytes_io.BytesIO(), bytes_io.BytesIO())
    first, second = (session.encode(Session(document), "run") for _ in range(2))
    assert first.text == second.text
    assert first.arrays is not None
    assert second.arrays is not None
    first.arrays.write(one)
    second.arrays.write(two)
    assert one.getvalue() == two.getvalue()
    assert np.load(bytes_io.BytesIO(one.getvalue()))["truth"].tolist() == document.truth.array().tolist()


def test_an_archive_is_named_by_what_it_holds(tmp_path: Path):
    document = large()
    first = session.encode(Session(document), "run")
    other = session.encode(Session(document.with_cells(0, {(7, 0): 0.5})), "run")
    assert first.archive.startswith("run-")
    assert first.archive != other.archive
    path = write(tmp_path, document, name="läuft „so“")
    assert (tmp_path / session.archive_of(path)).exists()
    assert session.archive_of(write(tmp_path, SMALL, name="small")) == ""
    assert session.archive_of(tmp_path / "none") == ""
    assert session.origin_of(write(tmp_path, Session(SMALL, origin="C:\\läuft.csv"))) == "C:\\läuft.csv"
    assert session.origin_of(path) == ""


def test_a_layout_is_json_again():
    value = {"a": [], "b": {}, "c": [1.0, -0.0, 1e300, 5e-324], "d": ["x" * 60, "y" * 60], "e": [[1.0], []], "f": None,
             "g": [0.1] * 60, "h": list(range(20_000))}  # fmt: skip
    assert json.loads(layout(value)) == value
    assert math.copysign(1, json.loads(layout(value))["c"][1]) == -1


def test_evaluate_reads_a_session(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    document = large(100)
    path = write(tmp_path, document)
    assert main.main(["evaluate", str(path), "--format", "json", "--loss", "cross_entropy"]) == 0
    found = json.loads(capsys.readouterr().out)["models"][0]["losses"]["cross_entropy"]["mean"]
    q = document.models[0].rows.array()[np.arange(100), document.truth.array()]
    assert math.isclose(found, -np.log(q).mean(), rel_tol=1e-12)
    path.write_bytes(path.read_bytes().replace(b'"version": 1', b'"version": 7'))
    assert main.main(["evaluate", str(path)]) == 2
    assert capsys.readouterr().err.startswith("loss-atlas: run.lossatlas: It was saved by a newer Loss Atlas (format 7")


# -- what is left out -------------------------------------------------------------------------------------


def least(**changes: Any) -> dict[str, Any]:
    entries = {
        "format": "loss-atlas",
        "version": 1,
        "classes": ["a", "b"],
        "truth": {"labels": [0, 1]},
        "models": [{"name": "m", "rows": [[0.5, 0.5], [0.25, 0.75]]}],
        **changes,
    }
    return {name: value for name, value in entries.items() if value is not ...}


def read(tmp_path: Path, entries: Any) -> Document:
    path = tmp_path / "hand.lossatlas"
    path.write_bytes(entries if isinstance(entries, bytes) else json.dumps(entries).encode())
    return io.load(str(path))


def test_what_a_session_leaves_out_has_its_default(tmp_path: Path):
    document = read(tmp_path, least())
    assert document.settings == Settings()
    assert (document.samples, document.models[0].scale) == (None, "probability")
    document = read(tmp_path, least(settings={"losses": {"focal": {"gamma": 3}}, "unit": "bit"}))
    assert document.settings == replace(
        Settings(unit="bit").with_loss(losses.create("focal", gamma=3)), shown=Settings().shown
    )


def test_a_mark_in_front_of_the_text_is_passed_over(tmp_path: Path):
    assert read(tmp_path, b"\xef\xbb\xbf" + json.dumps(least()).encode()).size == 2
    assert read(tmp_path, json.dumps(least(), indent=1).replace("\n", "\r\n").encode()).size == 2


# -- versions ---------------------------------------------------------------------------------------------


def test_files_of_older_versions_are_brought_up_step_by_step():
    def from_1(entries: dict[str, Any]) -> dict[str, Any]:
        return {**entries, "labels": entries["y"]}

    def from_2(entries: dict[str, Any]) -> dict[str, Any]:
        return {**entries, "truth": {"labels": entries["labels"]}}

    steps = {1: from_1, 2: from_2}
    old = {"format": "loss-atlas", "version": 1, "y": [0, 1]}
    assert schema.upgraded(old, steps, 3)["truth"] == {"labels": [0, 1]}
    assert schema.upgraded({**old, "version": 2, "labels": [1]}, steps, 3)["truth"] == {"labels": [1]}
    assert schema.upgraded(old, steps, 3)["version"] == 3
    assert schema.upgraded({**old, "version": 3}, steps, 3)["y"] == [0, 1]


def test_an_older_file_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A made-up version 0.9 in which the truth was called “y”, read by a program of version 2."""

    def rename(entries: dict[str, Any]) -> dict[str, Any]:
        return {**{k: v for k, v in entries.items() if k != "y"}, "truth": {"labels": entries["y"]}}

    monkeypatch.setattr(schema, "VERSION", 2)
    monkeypatch.setitem(schema.MIGRATIONS, 1, rename)
    assert read(tmp_path, least(truth=..., y=[1, 1])).truth.array().tolist() == [1, 1]
    assert read(tmp_path, least(version=2)).truth.array().tolist() == [0, 1]


def test_there_is_a_way_up_from_every_older_version():
    assert sorted(schema.MIGRATIONS) == list(range(1, schema.VERSION))


# -- refusals ---------------------------------------------------------------------------------------------

ROWS = [[0.5, 0.5], [0.25, 0.75]]


def model(**changes: Any) -> list[dict[str, Any]]:
    entries = {"name": "m", "rows": ROWS, **changes}
    return [{name: value for name, value in entries.items() if value is not ...}]


def npy(array: Any) -> str:
    buffer = bytes_io.BytesIO()
    np.lib.format.write_array(buffer, np.asarray(array))
    return base64.b64encode(buffer.getvalue()).decode()


# entries, the error's code, and the place and words of the sentence
BAD: dict[str, tuple[Any, str, str]] = {
    "no json": (b"hello", "session_syntax", "line 1, column 1"),
    "a trailing comma": (b'{"format": "loss-atlas",\n "version": 1,}', "session_syntax", "line 2, column 15"),
    "cut": (json.dumps(least()).encode()[:-2], "session_cut", "line 1"),
    "cut in a name": (b'{"format": "loss-at', "session_cut", "line 1"),
    "blank": (b" \n ", "session_cut", "line 2"),
    "utf-16": (json.dumps(least()).encode("utf-16"), "session_encoding", "UTF-8"),
    "gb18030": (json.dumps(least(classes=["甲", "乙"]), ensure_ascii=False).encode("gb18030"), "session_encoding", ""),
    "NUL bytes": (b'{"format":\0"loss-atlas"}', "session_syntax", "column 11"),
    "NUL in a name": (b'{"format": "loss\0atlas"}', "session_syntax", "column 17"),
    "deep": (b"[" * 100_000, "session_syntax", ""),
    "an endless number": (b'{"a": ' + b"9" * 10_000 + b"}", "session_syntax", ""),
    "NaN": (json.dumps(least(models=model(rows=[[math.nan, 1]]))).encode(), "session_constant", "NaN"),
    "an entry twice": (b'{"format": "loss-atlas", "format": "loss-atlas"}', "session_twice", "“format”"),
    "half a character": (least(**{"col\ud800ur": 1}), "session_halves", "half of a character"),
    "a list": ([], "session_kind", "loss-atlas"),
    "another format": (least(format="novel"), "session_kind", "loss-atlas"),
    "no format": (least(format=...), "session_kind", ""),
    "no version": (least(version=...), "session_version", "version"),
    "version 0": (least(version=0), "session_version", "version"),
    "version true": (least(version=True), "session_version", "version"),
    "version 1.5": (least(version=1.5), "session_version", "version"),
    "a newer version": (least(version=99), "session_newer", "format 99"),
    "an unknown entry": (least(colour="red"), "session_unknown", "“colour”"),
    "an unknown entry of a model": (least(models=model(colour=1)), "session_unknown", "models[0]: The entry “colour”"),
    "an unknown setting": (least(settings={"units": "bit"}), "session_unknown", "settings: The entry “units”"),
    "an unknown loss": (least(settings={"losses": {"mze": {}}}), "unknown_loss", "settings.losses.mze"),
    "an unknown shown loss": (least(settings={"shown": ["mse", "mze"]}), "unknown_loss", "settings.shown[1]"),
    "an unknown loss on the surface": (least(settings={"loss": "mze"}), "unknown_loss", "settings.loss"),
    "an unknown parameter": (least(settings={"losses": {"mse": {"q": 1}}}), "session_unknown", "settings.losses.mse"),
    "a parameter out of range": (least(settings={"losses": {"focal": {"gamma": -1}}}), "parameter_range",
                                 "settings.losses.focal.gamma"),
    "a parameter in quotes": (least(settings={"losses": {"focal": {"gamma": "1"}}}), "session_kind_of_value",
                              "settings.losses.focal.gamma: Here must be a number"),
    "a parameter of true": (least(settings={"losses": {"focal": {"gamma": True}}}), "session_kind_of_value", "gamma"),
    "weights in quotes": (least(settings={"losses": {"cross_entropy": {"class_weights": "12"}}}),
                          "session_kind_of_value", "class_weights: Here must be a list"),
    "a weight of text": (least(settings={"losses": {"cross_entropy": {"class_weights": ["1"]}}}),
                         "session_kind_of_value", "class_weights"),
    "a choice of a number": (least(settings={"losses": {"mse": {"reduction": 1}}}), "session_kind_of_value",
                             "reduction: Here must be text in quotes"),
    "a choice that is none": (least(settings={"losses": {"mse": {"reduction": "max"}}}), "parameter_choice",
                              "settings.losses.mse.reduction"),
    "parameters in a list": (least(settings={"losses": {"mse": []}}), "session_type", "settings.losses"),
    "an unknown unit": (least(settings={"unit": "byte"}), "session_choice", "settings.unit: “byte” is not possible"),
    "an unknown policy": (least(settings={"row_sums": "no"}), "session_choice", "as-typed, strict, normalize"),
    "an unknown scale": (least(models=model(scale="odds")), "session_choice", "write probability, logit"),
    "a temperature of 0": (least(models=model(temperature=0)), "temperature", "models[0].temperature: Temperature 0"),
    "a temperature in quotes": (least(models=model(temperature="1")), "session_type", "models[0].temperature"),
    "no classes": (least(classes=...), "session_missing", "“classes”"),
    "no name": (least(models=model(name=...)), "session_missing", "models[0]: The entry “name”"),
    "a class of a number": (least(classes=["a", 1]), "session_type", "classes[1]: Here is a whole number"),
    "classes in a text": (least(classes="ab"), "session_type", "text in quotes where there must be a list"),
    "one class": (least(classes=["a"], truth={"labels": [0, 0]}, models=model(rows=[[1], [1]])), "too_few_classes", ""),
    "a class twice": (least(classes=["a", "a"]), "duplicate_name", "classes"),
    "a model twice": (least(models=model() * 2), "duplicate_name", "models"),
    "an empty name": (least(models=model(name=" ")), "empty_name", "models"),
    "no models": (least(models=[]), "no_models", ""),
    "too few samples": (least(samples=["x"]), "row_count", "samples"),
    "no truth": (least(truth={}), "session_one_of", "truth"),
    "two truths": (least(truth={"labels": [0, 1], "rows": ROWS}), "session_one_of", "truth: A table"),
    "labels of a model": (least(models=model(labels=[0, 1], rows=...)), "session_labels", "models[0].labels"),
    "a label out of range": (least(truth={"labels": [0, 2]}), "label_range", "truth.labels[1]: Label 2"),
    "a negative label": (least(truth={"labels": [-1, 0]}), "session_range", "truth.labels[0]"),
    "a huge label": (least(truth={"labels": [0, 10**30]}), "session_range", "truth.labels[1]"),
    "a label of 1.5": (least(truth={"labels": [0, 1.5]}), "session_type", "a number where there must be a whole"),
    "no rows": (least(truth={"labels": []}), "no_samples", "truth"),
    "empty rows": (least(models=model(rows=[])), "row_count", "m"),
    "rows of nothing": (least(models=model(rows=[[], []])), "class_count", "m"),
    "a short row": (least(models=model(rows=[[0.5, 0.5], [1]])), "session_ragged", "models[0].rows[1]"),
    "too few rows": (least(models=model(rows=[[0.5, 0.5]])), "row_count", "m"),
    "too many columns": (least(models=model(rows=[[0.5, 0.5, 0]] * 2)), "class_count", "m"),
    "a number in quotes": (least(models=model(rows=[[0.5, "0.5"], [1, 0]])), "session_choice", "models[0].rows[0][1]"),
    "a number of true": (least(models=model(rows=[[0.5, True], [1, 0]])), "session_type", "models[0].rows[0][1]"),
    "a gap": (least(models=model(rows=[[0.5, 0.5], [None, 0]])), "session_type", "models[0].rows[1][0]: Here is null"),
    "a row of a row": (least(models=model(rows=[[[1]], [1, 0]])), "session_type", "models[0].rows[0][0]"),
    "a number of 400 digits": (least(models=model(rows=[[10**400, 0], [1, 0]])), "session_range",
                               "models[0].rows[0][0]"),
    "a number of 1e999": (b'{"format": "loss-atlas", "version": 1, "classes": ["a", "b"], "truth": {"labels": [0]}, '
                          b'"models": [{"name": "m", "scale": "logit", "rows": [[0, -1e999]]}]}', "session_range",
                          "models[0].rows[0][1]"),
    "a negative probability": (least(models=model(rows=[[0.5, 0.5], [1, -0.5]])), "negative", "models[0].rows[1][1]"),
    "a probability of -inf": (least(truth={"rows": [["-inf", 1], [1, 0]]}), "not_finite", "truth.rows[0][0]"),
    "logits ruled out": (least(models=model(scale="logit", rows=[["-inf", "-inf"], [1, 0]])), "all_ruled_out",
                         "models[0].rows[0]"),
    "bytes of no base64": (least(models=model(rows=..., npy="ä")), "session_base64", "models[0].npy"),
    "bytes of no array": (least(models=model(rows=..., npy="AAAA")), "file_damaged", "models[0].npy"),
    "an array cut short": (least(models=model(rows=..., npy=npy(ROWS)[:-8])), "file_damaged", "models[0].npy"),
    "an array of 8 TiB": (least(models=model(rows=..., npy=base64.b64encode(header((2**39, 2))).decode())),
                          "file_too_large", "models[0].npy: It declares 8796093022208 bytes"),
    "an array of text": (least(models=model(rows=..., npy=npy([["a"]]))), "array_dtype", "models[0].npy"),
    "an array of nan": (least(models=model(rows=..., npy=npy([[1, 0], [math.nan, 0]]))), "not_finite",
                        "models[0].npy[1][0]"),
    "an array of one axis": (least(models=model(rows=..., npy=npy([1.0, 0.0]))), "array_shape", "m"),
    "labels of fractions": (least(truth={"npy": npy([0.0, 1.0])}), "label_type", "truth.labels"),
    "an array without an archive": (least(truth={"array": "truth"}), "session_array", "truth.array"),
    "an archive that is not there": (least(arrays={"file": "x.npz", "digest": ""}), "session_archive_missing", "x.npz"),
    "an archive elsewhere": (least(arrays={"file": "../x.npz", "digest": ""}), "session_archive", "arrays.file"),
    "an archive at the root": (least(arrays={"file": "/etc/x.npz", "digest": ""}), "session_archive", "own folder"),
    "an archive on a drive": (least(arrays={"file": "C:x.npz", "digest": ""}), "session_archive", "own folder"),
    "an archive of NUL": (least(arrays={"file": "x\0.npz", "digest": ""}), "session_archive", "own folder"),
    "another kind of archive": (least(arrays={"file": "hand.lossatlas", "digest": ""}), "session_archive", ""),
    "an archive without a digest": (least(arrays={"file": "x.npz"}), "session_missing", "arrays: The entry “digest”"),
}  # fmt: skip


@pytest.mark.parametrize(("entries", "code", "words"), BAD.values(), ids=BAD)
def test_a_wrong_session_is_refused_by_its_path(tmp_path: Path, entries: Any, code: str, words: str):
    with pytest.raises(LossAtlasError) as caught:
        read(tmp_path, entries)
    sentence = str(caught.value)
    assert caught.value.code == code, sentence
    assert sentence.startswith("hand.lossatlas")
    assert words in sentence
    assert "\n" not in sentence
    assert len(sentence) < 400


def test_an_archive_of_other_numbers_is_refused(tmp_path: Path):
    path = write(tmp_path, large())
    archive = tmp_path / session.archive_of(path)
    other = write(tmp_path, large(), name="other")
    archive.write_bytes((tmp_path / session.archive_of(other)).read_bytes())
    with pytest.raises(LossAtlasError) as caught:
        io.load(str(path))
    assert caught.value.code == "session_arrays"
    assert caught.value.where == f"run.lossatlas, {archive.name}"
    archive.write_bytes(archive.read_bytes()[:-30])
    with pytest.raises(LossAtlasError, match="damaged"):
        io.load(str(path))
    archive.unlink()
    with pytest.raises(LossAtlasError, match="which is not beside it; put both files"):
        io.load(str(path))
    archive.mkdir()
    with pytest.raises(LossAtlasError, match="folder"):
        io.load(str(path))


def test_sizes_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = write(tmp_path, SMALL)
    monkeypatch.setattr(schema, "MOST_PARTS", 20)
    with pytest.raises(LossAtlasError, match="more than 20 entries"):
        io.load(str(path))
    monkeypatch.setattr(schema, "MOST_BYTES", 100)
    with pytest.raises(LossAtlasError, match="at most 100 are read"):
        io.load(str(path))
    monkeypatch.setattr(schema, "MOST_PARTS", 6)
    with pytest.raises(LossAtlasError, match="at most 3 samples"):
        session.encode(Session(replace(SMALL, samples=("a", "b", "c", "d"))), "run")
    session.encode(Session(SMALL), "run")


def test_a_hostile_text_is_refused_before_it_fills_the_memory():
    with pytest.raises(LossAtlasError) as caught:
        schema.parse(b"[" + b"[]," * (schema.MOST_PARTS // 2 + 1) + b"]")
    assert caught.value.code == "session_parts"


def test_models_are_kept_apart_by_name_and_scale(tmp_path: Path):
    found = io.load(str(write(tmp_path, SMALL)))
    assert [(type(m), m.name, m.scale) for m in found.models] == [(Model, "m", "probability"), (Model, "n", "logit")]


def test_a_session_beside_other_files_keeps_its_settings(tmp_path: Path):
    document = SMALL.with_settings(unit="dit")
    path = write(tmp_path, document)
    both = io.load_all([str(path), str(path)])
    assert [m.name for m in both.models] == ["m", "n", "m (2)", "n (2)"]
    assert both.settings.unit == "dit"
