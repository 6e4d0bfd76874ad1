"""Files as other programs write them: what they are taken for, and what is said where that is not plain."""

from __future__ import annotations

import csv
import io as text_io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
import safetensors.numpy

import core
from core import io
from core.document import Document
from core.errors import LossAtlasError
from core.io import importing
from core.io.importing import Form, Proposal, Role

RANDOM = np.random.default_rng(4)
N, CLASSES = 40, ["cat", "dog", "emu"]
P = RANDOM.dirichlet(np.ones(3), N)
OTHER = RANDOM.dirichlet(np.ones(3), N)
Z = RANDOM.normal(0, 3, (N, 3))
Y = RANDOM.integers(0, 3, N)
Y[:3] = 0, 1, 2
NAMES = [CLASSES[k] for k in Y]
IDS = [f"img{i:03}.png" for i in range(N)]
BEST = np.argsort(-P, axis=1)


class Folder:
    """Writes files as other programs do, and proposes what they are."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def text(self, name: str, rows: Iterable[Sequence[object]], titles: Sequence[object] = (), sep: str = ",") -> Path:
        buffer = text_io.StringIO()
        writer = csv.writer(buffer, delimiter=sep, lineterminator="\n")
        writer.writerows([titles, *rows] if titles else rows)
        return self.bytes(name, buffer.getvalue().encode())

    def bytes(self, name: str, data: bytes) -> Path:
        path = self.path / name
        path.write_bytes(data)
        return path

    def json(self, name: str, value: object) -> Path:
        return self.bytes(name, json.dumps(value).encode())

    def arrays(self, name: str, **arrays: Any) -> Path:
        np.savez(self.path / name, **{title.replace("__", "/"): array for title, array in arrays.items()})
        return self.path / name

    def array(self, name: str, array: Any) -> Path:
        np.save(self.path / name, array)
        return self.path / name

    def labels(self) -> Path:
        return self.text("y_test.csv", ([y] for y in Y))

    def named(self) -> Path:
        return self.text("truth.csv", zip(IDS, NAMES, strict=True), ["filename", "label"])


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def certain(*paths: Path) -> Document:
    """Return the document of files that leave nothing in doubt."""
    proposal = importing.propose(paths)
    assert proposal.outcome.error is None, str(proposal.outcome.error)
    assert proposal.is_certain, (proposal.doubts, proposal.outcome.notes)
    assert proposal.outcome.document is not None
    return proposal.outcome.document


def refused(*paths: Path) -> LossAtlasError:
    """Return why files come to no document."""
    proposal = importing.propose(paths)
    assert not proposal.is_certain
    assert proposal.outcome.document is None
    assert proposal.outcome.error is not None
    return proposal.outcome.error


def check(
    document: Document, *models: Any, classes: Sequence[str] | None = CLASSES, scale: str = "probability"
) -> None:
    """Assert that a document holds the labels and these models, to the last digit."""
    if classes is not None:
        assert document.classes == tuple(classes)
    assert document.truth.array().tolist() == Y.tolist()
    assert [model.scale for model in document.models] == [scale] * len(models)
    for model, values in zip(document.models, models, strict=True):
        np.testing.assert_array_equal(model.rows.array(), values)


def names(document: Document) -> list[str]:
    return [model.name for model in document.models]


# -- scikit-learn -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("index", [False, True])
@pytest.mark.parametrize("titles", [CLASSES, ["0", "1", "2"]])
def test_predict_proba_of_a_data_frame(folder: Folder, index: bool, titles: list[str]):
    rows = [[*([i] if index else []), *P[i]] for i in range(N)]
    path = folder.text("forest.csv", rows, [*([""] if index else []), *titles])
    document = certain(path, folder.labels())
    check(document, P, classes=titles)
    assert (names(document), document.samples) == (["forest"], None)


@pytest.mark.parametrize("first", [0, 1, 892])
@pytest.mark.parametrize("scores", [P, Z], ids=["probabilities", "logits"])
@pytest.mark.parametrize("title", ["Nr", "Größe", "n"])
def test_numbers_of_rows_under_any_title_are_no_class(folder: Folder, first: int, scores: Any, title: str):
    rows = [[first + i, *scores[i], NAMES[i]] for i in range(N)]
    document = certain(folder.text("forest.csv", rows, [title, *CLASSES, "truth"]))
    check(document, scores, scale="probability" if scores is P else "logit")
    assert document.samples == (None if first < 2 else tuple(str(first + i) for i in range(N)))


def test_whole_scores_and_whole_labels_are_no_numbers_of_rows(folder: Folder):
    rows = [[k, *P[k], k] for k in range(3)]
    assert certain(folder.text("a.csv", rows, ["", *CLASSES, "digit"])).truth.array().tolist() == [0, 1, 2]
    votes = [[*row, NAMES[k]] for k, row in enumerate(np.arange(3 * N).reshape(N, 3))]
    proposal = importing.propose([folder.text("b.csv", votes, [*CLASSES, "label"])])
    assert proposal.outcome.document is not None
    assert proposal.outcome.document.classes == tuple(CLASSES)


@pytest.mark.parametrize("separator", [",", " ", "\t", ";", "|"])
@pytest.mark.parametrize("suffix", ["csv", "txt"])
def test_predict_proba_without_titles(folder: Folder, separator: str, suffix: str):
    path = folder.text(f"forest.{suffix}", P, sep=separator)
    check(certain(path, folder.labels()), P, classes=["0", "1", "2"])


def test_savetxt_of_a_fitted_model(folder: Folder):
    from sklearn.datasets import load_iris
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import log_loss

    data = load_iris()
    model = LogisticRegression(max_iter=1000).fit(data.data, data.target_names[data.target])
    q = model.predict_proba(data.data)
    np.savetxt(folder.path / "iris.csv", q, delimiter=",", header=",".join(model.classes_), comments="")
    np.savetxt(folder.path / "y.txt", data.target_names[data.target], fmt="%s")
    document = certain(folder.path / "iris.csv", folder.path / "y.txt")
    assert document.classes == ("setosa", "versicolor", "virginica")
    rows = document.models[0].rows.array()
    mean = core.evaluate(document.truth.array(), probabilities=rows)["cross_entropy"].mean()
    assert mean == pytest.approx(log_loss(data.target, q), rel=1e-12)


def test_decision_values_are_logits_by_their_range(folder: Folder):
    check(certain(folder.text("svm.csv", Z, CLASSES), folder.labels()), Z, scale="logit")


def test_labels_in_the_first_or_the_last_column_of_bare_numbers(folder: Folder):
    for rows in ([[y, *p] for y, p in zip(Y, P, strict=True)], [[*p, y] for y, p in zip(Y, P, strict=True)]):
        check(certain(folder.text("all.csv", rows)), P, classes=["0", "1", "2"])


def test_sorted_labels_of_columns_without_names_are_asked_about(folder: Folder):
    proposal = importing.propose([folder.text("a.csv", P), folder.named()])
    assert not proposal.is_certain
    assert [note.code for note in proposal.outcome.notes] == ["sorted"]
    assert proposal.outcome.document is not None
    check(proposal.outcome.document, P)


def test_more_labels_than_columns(folder: Folder):
    path = folder.text("y.csv", [[f"name {i % 7}"] for i in range(N)])
    error = refused(folder.array("a.npy", P), path)
    assert (error.code, error.where) == ("classes_unknown", "y.csv, column column 1")


def test_a_binary_score_is_explained(folder: Folder):
    rows = zip(Y % 2, P[:, 0], strict=True)
    assert refused(folder.text("a.csv", rows, ["y_true", "y_prob"])).code == "one_column"


# -- Kaggle -----------------------------------------------------------------------------------------------


def submission(folder: Folder) -> Path:
    return folder.text("submission.csv", [[IDS[i], *P[i]] for i in range(N)], ["id", *CLASSES])


def shuffled(folder: Folder, rows: int = N) -> Path:
    order = np.random.default_rng(1).permutation(N)[:rows]
    return folder.text("solution.csv", [[IDS[i], NAMES[i]] for i in order], ["id", "label"])


def test_a_submission_meets_its_truth_by_id(folder: Folder):
    for paths in ((submission(folder), shuffled(folder)), (shuffled(folder), submission(folder))):
        document = certain(*paths)
        check(document, P)
        assert document.samples == tuple(IDS)


def test_a_truth_of_more_samples_is_said(folder: Folder):
    more = [[name, label] for name, label in zip(IDS, NAMES, strict=True)] + [["img999.png", "cat"]]
    proposal = importing.propose([submission(folder), folder.text("solution.csv", more, ["id", "label"])])
    assert [(note.code, note.values) for note in proposal.outcome.notes] == [
        ("unused", {"file": "solution.csv", "count": 1})
    ]


def test_a_sample_without_truth(folder: Folder):
    error = refused(submission(folder), shuffled(folder, N - 1))
    assert error.code == "sample_missing"
    assert error.where.startswith("submission.csv, row ")
    assert error.values["other"] == "solution.csv"


def test_a_sample_twice_in_the_truth(folder: Folder):
    rows = [[IDS[i % (N - 1)], NAMES[i]] for i in range(N)]
    proposal = importing.propose([submission(folder), folder.text("solution.csv", rows, ["id", "label"])])
    proposal = proposal.with_roles(1, {0: Role("sample")})
    assert proposal.outcome.error is not None
    assert (proposal.outcome.error.code, proposal.outcome.error.where) == ("sample_twice", "solution.csv, row 40")


def test_long_ids_keep_their_digits(folder: Folder):
    ids = [2**60 + i for i in range(N)]
    rows = [[ids[i], *P[i]] for i in range(N)]
    truth = folder.text("t.csv", [[ids[i], NAMES[i]] for i in reversed(range(N))], ["id", "target"])
    check(certain(folder.text("s.csv", rows, ["id", *CLASSES]), truth), P)


def test_ids_labels_and_classes_in_one_table(folder: Folder):
    rows = [[i, *P[i], NAMES[i]] for i in range(N)]
    document = certain(folder.text("a.csv", rows, ["id", *CLASSES, "label"]))
    check(document, P)
    assert document.samples is not None
    assert document.samples[:2] == ("0", "1")


def test_a_submission_alone_asks_for_its_truth(folder: Folder):
    assert refused(submission(folder)).code == "no_truth"


# -- Hugging Face -----------------------------------------------------------------------------------------


def test_predictions_and_label_ids(folder: Folder):
    single = Z.astype(np.float32)
    document = certain(folder.arrays("run.npz", predictions=single, label_ids=Y))
    check(document, single, classes=None, scale="logit")
    assert names(document) == ["run"]
    value = {"predictions": Z.tolist(), "label_ids": Y.tolist(), "metrics": {"test_loss": 1.5}}
    check(certain(folder.json("run.json", value)), Z, classes=None, scale="logit")


def test_the_output_of_a_pipeline(folder: Folder):
    rows = [[{"label": CLASSES[k], "score": P[i, k]} for k in BEST[i]] for i in range(N)]
    check(certain(folder.json("pipe.json", rows), folder.labels()), P)


def test_the_best_label_of_a_pipeline_is_explained(folder: Folder):
    rows = [{"label": CLASSES[BEST[i, 0]], "score": P[i].max()} for i in range(N)]
    assert refused(folder.json("pipe.json", rows)).code == "one_column"


# -- timm -------------------------------------------------------------------------------------------------


def ranked(count: int = 3) -> list[dict[str, Any]]:
    return [
        {"filename": IDS[i], "label": [CLASSES[k] for k in BEST[i, :count]], "prob": [P[i, k] for k in BEST[i, :count]]}
        for i in range(N)
    ]


def test_lists_of_labels_and_probabilities(folder: Folder):
    rows = ranked()
    by_file = {row["filename"]: {"label": row["label"], "prob": row["prob"]} for row in rows}
    by_column = {title: {row["filename"]: row[title] for row in rows} for title in ("label", "prob")}
    split = {"columns": list(rows[0]), "data": [list(row.values()) for row in rows]}
    pl.DataFrame(rows).write_parquet(folder.path / "vit.parquet")
    printed = [[r["filename"], str(np.array(r["label"], object)), str(np.array(r["prob"]))] for r in rows]
    separate = [[r["filename"], *r["label"], *r["prob"]] for r in rows]
    titles = ["filename", *(f"label_{k}" for k in range(3)), *(f"prob_{k}" for k in range(3))]
    exact = [
        folder.json("vit.json", by_file),
        folder.json("columns.json", by_column),
        folder.json("split.json", split),
        folder.json("records.json", rows),
        folder.bytes("lines.jsonl", "\n".join(map(json.dumps, rows)).encode()),
        folder.bytes("lines.json", "\n".join(map(json.dumps, rows)).encode()),
        folder.path / "vit.parquet",
        folder.text("separate.csv", separate, titles),
    ]
    for path in exact:
        document = certain(path, folder.named())
        check(document, P)
        assert document.samples == tuple(IDS), path.name
    document = certain(folder.text("vit.csv", printed, ["filename", "label", "prob"]), folder.named())
    np.testing.assert_allclose(document.models[0].rows.array(), P, atol=5e-9)


def test_indices_may_rank_the_classes(folder: Folder):
    value = {"index": BEST.tolist(), "prob": np.take_along_axis(P, BEST, axis=1).tolist()}
    check(certain(folder.json("a.json", value), folder.labels()), P, classes=["0", "1", "2"])


def test_lists_without_labels_are_in_the_order_of_the_classes(folder: Folder):
    value = [{"filename": name, "prob": p} for name, p in zip(IDS, P.tolist(), strict=True)]
    truth = folder.text("t.csv", zip(IDS, Y, strict=True), ["filename", "label"])
    check(certain(folder.json("a.json", value), truth), P, classes=None)


def test_the_best_few_are_explained(folder: Folder):
    error = refused(folder.json("a.json", ranked(2)), folder.named())
    assert (error.code, error.values) == ("top_only", {"shown": 2, "count": 3})
    assert error.where == "a.json, column label"
    rows = [[IDS[i], CLASSES[BEST[i, 0]], P[i].max()] for i in range(N)]
    assert refused(folder.text("b.csv", rows, ["filename", "label", "prob"])).code == "one_column"


def test_a_ranking_that_lists_a_class_twice(folder: Folder):
    rows = ranked()
    rows[4]["label"] = ["cat", "cat", "dog"]
    error = refused(folder.json("a.json", rows), folder.named())
    assert (error.code, error.where) == ("ranked_row", "a.json, column label, row 5")


# -- arrays -----------------------------------------------------------------------------------------------


def test_arrays_in_files_of_their_own(folder: Folder):
    check(certain(folder.array("probs.npy", P), folder.array("labels.npy", Y)), P, classes=None)
    columns = folder.array("labels.npy", Y[:, None].astype(np.uint8))
    check(certain(columns, folder.array("logits.npy", Z)), Z, classes=None, scale="logit")
    check(certain(folder.array("f.npy", np.asfortranarray(P)), columns), P, classes=None)


def test_labels_of_text_in_an_array(folder: Folder):
    proposal = importing.propose([folder.array("probs.npy", P), folder.array("labels.npy", np.array(NAMES))])
    assert proposal.outcome.document is not None
    check(proposal.outcome.document, P)


def test_positional_arrays(folder: Folder):
    np.savez(folder.path / "a.npz", P, Y)
    check(certain(folder.path / "a.npz"), P, classes=None)


def test_tensors(folder: Folder):
    single = Z.astype(np.float32)
    path = folder.path / "run.safetensors"
    safetensors.numpy.save_file({"logits/a": single, "logits/b": single[::-1].copy(), "labels": Y}, str(path))
    document = certain(path)
    check(document, single, single[::-1], classes=None, scale="logit")
    assert names(document) == ["a", "b"]
    assert io.load(str(path)).size == N, "headless too"


def test_brain_floats_are_read(folder: Folder):
    halves = (Z.astype(np.float32).view(np.uint32) >> 16).astype("<u2")
    header = {"logits": {"dtype": "BF16", "shape": [N, 3], "data_offsets": [0, 6 * N]},
              "labels": {"dtype": "I64", "shape": [N], "data_offsets": [6 * N, 14 * N]}}  # fmt: skip
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    data = len(text).to_bytes(8, "little") + text + halves.tobytes() + Y.astype("<i8").tobytes()
    document = certain(folder.bytes("a.safetensors", data))
    np.testing.assert_allclose(document.models[0].rows.array(), Z, rtol=2**-7)
    assert document.models[0].rows.array().dtype == np.float32


def test_names_of_classes_and_samples_in_arrays(folder: Folder):
    path = folder.arrays("a.npz", y_true=Y, scores=P, class_names=np.array(CLASSES), ids=np.array(IDS))
    document = certain(path)
    check(document, P)
    assert document.samples == tuple(IDS)


def test_a_soft_truth_in_an_array(folder: Folder):
    document = certain(folder.arrays("a.npz", targets=OTHER, predictions=P))
    np.testing.assert_array_equal(document.truth.array(), OTHER)


def test_an_archive_of_ours_comes_to_the_same(folder: Folder):
    path = folder.arrays("a.npz", labels=Y, probabilities__m=P, logits__n=Z, classes=np.array(CLASSES))
    ours, found = io.load(str(path)), certain(path)
    assert (names(found), found.classes) == (names(ours), ours.classes)
    for a, b in zip(found.models, ours.models, strict=True):
        assert a.scale == b.scale
        np.testing.assert_array_equal(a.rows.array(), b.rows.array())


@pytest.mark.parametrize("logits", [Z, np.where(Z < -3, -np.inf, Z)], ids=["plain", "infinite"])
def test_arrays_in_json(folder: Folder, logits: Any):
    value = {"labels": Y.tolist(), "logits": logits.tolist(), "classes": CLASSES, "epoch": 3, "note": "x"}
    check(certain(folder.json("a.json", value)), logits, scale="logit")


def test_bare_arrays_in_json(folder: Folder):
    check(certain(folder.json("p.json", P.tolist()), folder.json("y.json", Y.tolist())), P, classes=None)


def test_records_in_json(folder: Folder):
    rows = [{"label": NAMES[i], **dict(zip(CLASSES, P[i].tolist(), strict=True))} for i in range(N)]
    check(certain(folder.json("a.json", rows)), P)
    assert io.load(str(folder.json("a.json", rows))).size == N, "headless too"


# -- several models ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [":", "_", ".", "/", "-"])
def test_models_by_prefix(folder: Folder, separator: str):
    titles = ["y_true", *(f"{m}{separator}{c}" for m in ("resnet", "vit") for c in CLASSES)]
    rows = [[NAMES[i], *P[i], *OTHER[i]] for i in range(N)]
    document = certain(folder.text("a.csv", rows, titles))
    check(document, P, OTHER)
    assert names(document) == ["resnet", "vit"]


def test_models_in_files_of_their_own(folder: Folder):
    one, two = folder.text("one.csv", P, CLASSES), folder.text("two.csv", OTHER[:, ::-1], CLASSES[::-1])
    document = certain(one, two, folder.labels())
    check(document, P, OTHER)
    assert names(document) == ["one", "two"]


def test_two_files_of_one_name_are_told_apart(folder: Folder):
    (folder.path / "b").mkdir()
    one, two = folder.text("m.csv", P, CLASSES), Folder(folder.path / "b").text("m.csv", OTHER, CLASSES)
    assert names(certain(one, two, folder.labels())) == ["m", "m (2)"]


def test_underscores_in_class_names_make_no_models(folder: Folder):
    titles = ["hot_dog", "hot_cat", "cold_dog", "cold_cat"]
    q = RANDOM.dirichlet(np.ones(4), N)
    path = folder.text("a.csv", [[titles[y], *q[i]] for i, y in enumerate(Y)], ["label", *titles])
    assert len(certain(path).models) == 1
    path = folder.text("a.csv", [[y, *q[i]] for i, y in enumerate(Y)], ["label", *titles])
    assert len(certain(path).models) == 1, "whose rows sum to 1 as a whole"


def test_logits_by_prefix_without_class_labels_are_asked_about(folder: Folder):
    titles = ["label", *(f"{m}_{c}" for m in ("a", "b") for c in CLASSES)]
    proposal = importing.propose([folder.text("a.csv", [[Y[i], *Z[i], *Z[i]] for i in range(N)], titles)])
    assert proposal.doubts == {"models"}


@pytest.mark.parametrize("word", ["prob_{}", "{}_prob", "p.{}", "score {}", "proba:{}"])
def test_words_around_the_classes_are_no_models(folder: Folder, word: str):
    rows = [[Y[i], *P[i]] for i in range(N)]
    document = certain(folder.text("net.csv", rows, ["y", *(word.format(c) for c in CLASSES)]))
    check(document, P)
    assert names(document) == (["proba"] if ":" in word else ["net"])


def test_a_word_for_logits_is_believed(folder: Folder):
    rows = [[Y[i], *P[i]] for i in range(N)]
    check(certain(folder.text("a.csv", rows, ["y", *(f"logit_{c}" for c in CLASSES)])), P, scale="logit")


def test_columns_of_a_soft_truth(folder: Folder):
    for titles in ([f"true_{c}" for c in CLASSES], [f"target:{c}" for c in CLASSES]):
        path = folder.text("a.csv", np.hstack([OTHER, P]), [*titles, *(f"pred_{c}" for c in CLASSES)])
        document = certain(path)
        np.testing.assert_array_equal(document.truth.array(), OTHER)
        np.testing.assert_array_equal(document.models[0].rows.array(), P)


# -- labels alone -----------------------------------------------------------------------------------------


def test_labels_alone_come_with_a_model_that_knows_nothing(folder: Folder):
    for path, classes in (
        (folder.labels(), ["0", "1", "2"]),
        (folder.text("n.csv", ([name] for name in NAMES)), CLASSES),
        (folder.text("t.csv", ([name] for name in NAMES), ["label"]), CLASSES),
        (folder.array("y.npy", Y), ["0", "1", "2"]),
        (folder.json("y.json", NAMES), CLASSES),
        (folder.text("i.csv", zip(IDS, NAMES, strict=True), ["id", "label"]), CLASSES),
    ):
        proposal = importing.propose([path])
        assert [note.code for note in proposal.outcome.notes] == ["uniform"]
        check(certain(path), np.full((N, 3), 1 / 3), classes=classes)


def test_too_many_labels_alone_ask_for_predictions(folder: Folder):
    error = refused(folder.array("y.npy", np.arange(100_000) % 999))
    assert (error.code, error.values) == ("labels_only", {"rows": 100_000, "classes": 999})


def test_a_soft_truth_alone(folder: Folder):
    document = certain(folder.text("a.csv", P, [f"true:{c}" for c in CLASSES]))
    assert document.classes == tuple(CLASSES)
    assert names(document) == ["uniform"]


# -- scale ------------------------------------------------------------------------------------------------


def test_what_may_be_either_is_asked_about(folder: Folder):
    def doubts(values: Any) -> frozenset[str]:
        return importing.propose([folder.text("a.csv", values, CLASSES), folder.labels()]).doubts

    assert doubts(P) == frozenset()
    assert doubts(P * 0.5) == {"scale"}
    assert doubts(P - 0.5) == {"scale"}
    assert doubts(P * 100) == {"percent"}
    assert doubts(np.log(P)) == frozenset()


def test_percents_are_left_as_they_are(folder: Folder):
    outcome = importing.propose([folder.text("a.csv", P * 100, CLASSES), folder.labels()]).outcome
    assert outcome.document is not None
    np.testing.assert_array_equal(outcome.document.models[0].rows.array(), P * 100)


def test_the_scale_can_be_said(folder: Folder):
    proposal = importing.propose([folder.text("a.csv", P - 0.5, CLASSES), folder.labels()])
    assert proposal.outcome.error is not None
    assert proposal.outcome.error.code == "negative"
    proposal = proposal.with_scale("logit")
    assert proposal.scales() == {"logit"}
    assert proposal.is_certain


# -- roles changed by hand --------------------------------------------------------------------------------


def table(folder: Folder) -> Proposal:
    titles = ["when", *CLASSES, "kind"]
    return importing.propose([folder.text("a.csv", [[f"t{i}", *P[i], NAMES[i]] for i in range(N)], titles)])


def test_a_label_without_a_known_title(folder: Folder):
    proposal = table(folder)
    assert [role.kind for role in proposal.roles[0]] == ["sample", "probability", "probability", "probability", "label"]
    assert proposal.is_certain, "its texts are the classes"


def test_roles_are_changed_and_the_old_proposal_stays(folder: Folder):
    old = table(folder)
    new = old.with_roles(0, {4: Role("ignored"), 0: Role("label")})
    assert old.is_certain
    assert new.outcome.error is not None
    assert (new.outcome.error.code, new.outcome.error.where) == ("unknown_label", "a.csv, column when, row 1")
    renamed = old.with_roles(0, {k: Role("probability", "net", name) for k, name in enumerate(CLASSES[::-1], start=1)})
    assert renamed.outcome.document is not None
    assert renamed.outcome.document.models[0].name == "net"
    assert renamed.outcome.document.classes == tuple(CLASSES[::-1])


def test_roles_that_cannot_be(folder: Folder):
    proposal = table(folder)

    def code(roles: dict[int, Role]) -> tuple[str, str]:
        error = proposal.with_roles(0, roles).outcome.error
        assert error is not None
        return error.code, error.where

    assert code({0: Role("label")}) == ("role_twice", "a.csv")
    assert code({0: Role("probability", "b", "when")})[0] == "one_column"
    assert code({0: Role("probability", "a", "x"), 4: Role("probability", "a", "y")})[0] == "no_truth"
    assert code({1: Role("logit", "a", "cat")}) == ("column_mixed", "a.csv")
    assert code({1: Role("probability", "a", "dog")}) == ("duplicate_name", "a.csv, model a")
    assert code({k: Role() for k in range(5)}) == ("column_predictions", "a.csv")
    assert code({0: Role("truth", name="cat")}) == ("role_twice", "a.csv")
    assert code({0: Role("probability", "a", "bird")}) == ("cell_text", "a.csv, column when, row 1")


# -- text -------------------------------------------------------------------------------------------------


def german(sep: str = ";") -> bytes:
    rows = [["Bild", "label", *CLASSES], *([IDS[i], NAMES[i], *(f"{x:.17g}".replace(".", ",") for x in P[i])]
                                           for i in range(N))]  # fmt: skip
    return "\n".join(sep.join(map(str, row)) for row in rows).encode()


@pytest.mark.parametrize("sep", [";", "\t", "|"])
def test_decimal_commas(folder: Folder, sep: str):
    document = certain(folder.bytes("a.csv", german(sep)))
    check(document, P)
    assert document.samples == tuple(IDS)


def test_a_form_is_found_and_can_be_said(folder: Folder):
    path = folder.bytes("a.csv", german())
    assert importing.read_part(path).form == Form(";", "utf-8", ",", "yes")
    assert len(importing.read_part(path, Form(separator="|")).columns) == 1
    part = importing.read_part(path, Form(decimal="."))
    assert part.columns[2].texts is not None, "0,5 is no number with a point"
    assert importing.read_part(path, Form(titles="no")).rows == N + 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(folder: Folder, encoding: str, end: str):
    text = "样本,标签,小车,小牛\n图 1,小牛,0.25,0.75\n图 2,小车,0.5,0.5\n".replace("\n", end)
    document = certain(folder.bytes("a.csv", text.encode(encoding)))
    assert document.classes == ("小车", "小牛")
    assert document.samples == ("图 1", "图 2")
    assert document.truth.array().tolist() == [1, 0]


@pytest.mark.parametrize("word", ["Größe", "Île", "naïveté", "æble", "garçon"])
def test_western_text_is_not_taken_for_chinese(folder: Folder, word: str):
    for name, sep in (("a.csv", ","), ("a.tsv", "\t")):
        path = folder.bytes(name, f"label{sep}{word}{sep}b\n{word}{sep}0.5{sep}0.5\n".encode("cp1252"))
        for read in (io.load, importing.read_part):
            with pytest.raises(LossAtlasError, match="save it as UTF-8"):
                read(path)
        assert importing.read_part(path, Form(encoding="cp1252")).columns[1].title == word


@pytest.mark.parametrize("word", ["鹦鹉", "檔案", "镕", "A类"])
def test_rare_and_traditional_signs_are_chinese(folder: Folder, word: str):
    data = f"label,{word},b\n{word},0.5,0.5\n".encode("gb18030")
    assert certain(folder.bytes("a.csv", data)).classes == (word, "b")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "big5", "shift_jis", "cp1252"])
def test_an_encoding_is_believed(folder: Folder, encoding: str):
    word = "café" if encoding == "cp1252" else "日本"
    path = folder.bytes("a.csv", f"label,{word},b\n{word},0.5,0.5\n".encode(encoding))
    part = importing.read_part(path, Form(encoding=encoding))
    assert part.columns[1].title == word


def test_copied_cells(folder: Folder):
    text = "\n".join("\t".join([NAMES[i], *map(str, P[i])]) for i in range(N))
    proposal = Proposal.of([importing.from_text("\t".join(["label", *CLASSES]) + "\n" + text, "Clipboard")])
    assert proposal.is_certain
    assert proposal.outcome.document is not None
    check(proposal.outcome.document, P)
    with pytest.raises(LossAtlasError) as caught:
        importing.from_text("\n \n", "Clipboard")
    assert (caught.value.code, caught.value.where) == ("file_empty", "Clipboard")


def test_a_number_that_is_none_in_rows_far_below(folder: Folder):
    rows: list[list[object]] = [[Y[i % N], *P[i % N]] for i in range(1000)]
    rows[700][2] = "n/a"
    error = refused(folder.text("a.csv", rows, ["label", *CLASSES]))
    assert (error.code, error.where) == ("cell_text", "a.csv, column dog, row 701")
    rows[700][2] = ""
    error = refused(folder.text("a.csv", rows, ["label", *CLASSES]))
    assert (error.code, error.where) == ("cell_empty", "a.csv, column dog, row 701")


def test_ten_thousand_columns(folder: Folder):
    q = RANDOM.dirichlet(np.ones(10_000), 3)
    titles = ["label", *(f"c{k}" for k in range(10_000))]
    document = certain(folder.text("a.csv", [[k, *q[k]] for k in range(3)], titles))
    np.testing.assert_array_equal(document.models[0].rows.array(), q)


def test_what_a_preview_shows(folder: Folder):
    columns = importing.read_part(folder.json("a.json", ranked())).columns
    assert columns[0].cell(0) == "img000.png"
    assert columns[1].cell(0).startswith("[")
    assert columns[2].cell(0).count(",") == 2
    wide = importing.read_part(folder.array("w.npy", np.zeros((2, 50)))).columns[0]
    assert wide.cell(0) == "[0, 0, 0, 0, 0, 0, 0, 0, 0, …]"


def test_labels_that_are_all_different_are_no_names_of_samples(tmp_path: Path):
    path = tmp_path / "q.csv"
    path.write_text("y_true,prob_cat,prob_dog,prob_emu\ncat,0.7,0.2,0.1\nemu,0.3,0.3,0.4\ndog,0.1,0.8,0.1\n")
    document = importing.decided(importing.propose([path]))
    assert document.samples is None
    assert document.truth.array().tolist() == [0, 2, 1]
