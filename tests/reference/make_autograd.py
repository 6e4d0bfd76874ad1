"""Write autograd.json: every loss and its gradients as PyTorch computes them, with its own functions where it has one.

Needs PyTorch, which the tests do not:  python -m tests.reference.make_autograd
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch.nn import functional

CASES: list[tuple[list[float], list[float]]] = [
    ([0.3, 0.7], [0.4, -0.9]),
    ([0.2, 0.3, 0.5], [1.0, -0.5, 0.25]),
    ([0.05, 0.6, 0.1, 0.2, 0.05], [0.3, 2.1, -1.4, 0.9, -0.2]),
    ([0.0, 0.4, 0.6], [0.7, 0.1, -1.3]),
    ([0.0, 1.0, 0.0], [0.2, 1.9, -0.7]),
    ([0.0, 0.0, 0.0, 1.0], [2.5, -0.3, 0.6, -1.1]),
    ([1.0, 0.0, 0.0], [8.0, 0.5, -3.0]),
    ([0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0], [1.5, -2.0, 0.4, 3.1, 2.6, -0.8, 0.0]),
]
WEIGHTS = [1.0, 2.0, 0.5, 3.0, 0.25, 1.5, 0.75]

Tensor = Any


def label_of(p: Tensor) -> Tensor:
    return p.argmax(-1, keepdim=True)


def weights_of(p: Tensor) -> Tensor:
    return torch.tensor(WEIGHTS[: p.shape[-1]], dtype=torch.float64)


def negative_log(p: Tensor, log_q: Tensor, weight: Tensor | None = None, label_smoothing: float = 0.0) -> Tensor:
    """Return cross-entropy of log q, which its own log-softmax leaves as they are where Σq = 1."""
    truth = p.argmax(-1) if bool((p == 1).any()) else p  # a label where there is one, as is usual
    return functional.cross_entropy(log_q, truth, weight=weight, label_smoothing=label_smoothing, reduction="none")


def kl(p: Tensor, log_q: Tensor) -> Tensor:
    return functional.kl_div(log_q, p, reduction="none").sum(-1)


def reverse_kl(p: Tensor, log_q: Tensor) -> Tensor:
    return functional.kl_div(p.log(), log_q, reduction="none", log_target=True).sum(-1)


def jensen_shannon(p: Tensor, log_q: Tensor) -> Tensor:
    q = log_q.exp()
    log_m = ((p + q) / 2).log()
    return (kl(p, log_m) + functional.kl_div(log_m, q, reduction="none").sum(-1)) / 2


def focal(p: Tensor, log_q: Tensor, gamma: float, alpha: Tensor | float = 1.0) -> Tensor:
    return -(alpha * p * (1 - log_q.exp()) ** gamma * log_q).sum(-1)


def poly1(p: Tensor, log_q: Tensor, epsilon: float) -> Tensor:
    return negative_log(p, log_q) + epsilon * (p * (1 - log_q.exp())).sum(-1)


def generalized_cross_entropy(p: Tensor, log_q: Tensor, exponent: float) -> Tensor:
    return (p * (1 - log_q.exp() ** exponent) / exponent).sum(-1)


def hellinger(p: Tensor, log_q: Tensor) -> Tensor:
    return torch.linalg.vector_norm(p.sqrt() - log_q.exp().sqrt(), dim=-1) / math.sqrt(2)


def spherical(p: Tensor, log_q: Tensor) -> Tensor:
    return (p * (1 - functional.normalize(log_q.exp(), dim=-1))).sum(-1)


def hinge_sum(p: Tensor, z: Tensor, margin: float) -> Tensor:
    return functional.multi_margin_loss(z, p.argmax(-1), margin=margin, reduction="none") * z.shape[-1]


def hinge_max(p: Tensor, z: Tensor, margin: float) -> Tensor:
    own = z.gather(-1, label_of(p)).squeeze(-1)
    rival = z.scatter(-1, label_of(p), -math.inf).max(-1).values
    return (margin + rival - own).clamp(min=0)


# Each from a truth and log q; the hinges, which a shift does not change, from logits too.
LOSSES: list[tuple[str, dict[str, Any], Callable[[Tensor, Tensor], Tensor]]] = [
    ("mse", {}, lambda p, x: functional.mse_loss(x.exp(), p, reduction="none").sum(-1)),
    ("mse", {"reduction": "mean"}, lambda p, x: functional.mse_loss(x.exp(), p, reduction="none").mean(-1)),
    ("mae", {}, lambda p, x: functional.l1_loss(x.exp(), p, reduction="none").sum(-1)),
    ("mae", {"reduction": "mean"}, lambda p, x: functional.l1_loss(x.exp(), p, reduction="none").mean(-1)),
    ("total_variation", {}, lambda p, x: functional.l1_loss(x.exp(), p, reduction="none").sum(-1) / 2),
    ("cross_entropy", {}, negative_log),
    ("cross_entropy", {"label_smoothing": 0.1}, lambda p, x: negative_log(p, x, label_smoothing=0.1)),
    ("cross_entropy", {"class_weights": WEIGHTS}, lambda p, x: negative_log(p, x, weights_of(p))),
    (
        "cross_entropy",
        {"label_smoothing": 0.2, "class_weights": WEIGHTS},
        lambda p, x: negative_log(p, x, weights_of(p), 0.2),
    ),
    ("kl_divergence", {}, kl),
    ("reverse_kl", {}, reverse_kl),
    ("jensen_shannon", {}, jensen_shannon),
    ("focal", {}, lambda p, x: focal(p, x, 2.0)),
    ("focal", {"gamma": 0.5}, lambda p, x: focal(p, x, 0.5)),
    ("focal", {"gamma": 5.0, "alpha": WEIGHTS}, lambda p, x: focal(p, x, 5.0, weights_of(p))),
    ("focal", {"gamma": 1.0, "alpha": [0.25]}, lambda p, x: focal(p, x, 1.0, 0.25)),
    ("poly1", {}, lambda p, x: poly1(p, x, 1.0)),
    ("poly1", {"epsilon": -1.0}, lambda p, x: poly1(p, x, -1.0)),
    ("generalized_cross_entropy", {}, lambda p, x: generalized_cross_entropy(p, x, 0.7)),
    ("generalized_cross_entropy", {"exponent": 0.05}, lambda p, x: generalized_cross_entropy(p, x, 0.05)),
    ("hellinger", {}, hellinger),
    ("hellinger", {"form": "squared"}, lambda p, x: hellinger(p, x) ** 2),
    ("spherical", {}, spherical),
    ("hinge", {}, lambda p, x: hinge_max(p, x, 1.0)),
    ("hinge", {"margin": 0.5}, lambda p, x: hinge_max(p, x, 0.5)),
    ("hinge", {"form": "sum"}, lambda p, x: hinge_sum(p, x, 1.0)),
    ("hinge", {"form": "sum", "margin": 3.0}, lambda p, x: hinge_sum(p, x, 3.0)),
]
NORMALIZES = {"cross_entropy", "poly1"}
"""PyTorch's function applies log-softmax to what it is given; from probabilities the plain sum is taken instead."""


