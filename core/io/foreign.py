"""Formats that have no layout of our own: read where it is plain what their arrays and columns are."""

from __future__ import annotations

from pathlib import Path

from core.document import Document

SUFFIXES = (".safetensors", ".json", ".jsonl", ".ndjson")


def read(path: Path) -> Document:
    """Return the document in a file, if it leaves nothing in doubt."""
    from core.io import importing

    return importing.read(path)
