"""optax, for JAX: a value a row, or an entry, of which the caller takes the mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import numpy as np

from core import information
from core.conventions import base, shared
from core.conventions.base import Call, Case, Library, Remark, Steps
from core.errors import QT_TRANSLATE_NOOP
from core.losses.mse import MeanSquaredError
from core.losses.poly1 import Poly1
from core.validation import Float

_SOFT = QT_TRANSLATE_NOOP(
    "core",
    "A row: minus the labels times the log-softmax as they are, so 0·∞ is not a number. The caller takes the mean.",
)
_SAFE = QT_TRANSLATE_NOOP("core", "The same with 0·∞ = 0. The caller takes the mean.")
_INDEX = QT_TRANSLATE_NOOP("core", "A row: the log-sum-exp less the label's logit. The caller takes the mean.")
_MISTAKEN = QT_TRANSLATE_NOOP(
    "core", "Given probabilities it raises nothing: it puts them through a softmax as if they were logits."
)
_KL = QT_TRANSLATE_NOOP(
    "core", "KL(p‖q) a row, log q first and the truth second; nothing is clipped. The caller takes the mean."
)
_SQUARED = QT_TRANSLATE_NOOP("core", "Squared error an entry; the mean is over rows and classes.")
_L2 = QT_TRANSLATE_NOOP("core", "Half the squared error an entry; the mean is over rows and classes.")
_HALF = QT_TRANSLATE_NOOP("core", "It is half the squared error.")
_POLY = QT_TRANSLATE_NOOP("core", "Poly-1 of the softmax with ε = 2 unless told. The caller takes the mean.")
_POLY_DEFAULT = QT_TRANSLATE_NOOP("core", "Its ε is 2 unless told; Loss Atlas has {epsilon}.")
_POLY_SUM = QT_TRANSLATE_NOOP(
    "core", "What it adds is ε·Σ p(1 - q); Loss Atlas adds ε·(1 - Σ pq), also where p does not sum to 1."
)
_HINGE = QT_TRANSLATE_NOOP("core", "Hinge of the strongest rival with margin 1. The caller takes the mean.")


def calls(case: Case) -> Iterator[Call]:
    """Yield optax's calls on a case."""
    if "cross_entropy" in case.losses:
        yield from _cross_entropies(case)
    if "kl_divergence" in case.losses:
        yield _divergence(case)
    if "mse" in case.losses:
        yield from _squared(case)
    if "poly1" in case.losses:
        yield _poly1(case)
    if "hinge" in case.losses:
        yield _hinge(case)


LIBRARY = Library("optax", "0.2.8", "float32", 30, calls)


def _q(case: Case) -> str:
    return "jax.nn.softmax(z)" if case.is_logit else "q"


def _z(case: Case) -> str:
    return "z" if case.is_logit else "jnp.log(q)"


def _log_q(case: Case) -> str:
    return "jax.nn.log_softmax(z)" if case.is_logit else "jnp.log(q)"


def _cross_entropies(case: Case) -> Iterator[Call]:
    epsilon = shared.cross_entropy_loss(case).label_smoothing
    target = f"optax.smooth_labels(p, {epsilon!r})" if epsilon else "p"
    name, z = "cross_entropy", _z(case)

    def soft(log_q: Float, why: Remark, safe: bool = False) -> Steps:
        way = shared.cross_entropy(case, smooths=True, weighs="no")
        way.to(why, log_q=log_q)
        if not safe:
            way.as_written()
        return way.steps

    normal, why = case.log_softmax, base.SOFTMAX_NORMALIZES
    yield Call(name, f"optax.softmax_cross_entropy({z}, {target}).mean()", Remark(_SOFT), soft(normal, why))
    safe = soft(normal, why, safe=True)
    yield Call(name, f"optax.safe_softmax_cross_entropy({z}, {target}).mean()", Remark(_SAFE), safe)
    way = shared.cross_entropy(case, smooths=False, weighs="no")
    way.to(why, log_q=normal)
    text = f"optax.softmax_cross_entropy_with_integer_labels({z}, y).mean()"
    yield Call(name, text, Remark(_INDEX), way.steps, base.NEEDS_LABELS if case.labels is None else None)
    if not case.is_logit:
        steps = soft(base.log_softmax(case.q), base.SOFTMAX_TWICE)
        text = f"optax.softmax_cross_entropy(q, {target}).mean()"
        yield Call(name, text, Remark(_MISTAKEN), steps, mistaken=True)


def _divergence(case: Case) -> Call:
    p = case.truth
    steps = Steps(case, case.losses["kl_divergence"])
    rows = (p * (np.where(p > 0, information.log_of(p), 0.0) - case.log_q)).sum(axis=1)
    steps.to(base.mean(rows), base.NOT_A_NUMBER)
    return Call("kl_divergence", f"optax.kl_divergence({_log_q(case)}, p).mean()", Remark(_KL), steps)


def _squared(case: Case) -> Iterator[Call]:
    loss = cast(MeanSquaredError, case.losses["mse"])
    steps = shared.mean_error(case, loss)
    yield Call("mse", f"optax.squared_error({_q(case)}, p).mean()", Remark(_SQUARED), steps)
    steps = shared.mean_error(case, loss)
    steps.to(steps.value / 2.0, Remark(_HALF))
    yield Call("mse", f"optax.l2_loss({_q(case)}, p).mean()", Remark(_L2), steps)


def _poly1(case: Case) -> Call:
    loss = cast(Poly1, case.losses["poly1"])
    steps = Steps(case, loss)
    steps.to(case.typed(Poly1(epsilon=2.0)), base.remark(_POLY_DEFAULT, epsilon=f"{loss.epsilon:.6g}"))
    p = case.truth
    added = 2.0 * (p * (1.0 - case.q)).sum(axis=1)
    steps.to(base.mean(base.careful(p, case.log_q) + added), Remark(_POLY_SUM))
    added = 2.0 * (p * (1.0 - np.exp(case.log_softmax))).sum(axis=1)
    steps.to(base.mean(base.careful(p, case.log_softmax) + added), base.SOFTMAX_NORMALIZES)
    steps.to(base.mean(base.product(p, case.log_softmax) + added), base.NOT_A_NUMBER)
    return Call("poly1", f"optax.losses.poly_loss_cross_entropy({_z(case)}, p).mean()", Remark(_POLY), steps)


def _hinge(case: Case) -> Call:
    steps, labels = shared.hinge(case, "max")
    text, how = f"optax.losses.multiclass_hinge_loss({_z(case)}, y).mean()", Remark(_HINGE)
    if labels is None:
        return Call("hinge", text, how, steps, base.NEEDS_LABELS)
    rows = (case.z + 1.0 - case.truth).max(axis=1) - (case.z * case.truth).sum(axis=1)
    steps.to(base.mean(rows), base.NOT_A_NUMBER)
    return Call("hinge", text, how, steps)