def plain(p: Tensor, q: Tensor, parameters: dict[str, Any]) -> Tensor:
    """Return weighted, smoothed cross-entropy of q taken as typed, for gradients with each q by itself."""
    smoothing = parameters.get("label_smoothing", 0.0)
    truth = (1 - smoothing) * p + smoothing / p.shape[-1]
    if "class_weights" in parameters:
        truth = truth * weights_of(p)
    return -(truth * q.log()).sum(-1) + parameters.get("epsilon", 0.0) * (p * (1 - q)).sum(-1)


def figures(loss: Tensor, at: Tensor) -> dict[str, Any]:
    (gradient,) = torch.autograd.grad(loss.sum(), at)
    return {"value": loss.item(), "gradient": gradient[0].tolist()}


def records() -> list[dict[str, Any]]:
    found = []
    for number, (p, z) in enumerate(CASES):
        truth = torch.tensor([p], dtype=torch.float64)
        for name, parameters, of_log in LOSSES:
            if (name == "hinge" and 1.0 not in p) or (name == "reverse_kl" and 0.0 in p):
                continue
            cut = {key: value[: len(p)] if isinstance(value, list) else value for key, value in parameters.items()}
            logits = torch.tensor([z], dtype=torch.float64, requires_grad=True)
            at_logits = of_log(truth, logits if name == "hinge" else functional.log_softmax(logits, dim=-1))
            q = torch.softmax(logits.detach(), dim=-1).requires_grad_()
            filled = {"epsilon": 1.0, **cut} if name == "poly1" else cut
            at_q = plain(truth, q, filled) if name in NORMALIZES else of_log(truth, q.log())
            found.append(
                {
                    "loss": name,
                    "parameters": cut,
                    "case": number,
                    "logits": figures(at_logits, logits),
                    "probabilities": figures(at_q, q) | {"q": q[0].tolist()},
                }
            )
    return found


def main() -> None:
    """Write the file beside this one, a record a line."""
    lines = ",\n".join(json.dumps(record, allow_nan=False) for record in records())
    cases = ",\n".join(json.dumps({"p": p, "z": z}) for p, z in CASES)
    version = torch.__version__.partition("+")[0]
    text = f'{{\n"torch": "{version}",\n"cases": [\n{cases}\n],\n"records": [\n{lines}\n]\n}}\n'
    Path(__file__).with_name("autograd.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
