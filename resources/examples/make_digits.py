"""Make ``digits.npz``: two real classifiers with similar accuracy and very different cross-entropy.

Data
----
The handwritten digits bundled with scikit-learn (`sklearn.datasets.load_digits`): 1797 images of 8 x 8
pixels, the test part of the *Optical Recognition of Handwritten Digits* set of the UCI Machine Learning
Repository.  E. Alpaydin and C. Kaynak, "Cascading classifiers", Kybernetika 34 (4), 369-374, 1998.
One half (898 images) is used for fitting, the other half (899 images) is held out, stratified by class
with a fixed seed; the file holds what the fitted models say about the held-out half, in the order of the
original images.

What is measured
----------------
``logits/logistic regression``
    Multinomial logistic regression on standardised pixels; the values are its log-odds, so that their
    softmax is the model's class probabilities.
``probabilities/naive Bayes``
    Gaussian naive Bayes on the raw pixels, with its variances slightly smoothed
    (``var_smoothing=0.01``).  It multiplies 64 densities as if neighbouring pixels were independent and
    is therefore far too sure of itself.

The accuracies lie within about six percentage points of each other, yet the mean cross-entropies differ
by a factor of about twenty (in double precision): a confident mistake costs little accuracy and a great
deal of cross-entropy.
Some probabilities of the true class are even too small for single precision and are exactly 0 in the
file, which makes the mean cross-entropy of naive Bayes infinite; in double precision, before the cast,
it is large but finite.  The smoothing was picked for this illustration, with the held-out half in view, so
the figures compare nothing but these two models; with the default smoothing naive Bayes has a lower
accuracy (0.83) and more such rows.

The script needs scikit-learn 1.8 or newer.  Two runs with the same library versions on the same kind of
machine write the same bytes::

    python make_digits.py [--output FILE]
"""

from __future__ import annotations

import argparse
import io
import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 0
TIMESTAMP = (1980, 1, 1, 0, 0, 0)


def predict() -> dict[str, NDArray]:
    """Fit both classifiers and collect their answers on the held-out half.

    Returns
    -------
    dict of str to numpy.ndarray
        The arrays of the example file.
    """
    images, digits = load_digits(return_X_y=True)
    train, test = train_test_split(np.arange(len(digits)), test_size=0.5, stratify=digits, random_state=SEED)
    train, test = np.sort(train), np.sort(test)

    regression = make_pipeline(StandardScaler(), LogisticRegression(C=1.0, tol=1e-8, max_iter=10_000))
    regression.fit(images[train], digits[train])
    logits = regression.decision_function(images[test])

    bayes = GaussianNB(var_smoothing=0.01)
    bayes.fit(images[train], digits[train])
    probabilities = bayes.predict_proba(images[test]).astype(np.float64)
    probabilities /= probabilities.sum(axis=1, keepdims=True)

    return {
        "labels": digits[test].astype(np.int64),
        "logits/logistic regression": logits.astype(np.float32),
        "probabilities/naive Bayes": probabilities.astype(np.float32),
        "classes": np.array([str(digit) for digit in range(10)]),
        "samples": np.array([f"digit {number:04d}" for number in range(1, len(test) + 1)]),
    }


def write_npz(path: Path, arrays: dict[str, NDArray]) -> None:
    """Write arrays to an ``.npz`` file whose bytes depend on nothing but the arrays.

    Parameters
    ----------
    path : pathlib.Path
        The file to write.
    arrays : dict of str to numpy.ndarray
        The arrays by key; none may hold Python objects.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for key, array in arrays.items():
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, np.ascontiguousarray(array), version=(1, 0), allow_pickle=False)
            member = zipfile.ZipInfo(f"{key}.npy", date_time=TIMESTAMP)
            member.create_system = 3
            member.external_attr = 0o644 << 16
            archive.writestr(member, buffer.getvalue())


def report(arrays: dict[str, NDArray]) -> None:
    """Print accuracy and mean cross-entropy (in nats) of what the file holds.

    Parameters
    ----------
    arrays : dict of str to numpy.ndarray
        The arrays of the example file.
    """
    labels = arrays["labels"]
    rows = np.arange(len(labels))
    logits = arrays["logits/logistic regression"].astype(np.float64)
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_softmax = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    with np.errstate(divide="ignore"):
        log_bayes = np.log(arrays["probabilities/naive Bayes"].astype(np.float64))
    for name, logarithms in (("logistic regression", log_softmax), ("naive Bayes", log_bayes)):
        losses = -logarithms[rows, labels]
        finite = np.isfinite(losses)
        accuracy = np.mean(logarithms.argmax(axis=1) == labels)
        print(
            f"{name}: accuracy {accuracy:.4f}, mean cross-entropy {losses.mean():.4f}, "
            f"infinite in {np.count_nonzero(~finite)} rows, mean of the others {losses[finite].mean():.4f}"
        )


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Make the handwritten-digits example.")
    parser.add_argument("--output", type=Path, default=Path(__file__).with_name("digits.npz"))
    arguments = parser.parse_args()
    arrays = predict()
    write_npz(arguments.output, arrays)
    report(arrays)


if __name__ == "__main__":
    main()
