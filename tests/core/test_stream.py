"""`evaluate` of files that are read some rows at a time: the same figures and errors as of whole files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

import core
from core import io, losses, stream
from core.blocks import Rows
from core.document import Document
from core.errors import LossAtlasError
from core.io import npz, sources, tables
from core.io.sources import Stretch
from core.parts import Chunk, partial
from core.results import compute, merge
from core.stream import Evaluated, Request, evaluated

RANDOM = np.random.default_rng(17)
N, CLASSES = 57, ("cat", "狗", "bird")
LABELS = RANDOM.integers(0, 3, N)
TRUTH = RANDOM.dirichlet(np.ones(3), N)
Q, R = RANDOM.dirichlet(np.ones(3), N), RANDOM.dirichlet(np.ones(3), N)
Z = RANDOM.normal(0, 4, (N, 3))
SAMPLES = tuple(f"s{k}" for k in range(N))
CHOSEN = tuple(losses.create(name) for name in ("cross_entropy", "mse", "kl_divergence", "focal"))


def document(truth: Any = LABELS) -> Document:
    return Document.make(truth, [("one", Q, "probability"), ("two", Z, "logit")], classes=CLASSES, samples=SAMPLES)


def written(folder: Path, form: str, of: Document) -> str:
    path = folder / f"table.{form}"
    if form == "npz":
        path.write_bytes(npz.to_bytes(of))
    else:
        text = tables.to_bytes(of)
        if form == "parquet":
            frame = pl.read_csv(text, schema_overrides={"sample": pl.String, "label": pl.String})
            frame.write_parquet(path, row_group_size=10)
        else:
            path.write_bytes(text.replace(b",", b"\t") if form == "tsv" else text)
    return str(path)


def request(*names: str, **options: Any) -> Request:
    return Request(names, options.pop("losses", CHOSEN), **options)


def names_of(found: Evaluated) -> tuple[str, ...]:
    return tuple(found.sample_name(row) for row in range(found.figures.size))


def as_by_itself(q: Any) -> Any:
    """Return what the cross-entropy of every row must be."""
    return pytest.approx(core.cross_entropy_from_labels(LABELS, q), rel=1e-14, abs=0)


@pytest.fixture(params=[1, 4, 10_000])
def chunks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch):
    """Read few rows at a time, some, and all at once."""
    monkeypatch.setattr(sources, "CHUNK_ENTRIES", 3 * request.param)


@pytest.mark.usefixtures("chunks")
@pytest.mark.parametrize("truth", [LABELS, TRUTH], ids=["labels", "rows"])
@pytest.mark.parametrize("form", ["csv", "tsv", "parquet", "npz"])
def test_every_figure_is_as_of_the_whole(tmp_path: Path, form: str, truth: Any):
    whole = document(truth)
    found = evaluated(request(written(tmp_path, form, whole)))
    expected = compute(whole.with_settings(losses=CHOSEN, shown=tuple(x.name for x in CHOSEN), loss="mse"))
    assert (found.classes, found.models, names_of(found)) == (CLASSES, ("one", "two"), SAMPLES)
    assert found.figures.size == N
    assert found.figures.entropy() == pytest.approx(expected.entropy(), rel=1e-14, abs=0)
    for mine, other in zip(found.figures.models, expected.models, strict=True):
        for loss in CHOSEN:
            assert mine.per_sample(loss) == pytest.approx(other.per_sample(loss), rel=1e-13, abs=0)
            assert mine.mean(loss) == pytest.approx(other.mean(loss), rel=1e-13)
        assert mine.right_count == other.right_count


@pytest.mark.usefixtures("chunks")
@pytest.mark.parametrize("row_sums", ["as-typed", "strict", "normalize"])
def test_row_sum_policies(tmp_path: Path, row_sums: Any):
    rows = Q.copy()
    rows[40] *= 1.5
    rows[50] = 0.0
    whole = Document.make(LABELS, [("m", rows, "probability")], classes=CLASSES)
    found = evaluated(request(written(tmp_path, "csv", whole), row_sums=row_sums)).figures
    names = tuple(x.name for x in CHOSEN)
    expected = compute(whole.with_settings(losses=CHOSEN, shown=names, loss="mse", row_sums=row_sums))
    mine, other = (each.models[0].per_sample(CHOSEN[0]) for each in (found, expected))
    assert mine == pytest.approx(other, rel=1e-14, abs=0, nan_ok=True)
    assert [row[:3] for row in found.off_rows()] == [row[:3] for row in expected.off_rows()]
    assert [row[:3] for row in found.left_out()] == [row[:3] for row in expected.left_out()]


def test_partial_and_merge_are_all_there_is():
    rows, models = Rows.from_array(LABELS, 3), Rows.from_array(Q)
    chunk = Chunk(rows.blocks[0], ((models.blocks[0], "probability"),))
    whole = merge(["m"], [partial(chunk, CHOSEN, "strict")], "strict")
    cut = [
        partial(
            Chunk(Rows.from_array(LABELS[k], 3).blocks[0], ((Rows.from_array(Q[k]).blocks[0], "probability"),)),
            CHOSEN,
            "strict",
        )
        for k in (slice(0, 20), slice(20, 21), slice(21, None))
    ]
    parts = merge(["m"], cut, "strict")
    for loss in CHOSEN:
        mine, other = parts.models[0], whole.models[0]
        assert mine.per_sample(loss) == pytest.approx(other.per_sample(loss), rel=1e-13, abs=0)
        assert mine.mean(loss) == pytest.approx(other.mean(loss), rel=1e-14)


@pytest.mark.usefixtures("chunks")
def test_models_of_several_files_stand_side_by_side(tmp_path: Path):
    first = written(tmp_path, "csv", document())
    other = Document.make(np.eye(3)[LABELS], [("one", R, "probability")], classes=CLASSES)
    second = tmp_path / "other.npz"
    second.write_bytes(npz.to_bytes(other))
    found = evaluated(request(first, str(second)))
    assert found.models == ("one", "two", "one (2)")
    assert found.figures.models[2].per_sample(CHOSEN[0]) == pytest.approx(
        core.cross_entropy_from_labels(LABELS, R), rel=1e-14, abs=0
    )


@pytest.mark.parametrize("change", ["label", "shorter", "longer", "classes"])
@pytest.mark.usefixtures("chunks")
def test_files_of_different_samples_are_refused(tmp_path: Path, change: str):
    first = written(tmp_path, "csv", document())
    labels, rows, classes = LABELS.copy(), R, CLASSES
    if change == "label":
        labels[30] = (labels[30] + 1) % 3
    elif change == "classes":
        classes = ("cat", "dog", "bird")
    else:
        count = N - 7 if change == "shorter" else N
        labels, rows = labels[:count], rows[:count]
    second = tmp_path / "other.npz"
    second.write_bytes(npz.to_bytes(Document.make(labels, [("one", rows, "probability")], classes=classes)))
    names = (str(second), first) if change == "longer" else (first, str(second))
    if change == "longer":
        second.write_bytes(
            npz.to_bytes(Document.make(labels[:20], [("one", rows[:20], "probability")], classes=classes))
        )
    with pytest.raises(LossAtlasError) as caught:
        evaluated(request(*names))
    assert (caught.value.code, caught.value.where) == ("file_several", Path(names[1]).name)


@pytest.mark.usefixtures("chunks")
def test_files_of_different_rows_follow_one_another(tmp_path: Path):
    names: list[str] = []
    for number, part in enumerate((slice(0, 20), slice(20, 30), slice(30, None))):
        some = Document.make(LABELS[part], [("m", Q[part], "probability")], classes=CLASSES, samples=SAMPLES[part])
        path = tmp_path / f"part-{number}.csv"
        path.write_bytes(tables.to_bytes(some))
        names.append(str(path))
    found = evaluated(request(*names, stacked=True))
    assert names_of(found) == SAMPLES
    assert found.figures.models[0].per_sample(CHOSEN[0]) == pytest.approx(
        core.cross_entropy_from_labels(LABELS, Q), rel=1e-14, abs=0
    )
    with pytest.raises(LossAtlasError) as caught:
        evaluated(request(names[0], written(tmp_path, "npz", document()), stacked=True))
    assert (caught.value.code, caught.value.where) == ("file_rows", "table.npz")


@pytest.mark.usefixtures("chunks")
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_bare_arrays_beside_their_truth(tmp_path: Path, dtype: Any):
    np.save(tmp_path / "labels.npy", LABELS)
    np.save(tmp_path / "first.npy", Z.astype(dtype))
    np.save(tmp_path / "second.npy", np.asfortranarray(Z[::-1].astype(dtype)))
    names = str(tmp_path / "first.npy"), str(tmp_path / "second.npy")
    found = evaluated(request(*names, truth=str(tmp_path / "labels.npy"), scale="logit"))
    assert (found.models, found.classes) == (("first", "second"), ("class 1", "class 2", "class 3"))
    alone = losses.create("cross_entropy").value_from_logits(LABELS, Z.astype(dtype)[::-1])
    assert found.figures.models[1].per_sample(CHOSEN[0]) == pytest.approx(alone, rel=1e-13)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.usefixtures("chunks")
def test_texts_of_any_encoding_and_line_end(tmp_path: Path, encoding: str, line_end: str):
    text = tables.to_bytes(document()).decode().replace("\n", line_end)
    path = tmp_path / "table.csv"
    path.write_bytes((line_end + text + 2 * line_end).encode(encoding))
    found = evaluated(request(str(path)))
    assert found.classes == CLASSES
    assert found.figures.models[0].per_sample(CHOSEN[0]) == pytest.approx(
        core.cross_entropy_from_labels(LABELS, Q), rel=1e-14, abs=0
    )


@pytest.mark.usefixtures("chunks")
def test_numbers_with_spaces_are_numbers(tmp_path: Path):
    path = tmp_path / "table.csv"
    path.write_text("label,a,b\n0, 0.25 ,0.75\n1,0.5, 0.5\n", encoding="utf-8")
    assert evaluated(request(str(path))).figures.models[0].per_sample(CHOSEN[0]).tolist() == [np.log(4), np.log(2)]


GOOD = "0,0.25,0.75\n" * 30


@pytest.mark.usefixtures("chunks")
@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("label,a,b\n" + GOOD + "0,x,0.75\n", "cell_text", "t.csv, column a, row 31"),
        ("label,a,b\n" + GOOD + "0,,0.75\n" + GOOD, "cell_empty", "t.csv, column a, row 31"),
        ("label,a,b\n" + GOOD + "\n" + GOOD, "unknown_label", "t.csv, column label, row 31"),
        ("label,a,b\n" + GOOD + "0,-0.5,0.75\n", "negative", "t.csv, column a, row 31"),
        ("label,a,b\n" + GOOD + "0,0.5,inf\n", "not_finite", "t.csv, column b, row 31"),
        ("label,a,b\n" + GOOD + "7,0.5,0.5\n", "unknown_label", "t.csv, column label, row 31"),
        ("label,a,b\n" + GOOD + "0,0.5,0.5,0.5\n", "file_ragged", "t.csv"),
        ("label,logit:a,logit:b\n" + GOOD + "0,-inf,-inf\n", "all_ruled_out", "t.csv, model[30]"),
        ("label,a,b\n", "no_samples", "t.csv"),
        ("label,a,a\n" + GOOD, "duplicate_name", "t.csv, header"),
        ("label,a\n0,1\n", "one_column", "t.csv, column a"),
        ("a,b\n0,1\n", "no_truth", "t.csv"),
        ("\n\n", "file_empty", "t.csv"),
    ],
)
def test_what_cannot_be_used_is_named_by_its_place_in_the_whole(tmp_path: Path, text: str, code: str, where: str):
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LossAtlasError) as caught:
        evaluated(request(str(path)))
    assert (caught.value.code, caught.value.where) == (code, where)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("t.parquet", b"PAR1 not at all", "file_damaged"),
        ("t.csv", b"label,a,b\n0,0.5,\0", "file_encoding"),
        ("t.csv", b"label,a,b\n0,0.5,\xff\xff\xff", "file_encoding"),
        ("t.npz", b"PK", "file_damaged"),
        ("t.csv", b"", "file_empty"),
    ],
)
def test_files_that_are_something_else(tmp_path: Path, name: str, content: bytes, code: str):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(LossAtlasError) as caught:
        evaluated(request(str(path)))
    assert (caught.value.code, caught.value.where.split(",")[0]) == (code, name)


def test_arrays_that_cannot_be_used(tmp_path: Path):
    def refused(name: str, truth: str = "labels.npy") -> tuple[str, str]:
        with pytest.raises(LossAtlasError) as caught:
            evaluated(request(str(tmp_path / name), truth=str(tmp_path / truth)))
        return caught.value.code, caught.value.where

    np.save(tmp_path / "labels.npy", LABELS)
    np.save(tmp_path / "high.npy", LABELS + 1)
    np.save(tmp_path / "q.npy", Q)
    np.save(tmp_path / "short.npy", Q[:9])
    np.save(tmp_path / "cube.npy", np.zeros((2, 2, 2)))
    np.save(tmp_path / "words.npy", np.array(["a", "b"]))
    np.save(tmp_path / "objects.npy", np.array([{}, 1]), allow_pickle=True)
    bad = Q.copy()
    bad[44, 1] = -1.0
    np.save(tmp_path / "bad.npy", bad)
    (tmp_path / "cut.npy").write_bytes((tmp_path / "q.npy").read_bytes()[:200])
    (tmp_path / "text.npy").write_text("0.5 0.5", encoding="utf-8")
    assert refused("none.npy") == ("file_missing", "none.npy")
    assert refused("q.npy", "none.npy") == ("file_missing", "none.npy")
    assert refused("short.npy") == ("row_count", "short.npy")
    assert refused("cube.npy") == ("array_shape", "cube.npy")
    assert refused("labels.npy") == ("array_shape", "labels.npy")
    assert refused("words.npy") == ("array_dtype", "words.npy")
    assert refused("objects.npy") == ("file_pickled", "objects.npy")
    assert refused("bad.npy") == ("negative", "bad.npy, [44, 1]")
    assert refused("cut.npy") == ("file_damaged", "cut.npy")
    assert refused("text.npy") == ("file_damaged", "text.npy")
    assert refused("q.npy", "high.npy") == ("label_range", f"high.npy, [{int(np.argmax(LABELS))}]")
    assert refused("q.npy", "cube.npy") == ("array_shape", "cube.npy")
    assert refused("q.npy", "short.npy") == ("row_count", "q.npy")
    assert refused("table.csv") == ("file_missing", "table.csv")
    (tmp_path / "table.csv").write_text("label,a,b\n", encoding="utf-8")
    assert refused("table.csv") == ("file_kind", "table.csv")
    assert refused("q.npy", "table.csv") == ("no_samples", "table.csv")


def test_a_loss_of_labels_names_the_sample_without_one(tmp_path: Path):
    hot = np.eye(3)[LABELS]
    hot[33] = TRUTH[33]
    name = written(tmp_path, "csv", document(hot))
    with pytest.raises(LossAtlasError) as caught:
        evaluated(request(name, losses=(losses.create("hinge"),)))
    assert (caught.value.code, caught.value.where) == ("needs_label", "table.csv, s33, hinge")
    name = written(tmp_path, "csv", document(np.eye(3)[LABELS]))
    figures = evaluated(request(name, losses=(losses.create("hinge"),))).figures
    assert not np.isnan(figures.models[0].mean(losses.create("hinge")))


def test_a_mean_over_weights(tmp_path: Path):
    weights = (1.0, 2.0, 6.0)
    name = written(tmp_path, "csv", document())
    over = losses.create("cross_entropy", class_weights=weights, mean_over="weights")
    plain = losses.create("cross_entropy", class_weights=weights)
    model = evaluated(request(name, losses=(over, plain))).figures.models[0]
    total = over.value(LABELS, Q).sum()
    assert model.mean(over) == pytest.approx(total / np.array(weights)[LABELS].sum(), rel=1e-14)
    assert model.mean(plain) == pytest.approx(total / N, rel=1e-14)
    soft = written(tmp_path, "npz", document(TRUTH))
    model = evaluated(request(soft, losses=(over,))).figures.models[0]
    assert model.mean(over) == pytest.approx(over.value(TRUTH, Q).sum() / (TRUTH @ weights).sum(), rel=1e-14)


def test_it_is_told_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sources, "CHUNK_ENTRIES", 30)
    told: list[int] = []
    evaluated(request(written(tmp_path, "npz", document())), tell=told.append)
    assert told == [10, 20, 30, 40, 50, 57]


def test_examples_are_evaluated_like_files():
    found = evaluated(request("digits"))
    expected = compute(io.load("digits"))
    assert found.figures.models[0].mean(CHOSEN[0]) == pytest.approx(expected.models[0].mean(CHOSEN[0]), rel=1e-14)


MEASURE = """
import sys
from pathlib import Path
from core import losses
from core.stream import Request, evaluated
evaluated(Request((sys.argv[1],), (losses.create("cross_entropy"),), truth=sys.argv[2], per_row=False))
status = Path("/proc/self/status")
if status.exists():  # the highest since this program began: ru_maxrss starts at what the parent held at the fork
    print(next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) * 1024)
