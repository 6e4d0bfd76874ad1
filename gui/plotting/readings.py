"""What is read off a surface, in words: the slope at a point, and where the loss is least."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QCoreApplication

from core import fields
from core.losses import Loss
from core.validation import Float
from gui import text
from gui.text import number

translate = QCoreApplication.translate


def slope_words(loss: Loss, p: Float, row: Float, corners: Sequence[int], unit_scale: float, by: str) -> str:
    """Return ∂L/∂q ("q") or ∂L/∂z ("z") of some classes at a row of probabilities, or why there is none; "" for no row.

    `unit_scale` is what one of the unit shown is in nats.
    """
    if not loss.differentiable:
        return translate("Surface", "no gradient: flat steps")
    if not (loss.accepts(p) and (row > 0).any()):
        return ""
    slope = loss.gradient(p, row) if by == "q" else -fields.descent_by_logits(loss, p, row)
    entries = (number(round(float(slope[k]) / unit_scale, 12)) for k in corners)
    return f"∂/∂{by} (" + ", ".join(entries) + ")"


def arrow_words(loss: Loss, by: str) -> str:
    """Return what arrows on a surface say, by probabilities ("q") or by logits ("z"); or why there are none."""
    if not loss.differentiable:
        return translate("Surface", "No arrows: the loss has no gradient, only steps.")
    return translate("Surface", "Arrows lead down, along {slope}.").format(slope=f"−∂L/∂{by}")


def least_words(loss: Loss, p: Float, least: Float, *, held: bool) -> str:
    """Return where the loss is least: at the truth `p`, or how far from it and why; both rows (K,).

    `held` says that some classes do not move, so that the truth may be out of reach.
    """
    distance = distance_words(p, least)
    if not distance:
        if loss.proper == "strictly":
            return translate("Surface", "Least at p: the loss is strictly proper.")
        return translate("Surface", "Least at p.")
    movers = _movers(loss)
    if movers:
        because = translate("Surface", "Least {distance} from p: {parameters} moves it.")
        return because.format(distance=distance, parameters=text.listed(movers))
    if loss.proper != "no" and held:
        return translate("Surface", "Least {distance} from p: the held classes keep it away.").format(distance=distance)
    return translate("Surface", "Least {distance} from p: the loss is not proper.").format(distance=distance)


def distance_words(p: Float, least: Float) -> str:
    """Return the Euclidean distance of two rows as a number in words, or nothing where they are the same."""
    distance = float(np.linalg.norm(least - p))
    return number(distance) if distance > 1e-6 else ""


def _movers(loss: Loss) -> list[str]:
    """Return the titles of the parameters without whose present values the loss would be proper."""
    if loss.proper != "no":
        return []
    changed = [spec for spec in loss.parameters if getattr(loss, spec.name) != spec.default]
    if not changed or replace(loss, **{spec.name: spec.default for spec in changed}).proper == "no":
        return []
    alone = [spec for spec in changed if replace(loss, **{spec.name: spec.default}).proper != "no"]
    return [text.parameter_title(spec) for spec in alone or changed]
