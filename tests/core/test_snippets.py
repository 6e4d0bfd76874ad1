"""Snippets: each is run as a program, and what it prints is held against the figures of the core."""

from __future__ import annotations

import importlib.util
import json
import math
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core import io, losses, snippets
from core.conventions import reported
from core.document import Document
from core.errors import LossAtlasError
from core.results import compute
from core.snippets.facts import Facts, first_rows

ROOT = Path(__file__).parents[2]
INF = math.inf
NEEDS = {"numpy": "numpy", "sklearn": "sklearn", "pytorch": "torch", "jax": "optax", "keras": "keras"}
"""What must be importable for a framework's snippets to run."""
OTHER_PYTHON = os.environ.get("LOSS_ATLAS_FRAMEWORKS", "")
"""A Python that has the frameworks of the dependency group, if they are not beside the tests."""

SOFT = [[0.5, 0.5, 0.0], [0.2, 0.3, 0.5], [0.0, 1.0, 0.0]]
FIRST = [[0.3, 0.3, 0.4], [0.1, 0.8, 0.1], [0.25, 0.5, 0.25]]
ZEROS = [[0.5, 0.0, 0.5], [0.0, 0.0, 1.0], [0.0, 1.0, 0.0]]
FAR = [[1000.0, 0.0, -1000.0], [-1000.0, 0.0, 1000.0], [5e3, -1e4, 0.25]]
RULED_OUT = [[0.0, 1.0, -INF], [2.0, -INF, 3.0], [0.5, 0.25, -1.0]]

Given = tuple[str, Any, str]


def made(truth: Any, *models: Given, temperatures: tuple[float, ...] = (), **names: Any) -> Document:
    document = Document.make(np.array(truth), [(name, np.array(rows), scale) for name, rows, scale in models], **names)
    for model, temperature in enumerate(temperatures):
        document = document.with_temperature(model, temperature)
    return document


def random(seed: int, count: int, classes: int, *, soft: bool) -> Document:
    rng = np.random.default_rng(seed)
    truth = rng.dirichlet(np.ones(classes), count) if soft else rng.integers(0, classes, count)
    q, z = rng.dirichlet(np.ones(classes), count), rng.normal(0, 3, (count, classes))
    return made(truth, ("a", q, "probability"), ("b", z, "logit"))


ONE, TWO, THREE = ("one", FIRST, "probability"), ("two", ZEROS, "probability"), ("far", FAR, "logit")
DOCUMENTS = {
    "as published": lambda: io.load("example"),
    "labels": lambda: made([2, 0, 1], ONE),
    "labels and zeros": lambda: made([2, 0, 1], ONE, TWO),
    "soft": lambda: made(SOFT, ONE),
    "soft and zeros": lambda: made(SOFT, ONE, TWO),
    "logits far apart": lambda: made([0, 1, 2], THREE, ("same", [[1000.0, 0.0, -1000.0]] * 3, "logit")),
    "soft logits far apart": lambda: made(SOFT, THREE),
    "classes ruled out": lambda: made([1, 0, 1], ("out", RULED_OUT, "logit")),
    "soft and classes ruled out": lambda: made(SOFT, ("out", RULED_OUT, "logit")),
    "both scales": lambda: made([2, 0, 1], ONE, THREE, ("two", ZEROS, "probability")),
    "rows far from 1": lambda: made([0, 2], ("far", [[3.0, 0.5, 0.0], [0.2, 0.1, 0.05]], "probability")),
    "a row of zeros": lambda: made([1, 0], ("none", [[0.0, 0.0, 0.0], [0.6, 0.3, 0.1]], "probability")),
    "a soft truth off 1": lambda: made([[0.5, 1.0], [0.0, 0.0]], ("a", [[0.3, 0.7], [0.4, 0.6]], "probability")),
    "two classes": lambda: made([0, 1, 1, 0], ("a", [[0.9, 0.1], [0.1, 0.9], [0.2, 0.8], [0.5, 0.5]], "probability")),
    "one sample": lambda: made([1], ("a", [[0.3, 0.7]], "probability")),
    "temperatures": lambda: made([2, 0, 1], ONE, TWO, THREE, temperatures=(2.0, 0.5, 3.0)),
    "32 bit": lambda: made([2, 0, 1], ("a", np.array(FIRST, np.float32), "probability")),
    "many classes": lambda: random(1, 5, 40, soft=False),
    "many classes, soft": lambda: random(2, 5, 40, soft=True),
    "many samples": lambda: random(3, 400, 4, soft=False),
    "many samples, soft": lambda: random(4, 400, 4, soft=True),
}
LOSSES = (
    *losses.names(),
    "cross_entropy:label_smoothing=0.1",
    "cross_entropy:label_smoothing=1",
    "cross_entropy:class_weights={w}",
    "cross_entropy:class_weights={w},mean_over=weights",
    "cross_entropy:class_weights={w0},label_smoothing=0.2,mean_over=weights",
    "mse:reduction=mean",
    "mae:reduction=mean",
    "focal:gamma=0.5,alpha={w}",
    "focal:gamma=0,alpha={w0}",
    "focal:gamma=3,alpha=0.25",
    "poly1:epsilon=-1",
    "generalized_cross_entropy:exponent=0.001",
    "generalized_cross_entropy:exponent=1",
    "hellinger:form=squared",
    "hinge:form=sum,margin=2",
)


