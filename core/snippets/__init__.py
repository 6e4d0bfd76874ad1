"""Snippets: the document's current loss as a program of each framework, which prints the numbers on the screen.

Every framework is one file here, found by itself. None is imported, and neither is it needed to write a snippet for it.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path

from core import io, losses
from core.document import Document
from core.errors import LossAtlasError
from core.snippets.base import Framework, Say, Snippet
from core.snippets.facts import Facts, first_rows, is_large, shown_rows
from core.snippets.writer import write

__all__ = [
    "Framework",
    "Snippet",
    "first_rows",
    "framework",
    "frameworks",
    "is_large",
    "of_file",
    "shown_rows",
    "snippet",
]


@cache
def frameworks() -> dict[str, Framework]:
    """Return every framework by its name, in the order in which they are shown."""
    modules = [importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__)]
    found = [value for module in modules for value in vars(module).values() if isinstance(value, Framework)]
    return {each.name: each for each in sorted(found, key=lambda each: each.order)}


def framework(name: str) -> Framework:
    """Return the framework called `name`."""
    try:
        return frameworks()[name]
    except KeyError:
        raise LossAtlasError("unknown_framework", name=name, known=", ".join(frameworks())) from None


def snippet(
    document: Document,
    name: str = "numpy",
    *,
    decimals: int = 4,
    data_file: str = "",
    beside: bool = False,
    say: Say = str,
) -> Snippet:
    """Return the current loss of a document as a program that runs as it stands.

    It prints the loss of every sample and the mean for every model, in the document's unit and under its row-sum
    setting: the numbers on the screen. Beside them it makes the library's own calls, where it has some, and says in
    comments where their conventions give another number, and why.

    Parameters
    ----------
    document
        Classes, truth, models and settings. Of a large one the first samples stand in the snippet.
    name
        The framework: "numpy", "pytorch", "jax", "keras" or "sklearn".
    decimals
        How many decimals are printed.
    data_file
        An .npz file with this document's arrays; then all rows are read from it.
    beside
        Whether that file lies beside the program, wherever it is run from.
    say
        Turns a text marked for translation into the language of the comments.

    Raises
    ------
    LossAtlasError
        For an unknown framework; for a loss that has no code, or needs labels where the truth is soft.

    Examples
    --------
    >>> from core import io
    >>> text = snippet(io.load("example")).text
    >>> [line.strip() for line in text.splitlines() if "return" in line]
    ['return -np.log(q_y)']
    """
    return write(Facts.of(document, data_file, beside=beside), framework(name), decimals, say)


def of_file(name: str, framework_name: str, *, loss: str = "", unit: str = "", row_sums: str = "") -> str:
    """Return the snippet of a file or a built-in example; a large .npz file is read by the snippet itself.

    What is "" is as the file has it: its own settings, or the standard ones.
    """
    from core.io.importing import opening  # not for who writes a document's

    framework(framework_name)
    document = opening.opened([name])
    if loss:
        chosen = losses.parse(loss)
        document = document.with_loss(chosen).with_settings(loss=chosen.name)
    changes = {key: value for key, value in (("unit", unit), ("row_sums", row_sums)) if value}
    document = document.with_settings(**changes)
    is_archive = name not in io.EXAMPLES and Path(name).suffix.lower() == ".npz" and opening.is_native(name)
    data_file = name if is_archive and is_large(document) else ""
    return snippet(document, framework_name, data_file=data_file).text
