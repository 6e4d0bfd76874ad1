"""Make the stand-alone program of this platform: a folder that needs no Python, and an archive of it.

Run by `make package` with the Python of `build/package`, which has what requirements-package.lock says.
"""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(Path(__file__).parent))
import licences  # noqa: E402

SHARE = ("loss-atlas.desktop", "loss-atlas.xml")

REASONS = {
    "polars": "reads and writes CSV and Parquet, sorts, on all cores",
    "Qt": "the window, fonts, SVG, PDF (half of it ICU, the data of all languages and scripts)",
    "PySide6": "Qt for Python",
    "Python": "the language itself and its library",
    "numpy": "numbers (three fifths of it OpenBLAS, which numpy cannot be without)",
    "program": "Loss Atlas and the modules of all parts, compiled",
    "resources": "font with Chinese, examples, manual, translations",
    "system": "X11 and fonts, from the system it was built on",
    "licences": "the texts of all parts",
}
"""The parts of the program and why each is there."""

STARTS = {
    "polars": ("_polars",),
    "Qt": ("PySide6/Qt/",),
    "PySide6": ("PySide6", "shiboken6", "libpyside6", "libshiboken6"),
    "numpy": ("numpy",),
    "Python": ("python3", "libpython", "base_library"),
    "resources": ("resources",),
}
"""How the names of a part's files in `_internal` begin."""


def icons(into: Path) -> None:
    """Draw the program's icon in the formats of the three systems."""
    into.mkdir(parents=True, exist_ok=True)
    drawn = QImage(256, 256, QImage.Format.Format_ARGB32)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(str(ROOT / "resources" / "icons" / "loss-atlas.svg")).render(painter)
    painter.end()
    for suffix in ("png", "ico", "icns"):
        if not drawn.save(str(into / f"loss-atlas.{suffix}")):
            raise SystemExit(f"Qt cannot write .{suffix}")


def build() -> Path:
    """Run PyInstaller; return the folder it made."""
    made = ROOT / "build" / "pyinstaller" / "dist"
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"]
    places = ["--distpath", str(made), "--workpath", str(ROOT / "build" / "pyinstaller" / "work")]
    subprocess.run([*command, *places, str(Path(__file__).with_name("loss-atlas.spec"))], check=True, cwd=ROOT)
    return made / "loss-atlas"


def strip(folder: Path) -> None:
    """Leave debuggers' symbols out; numpy's own libraries would not load any more afterwards."""
    if sys.platform == "linux" and shutil.which("strip"):
        files = [f for f in folder.rglob("*.so*") if not f.is_symlink() and f.parent.name != "numpy.libs"]
        subprocess.run(["strip", "--strip-unneeded", *files], check=True)


def complete(folder: Path) -> None:
    """Put what belongs to a program besides itself into its folder: licences, and what tells a desktop of it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    shutil.copy(ROOT / "LICENSE", folder)
    licences.collect(project["dependencies"], ("pyinstaller", "pyinstaller-hooks-contrib"), folder / "licences")
    shutil.copy(ROOT / "resources" / "fonts" / "OFL.txt", folder / "licences" / "Noto Sans CJK SC (font) OFL.txt")
    if sys.platform == "linux":
        files = [file for file in (folder / "_internal").glob("*.so*") if not file.is_symlink()]
        libraries = [file for file in files if not file.name.startswith("libpython")]
        licences.collect_system(libraries, folder / "licences")
        share = folder / "share"
        share.mkdir()
        for name in SHARE:
            shutil.copy(Path(__file__).with_name(name), share)
        shutil.copy(ROOT / "resources" / "icons" / "loss-atlas.svg", share)
        shutil.copy(ROOT / "build" / "icons" / "loss-atlas.png", share)
        shutil.copy(Path(__file__).with_name("install.sh"), folder)


def part_of(name: str) -> str:
    """Return which part of the program a file belongs to."""
    top, _, rest = name.partition("/")
    if top != "_internal":
        return "licences" if top == "licences" else "program"
    inner = rest.partition("/")[0]
    for part, starts in STARTS.items():
        if rest.startswith(starts):
            return part
    return "system" if ".so" in inner else "program"


def sizes(folder: Path) -> dict[str, int]:
    """Return the bytes of each part, the largest first; what is linked twice counts once."""
    found: dict[str, int] = {}
    for file in folder.rglob("*"):
        if file.is_file() and not file.is_symlink():
            part = part_of(file.relative_to(folder).as_posix())
            found[part] = found.get(part, 0) + file.stat().st_size
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def archive(folder: Path) -> Path:
    """Pack a folder, under its name, beside it."""
    kind = "zip" if sys.platform == "win32" else "gztar"
    return Path(shutil.make_archive(str(folder), kind, folder.parent, folder.name))


def main() -> None:
    """Build, complete, pack, and say how large the parts are."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    icons(ROOT / "build" / "icons")
    made = build()
    strip(made)
    complete(made)
    system = {"darwin": "macos", "win32": "windows"}.get(sys.platform, sys.platform)
    folder = ROOT / "dist" / f"loss-atlas-{version}-{system}-{platform.machine().lower()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(exist_ok=True)
    shutil.move(made, folder)
    packed = archive(folder)
    parts = sizes(folder)
    for part, size in parts.items():
        print(f"{size / 1e6:7.1f} MB  {part}: {REASONS[part]}")
    print(f"{sum(parts.values()) / 1e6:7.1f} MB  {folder.relative_to(ROOT)}")
    print(f"{packed.stat().st_size / 1e6:7.1f} MB  {packed.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