@dataclass(frozen=True)
class Case:
    """One document with one loss, and the snippet that stands for it."""

    name: str
    document: Document
    text: str


def case(name: str, framework: str, loss: str, **settings: Any) -> Case | None:
    """Return a case; None for a loss that needs labels on a soft truth."""
    document = DOCUMENTS[name]()
    classes = len(document.classes)
    weights = [str(round(0.25 + 0.5 * k, 3)) for k in range(classes)]
    parsed = losses.parse(loss.format(w="/".join(weights), w0="/".join(["0", *weights[1:]])))
    document = document.with_loss(parsed).with_settings(loss=parsed.name, **settings)
    if parsed.needs_labels and Facts(document, document.size).labels is None:
        return None
    title = f"{name}, {loss}, {settings}"
    return Case(title, document, snippets.snippet(document, framework, decimals=12).text)


@cache
def cases(framework: str) -> tuple[Case, ...]:
    every = [case(name, framework, loss) for name in DOCUMENTS for loss in LOSSES]
    for row_sums in ("strict", "normalize"):
        off = ("as published", "rows far from 1", "a row of zeros", "a soft truth off 1")
        every += [case(name, framework, loss, row_sums=row_sums) for name in off for loss in LOSSES]
    for unit in ("bit", "dit"):
        told = ("as published", "soft", "both scales")
        every += [case(name, framework, loss, unit=unit) for name in told for loss in losses.names()]
    return tuple(each for each in every if each is not None)


def has(framework: str) -> bool:
    return bool(OTHER_PYTHON) or importlib.util.find_spec(NEEDS[framework]) is not None


def run(texts: list[str], folder: Path) -> list[dict[str, str]]:
    """Run programs in one process of their own."""
    programs, answers = folder / "programs.json", folder / "answers.json"
    programs.write_text(json.dumps(texts), encoding="utf-8")
    python = OTHER_PYTHON or sys.executable
    command = [python, str(ROOT / "tests/reference/run_snippets.py"), str(programs), str(answers)]
    subprocess.run(command, check=True, timeout=1800, cwd=folder, env={**os.environ, "PYTHONPATH": ""})
    return json.loads(answers.read_text(encoding="utf-8"))


def printed(answer: dict[str, str], model: str) -> list[float]:
    """Return what is printed of a model: a loss a sample, then the mean."""
    (line,) = [line for line in answer["out"].splitlines() if line.startswith(f"{model} ")]
    return [float(word) for word in line.removeprefix(model).split() if word not in ("mean", "nat", "bit", "dit")]


