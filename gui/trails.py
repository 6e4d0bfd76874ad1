"""The descents that panels show: of the losses in the tables, from the start in focus, computed once for all panels."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core import descent
from core.descent import Path
from core.domains import Domain
from core.losses import Loss
from core.results import Results
from core.validation import Float
from gui.choices import Amount, Choice
from gui.focus import FocusState
from gui.plotting.trails import Trail

STARTS = ("model", "wrong", "uniform", "picked")
RATE = Amount("rate", "", 0.01, 100.0, 0.5, step=0.1, decimals=2, sign="η")
STEPS = Amount("steps", "", 1, 2000, 200, step=50, sign="T")
MOMENTUM = Amount("momentum", "", 0.0, 0.99, 0.0, step=0.1, decimals=2, sign="μ")

_REMEMBERED = 24


@dataclass(frozen=True)
class Race:
    """What decides the paths: equal races have equal paths, so one is computed once."""

    losses: tuple[Loss, ...]
    p: tuple[float, ...]
    z: tuple[float, ...]
    rate: float
    steps: int
    momentum: float

    def paths(self) -> tuple[Path, ...]:
        """Return the path of each loss; slow, so a panel asks for it in the background."""
        with _LOCK:
            if self in _KNOWN:
                _KNOWN.move_to_end(self)
                return _KNOWN[self]
        made = tuple(
            descent.descend(loss, self.p, self.z, rate=self.rate, steps=self.steps, momentum=self.momentum)
            for loss in self.losses
        )
        with _LOCK:
            _KNOWN[self] = made
            while len(_KNOWN) > _REMEMBERED:
                _KNOWN.popitem(last=False)
        return made

    def known_paths(self) -> tuple[Path, ...]:
        """Return the paths if they are known by now, else none."""
        with _LOCK:
            return _KNOWN.get(self, ())


_KNOWN: OrderedDict[Race, tuple[Path, ...]] = OrderedDict()
_LOCK = threading.Lock()


def race_of(results: Results, focus: FocusState) -> Race:
    """Return the race of the losses in the tables, for the sample and the start in focus."""
    p = results.truth_row(focus.sample)
    z = start_of(results, focus)
    racing = tuple(loss for loss in results.document.settings.computed if loss.differentiable and loss.accepts(p))
    return Race(
        racing,
        tuple(p.tolist()),
        tuple(z.tolist()),
        float(chosen(focus, RATE)),
        int(float(chosen(focus, STEPS))),
        float(chosen(focus, MOMENTUM)),
    )


def chosen(focus: FocusState, choice: Amount | Choice) -> str:
    """Return what is chosen about the descent."""
    return choice.read(focus.choices.get(f"descent.{choice.name}"))


def start_of(results: Results, focus: FocusState) -> Float:
    """Return the logits (K,) that the paths start from."""
    model = results.document.models[focus.model]
    q = model.probability_row(focus.sample)
    start = focus.choices.get("descent.start", STARTS[0])
    picked = picked_of(focus, q.size) if start == "picked" else None
    if picked is not None:
        q = picked
    elif start == "wrong":
        q = descent.confidently_wrong(results.truth_row(focus.sample), q)
    elif start == "uniform" or not q.any():
        q = np.full(q.size, 1.0 / q.size)
    with np.errstate(divide="ignore"):
        return np.log(q)


def picked_of(focus: FocusState, classes: int) -> Float | None:
    """Return the distribution (K,) that was picked to start from; None if there is none of so many classes.

    Kept in `focus.choices` as "descent.picked": the probabilities as text.
    """
    try:
        q = np.array([float(word) for word in focus.choices.get("descent.picked", "").split()])
    except ValueError:
        return None
    fits = q.size == classes and bool(np.isfinite(q).all()) and q.min() >= 0.0 and abs(float(q.sum()) - 1.0) < 1e-6
    return q if fits else None


def picking(q: Float) -> dict[str, str]:
    """Return the choices that let descents start from a distribution (K,), seen on every surface."""
    words = " ".join(repr(float(share)) for share in q)
    return {"descent.start": "picked", "descent.picked": words, "descent.trails": "on"}


def at_of(focus: FocusState, steps: int) -> int:
    """Return the step that is looked at, at first the last."""
    try:
        return min(max(int(float(focus.choices.get("descent.at", steps))), 0), steps)
    except ValueError:
        return steps


def on_domain(results: Results, focus: FocusState, domain: Domain, seen: Domain | None = None) -> tuple[Trail, ...]:
    """Return the paths as they lie on a surface; `seen` is the part of the domain that is looked at.

    A path off the surface, as one whose other classes change, is shown at its shadow.
    """

    def place(path: Path) -> Float:
        scale, rows = ("logit", path.z) if domain.of_logits else ("probability", path.q)
        points = domain.to_plane(np.array([domain.shadow(row, scale) for row in rows]))
        points[~_inside(seen or domain, points)] = np.nan
        return points

    return placed(results, focus, place)


def placed(results: Results, focus: FocusState, place: Callable[[Path], Float]) -> tuple[Trail, ...]:
    """Return the paths where `place` puts them, those known by now; none unless they are wanted on surfaces."""
    if not are_wanted(focus):
        return ()
    losses = results.document.settings.losses
    return tuple(
        Trail(path.loss.symbol, losses.index(path.loss), place(path), at_of(focus, path.steps))
        for path in race_of(results, focus).known_paths()
    )


def are_wanted(focus: FocusState) -> bool:
    """Return whether surfaces show the paths."""
    return focus.choices.get("descent.trails") == "on"


def _inside(domain: Domain, points: Float) -> npt.NDArray[np.bool_]:
    """Return which points of the plane lie within the domain's outline, which is convex and runs counter-clockwise."""
    corners = domain.outline
    sides = np.roll(corners, -1, axis=0) - corners
    offsets = points[:, None] - corners
    return np.asarray((sides[:, 0] * offsets[..., 1] - sides[:, 1] * offsets[..., 0] >= -1e-9).all(axis=-1))
