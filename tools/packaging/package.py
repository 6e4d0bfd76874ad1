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

import licences
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).parents[2]
SYSTEMS = {"darwin": "macos", "win32": "windows"}
"""What the systems are called in names of packages, where Python calls them otherwise."""

MAC_APP = "Loss Atlas.app"
SHARE = ("loss-atlas.desktop", "loss-atlas.xml")
SHELLS = ("bash", "zsh", "fish")

REASONS = {
    "polars": "reads and writes CSV and Parquet, sorts, on all cores",
    "Qt": "the window, fonts, SVG, PDF (half of it ICU, the data of all languages and scripts)",
    "PySide6": "Qt for Python",
    "Python": "the language itself and its library",
    "numpy": "numbers (three fifths of it OpenBLAS, which numpy cannot be without)",
    "program": "Loss Atlas and the modules of all parts, compiled",
    "resources": "font with Chinese, examples, manual, translations",
    "system": "libraries of the system it was built on: on Linux X11 and fonts",
    "licences": "the texts of all parts",
}
"""The parts of the program and why each is there."""

STARTS = {
    "polars": ("_polars",),
    "Qt": ("PySide6/Qt/", "PySide6/Qt6", "PySide6/plugins/"),
    "PySide6": ("PySide6", "shiboken6", "libpyside6", "libshiboken6"),
    "numpy": ("numpy",),
    "Python": ("python3", "Python", "libpython", "base_library"),
    "resources": ("resources",),
}
"""How the names of a part's files begin in the folder of libraries; on Windows Qt has no folder of its own there."""

LIBRARIES = ("_internal/", f"{MAC_APP}/Contents/Frameworks/", f"{MAC_APP}/Contents/Resources/")
"""Where in a package libraries are, and on macOS data."""


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
    """Run PyInstaller; return the folder that has what it made."""
    made = ROOT / "build" / "pyinstaller" / "dist"
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"]
    places = ["--distpath", str(made), "--workpath", str(ROOT / "build" / "pyinstaller" / "work")]
    subprocess.run([*command, *places, str(Path(__file__).with_name("loss-atlas.spec"))], check=True, cwd=ROOT)
    return made


def gather(made: Path, folder: Path, system: str) -> Path:
    """Move what PyInstaller made for a system into a folder to be given away; return the file that starts it.

    On Linux and Windows that folder is the one it made. On macOS it made an application besides, of the same files:
    that alone is moved, into the folder. It is signed as a whole, so that nothing else may be put into it.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    if system == "macos":
        folder.mkdir()
        shutil.move(made / MAC_APP, folder)
        program = folder / MAC_APP / "Contents" / "MacOS" / "loss-atlas"
    else:
        shutil.move(made / "loss-atlas", folder)
        program = folder / ("loss-atlas.exe" if system == "windows" else "loss-atlas")
    if not program.is_file():
        raise SystemExit(f"PyInstaller made no {program.relative_to(folder)}")
    return program


def strip(folder: Path) -> None:
    """Leave debuggers' symbols out; numpy's own libraries would not load any more afterwards."""
    if sys.platform == "linux" and shutil.which("strip"):
        files = [f for f in folder.rglob("*.so*") if not f.is_symlink() and f.parent.name != "numpy.libs"]
        subprocess.run(["strip", "--strip-unneeded", *files], check=True)


def complete(folder: Path, system: str) -> None:
    """Put what belongs to a program into its folder: licences, and what tells desktop and shells of it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    shutil.copy(ROOT / "LICENSE", folder)
    libraries = LIBRARIES[system == "macos"].rstrip("/")
    licences.collect(
        project["dependencies"], ("pyinstaller", "pyinstaller-hooks-contrib"), folder / "licences", libraries
    )
    shutil.copy(ROOT / "resources" / "fonts" / "OFL.txt", folder / "licences" / "Noto Sans CJK SC (font) OFL.txt")
    if system != "windows":
        tell_shells(folder / "share")
    if system == "linux":
        files = [file for file in (folder / "_internal").glob("*.so*") if not file.is_symlink()]
        licences.collect_system([file for file in files if not file.name.startswith("libpython")], folder / "licences")
        for name in SHARE:
            shutil.copy(Path(__file__).with_name(name), folder / "share")
        shutil.copy(ROOT / "resources" / "icons" / "loss-atlas.svg", folder / "share")
        shutil.copy(ROOT / "build" / "icons" / "loss-atlas.png", folder / "share")
        shutil.copy(Path(__file__).with_name("install.sh"), folder)


def tell_shells(share: Path) -> None:
    """Write the man page and the completion of each shell."""
    share.mkdir(exist_ok=True)
    subprocess.run([sys.executable, "-m", "commands.manual", share / "loss-atlas.1"], check=True, cwd=ROOT)
    for shell in SHELLS:
        with (share / f"completion.{shell}").open("wb") as file:
            subprocess.run([sys.executable, "main.py", "completion", shell], check=True, cwd=ROOT, stdout=file)


def part_of(name: str) -> str:
    """Return which part of the program a file of a package belongs to."""
    inner = next((name.removeprefix(place) for place in LIBRARIES if name.startswith(place)), None)
    if inner is None:
        return "licences" if name.startswith("licences/") else "program"
    for part, starts in STARTS.items():
        if inner.startswith(starts):
            return part
    is_library = "/" not in inner and (".so" in inner or inner.endswith((".dylib", ".dll")))
    return "system" if is_library else "program"


def sizes(folder: Path) -> dict[str, int]:
    """Return the bytes of each part, the largest first; what is linked twice counts once."""
    found: dict[str, int] = {}
    for file in folder.rglob("*"):
        if file.is_file() and not file.is_symlink():
            part = part_of(file.relative_to(folder).as_posix())
            found[part] = found.get(part, 0) + file.stat().st_size
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def archive(folder: Path, system: str) -> Path:
    """Pack a folder, under its name, beside it: for Windows as .zip, else as .tar.gz, which keeps links."""
    kind = "zip" if system == "windows" else "gztar"
    return Path(shutil.make_archive(str(folder), kind, folder.parent, folder.name))


def main() -> None:
    """Build, complete, pack, and say how large the parts are."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    icons(ROOT / "build" / "icons")
    system = SYSTEMS.get(sys.platform, sys.platform)
    folder = ROOT / "dist" / f"loss-atlas-{version}-{system}-{platform.machine().lower()}"
    gather(build(), folder, system)
    strip(folder)
    complete(folder, system)
    packed = archive(folder, system)
    parts = sizes(folder)
    for part, size in parts.items():
        print(f"{size / 1e6:7.1f} MB  {part}: {REASONS[part]}")
    print(f"{sum(parts.values()) / 1e6:7.1f} MB  {folder.relative_to(ROOT)}")
    print(f"{packed.stat().st_size / 1e6:7.1f} MB  {packed.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