def own_calls(answer: dict[str, str], model: str) -> dict[str, float]:
    """Return what a library's own calls report for a model."""
    found: dict[str, float] = {}
    current = ""
    for line in answer["out"].splitlines():
        if not line.startswith("  "):
            current = line.split(" ")[0]
        elif current == model:
            function, _, value = line.strip().partition(": ")
            found[function] = float(value.split()[0])
    return found


def scale_of(document: Document) -> float:
    unit = {"nat": 1.0, "bit": math.log(2), "dit": math.log(10)}[document.settings.unit]
    return unit if document.settings.current.in_units else 1.0


def check_figures(each: Case, answer: dict[str, str]) -> None:
    """Hold what a snippet prints against the core's figures of the rows that it shows."""
    shown = first_rows(each.document, snippets.snippet(each.document).shown)
    results, loss = compute(shown), shown.settings.current
    for model in results.models:
        *rows, mean = printed(answer, model.name)
        expected = model.per_sample(loss) / scale_of(shown)
        told = f"{each.name}\n{each.text[-3000:]}\n{rows} {expected.tolist()}"
        assert rows == pytest.approx(expected.tolist(), rel=1e-9, abs=2e-10, nan_ok=True), told
        expected_mean = model.mean(loss) / scale_of(shown)
        assert mean == pytest.approx(expected_mean, rel=1e-9, abs=2e-10, nan_ok=True), told


def check_calls(each: Case, answer: dict[str, str], library: str) -> int:
    """Hold what a library's own calls report against what the conventions say that they do."""
    document = first_rows(each.document, snippets.snippet(each.document).shown)
    loss, checked = document.settings.current, 0
    for number, model in enumerate(document.models):
        told = {r.call: r for r in reported(document, number, losses=[loss]) if r.library == library}
        for function, value in own_calls(answer, model.name).items():
            values = [r.value / scale_of(document) for text, r in told.items() if text.partition("(")[0] == function]
            near = [pytest.approx(v, rel=2e-6, abs=1e-9, nan_ok=True) for v in values]
            assert value in near, f"{each.name}\n{each.text[-3000:]}\n{value} {values}"
            checked += 1
    return checked


@pytest.mark.parametrize("framework", snippets.frameworks())
def test_snippets_print_the_figures_of_the_core(framework: str, tmp_path: Path):
    if not has(framework):
        pytest.skip(f"{NEEDS[framework]} is not installed; it is in the dependency group “frameworks”")
    every = cases(framework)
    answers = run([each.text for each in every], tmp_path)
    library = snippets.framework(framework).library
    checked = 0
    for each, answer in zip(every, answers, strict=True):
        assert answer["failed"] == "", f"{each.name}\n{answer}\n{each.text[-3000:]}"
        check_figures(each, answer)
        checked += check_calls(each, answer, library)
    assert (checked > 100) == bool(library)


# -- as programs of their own ------------------------------------------------------------------------------


