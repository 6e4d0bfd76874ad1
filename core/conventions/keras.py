"""Keras: its loss classes, called on a batch, as the JAX backend computes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import numpy as np

from core.conventions import base, shared
from core.conventions.base import Call, Case, Library, Remark, Steps
from core.errors import QT_TRANSLATE_NOOP
from core.losses.focal import Focal
from core.losses.generalized_cross_entropy import GeneralizedCrossEntropy
from core.losses.mae import MeanAbsoluteError
from core.losses.mse import MeanSquaredError
from core.validation import Float

EPSILON = 1e-7
"""keras.config.epsilon() unless set."""

_CROSS = QT_TRANSLATE_NOOP(
    "core",
    "Divides each row of probabilities by its sum and clips to 1e-7 … 1 - 1e-7; mean over rows, weighted or not.",
)
_FROM_LOGITS = QT_TRANSLATE_NOOP("core", "Log-softmax of the logits; nothing is clipped; mean over rows.")
_LOGITS_TAKEN = QT_TRANSLATE_NOOP(
    "core",
    "Without from_logits=True it takes logits for probabilities: divides by their sum and clips. Nothing is raised.",
)
_PROBABILITIES_TAKEN = QT_TRANSLATE_NOOP(
    "core", "With from_logits=True it puts probabilities through a softmax. Nothing is raised."
)
_TAKEN = QT_TRANSLATE_NOOP(
    "core", "It takes the logits for probabilities: it divides each row by its sum and clips it."
)
_KL = QT_TRANSLATE_NOOP("core", "KL(p‖q), the truth first, both clipped to 1e-7 … 1; mean over rows.")
_KL_CLIPS = QT_TRANSLATE_NOOP("core", "It clips truth and prediction to 1e-7 … 1.")
_MSE = QT_TRANSLATE_NOOP("core", "Squared error, the mean over classes and then over rows.")
_MAE = QT_TRANSLATE_NOOP("core", "Absolute error, the mean over classes and then over rows.")
_FOCAL = QT_TRANSLATE_NOOP(
    "core", "γ = 2 and α = 0.25 unless told, α for every class; rows divided by their sums, clipped to 1e-7 … 1 - 1e-7."
)
_FOCAL_GAMMA = QT_TRANSLATE_NOOP("core", "Its γ is 2 unless told; Loss Atlas has {gamma}.")
_FOCAL_ALPHA = QT_TRANSLATE_NOOP("core", "Its α is 0.25 for every class unless told; Loss Atlas has {alpha}.")
_GCE = QT_TRANSLATE_NOOP(
    "core", "Exponent 0.5 unless told, at the label; rows as typed, nothing is clipped; mean over rows."
)
_GCE_DEFAULT = QT_TRANSLATE_NOOP("core", "Its exponent is 0.5 unless told; Loss Atlas has {exponent}.")
_HINGE = QT_TRANSLATE_NOOP(
    "core", "max((1 - p)·z) - Σ p·z + 1, not below 0: the true class takes part in the maximum with 0; mean over rows."
)
_HINGE_ZERO = QT_TRANSLATE_NOOP(
    "core", "Its strongest rival is at least 0, even if every other class's logit is below."
)
_ACCURACY = QT_TRANSLATE_NOOP("core", "1 less the part of rows in which the likeliest classes agree.")


def calls(case: Case) -> Iterator[Call]:
    """Yield Keras's calls on a case."""
    if "cross_entropy" in case.losses:
        yield from _cross_entropies(case)
    if "kl_divergence" in case.losses:
        yield _divergence(case)
    if "mse" in case.losses:
        steps = shared.mean_error(case, cast(MeanSquaredError, case.losses["mse"]))
        yield Call("mse", f"keras.losses.MeanSquaredError()(p, {_q(case)})", Remark(_MSE), steps)
    if "mae" in case.losses:
        steps = shared.mean_error(case, cast(MeanAbsoluteError, case.losses["mae"]))
        yield Call("mae", f"keras.losses.MeanAbsoluteError()(p, {_q(case)})", Remark(_MAE), steps)
    if "focal" in case.losses:
        yield _focal(case)
    if "generalized_cross_entropy" in case.losses:
        yield _generalized(case)
    if "hinge" in case.losses:
        yield _hinge(case)
    if "classification_error" in case.losses:
        yield _error(case)


LIBRARY = Library("Keras", "3.15.1", "float32", 20, calls)


def _q(case: Case) -> str:
    return "keras.ops.softmax(z)" if case.is_logit else "q"


def _cross_entropies(case: Case) -> Iterator[Call]:
    epsilon = shared.cross_entropy_loss(case).label_smoothing
    by_row = "" if shared.row_weights(case) is None else ", sample_weight=w[y]"
    smoothing = [f"label_smoothing={epsilon!r}"] if epsilon else []
    given = "z" if case.is_logit else "q"
    for from_logits in (case.is_logit, not case.is_logit):
        if from_logits:
            how = Remark(_FROM_LOGITS if case.is_logit else _PROBABILITIES_TAKEN)
        else:
            how = Remark(_LOGITS_TAKEN if case.is_logit else _CROSS)
        options = ["from_logits=True"] if from_logits else []
        text = f"keras.losses.CategoricalCrossentropy({', '.join(options + smoothing)})(p, {given}{by_row})"
        mistaken = from_logits != case.is_logit
        yield Call("cross_entropy", text, how, _cross_entropy(case, from_logits, smooths=True), mistaken=mistaken)
        text = f"keras.losses.SparseCategoricalCrossentropy({', '.join(options)})(y, {given}{by_row})"
        refusal = base.NEEDS_LABELS if case.labels is None else None
        steps = _cross_entropy(case, from_logits, smooths=False)
        yield Call("cross_entropy", text, how, steps, refusal, mistaken)


