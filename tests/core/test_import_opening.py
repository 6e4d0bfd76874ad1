"""How anything is opened, and the rarer ways of importing: watched, called off, refused with the place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from core import blocks, io, watching
from core.document import Document
from core.errors import LossAtlasError
from core.io import importing, npz, parquet, sources, tables
from core.io.importing import Form, Proposal, Role, UndecidedError, delimited, opening
from core.io.text import Text
from core.watching import Cancelled

CLASSES = ["cat", "dog", "emu"]
N = 30
RANDOM = np.random.default_rng(11)
P, Z = RANDOM.dirichlet(np.ones(3), N), RANDOM.normal(0, 4, (N, 3))
Y = np.arange(N) % 3
NAMES = [CLASSES[y] for y in Y]
OURS = Document.make(
    Y, [("m", P, "probability"), ("n", Z, "logit")], classes=CLASSES, samples=[f"s{i}" for i in Y * 0 + np.arange(N)]
)


def put(path: Path, titles: list[str], *columns: Any, sep: str = ",") -> Path:
    rows = [titles, *([str(x) for x in row] for row in zip(*columns, strict=True))]
    path.write_text("\n".join(sep.join(row) for row in rows if row) + "\n", encoding="utf-8")
    return path


def error_of(*paths: Path) -> LossAtlasError:
    found = importing.propose(paths).outcome.error
    assert found is not None
    return found


def same(a: Document, b: Document) -> None:
    assert (a.classes, a.samples) == (b.classes, b.samples)
    assert np.array_equal(a.truth.array(), b.truth.array())
    for one, other in zip(a.models, b.models, strict=True):
        assert (one.name, one.scale) == (other.name, other.scale)
        assert np.array_equal(one.rows.array(), other.rows.array())


# -- opening ----------------------------------------------------------------------------------------------


def test_files_of_ours_are_opened_as_they_are_loaded(tmp_path: Path):
    (tmp_path / "a.csv").write_bytes(tables.to_bytes(OURS))
    (tmp_path / "a.npz").write_bytes(npz.to_bytes(OURS))
    pl.read_csv(tables.to_bytes(OURS)).write_parquet(tmp_path / "a.parquet")
    for name in ("a.csv", "a.npz", "a.parquet"):
        path = str(tmp_path / name)
        assert opening.is_native(path)
        same(opening.opened([path]), io.load(path))
    same(opening.opened(["digits"]), io.load("digits"))
    both = opening.opened([str(tmp_path / "a.csv"), str(tmp_path / "a.csv")])
    assert [model.name for model in both.models] == ["m", "n", "m (2)", "n (2)"]


def test_what_only_looks_like_ours_is_not(tmp_path: Path):
    for name, titles in (("id.csv", ["id", "label", *CLASSES]), ("timm.csv", ["filename", "label", "prob", "x"])):
        columns = [np.arange(N), NAMES, *P.T][: len(titles)]
        assert not opening.is_native(str(put(tmp_path / name, titles, *columns)))
    np.savez(tmp_path / "hf.npz", predictions=Z, label_ids=Y)
    assert not opening.is_native(str(tmp_path / "hf.npz"))
    assert not opening.is_native(str(put(tmp_path / "p.csv", CLASSES, *P.T)))
    assert opening.opened([str(tmp_path / "id.csv")]).classes == tuple(CLASSES)


def test_what_is_in_doubt_comes_with_its_proposal(tmp_path: Path):
    with pytest.raises(UndecidedError) as caught:
        opening.opened([str(put(tmp_path / "p.csv", CLASSES, *P.T))])
    assert caught.value.code == "no_truth"
    assert caught.value.proposal.parts[0].file == "p.csv"
    path = put(tmp_path / "half.csv", ["id", "label", *CLASSES], np.arange(N), NAMES, *(P / 2).T)
    with pytest.raises(UndecidedError) as caught:
        opening.opened([str(path)])
    assert (caught.value.code, caught.value.where) == ("in_doubt", "half.csv")
    with pytest.raises(LossAtlasError) as refused:
        io.load(str(_json(tmp_path / "half.json", labels=Y.tolist(), scores=(P / 2).tolist())))
    assert (refused.value.code, refused.value.where) == ("in_doubt", "half.json")


def _json(path: Path, **values: Any) -> Path:
    path.write_text(json.dumps(values), encoding="utf-8")
    return path


def test_negative_columns_of_ours_are_logits_only_if_that_is_plain(tmp_path: Path):
    document = opening.opened([str(put(tmp_path / "z.csv", ["label", *CLASSES], NAMES, *Z.T))])
    assert document.models[0].scale == "logit"
    q = P.copy()
    q[4, 1] = -0.01
    for name in ("q.csv", "q.npz"):
        path = tmp_path / name
        if name == "q.npz":
            np.savez(path, labels=Y, **{"probabilities/m": q})
        else:
            put(path, ["label", *CLASSES], NAMES, *q.T)
        with pytest.raises(LossAtlasError) as caught:
            opening.opened([str(path)])
        assert caught.value.code == "negative"
        assert not isinstance(caught.value, UndecidedError)


def test_columns_of_ours_with_decimal_commas_are_read_so_only_if_that_is_plain(tmp_path: Path):
    commas = [[str(x).replace(".", ",") for x in column] for column in P.T]
    path = put(tmp_path / "de.csv", ["label", *CLASSES], NAMES, *commas, sep=";")
    document = opening.opened([str(path)])
    assert document.classes == tuple(CLASSES)
    assert np.array_equal(document.models[0].rows.array(), P)
    for row, wrong in ((4, "abc"), (29, "0,1,2"), (29, "1.234,5")):
        changed = [list(column) for column in commas]
        changed[1][row] = wrong
        put(path, ["label", *CLASSES], NAMES, *changed, sep=";")
        with pytest.raises(LossAtlasError) as caught:
            opening.opened([str(path)])
        assert caught.value.code == "cell_text"
        assert not isinstance(caught.value, UndecidedError)


@pytest.mark.parametrize("wrong", ["abc", "0,5"])
def test_one_cell_of_ours_that_is_no_number_is_not_passed_over(tmp_path: Path, wrong: str):
    columns = [[str(x) for x in column] for column in P.T]
    columns[2][7] = wrong
    path = put(tmp_path / "p.csv", ["label", *CLASSES], NAMES, *columns, sep=";")
    with pytest.raises(LossAtlasError) as caught:
        opening.opened([str(path)])
    assert (caught.value.code, caught.value.values["text"]) == ("cell_text", wrong)
    assert caught.value.where == "p.csv, column emu, row 8"


def test_a_table_of_ours_without_rows(tmp_path: Path):
    with pytest.raises(LossAtlasError) as caught:
        opening.opened([str(put(tmp_path / "a.csv", ["label", *CLASSES], [], [], [], []))])
    assert (caught.value.code, caught.value.where) == ("no_samples", "a.csv")


@pytest.mark.parametrize("suffix", [".csv", ".npz", ".npy", ".json", ".safetensors", ".txt"])
def test_reading_is_told_of_and_can_be_called_off(tmp_path: Path, suffix: str):
    import safetensors.numpy

    path = tmp_path / f"a{suffix}"
    writers: dict[str, Any] = {
        ".csv": lambda: path.write_bytes(tables.to_bytes(OURS)),
        ".npz": lambda: path.write_bytes(npz.to_bytes(OURS)),
        ".npy": lambda: np.save(path, P),
        ".json": lambda: _json(path, labels=Y.tolist(), scores=P.tolist()),
        ".safetensors": lambda: safetensors.numpy.save_file({"logits": Z}, str(path)),
        ".txt": lambda: np.savetxt(path, P),
    }
    writers[suffix]()
    told: list[tuple[int, int]] = []

    def watch(done: int, of: int) -> None:
        told.append((done, of))
        raise Cancelled

    with pytest.raises(Cancelled), watching.watched(watch):
        opening.opened([str(path)])
    assert told
    assert all(0 <= done <= of for done, of in told)
    watching.tell(1, 2)
    assert len(told) == 1, "nobody watches any more"


def grouped(path: Path, rows: int) -> Path:
    """Write a Parquet table of ours in groups of so many rows."""
    pl.read_csv(tables.to_bytes(OURS)).write_parquet(path, row_group_size=rows)
    return path


@pytest.mark.parametrize("rows", [1, 7, 30, 99])
@pytest.mark.parametrize("entries", [3, 24, 1 << 20])
def test_parquet_by_its_groups_of_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int, entries: int):
    monkeypatch.setattr(sources, "CHUNK_ENTRIES", entries)
    monkeypatch.setattr(blocks, "BLOCK_ROWS", 4)
    found = opening.opened([str(grouped(tmp_path / "a.parquet", rows))])
    same(found, OURS)
    assert [len(block) for block in found.truth.blocks] == [4] * 7 + [2]


def test_parquet_is_called_off_between_its_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sources, "CHUNK_ENTRIES", 30)
    told: list[tuple[int, int]] = []

    def watch(done: int, of: int) -> None:
        told.append((done, of))
        if done >= 20:
            raise Cancelled

    with pytest.raises(Cancelled), watching.watched(watch):
        opening.opened([str(grouped(tmp_path / "a.parquet", 10))])
    assert told == [(0, N), (10, N), (20, N)]


def test_rows_of_parquet_that_are_in_no_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = grouped(tmp_path / "a.parquet", 10)
    monkeypatch.setattr(parquet, "check", lambda _: [10, 10])
    with pytest.raises(LossAtlasError) as caught:
        opening.opened([str(path)])
    assert (caught.value.code, caught.value.where) == ("file_damaged", "a.parquet")


def test_the_first_wrong_cell_of_many_rows_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sources, "CHUNK_ENTRIES", 30)
    q = P.copy()
    q[[27, 14], 1] = -1.0
    frame = pl.DataFrame({"label": NAMES, **dict(zip(CLASSES, q.T, strict=True))})
    frame.write_parquet(tmp_path / "a.parquet", row_group_size=10)
    with pytest.raises(LossAtlasError) as caught:
        opening.gathered(str(tmp_path / "a.parquet"))
    assert (caught.value.code, caught.value.where) == ("negative", "a.parquet, column dog, row 15")


def test_whole_numbers_in_some_rows_and_others_below(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(delimited, "_SPAN", 1 << 10)
    whole = np.arange(600) % 2
    rows = [*zip(whole, whole, 1 - whole, strict=True), (0, 0.25, 0.75)]
    path = put(tmp_path / "p.csv", ["y_true", "0", "1"], *zip(*rows, strict=True))
    found = opening.opened([str(path)]).models[0].rows.array()
    assert np.array_equal(found, [[a, b] for _, a, b in rows])


# -- proposals --------------------------------------------------------------------------------------------


def test_parts_are_added_read_anew_and_taken_out(tmp_path: Path):
    one, two = put(tmp_path / "a.csv", CLASSES, *P.T), put(tmp_path / "y.csv", ["label"], NAMES)
    empty = Proposal((), (), ())
    assert empty.outcome.error is not None
    assert empty.outcome.error.code == "no_files"
    proposal = empty.with_added([importing.read_part(one)]).with_added([importing.read_part(two)])
    assert proposal.is_certain
    assert proposal.without(1).outcome.document is None
    again = proposal.with_part(0, importing.read_part(one, Form(titles="no")))
    assert again.outcome.error is not None
    assert again.parts[0].rows == N + 1
    broken = proposal.with_part(0, importing.Part("a.csv", (), Form(), LossAtlasError("file_encoding", where="a.csv")))
    assert broken.outcome.error is not None
    assert broken.outcome.error.code == "file_encoding"


def test_files_that_do_not_fit_together(tmp_path: Path):
    a, y = put(tmp_path / "a.csv", CLASSES, *P.T), put(tmp_path / "y.csv", ["label"], NAMES)
    other = put(tmp_path / "x.csv", ["label"], NAMES[::-1])
    assert error_of(a, y, other).code == "two_truths"
    assert importing.propose([a, y, y]).is_certain
    fewer = put(tmp_path / "b.csv", CLASSES[:2], *P.T[:2])
    assert (error_of(a, y, fewer).code, error_of(a, y, fewer).where) == ("column_missing", "b.csv, model b")
    more = put(tmp_path / "c.csv", [*CLASSES, "fox"], *P.T, P[:, 0])
    assert (error_of(a, y, more).code, error_of(a, y, more).where) == ("column_extra", "c.csv, model c")
    np.save(tmp_path / "w.npy", P[:, :2])
    assert (error_of(a, y, tmp_path / "w.npy").code, error_of(a, y, tmp_path / "w.npy").where) == (
        "class_count",
        "w.npy, w",
    )


def test_numbered_classes_fit_named_ones(tmp_path: Path):
    a, y = put(tmp_path / "a.csv", CLASSES, *P.T), put(tmp_path / "y.csv", ["label"], NAMES)
    numbered = put(tmp_path / "b.csv", ["0", "1", "2"], *P.T)
    document = importing.propose([numbered, a, y]).outcome.document
    assert document is not None
    assert document.classes == tuple(CLASSES)


def test_columns_that_are_said_to_be_what_they_cannot_be(tmp_path: Path):
    path = _json(tmp_path / "a.json", labels=Y.tolist(), ranks=[[0, 1]] * N, few=[0.5, 0.5], probs=P.tolist())
    proposal = importing.propose([path])

    def error(roles: dict[int, Role]) -> tuple[str, str]:
        found = proposal.with_roles(0, roles).outcome.error
        assert found is not None
        return found.code, found.where

    titles = [column.title for column in proposal.parts[0].columns]
    labels, ranks, few, probs = (titles.index(title) for title in ("labels", "ranks", "few", "probs"))
    ignored = {k: Role() for k in range(4)}
    wide = {probs: Role("probability")}
    assert error({**ignored, **wide, labels: Role("label"), ranks: Role("ranked")})[0] == "top_only"
    assert error({**ignored, **wide, labels: Role("truth")}) == ("one_column", "a.json, column labels")
    assert error({**ignored, ranks: Role("probability"), probs: Role("label")})[0] == "array_shape"
    two = {labels: Role("probability", "m", "a"), few: Role("probability", "m", "b"), probs: Role("truth")}
    assert error({**ignored, **two}) == ("row_count", "a.json, column few")
    assert error({**ignored, few: Role("label")}) == ("label_type", "a.json, column few")


def test_rankings_of_other_rows_than_their_numbers(tmp_path: Path):
    path = _json(tmp_path / "a.json", labels=Y.tolist(), label=[CLASSES] * 2, prob=P.tolist())
    proposal = importing.propose([path])
    titles = [column.title for column in proposal.parts[0].columns]
    roles = {titles.index("label"): Role("ranked"), titles.index("labels"): Role("label")}
    error = proposal.with_roles(0, roles).outcome.error
    assert error is not None
    assert error.code in ("array_shape", "unknown_label")


def test_several_columns_that_may_be_the_label_are_asked_about(tmp_path: Path):
    path = put(tmp_path / "a.csv", ["label", "target", *CLASSES], NAMES, NAMES, *P.T)
    assert importing.propose([path]).doubts == {"label"}
    path = put(tmp_path / "b.csv", ["when", "kind", "x"], [f"t{i}" for i in range(N)], NAMES, P[:, 0])
    assert "label" in importing.propose([path]).doubts
    path = put(tmp_path / "c.csv", ["y_pred", "what"], NAMES, NAMES)
    assert importing.propose([path]).doubts == {"label"}


def test_decisions_and_counters_are_passed_over(tmp_path: Path):
    path = put(tmp_path / "a.csv", ["index", "label", "pred", *CLASSES], Y, NAMES, NAMES, *P.T)
    proposal = importing.propose([path])
    assert [role.kind for role in proposal.roles[0]][:3] == ["ignored", "label", "ignored"]
    assert proposal.is_certain


def test_columns_of_ours_with_logits_beside_probabilities(tmp_path: Path):
    titles = ["label", *(f"a:{c}" for c in CLASSES), *(f"logit:b:{c}" for c in CLASSES)]
    document = importing.propose([put(tmp_path / "a.csv", titles, NAMES, *P.T, *P.T)]).outcome.document
    assert document is not None
    assert [(model.name, model.scale) for model in document.models] == [("a", "probability"), ("b", "logit")]


# -- text and json ----------------------------------------------------------------------------------------


def test_lines_of_json_with_what_python_writes(tmp_path: Path):
    rows = [
        {"label": int(y), "a": float(z), "b": -np.inf if y == 1 else 0.0} for y, z in zip(Y % 2, Z[:, 0], strict=True)
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    document = importing.propose([tmp_path / "a.jsonl"]).outcome.document
    assert document is not None
    assert document.models[0].scale == "logit"
    (tmp_path / "b.json").write_text(json.dumps(rows), encoding="utf-8")
    document = importing.propose([tmp_path / "b.json"]).outcome.document
    assert document is not None
    (tmp_path / "c.json").write_text("NaN", encoding="utf-8")
    assert _refusal(tmp_path / "c.json").code == "json_shape"
    (tmp_path / "d.json").write_text('{"columns": [NaN], "data": 3}', encoding="utf-8")
    assert _refusal(tmp_path / "d.json").code == "json_shape"


def _refusal(path: Path) -> LossAtlasError:
    with pytest.raises(LossAtlasError) as caught:
        importing.read_part(path)
    return caught.value


def test_a_split_frame_with_names_and_gaps_in_texts(tmp_path: Path):
    data = [[name, *row] for name, row in zip(NAMES, P.tolist(), strict=True)]
    value = {"columns": ["label", *CLASSES], "index": [f"i{k}" for k in range(N)], "data": data}
    document = importing.propose([_json(tmp_path / "a.json", **value)]).outcome.document
    assert document is not None
    assert document.samples is not None
    assert document.samples[0] == "i0"
    data[3][0] = None
    assert error_of(_json(tmp_path / "a.json", **value)).code == "unknown_label"


def test_text_within_lists_of_numbers(tmp_path: Path):
    path = _json(tmp_path / "a.json", labels=[0, 1], probs=[[0.5, 0.5], [1, "x"]])
    error = error_of(path)
    assert (error.code, error.where) == ("cell_text", "a.json, column probs, row 2")
    path = _json(tmp_path / "a.json", labels=[0, 1], probs=[[0.5, None], [None, "x"]])
    assert error_of(path).where == "a.json, column probs, row 1"


def test_copied_text_of_other_letters_and_lines():
    text = Text("标签,小\r\n小,1\r\n".encode())
    assert text.encoding == "utf-8"
    assert [span.rows for span in text.spans(1 << 20)] == [1]
    part = importing.from_text("label,小车,b\r小车,0.5,0.5\r", "Clipboard")
    assert [column.title for column in part.columns] == ["label", "小车", "b"]


def test_an_encoding_that_does_not_fit(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_bytes("label,é,b\né,0.5,0.5\n".encode("cp1252"))
    for encoding in ("utf-8", "utf-16-le", "gb18030"):
        with pytest.raises(LossAtlasError) as caught:
            importing.read_part(path, Form(encoding=encoding))
        assert caught.value.code in ("file_encoding", "file_ragged", "no_samples")


def test_labels_written_as_text_that_are_numbers(tmp_path: Path):
    path = _json(tmp_path / "a.json", labels=[str(y) for y in Y], probs=P.tolist())
    document = importing.propose([path]).outcome.document
    assert document is not None
    assert document.truth.array().tolist() == Y.tolist()


def test_quotation_marks_that_lines_and_cells_disagree_about(tmp_path: Path):
    rows = "".join(f'{name},0.5,0.5,in"ch\n' for name in ("a", "b"))
    (tmp_path / "a.csv").write_text("label,a,b,size\n" + rows, encoding="utf-8")
    error = _refusal(tmp_path / "a.csv")
    assert (error.code, error.where) == ("file_ragged", "a.csv")


def test_an_index_that_does_not_count_names_samples(tmp_path: Path):
    path = put(tmp_path / "a.csv", ["index", "label", *CLASSES], np.arange(N) * 7, NAMES, *P.T)
    document = importing.propose([path]).outcome.document
    assert document is not None
    assert document.samples is not None
    assert document.samples[:3] == ("0", "7", "14")


def test_arrays_of_other_lengths_beside_each_other(tmp_path: Path):
    path = _json(tmp_path / "a.json", labels=(Y % 2).tolist(), history=[0.5, 0.25], rates=[0.1] * N)
    assert error_of(path).code == "row_count"


def test_many_different_texts_are_told_apart(tmp_path: Path):
    count = 3000
    q = RANDOM.dirichlet(np.ones(2), count)
    path = put(tmp_path / "a.csv", ["id", "label", "b", "a"], [f"x{i}" for i in range(count)], ["a", "b"] * 1500, *q.T)
    document = importing.propose([path]).outcome.document
    assert document is not None
    assert document.samples == tuple(f"x{i}" for i in range(count))
    assert document.truth.array().tolist() == [1, 0] * 1500


def test_rows_that_a_reader_leaves_out_are_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Readers of malformed text have been seen to pass over rows; nothing may be lost in silence."""
    path = put(tmp_path / "a.csv", ["label", *CLASSES], NAMES, *P.T)
    read = pl.read_csv
    monkeypatch.setattr(pl, "read_csv", lambda *given, **how: read(*given, **how)[:-1])
    error = _refusal(path)
    assert (error.code, error.where) == ("file_ragged", "a.csv")
    assert "29 rows in 30 lines" in str(error)


def test_printed_lists_in_very_many_rows(tmp_path: Path):
    q = np.random.default_rng(3).dirichlet(np.ones(3), 1500).round(6)
    labels = np.arange(1500) % 3
    lists = ["[" + " ".join(map(str, row)) + "]" for row in q]
    path = put(tmp_path / "q.csv", ["label", "probs"], labels, lists)
    document = importing.decided(importing.propose([path]))
    assert np.array_equal(document.models[0].rows.array(), q)
    assert document.truth.array().tolist() == labels.tolist()


def test_lists_printed_in_very_many_rows_are_called_off(tmp_path: Path):
    rows = 9000
    path = put(tmp_path / "q.csv", ["label", "probs"], [0, 1] * (rows // 2), ["[0.25 0.75]"] * rows)
    told: list[tuple[int, int]] = []

    def watch(done: int, of: int) -> None:
        told.append((done, of))
        if of == rows and done:
            raise Cancelled

    with pytest.raises(Cancelled), watching.watched(watch):
        importing.propose([path])
    assert told[-1] == (4096, rows)