def run_alone(text: str, folder: Path, *, folder_of_data: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a snippet as a person does: a file, by Python, with nothing else."""
    program = folder / "snippet.py"
    program.write_text(text, encoding="utf-8")
    return subprocess.run(
        [sys.executable, str(program)],
        capture_output=True,
        encoding="utf-8",
        cwd=folder_of_data or folder,
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )


def test_the_tours_numbers_and_nothing_else(tmp_path: Path):
    done = run_alone(snippets.snippet(io.load("example")).text, tmp_path)
    assert done.stderr == ""
    assert done.stdout == (
        "Model 1 0.9163 2.3026 mean 1.6094 nat\n"
        "Model 2 0.1054 0.9163 mean 0.5108 nat\n"
    )  # fmt: skip


def test_zeros_print_inf_and_warn_of_nothing(tmp_path: Path):
    document = DOCUMENTS["soft and zeros"]()
    for framework in ("numpy", "sklearn"):
        done = run_alone(snippets.snippet(document, framework).text, tmp_path)
        assert done.stderr == ""
        assert "\ntwo inf inf 0.0000 mean inf nat\n" in done.stdout


@pytest.mark.parametrize("framework", ["numpy", "sklearn", "pytorch"])
def test_both_forms_of_a_confident_mistake(framework: str, tmp_path: Path):
    """Logits 1000, 0, -1000 with each label: exactly 0, 1000 and 2000."""
    if not has(framework):
        pytest.skip(f"{NEEDS[framework]} is not installed; it is in the dependency group “frameworks”")
    document = made([0, 1, 2], ("far", [[1000.0, 0.0, -1000.0]] * 3, "logit"))
    done = run_alone(snippets.snippet(document, framework).text, tmp_path)
    assert done.stdout.splitlines()[0] == "far 0.0000 1000.0000 2000.0000 mean 1000.0000 nat"
    if framework == "pytorch":
        assert "  F.cross_entropy: 1000.0000 nat" in done.stdout.splitlines()


def test_pytorch_gathers_and_has_the_fused_call():
    text = snippets.snippet(io.load("mended"), "pytorch").text
    assert "q_y = q[torch.arange(len(y)), y]\n    return -torch.log(q_y)" in text
    assert "own = F.cross_entropy(q.log(), y)" in text
    assert "Not the mean above" not in text
    assert "Not the mean above, for Model 2: The softmax inside divides" in snippets.snippet(
        io.load("example"), "pytorch"
    ).text.replace("\n    # ", " ")


def test_a_weighted_mean_says_what_it_divides_by():
    loss = losses.parse("cross_entropy:class_weights=1/2/3,mean_over=weights")
    text = snippets.snippet(io.load("example").with_loss(loss), "pytorch").text
    assert "mean = loss.sum() / weights.sum()" in text
    assert "The mean divides by the sum of the weights" in text
    assert "weight=w)" in text


NAMES = (
    'say "car"',
    "it's",
    "both ' and \"",
    "two\nlines",
    "\r# x",
    "小车",
    "\u202eback",
    "\u2028",
    "a\\",
    "{x}",
    "\x0c",
    "%s",
)


@pytest.mark.parametrize("framework", snippets.frameworks())
def test_no_name_ends_a_literal_or_a_comment(framework: str, tmp_path: Path):
    names = [name + "\n')\nraise SystemExit('injected')  # \"\"\"" for name in NAMES]
    q = np.full((len(names), len(names)), 1 / len(names))
    document = Document.make(
        np.arange(len(names)),
        [(name, q, "probability") for name in names[:4]],
        classes=names,
        samples=names,
    )
    text = snippets.snippet(document, framework).text
    assert all(sign.isprintable() or sign == "\n" for sign in text)
    if framework != "numpy":
        compile(text, "snippet", "exec")
        return
    done = run_alone(text, tmp_path)
    each = f"{math.log(len(names)):.4f}"
    assert done.stderr == ""
    line = " ".join([each] * len(names)) + f" mean {each} nat\n"
    assert done.stdout == "".join(f"{name} {line}" for name in names[:4]).replace("\r", "\n")


# -- of large documents -------------------------------------------------------------------------------------


def test_a_large_document_shows_its_first_samples_and_says_so():
    document = DOCUMENTS["many samples"]()
    snippet = snippets.snippet(document)
    assert snippet.shown == 24
    assert "# These are the first 24 of 400 samples, and the means are theirs." in snippet.text
    assert {sample for _, sample in snippet.rows} == set(range(24))


@pytest.mark.parametrize("name", ["many samples", "many samples, soft", "many classes", "one sample"])
def test_a_file_is_read_whole(name: str, tmp_path: Path):
    from core.io import npz

    document = DOCUMENTS[name]()
    (tmp_path / "data set.npz").write_bytes(npz.to_bytes(document))
    text = snippets.snippet(document, data_file="data set.npz", decimals=12).text
    done = run_alone(text, tmp_path)
    assert done.stderr == ""
    for model in compute(document).models:
        *rows, mean = printed({"out": done.stdout}, model.name)
        loss = document.settings.current
        assert rows == pytest.approx(model.per_sample(loss)[:10].tolist() if document.size > 24 else rows, abs=1e-11)
        assert mean == pytest.approx(model.mean(loss), abs=1e-11)


def test_one_hot_rows_in_a_file_become_labels(tmp_path: Path):
    from core.io import npz

    document = made([[0.0, 1.0], [1.0, 0.0]] * 20, ("a", [[0.25, 0.75], [0.5, 0.5]] * 20, "probability"))
    (tmp_path / "d.npz").write_bytes(npz.to_bytes(document))
    text = snippets.snippet(document, data_file="d.npz").text
    assert 'labels = data["truth"].argmax(axis=1)' in text
    assert run_alone(text, tmp_path).stdout.startswith("a 0.2877 0.6931 ")


# -- words and lines -----------------------------------------------------------------------------------------


def test_every_row_is_where_the_snippet_says():
    document = DOCUMENTS["both scales"]()
    snippet = snippets.snippet(document, "jax")
    lines = snippet.text.splitlines()
    for (table, sample), line in snippet.rows.items():
        if table == -1:
            assert lines[line].strip().startswith(f"{[2, 0, 1][sample]},")
        else:
            numbers = lines[line].split("[")[1].split("]")[0].split(",")
            assert [float(x) for x in numbers] == document.models[table].rows.row(sample).tolist()
    assert len(snippet.rows) == 3 * (1 + 3)


def test_comments_are_in_the_language_of_the_person_and_fit_the_width():
    from core.snippets.text import width

    def say(text: str) -> str:
        return "说明" * 80 if text.startswith("Rows that") else text

    text = snippets.snippet(io.load("example"), say=say).text
    told = [line for line in text.splitlines() if "说明" in line]
    assert len(told) == 4
    assert all(width(line) <= 88 for line in told)
    assert "".join(line.removeprefix("# ") for line in told) == "说明" * 80


def test_long_names_are_cut_behind_rows_and_never_break_them():
    document = Document.make(
        np.array([0, 1]),
        [("m", np.array([[0.1, 0.9], [0.123456789012345, 0.876543210987655]]), "probability")],
        samples=["n" * 200, "小" * 100],
    )
    text = snippets.snippet(document).text
    assert "…" in text
    compile(text, "snippet", "exec")


@pytest.mark.parametrize("framework", ["numpy"])
def test_formatters_have_nothing_to_do(framework: str, tmp_path: Path):
    for number, each in enumerate(cases(framework)):
        text = each.text.replace(":z.12f", ":z.4f")
        (tmp_path / f"snippet_{number:04}.py").write_text(text, encoding="utf-8")
    ruff = Path(sys.executable).with_name("ruff")
    done = subprocess.run(
        [str(ruff), "format", "--isolated", "--diff", str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[:3000]


# -- losses and frameworks -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", losses.names())
def test_every_loss_has_code(name: str):
    assert losses.create(name).code(from_logits=False), "say in `_code` what the loss is in array terms"
    assert losses.create(name).code(from_logits=True)


def with_code(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Let squared error say this of itself."""
    monkeypatch.setattr(losses.kinds()["mse"], "_code", lambda *_: code)


def test_a_loss_without_code_is_said_to_have_none(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(losses.kinds()["mse"], "_code", losses.Loss._code)
    with pytest.raises(LossAtlasError) as caught:
        snippets.snippet(io.load("example").with_settings(loss="mse"))
    assert caught.value.code == "no_code"


def test_a_loss_that_needs_labels_is_refused_for_a_soft_truth():
    with pytest.raises(LossAtlasError) as caught:
        snippets.snippet(DOCUMENTS["soft"]().with_settings(loss="hinge"))
    assert caught.value.code == "needs_label"


@pytest.mark.parametrize("code", ["median(q)", "expect(median(log_q))"])
def test_an_unknown_term_is_named(code: str, monkeypatch: pytest.MonkeyPatch):
    with_code(monkeypatch, code)
    with pytest.raises(LossAtlasError) as caught:
        snippets.snippet(io.load("example").with_settings(loss="mse"))
    assert (caught.value.code, caught.value.values["name"]) == ("code_term", "median")


def test_what_is_no_array_term_is_no_code(monkeypatch: pytest.MonkeyPatch):
    with_code(monkeypatch, "[q for _ in p]")
    with pytest.raises(TypeError, match="no place"):
        snippets.snippet(io.load("example").with_settings(loss="mse"))


def test_an_unknown_framework_is_refused():
    with pytest.raises(LossAtlasError) as caught:
        snippets.snippet(io.load("example"), "matlab")
    assert caught.value.code == "unknown_framework"


@pytest.mark.parametrize("framework", snippets.frameworks().values(), ids=snippets.frameworks())
def test_every_framework_says_every_term(framework: snippets.Framework):
    numpy = snippets.framework("numpy")
    assert set(framework.terms) == set(numpy.terms)


# -- the command ---------------------------------------------------------------------------------------------


def test_the_command_prints_a_program(tmp_path: Path):
    from tests.test_main import GUARDED, run

    done = run("code", "example", "--loss", "mse", "--unit", "bit", code=GUARDED)
    assert (done.returncode, done.stderr) == (0, "")
    assert run_alone(done.stdout, tmp_path).stdout.startswith("Model 1 0.5400 1.4600 mean 1.0000\n")


def test_rows_of_several_blocks_are_cut_at_the_first():
    document = random(5, 5000, 3, soft=False)
    assert snippets.is_large(document)
    cut = first_rows(document, 4100)
    assert (cut.size, len(cut.truth.blocks)) == (4100, 2)
    assert cut.models[1].rows.row(4099).tolist() == document.models[1].rows.row(4099).tolist()
    assert first_rows(document, 4096).size == 4096
    assert first_rows(document, 9000) is document


def test_of_file_is_what_the_command_prints(tmp_path: Path):
    from core.io import npz

    place = tmp_path / "many.npz"
    place.write_bytes(npz.to_bytes(DOCUMENTS["many samples"]()))
    assert f"np.load({json.dumps(str(place))})" in snippets.of_file(str(place), "jax")
    text = snippets.of_file("example", "keras", loss="mae:reduction=mean", unit="dit", row_sums="normalize")
    assert "def mae(q):" in text
    assert "divided by their sum" in text
    assert snippets.of_file("example", "numpy") == snippets.snippet(io.load("example")).text


def test_the_command_reads_a_large_file_in_the_program(tmp_path: Path):
    from core.io import npz
    from tests.test_main import run

    document = DOCUMENTS["many samples"]()
    place = tmp_path / "many.npz"
    place.write_bytes(npz.to_bytes(document))
    done = run("code", str(place), "--row-sums", "strict")
    mean = compute(document).models[0].mean(document.settings.current)
    assert f"mean {mean:.4f} nat" in run_alone(done.stdout, tmp_path).stdout
    table = run("code", "digits", "--framework", "sklearn")
    assert "the first 24 of 899 samples" in table.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nothing.npz",), "nothing.npz: There is no such file"),
        (("example", "--framework", "matlab"), "choose from numpy, pytorch, jax, keras, sklearn"),
        (("example", "--loss", "none"), "There is no loss “none”"),
        (("example", "--loss", "focal:alpha=1/2"), "2 class weights were given for 3 classes"),
        (("example", "--loss", "cross_entropy:class_weights=1/2"), "2 class weights were given for 3 classes"),
        (("example", "--unit", "byte"), "invalid choice: 'byte'"),
        ((), "required: FILE"),
    ],
)
def test_the_command_refuses_in_one_line(arguments: tuple[str, ...], said: str):
    from tests.test_main import run

    done = run("code", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
