"""The licences of everything in the stand-alone program, collected from where it was installed from.

A part without a licence's text stops the build: the text has to be found and put into `licences/` beside this file.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HERE = Path(__file__).parent
TEXTS = HERE / "licences"
WORDS = ("licen", "copying", "notice", "authors")

OWN_TEXTS = {
    "latex2mathml": ("latex2mathml.txt",),
    "pyside6-essentials": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "shiboken6": ("LGPL-3.0.txt", "GPL-3.0.txt"),
}
"""Distributions that come without a licence's text, with the texts that hold for them."""

PREFACE = """\
Loss Atlas and the parts it is made of

Loss Atlas itself is under the MIT licence, in LICENSE. This folder has the licences of all other parts.

Qt and PySide6 are used under the GNU Lesser General Public License, version 3. They are shared libraries in
{libraries}/PySide6, unchanged as The Qt Company built them: you may put your own builds in their place. Their source is
at https://download.qt.io/official_releases/QtForPython/ and https://download.qt.io/official_releases/qt/; what Qt in
turn contains is listed at https://doc.qt.io/qt-6/licenses-used-in-qt.html.

"""


def distributions(requirements: Iterable[str]) -> dict[str, metadata.Distribution]:
    """Return the installed distributions that requirements lead to, by name."""
    found: dict[str, metadata.Distribution] = {}
    wanted = [Requirement(text) for text in requirements]
    for requirement in wanted:  # grows as it goes
        name = canonicalize_name(requirement.name)
        if name in found or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        found[name] = metadata.distribution(requirement.name)
        wanted += [Requirement(text) for text in found[name].requires or ()]
    return dict(sorted(found.items()))


def texts_of(name: str, distribution: metadata.Distribution) -> list[Path]:
    """Return the licence files of a distribution.

    Raises
    ------
    SystemExit
        If there is none.
    """
    files = [file for file in distribution.files or () if file.suffix not in (".py", ".pyc")]
    found = [Path(str(file.locate())) for file in files if any(word in file.name.lower() for word in WORDS)]
    found += [TEXTS / text for text in OWN_TEXTS.get(name, ())]
    if not found:
        raise SystemExit(f"{name} has no licence's text: put it into {TEXTS} and name it in {__file__}")
    return found


def kind_of(distribution: metadata.Distribution) -> str:
    """Return what a distribution says its licence is, in a few words."""
    said = distribution.metadata
    classifiers = [c.rpartition(" :: ")[2] for c in said.get_all("Classifier") or () if c.startswith("License")]
    words = said.get("License-Expression") or (said.get("License") or "").strip().partition("\n")[0]
    return words if words and not words.startswith("Copyright") else " / ".join(classifiers) or "see its text"


def collect(requirements: Iterable[str], tools: Iterable[str], into: Path, libraries: str) -> None:
    """Write the licences of the distributions that requirements lead to, of tools, and of Python, with a list of them.

    Of `tools` a piece is in every program made with them; what they need in turn is not. `libraries` is the folder of
    the program that Qt is in.
    """
    lines = [f"Python {sys.version.split()[0]}: PSF-2.0"]
    _copy([_python_licence()], into / f"Python-{sys.version.split()[0]}")
    parts = {**distributions(requirements), **{name: metadata.distribution(name) for name in tools}}
    for name, distribution in parts.items():
        _copy(texts_of(name, distribution), into / f"{distribution.name}-{distribution.version}")
        lines.append(f"{distribution.name} {distribution.version}: {kind_of(distribution)}")
    (into / "README.txt").write_text(PREFACE.format(libraries=libraries) + "\n".join(lines) + "\n", encoding="utf-8")


def collect_system(libraries: Iterable[Path], into: Path) -> None:
    """Write the licences of libraries that come from the system's packages (Debian and its kin), and list them.

    A library is known by its file's name, as the copy in the program has lost its place.
    """
    if shutil.which("dpkg-query") is None:
        return
    packages: dict[str, list[str]] = {}
    for library in libraries:
        asked = subprocess.run(["dpkg-query", "-S", f"*/{library.name}"], capture_output=True, text=True, check=False)
        if asked.returncode == 0:
            packages.setdefault(asked.stdout.partition(":")[0], []).append(library.name)
    lines = ["", "Libraries of the system it was built on:"]
    for package, names in sorted(packages.items()):
        text = Path("/usr/share/doc") / package / "copyright"
        if not text.is_file():
            raise SystemExit(f"{package} ({', '.join(names)}) has no {text}")
        _copy([text], into / package)
        lines.append(f"{package}: {', '.join(sorted(names))}")
    with (into / "README.txt").open("a", encoding="utf-8") as readme:
        readme.write("\n".join(lines) + "\n")


def _python_licence() -> Path:
    places = (
        Path(sysconfig.get_path("stdlib")),
        Path(sys.base_prefix),
        Path("/usr/share/doc") / f"python3.{sys.version_info[1]}",
    )
    for place in places:
        for name in ("LICENSE.txt", "LICENSE", "copyright"):
            if (place / name).is_file():
                return place / name
    raise SystemExit(f"Python's licence is in none of {', '.join(map(str, places))}")


def _copy(files: Iterable[Path], into: Path) -> None:
    into.mkdir(parents=True, exist_ok=True)
    for file in files:
        place, number = into / file.name, 2
        while place.exists():
            place, number = into / f"{file.stem} ({number}){file.suffix}", number + 1
        shutil.copyfile(file, place)
