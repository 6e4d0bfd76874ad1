"""Write the built-in example, as published and mended, beside this file.

The data are the worked example that the tour follows: two images, three classes, two models. As published, model 2's
row for image 1 is (0.1, 0.1, 0.9), which sums to 1.1; a few lines later the same text uses (0, 0.1, 0.9).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from core.document import Document
from core.io import npz

CLASSES = ("car", "calf", "rocket")
SAMPLES = ("image 1", "image 2")
LABELS = np.array([2, 0])
MODEL_1 = np.array([[0.3, 0.3, 0.4], [0.1, 0.8, 0.1]])
MODEL_2 = np.array([[0.1, 0.1, 0.9], [0.4, 0.5, 0.1]])
MODEL_2_MENDED = np.array([[0.0, 0.1, 0.9], [0.4, 0.5, 0.1]])


def write(folder: Path) -> None:
    """Write `example.npz` and `mended.npz` into `folder`."""
    for name, second in (("example", MODEL_2), ("mended", MODEL_2_MENDED)):
        document = Document.make(
            LABELS,
            [("Model 1", MODEL_1, "probability"), ("Model 2", second, "probability")],
            classes=CLASSES,
            samples=SAMPLES,
        )
        (folder / f"{name}.npz").write_bytes(npz.to_bytes(document))


if __name__ == "__main__":
    write(Path(__file__).parent)
