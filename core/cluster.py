"""The same computation on many machines: each task reads its own rows and sends back figures only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, cast

from core.errors import LossAtlasError

if TYPE_CHECKING:
    from core.io.sources import Stretch
    from core.stream import Found, Request

TIMEOUT = "10s"
"""How long a scheduler has to answer, and then a first worker to be there."""


def run(request: Request, tasks: Sequence[tuple[int, Stretch]], address: str) -> list[Found]:
    """Return what `stream.parts_of` gives for each task, in order, computed on a Dask cluster.

    The files must be readable under the same names on every machine, and Loss Atlas installed there.

    Raises
    ------
    LossAtlasError
        If Dask is not installed, the scheduler does not answer, no worker is there or one is lost, or a task finds
        something wrong with a file.
    """
    try:
        from distributed import Client
    except ImportError:
        raise LossAtlasError("cluster_missing") from None
    try:
        client = Client(address, timeout=TIMEOUT, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise LossAtlasError("cluster_silent", where=address, reason=_reason(error)) from None
    with client:
        try:
            return _gathered(client, request, tasks)
        except LossAtlasError as error:
            if error.code != "file_missing":
                raise
            # It was there when this machine looked, so it is the worker that does not see it.
            raise LossAtlasError("cluster_lost", where=address, reason=f"no file {error.where} there") from None
        except Exception as error:
            raise LossAtlasError("cluster_lost", where=address, reason=_reason(error)) from None


def _gathered(client: Any, request: Request, tasks: Sequence[tuple[int, Stretch]]) -> list[Found]:
    from core.stream import parts_of

    client.wait_for_workers(1, timeout=TIMEOUT)
    submit = cast(Callable[..., Any], client.submit)
    futures = [submit(parts_of, request, number, stretch, pure=False) for number, stretch in tasks]
    return cast(Callable[..., Any], client.gather)(futures)


def _reason(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:100]
