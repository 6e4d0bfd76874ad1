"""The libraries of the system that Qt links against and a bare system lacks."""

from __future__ import annotations

import ctypes

from core.errors import LossAtlasError

PACKAGES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
}
"""Debian's packages by the library's name; tools/system-libraries.sh installs the same."""


def lack(error: ImportError) -> LossAtlasError | None:
    """Return what to say of an import that failed for want of a library of the system; None if it failed otherwise.

    The loader stops at the first that it misses, so the others are looked for here: they are to be installed at once.
    """
    first, found, _ = str(error).partition(": cannot open shared object file")
    if not found:
        return None
    names = [first, *(name for name in PACKAGES if name != first and not _loads(name))]
    packages = [PACKAGES[name] for name in names if name in PACKAGES]
    if not packages:
        return LossAtlasError("library_missing", names=first)
    return LossAtlasError("libraries_missing", names=", ".join(names), packages=" ".join(packages))


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
