"""Runs programs one after another in this process and writes what each printed: a framework is imported once for all.

    python -m tests.reference.run_snippets PROGRAMS.json ANSWERS.json

The programs are a JSON list of texts; an answer is what a program printed, what it said on stderr and warned of, and
the exception it ended in, or "".
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import warnings
from pathlib import Path


def run(text: str) -> dict[str, str]:
    """Return what a program prints."""
    out, err, failed = io.StringIO(), io.StringIO(), ""
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = lambda message, kind, *_: print(f"{kind.__name__}: {message}", file=sys.stderr)
        try:
            exec(compile(text, "snippet", "exec"), {"__name__": "__main__"})
        except Exception as error:
            failed = f"{type(error).__name__}: {error}"
    return {"out": out.getvalue(), "err": err.getvalue(), "failed": failed}


def main(programs: str, answers: str) -> None:
    """Run all."""
    os.environ.setdefault("KERAS_BACKEND", "jax")
    texts = json.loads(Path(programs).read_text(encoding="utf-8"))
    Path(answers).write_text(json.dumps([run(text) for text in texts], ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
