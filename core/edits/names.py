"""Names of classes, samples and models: checked, and made where none is given."""

from __future__ import annotations

from collections.abc import Collection

from core.errors import LossAtlasError


def checked(name: str, others: Collection[str], what: str) -> str:
    """Return a name without the spaces around it; an empty one, and one that others have, raises."""
    name = name.strip()
    if not name:
        raise LossAtlasError("empty_name", where=what)
    if name in others:
        raise LossAtlasError("duplicate_name", where=what, name=name)
    return name


def unused(stem: str, others: Collection[str]) -> str:
    """Return a stem with the first number, from how many there are, that makes a new name.

    Examples
    --------
    >>> unused("class", ["class 1", "class 3"])
    'class 4'
    """
    number = len(others) + 1
    while f"{stem} {number}" in others:
        number += 1
    return f"{stem} {number}"


def replaced(names: tuple[str, ...], index: int, name: str) -> tuple[str, ...]:
    """Return names with one of them changed."""
    return (*names[:index], name, *names[index + 1 :])


def order_of_move(count: int, index: int, to: int) -> list[int]:
    """Return the old places in their new order, after one has moved to another place.

    Examples
    --------
    >>> order_of_move(4, 0, 2)
    [1, 2, 0, 3]
    """
    if not (0 <= index < count and 0 <= to < count):
        raise LossAtlasError("row_index", row=index if not 0 <= index < count else to, last=count - 1)
    order = [each for each in range(count) if each != index]
    order.insert(to, index)
    return order