else:
    import resource
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024))
"""


@pytest.mark.parametrize("form", ["npy", "csv", "parquet"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, form: str):
    def peak(rows: int) -> int:
        q = np.full((rows, 20), 0.05)
        path, truth = tmp_path / f"{rows}.{form}", ""
        if form == "npy":
            np.save(path, q)
            truth = str(tmp_path / f"labels-{rows}.npy")
            np.save(truth, np.zeros(rows, dtype=np.int64))
        else:
            frame = pl.DataFrame({"label": np.zeros(rows, dtype=np.int64), **{f"c{k}": q[:, k] for k in range(20)}})
            (frame.write_csv if form == "csv" else frame.write_parquet)(path)
        done = subprocess.run(
            [sys.executable, "-c", MEASURE, str(path), truth], capture_output=True, text=True, check=True
        )
        path.unlink()
        return int(done.stdout)

    few, many = 400_000, 1_600_000  # 64 MB and 256 MB as float64
    assert peak(many) - peak(few) < 192e6 / 3


def test_labels_and_one_hot_rows_are_the_same_truth(tmp_path: Path):
    first = written(tmp_path, "csv", document())
    other = tmp_path / "other.npz"
    other.write_bytes(npz.to_bytes(Document.make(np.eye(3)[LABELS], [("m", R, "probability")], classes=CLASSES)))
    assert evaluated(request(str(other), first)).models == ("m", "one", "two")


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: Any, **__: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    name = written(tmp_path, "csv", document())
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(LossAtlasError) as caught:
        evaluated(request(name))
    assert (caught.value.code, caught.value.where) == ("file_unreadable", "table.csv")


def test_an_array_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: Any, **__: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    np.save(tmp_path / "q.npy", Q)
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(LossAtlasError) as caught:
        evaluated(request(str(tmp_path / "q.npy"), truth=str(tmp_path / "q.npy")))
    assert (caught.value.code, caught.value.where) == ("file_unreadable", "q.npy")


def test_a_task_gives_the_parts_of_its_rows(tmp_path: Path):
    name = written(tmp_path, "parquet", document())
    found = stream.parts_of(request(name), 0, Stretch(10, 25))
    assert sum(part.truth.states.size for part in found.parts) == found.count == 15
    assert found.samples == dict(enumerate(SAMPLES[10:25]))
