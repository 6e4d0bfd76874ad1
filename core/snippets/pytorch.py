"""PyTorch: gathered at the label and written out, and the fused calls of torch.nn.functional."""

from __future__ import annotations

from core.snippets.base import Framework

FRAMEWORK = Framework(
    name="pytorch",
    title="PyTorch",
    library="PyTorch",
    order=20,
    imports={"np": "import numpy as np", "torch": "import torch", "F": "import torch.nn.functional as F"},
    terms={
        "abs": "torch.abs(a)",
        "exp": "torch.exp(a)",
        "log": "torch.log(a)",
        "sqrt": "torch.sqrt(a)",
        "maximum": "torch.clamp(a, min=b)",
        "where": "torch.where(a, b, c)",
        "inf": "torch.inf",
        "total": "a.sum(dim=1)",
        "average": "a.mean(dim=1)",
        "largest": "a.amax(dim=1)",
        "sums": "a.sum(dim=1, keepdim=True)",
        "norm": "torch.linalg.vector_norm(a, dim=1, keepdim=True)",
        "softmax": "a.softmax(dim=1)",
        "log_softmax": "a.log_softmax(dim=1)",
        "wrong": "(a.argmax(dim=1) != y).double()",
        "wrong_mass": "p.sum(dim=1) - p[torch.arange(len(p)), a.argmax(dim=1)]",
        "at_label": "a[torch.arange(len(y)), y]",
        "weight_at_label": "a[y]",
        "column": "a[:, None]",
        "numbers": "torch.tensor(a, dtype=torch.float64)",
        "integers": "torch.tensor(a)",
        "one_hot": "torch.eye(K, dtype=torch.float64)[a]",
        "done": "a",
        "masked": "torch.where(a, b, torch.nan)",
    },
)