def _cross_entropy(case: Case, from_logits: bool, smooths: bool) -> Steps:
    way = shared.cross_entropy(case, smooths=smooths, weighs="rows")
    if from_logits:
        why = base.SOFTMAX_NORMALIZES if case.is_logit else base.SOFTMAX_TWICE
        way.to(why, log_q=base.log_softmax(case.given))
    elif case.is_logit:
        way.to(Remark(_TAKEN), log_q=np.log(_clipped(case.given)))
    else:
        way.to(base.DIVIDES_ROWS, log_q=np.log(base.normalized(case.given)))
        way.to(base.clips(EPSILON, 1.0 - EPSILON), log_q=np.log(_clipped(case.given)))
    way.divide_by(None, base.OVER_ROWS)
    way.as_written()
    return way.steps


def _clipped(given: Float) -> Float:
    """Return rows divided by their sums and clipped, whatever they are."""
    return np.clip(base.normalized(given), EPSILON, 1.0 - EPSILON)


def _divergence(case: Case) -> Call:
    steps = Steps(case, case.losses["kl_divergence"])
    p, q = np.clip(case.truth, EPSILON, 1.0), np.clip(case.q, EPSILON, 1.0)
    steps.to(base.mean((p * np.log(p / q)).sum(axis=1)), Remark(_KL_CLIPS))
    return Call("kl_divergence", f"keras.losses.KLDivergence()(p, {_q(case)})", Remark(_KL), steps)


def _focal(case: Case) -> Call:
    loss = cast(Focal, case.losses["focal"])
    steps = Steps(case, loss)
    alpha = "1" if loss.alpha is None else "/".join(f"{a:.6g}" for a in loss.alpha)
    steps.to(case.typed(Focal(gamma=2.0, alpha=loss.alpha)), base.remark(_FOCAL_GAMMA, gamma=f"{loss.gamma:.6g}"))
    default = Focal(gamma=2.0, alpha=(0.25,))
    steps.to(case.typed(default), base.remark(_FOCAL_ALPHA, alpha=alpha))
    q = base.normalized(case.q)
    steps.to(base.mean(base.careful(0.25 * case.truth * (1.0 - q) ** 2, np.log(q))), base.DIVIDES_ROWS)
    q = _clipped(case.q)
    rows = -(case.truth * np.log(q) * (0.25 * (1.0 - q) ** 2)).sum(axis=1)
    steps.to(base.mean(rows), base.clips(EPSILON, 1.0 - EPSILON))
    text = "(from_logits=True)(p, z)" if case.is_logit else "()(p, q)"
    return Call("focal", f"keras.losses.CategoricalFocalCrossentropy{text}", Remark(_FOCAL), steps)


def _generalized(case: Case) -> Call:
    loss = cast(GeneralizedCrossEntropy, case.losses["generalized_cross_entropy"])
    steps = Steps(case, loss)
    why = base.remark(_GCE_DEFAULT, exponent=f"{loss.exponent:.6g}")
    steps.to(case.typed(GeneralizedCrossEntropy(exponent=0.5)), why)
    text = f"keras.losses.CategoricalGeneralizedCrossEntropy()(y, {_q(case)})"
    refusal = base.NEEDS_LABELS if case.labels is None else None
    return Call("generalized_cross_entropy", text, Remark(_GCE), steps, refusal)


def _hinge(case: Case) -> Call:
    steps, labels = shared.hinge(case, "max")
    z, p = case.z, case.truth
    if labels is not None:
        rival = np.maximum(np.where(p == 1, -np.inf, z).max(axis=1), 0.0)
        steps.to(base.mean(np.maximum(rival - base.picked(z, labels) + 1.0, 0.0)), Remark(_HINGE_ZERO))
    rows = np.maximum(((1.0 - p) * z).max(axis=1) - (p * z).sum(axis=1) + 1.0, 0.0)
    steps.to(base.mean(rows), base.NOT_A_NUMBER)
    text = "z" if case.is_logit else "keras.ops.log(q)"
    return Call("hinge", f"keras.losses.CategoricalHinge()(p, {text})", Remark(_HINGE), steps)


def _error(case: Case) -> Call:
    steps = Steps(case, case.losses["classification_error"])
    right = case.truth.argmax(axis=1) == case.given.argmax(axis=1)
    steps.to(1.0 - float(right.mean()), base.LIKELIEST)
    text = f"1 - keras.metrics.CategoricalAccuracy()(p, {'z' if case.is_logit else 'q'})"
    return Call("classification_error", text, Remark(_ACCURACY), steps)
