"""What is given away is whole: resources in the wheel, licences, what tells a desktop of the program, and its trial."""

import configparser
import importlib.util
import os
import stat
import subprocess
import sys
import tomllib
from importlib.metadata import Distribution
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

from core import io

ROOT = Path(__file__).parents[1]
PACKAGING = ROOT / "tools" / "packaging"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

needs_sh = pytest.mark.skipif(sys.platform == "win32", reason="a script of the Linux build")


@pytest.fixture(scope="module")
def licences() -> ModuleType:
    spec = importlib.util.spec_from_file_location("licences", PACKAGING / "licences.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def desktop_entry() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # keys differ by case
    parser.read(PACKAGING / "loss-atlas.desktop", encoding="utf-8")
    return parser["Desktop Entry"]


def mime_types() -> dict[str, str]:
    """Give each kind of file that is declared with its pattern."""
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    tree = ElementTree.parse(PACKAGING / "loss-atlas.xml")
    kinds = tree.getroot().findall(f"{space}mime-type")
    globs = {kind.attrib["type"]: kind.find(f"{space}glob") for kind in kinds}
    return {name: glob.attrib["pattern"] for name, glob in globs.items() if glob is not None}


def test_the_wheel_takes_every_kind_of_resource():
    patterns = {Path(pattern).suffix for pattern in PROJECT["tool"]["setuptools"]["package-data"]["resources"]}
    files = [file for file in (ROOT / "resources").rglob("*") if file.is_file() and file.suffix not in (".py", ".pyc")]
    assert len(files) > 30
    assert {file.suffix for file in files} <= patterns


def test_the_desktop_entry_opens_what_the_kinds_of_files_say():
    entry = desktop_entry()
    assert entry["Exec"] == "loss-atlas %F"
    assert {kind for kind in entry["MimeType"].split(";") if kind} == set(mime_types())
    assert mime_types()["application/vnd.loss-atlas.session+json"].removeprefix("*") in io.readers()
    for key in ("GenericName", "Comment", "Keywords"):
        assert any(ord(letter) > 0x3000 for letter in entry[f"{key}[zh_CN]"]), key


def install(folder: Path, prefix: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(prefix), "PREFIX": str(prefix)}
    return subprocess.run(
        ["sh", folder / "install.sh", *arguments], env=environment, capture_output=True, text=True, check=False
    )


@needs_sh
def test_installing_and_removing_leaves_the_desktop_as_it_was(tmp_path: Path):
    folder, prefix = tmp_path / "my programs" / "loss-atlas", tmp_path / "home"
    (folder / "share").mkdir(parents=True)
    (folder / "install.sh").write_text((PACKAGING / "install.sh").read_text(encoding="utf-8"), encoding="utf-8")
    for name in ("loss-atlas.desktop", "loss-atlas.xml"):
        (folder / "share" / name).write_bytes((PACKAGING / name).read_bytes())
    for name in ("loss-atlas.svg", "loss-atlas.png"):
        (folder / "share" / name).write_text("icon", encoding="utf-8")
    program = folder / "loss-atlas"
    program.write_text('#!/bin/sh\necho started "$@"\n', encoding="utf-8")
    program.chmod(0o755)

    done = install(folder, prefix)
    assert done.returncode == 0, done.stderr
    started = subprocess.run([prefix / "bin" / "loss-atlas", "example"], capture_output=True, text=True, check=True)
    assert started.stdout == "started example\n"
    entry = (prefix / "share" / "applications" / "loss-atlas.desktop").read_text(encoding="utf-8")
    assert f'Exec="{program}" %F\n' in entry
    assert f"TryExec={program}\n" in entry
    assert (prefix / "share" / "mime" / "packages" / "loss-atlas.xml").is_file()
    assert (prefix / "share" / "icons" / "hicolor" / "scalable" / "apps" / "loss-atlas.svg").is_file()

    done = install(folder, prefix, "--remove")
    assert done.returncode == 0, done.stderr
    assert not list(prefix.rglob("loss-atlas*"))
    assert program.is_file()


@needs_sh
def test_installing_refuses_what_it_does_not_know(tmp_path: Path):
    done = install(PACKAGING, tmp_path, "--prefix=/usr")
    assert done.returncode == 2
    assert done.stderr.startswith("usage:")
    assert not list(tmp_path.iterdir())


def test_every_part_brings_its_licence(licences: ModuleType, tmp_path: Path):
    licences.collect(PROJECT["project"]["dependencies"], (), tmp_path)
    listed = (tmp_path / "README.txt").read_text(encoding="utf-8")
    folders = [folder for folder in tmp_path.iterdir() if folder.is_dir()]
    names = {folder.name.rpartition("-")[0].lower().replace("_", "-") for folder in folders}
    assert {"python", "numpy", "pyside6-essentials", "shiboken6", "polars", "pyqtgraph", "latex2mathml"} <= names
    for folder in folders:
        texts = [file for file in folder.iterdir() if file.stat().st_size > 200]
        assert texts, folder.name
        assert folder.name.rpartition("-")[0] in listed
    qt = next(folder for folder in folders if folder.name.lower().startswith("pyside6"))
    assert "LESSER GENERAL PUBLIC LICENSE" in (qt / "LGPL-3.0.txt").read_text(encoding="utf-8")


def test_a_part_without_a_licence_stops_the_build(licences: ModuleType, tmp_path: Path):
    bare = tmp_path / "bare-1.0.dist-info"
    bare.mkdir()
    (bare / "METADATA").write_text("Metadata-Version: 2.1\nName: bare\nVersion: 1.0\n", encoding="utf-8")
    (bare / "RECORD").write_text("bare-1.0.dist-info/METADATA,,\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="bare has no licence's text"):
        licences.texts_of("bare", Distribution.at(bare))


def smoke(program: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", PACKAGING / "smoke.sh", program],
        env={"PATH": os.environ["PATH"], "SECONDS_OPEN": "3"},
        capture_output=True,
        text=True,
        check=False,
    )


def script(place: Path, text: str) -> Path:
    place.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    place.chmod(place.stat().st_mode | stat.S_IXUSR)
    return place


@needs_sh
def test_the_trial_of_the_built_program_passes_for_this_one(tmp_path: Path):
    program = script(tmp_path / "loss-atlas", f'exec "{sys.executable}" "{ROOT / "main.py"}" "$@"')
    done = smoke(program)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert done.stdout == "smoke: works without Python\n"


@needs_sh
def test_the_trial_fails_for_a_program_that_gives_no_losses(tmp_path: Path):
    done = smoke(script(tmp_path / "loss-atlas", 'echo "Loss Atlas 0.1.0"'))
    assert done.returncode == 1
    assert done.stderr == "smoke: evaluate gives other losses\n"
