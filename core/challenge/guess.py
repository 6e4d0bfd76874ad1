"""Guess: of two models, whose loss is lower."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import count

import numpy as np

from core import losses
from core.challenge import words
from core.challenge.draw import Draw
from core.challenge.worked import worked
from core.document import Document
from core.lessons import Words
from core.losses import Loss
from core.validation import Float

RIGHT = 100
"""Points for a right answer."""
SURE = 0.05
"""A mistake that leaves the true class no more than this is sure of itself."""
LEVELS = 5
_COMPARED = ("classification_error", "mse", "cross_entropy")


@dataclass(frozen=True, eq=False)
class Guess:
    """A question about two models.

    Attributes
    ----------
    loss
        By which they are compared.
    truth, rows
        p (N, K); the rows (N, K) of both models.
    """

    loss: Loss
    truth: Float
    rows: tuple[Float, Float]

    @cached_property
    def document(self) -> Document:
        """What is in the window until it is answered: the truth, and a model that says nothing."""
        even = np.full(self.truth.shape, 1.0 / self.truth.shape[1])
        return self._with([(words.COVERED, even)])

    @cached_property
    def solved(self) -> Document:
        """The document with both models."""
        return self._with(list(zip(words.MODELS, self.rows, strict=True)))

    def _with(self, models: list[tuple[str, Float]]) -> Document:
        size, classes = self.truth.shape
        document = Document.make(
            self.truth,
            [(name, rows, "probability") for name, rows in models],
            classes=words.CLASSES[:classes],
            samples=[f"image {n + 1}" for n in range(size)],
        )
        shown = tuple(dict.fromkeys((*_COMPARED, self.loss.name)))
        return document.with_settings(loss=self.loss.name, shown=shown)

    def means(self, loss: Loss) -> tuple[float, float]:
        """Return the mean loss of both models."""
        one, two = (float(loss.value(self.truth, rows).mean()) for rows in self.rows)
        return one, two

    @property
    def answer(self) -> int:
        """Which model has the lower loss."""
        return _lower(self.means(self.loss), 0.0)

    def points(self, guess: int) -> int:
        """Return what an answer is worth."""
        return RIGHT if guess == self.answer else 0

    # -- in words ---------------------------------------------------------------------------------------

    @property
    def asked(self) -> Words:
        """The question, with the rows of both models."""
        name = words.name_of(self.loss, len(self.truth))
        return words.paragraphs(words.filled(words.GUESS, {"loss": name}), self._table(), words.COVER)

    @property
    def explained(self) -> Words:
        """The answer, worked out; what other losses say of the same models, and why."""
        values = self.means(self.loss)
        said = words.filled(
            words.ANSWER,
            {
                "model": words.called(words.MODELS[self.answer]),
                "loss": words.name_of(self.loss, len(self.truth)),
                "low": f"{min(values):.4f}",
                "high": f"{max(values):.4f}",
            },
        )
        return words.paragraphs(said, *self._worked(), self._compared(), words.SEES[self.loss.name], self._why())

    def _table(self) -> Words:
        """Return truth and models side by side: a line a class, or of several samples a line a sample."""
        names = [words.TRUTH, *(words.called(name) for name in words.MODELS)]
        classes = [words.called(name) for name in words.CLASSES[: self.truth.shape[1]]]
        if len(self.truth) == 1:
            cells = zip(self.truth[0], self.rows[0][0], self.rows[1][0], strict=True)
            body = [
                [name, *(words.verbatim(f"{x:.2f}") for x in each)] for name, each in zip(classes, cells, strict=True)
            ]
            return _markdown([[words.verbatim(""), *names], *body])
        lines = [[words.verbatim(""), *names]]
        for sample, p in enumerate(self.truth):
            true = int(p.argmax())
            rows = (words.verbatim(_marked(each[sample], true)) for each in self.rows)
            lines.append([words.called(f"image {sample + 1}"), classes[true], *rows])
        order = words.filled(words.ORDER, {"classes": words.joined(classes, Words(", ", "、"))})
        return words.paragraphs(_markdown(lines), order)

    def _worked(self) -> list[Words]:
        """Return the arithmetic of each model: of one sample its line, of several their mean."""
        made: list[Words] = []
        for model, rows in enumerate(self.rows):
            name = words.called(words.MODELS[model])
            if len(self.truth) == 1:
                line = worked(self.solved, self.loss, 0, model)
            else:
                values = self.loss.value(self.truth, rows)
                line = f"({' + '.join(f'{x:.4f}' for x in values)}) / {len(values)} ≈ {values.mean():.4f}"
            made.append(words.joined([name, words.verbatim(line)], Words(": ", "：")))
        return made

    def _compared(self) -> Words:
        """Return the means of some losses, the lower ones marked."""
        lines = [[words.LOSS, *(words.called(name) for name in words.MODELS)]]
        for loss in self.solved.settings.table_losses:
            values = self.means(loss)
            lower = _lower(values)
            cells = [f"**{x:.4f}**" if n == lower else f"{x:.4f}" for n, x in enumerate(values)]
            lines.append([words.name_of(loss, len(self.truth)), *map(words.verbatim, cells)])
        return _markdown(lines)

    def _why(self) -> Words:
        """Return which losses of the table disagree, and why."""
        lower = {loss.name: _lower(self.means(loss)) for loss in self.solved.settings.table_losses}
        other = 1 - self.answer
        model = words.called(words.MODELS[other])
        made: list[Words] = []
        if lower["classification_error"] == -1:
            made.append(words.TIE)
        elif lower["classification_error"] == other:
            least = float(self.rows[other][self.truth == 1].min(initial=1.0))
            is_sure = self.loss.name == "cross_entropy" and least <= SURE
            text = words.MISTAKE if is_sure else words.ERROR_DISAGREES
            made.append(words.filled(text, {"model": model, "q": f"{least:.2f}"}))
        for name, text in (("cross_entropy", words.CE_DISAGREES), ("mse", words.MSE_DISAGREES)):
            if lower[name] == other:
                made.append(words.filled(text, {"model": model}))
        return words.paragraphs(*made) if made else words.AGREE


def _lower(values: tuple[float, float], tie: float = 1e-9) -> int:
    """Return which of two values is lower, -1 if neither is."""
    if abs(values[0] - values[1]) <= tie:
        return -1
    return int(values[1] < values[0])


def _marked(row: Float, true: int) -> str:
    """Return a row as numbers, that of the true class in bold."""
    return " ".join(f"**{x:.2f}**" if k == true else f"{x:.2f}" for k, x in enumerate(row))


def _markdown(lines: list[list[Words]]) -> Words:
    """Return cells as a table."""
    made: list[Words] = []
    for number, cells in enumerate(lines):
        made.append(words.filled(Words("| {row} |", "| {row} |"), {"row": words.joined(cells, words.verbatim(" | "))}))
        if number == 0:
            made.append(words.verbatim("|---" + "|---:" * (len(cells) - 1) + "|"))
    return words.joined(made, words.verbatim("\n"))


def drawn(draw: Draw, level: int) -> Guess:
    """Return the question of a level from 0.

    One row each; a row each whose squared errors say another thing than cross-entropy; three samples with a confident
    mistake; a soft truth; three samples and another loss, which disagrees with cross-entropy.
    """
    named = (
        "cross_entropy",
        "mse",
        "cross_entropy",
        "kl_divergence",
        draw.one_of(("mse", "mae", "focal", "hellinger")),
    )
    loss, size, classes = losses.create(named[level]), (1, 1, 3, 1, 3)[level], 4 if level == 3 else 3
    for _ in count():
        truth = np.stack([draw.row(classes, 5) if level == 3 else draw.label(classes) for _ in range(size)])
        made = Guess(loss, truth, _rows(draw, truth, loss.name, level))
        if _is_good(made, level):
            return made
    raise AssertionError  # pragma: no cover - count() has no end


def _rows(draw: Draw, truth: Float, name: str, level: int) -> tuple[Float, Float]:
    """Return rows of two models such as are often good for a level."""
    one, two = (np.stack([draw.row(truth.shape[1], 1) for _ in truth]) for _ in range(2))
    if level == 1:  # nearly the same at the true class
        share = 20 + draw.below(40)
        one, two = (_with_share(draw, truth[0], share + near)[None] for near in (0, 2 + draw.below(7)))
    elif level in (2, 4) and name != "focal":  # mostly right, and once sure of itself and wrong
        shares = [50 + draw.below(47) for _ in truth]
        shares[draw.below(len(shares))] = 1 + draw.below(round(100 * SURE))
        one = np.stack([_with_share(draw, p, share) for p, share in zip(truth, shares, strict=True)])
    return (one, two) if draw.below(2) else (two, one)


def _with_share(draw: Draw, truth: Float, share: int) -> Float:
    """Return a row (3,) with a share in percent at the true class; the others get at least 1 % each."""
    first = 1 + draw.below(99 - share)
    row = np.empty(3)
    row[truth == 1] = share
    row[truth == 0] = first, 100 - share - first
    return row / 100.0


def _is_good(guess: Guess, level: int) -> bool:
    """Return whether the losses lie far enough apart, and disagree where the level asks for it."""
    one, two = guess.means(guess.loss)
    if abs(one - two) < (0.04 if level in (1, 4) else 0.08):
        return False
    if level == 2:
        other = 1 - guess.answer
        is_sure = float(guess.rows[other][guess.truth == 1].min()) <= SURE
        return is_sure and _lower(guess.means(losses.create("classification_error"))) == other
    if level in (1, 4):
        return _lower(guess.means(losses.create("cross_entropy"))) == 1 - guess.answer
    return True
