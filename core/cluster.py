"""The same computation on many machines: each task reads its own rows and sends back figures only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, cast

from core.errors import LossAtlasError
from core.parts import Part

if TYPE_CHECKING:
    from core.stream import Range, Request

TIMEOUT = "10s"
"""How long a scheduler has to answer."""


def run(
    request: Request, tasks: Sequence[tuple[int, Range]], address: str
) -> list[tuple[list[Part], list[str] | None]]:
    """Return what `stream.parts_of` gives for each task, in order, computed on a Dask cluster.

    The files must be readable under the same names on every machine, and Loss Atlas installed there.

    Raises
    ------
    LossAtlasError
        If Dask is not installed, the scheduler does not answer, or a task finds something wrong with a file.
    """
    try:
        from distributed import Client
    except ImportError:
        raise LossAtlasError("cluster_missing") from None
    from core.stream import parts_of

    try:
        client = Client(address, timeout=TIMEOUT, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0][:100]
        raise LossAtlasError("cluster_silent", where=address, reason=reason) from None
    with client:
        submit = cast(Callable[..., Any], client.submit)
        futures = [submit(parts_of, request, number, part, pure=False) for number, part in tasks]
        return cast(Callable[..., Any], client.gather)(futures)
