"""MP4 by ffmpeg, where it is installed: H.264 that browsers and slides play."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from PySide6.QtGui import QImage

from core.errors import LossAtlasError
from gui.export import files
from gui.export.moving import Timing
from gui.export.moving.apng import pixels

SUFFIX = ".mp4"


def check() -> None:
    """Raise if there is no ffmpeg."""
    if shutil.which("ffmpeg") is None:
        raise LossAtlasError("animation_ffmpeg")


def write(path: Path, pictures: Iterator[QImage], timing: Timing) -> list[Path]:
    """Write an MP4: the same bytes for the same pictures and the same ffmpeg."""
    check()
    files.write_by(path, lambda stream: _fill(stream, path, pictures, timing))
    return [path]


def _fill(stream: IO[bytes], path: Path, pictures: Iterator[QImage], timing: Timing) -> None:
    with tempfile.TemporaryDirectory() as folder:
        film, said = Path(folder) / "film.mp4", Path(folder) / "said.txt"
        with said.open("w+b") as errors:
            _film(film, errors, path, pictures, timing)
        with film.open("rb") as made:
            shutil.copyfileobj(made, stream)


def _film(film: Path, errors: IO[bytes], path: Path, pictures: Iterator[QImage], timing: Timing) -> None:
    """Let ffmpeg make a film of the pictures; end it whatever happens."""
    at_work: subprocess.Popen[bytes] | None = None
    try:
        for picture in pictures:
            if at_work is None:
                at_work = _started(film, errors, picture, timing)
            assert at_work.stdin is not None
            at_work.stdin.write(pixels(picture).tobytes())
        assert at_work is not None
        at_work.communicate()
        failed = at_work.returncode != 0
    except BrokenPipeError:
        failed = True
    finally:
        if at_work is not None:
            at_work.kill()  # of one that has ended nothing is left to be killed
            at_work.communicate()
    if failed:
        errors.seek(0)
        lines = errors.read().decode(errors="replace").split("\n")
        reason = next((line.strip() for line in reversed(lines) if line.strip()), "ffmpeg")
        raise LossAtlasError("animation_failed", where=path.name, reason=reason.rstrip("."))


def _started(film: Path, errors: IO[bytes], picture: QImage, timing: Timing) -> subprocess.Popen[bytes]:
    size = f"{picture.width()}x{picture.height()}"
    words = ["ffmpeg", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgba", "-s", size, "-r", str(timing.fps)]
    words += ["-i", "-", "-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-crf", "16"]
    words += ["-threads", "1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1"]
    words += ["-movflags", "+faststart", str(film)]
    return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=errors)
