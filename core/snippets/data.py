"""The part of a snippet that holds the data: lists a person can read and change, or the file they are read from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from core.document import TRUTH
from core.errors import QT_TRANSLATE_NOOP
from core.snippets.base import Say
from core.snippets.facts import Facts
from core.snippets.text import WIDTH, cut, literal, number, visible, width
from core.validation import Float, Scale

NAMES: dict[Scale, str] = {"probability": "probabilities", "logit": "logits"}

_SUMS = QT_TRANSLATE_NOOP("core", "sums to {total}")
_SAMPLE = QT_TRANSLATE_NOOP("core", "sample {number}")
_LABELLED = QT_TRANSLATE_NOOP("core", "{label}: {words}")
_BESIDE = QT_TRANSLATE_NOOP("core", "{place}, {inner}")

_LABELS_OF_TRUTH = 'labels = data["truth"].argmax(axis=1)'
NUMBERS = """\
def numbers(rows):
    return [[float(x) for x in row.split()] for row in rows]
"""


@dataclass
class Data:
    """Lines of data, and which of them holds which sample of which table."""

    facts: Facts
    say: Say
    lines: list[str] = field(default_factory=list[str])
    rows: dict[tuple[int, int], int] = field(default_factory=dict[tuple[int, int], int])

    @property
    def from_file(self) -> bool:
        """Whether the rows are read from a file."""
        return bool(self.facts.data_file)

    @property
    def is_wide(self) -> bool:
        """Whether rows have more numbers than stand in a line, so that each is a text."""
        facts = self.facts
        tables = [facts.given(model) for model in range(len(facts.document.models))]
        if facts.labels is None:
            tables.append(facts.truth)
        widest = max((sum(len(number(x)) + 2 for x in row) for rows in tables for row in rows.tolist()), default=0)
        return not self.from_file and widest > WIDTH - 12

    def write(self) -> Data:
        """Write the truth, then the models by scale."""
        if self.from_file:
            return self._write_from_file()
        facts = self.facts
        if facts.labels is not None:
            self._table("labels = [", "]", TRUTH, [str(label) for label in facts.labels.tolist()], "    ", self._label)
        else:
            self._table("truth = [", "]", TRUTH, self._rows_of(facts.truth), "    ", self._named(TRUTH))
        for scale, name in NAMES.items():
            models = facts.models(scale)
            if models:
                self.lines.append(f"{name} = {{")
                for model in models:
                    title = literal(facts.document.models[model].name)
                    rows = self._rows_of(facts.given(model))
                    self._table(f"    {title}: [", "    ],", model, rows, "        ", self._named(model))
                self.lines.append("}")
        return self

    def _write_from_file(self) -> Data:
        facts = self.facts
        place = literal(facts.data_file)
        self.lines.append(f"data = np.load({f'Path(__file__).with_name({place})' if facts.beside else place})")
        if facts.labels is None:
            self.lines.append('truth = data["truth"]')
        else:
            self.lines.append('labels = data["labels"]' if facts.keeps_labels else _LABELS_OF_TRUTH)
        for scale, name in NAMES.items():
            if facts.models(scale):
                titles = [facts.document.models[model].name for model in facts.models(scale)]
                entries = [f"    {literal(title)}: data[{literal(f'{name}/{title}')}]," for title in titles]
                self.lines += [f"{name} = {{", *entries, "}"]
        return self

    def _rows_of(self, rows: Float) -> list[str]:
        if self.is_wide:
            return [f'"{" ".join(map(number, row))}"' for row in rows.tolist()]
        return [f"[{', '.join(map(number, row))}]" for row in rows.tolist()]

    def _table(
        self, start: str, end: str, table: int, rows: Sequence[str], indent: str, words: Callable[[int], str]
    ) -> None:
        """Write a row a line with its sample's name behind it, cut to what the line leaves."""
        self.lines.append(start)
        for sample, row in enumerate(rows):
            line = f"{indent}{row},"
            said = cut(visible(words(sample)), WIDTH - width(line) - 4)
            self.rows[table, sample] = len(self.lines)
            self.lines.append(f"{line}  # {said}" if said else line)
        self.lines.append(end)

    def _label(self, sample: int) -> str:
        document, labels = self.facts.document, self.facts.labels
        assert labels is not None
        of_class = document.classes[int(labels[sample])]
        return self.say(_LABELLED).format(label=self._name_of(sample), words=of_class)

    def _name_of(self, sample: int) -> str:
        names = self.facts.document.samples
        return self.say(_SAMPLE).format(number=sample + 1) if names is None else names[sample]

    def _named(self, table: int) -> Callable[[int], str]:
        off, document = self.facts.off(table), self.facts.document

        def words(sample: int) -> str:
            name = self._name_of(sample)
            if not off[sample]:
                return name
            total = self.say(_SUMS).format(total=f"{float(document.rows(table).row(sample).sum()):.6g}")
            return self.say(_BESIDE).format(place=name, inner=total)

        return words


def array(name: str, values: Iterable[float], make: Callable[[str], str]) -> list[str]:
    """Return the lines that make an array of numbers, as a text where they do not stand in a line."""
    numbers = [number(value) for value in values]
    line = name + " = " + make("[" + ", ".join(numbers) + "]")
    if width(line) <= WIDTH:
        return [line]
    return [f'numbers_of_{name} = "{" ".join(numbers)}"', f"{name} = " + make(_parsed(name))]


def _parsed(name: str) -> str:
    return f"[float(x) for x in numbers_of_{name}.split()]"
