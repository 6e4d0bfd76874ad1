"""What is given away is whole: resources in the wheel, licences, what tells a desktop of the program, and its trial."""

import configparser
import importlib
import os
import shutil
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


@pytest.fixture
def licences(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(PACKAGING)
    return importlib.import_module("licences")


@pytest.fixture
def package(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(PACKAGING)
    return importlib.import_module("package")


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


def install(folder: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "PREFIX": str(home / ".local")}
    return subprocess.run(
        ["sh", folder / "install.sh", *arguments], env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def unpacked(package: ModuleType, tmp_path: Path) -> Path:
    """A package with the program put in its place by a word, in a folder with a space in its name."""
    folder = tmp_path / "my programs" / "loss-atlas"
    folder.mkdir(parents=True)
    package.tell_shells(folder / "share")
    (folder / "install.sh").write_text((PACKAGING / "install.sh").read_text(encoding="utf-8"), encoding="utf-8")
    for name in package.SHARE:
        (folder / "share" / name).write_bytes((PACKAGING / name).read_bytes())
    for name in ("loss-atlas.svg", "loss-atlas.png"):
        (folder / "share" / name).write_text("icon", encoding="utf-8")
    script(folder / "loss-atlas", 'echo started "$@"')
    return folder


@needs_sh
def test_installing_and_removing_leaves_the_desktop_as_it_was(unpacked: Path, tmp_path: Path):
    home = tmp_path / "a home"
    home.mkdir()
    done = install(unpacked, home)
    assert (done.returncode, done.stderr) == (0, "")
    local, program = home / ".local", unpacked / "loss-atlas"
    started = subprocess.run([local / "bin" / "loss-atlas", "example"], capture_output=True, text=True, check=True)
    assert started.stdout == "started example\n"
    entry = (local / "share" / "applications" / "loss-atlas.desktop").read_text(encoding="utf-8")
    assert f'Exec="{program}" %F\n' in entry
    assert f"TryExec={program}\n" in entry
    assert (local / "share" / "mime" / "packages" / "loss-atlas.xml").is_file()
    assert (local / "share" / "icons" / "hicolor" / "scalable" / "apps" / "loss-atlas.svg").is_file()

    done = install(unpacked, home, "--remove")
    assert (done.returncode, done.stderr) == (0, "")
    assert [path for path in home.rglob("*loss-atlas*") if path.is_file() or path.is_symlink()] == []
    assert program.is_file()


FOUND_BY = {
    "man": ["man", "--where", "loss-atlas"],
    "bash": ["bash", "-c", ". $XDG_DATA_HOME/bash-completion/completions/loss-atlas; complete -p loss-atlas"],
    "zsh": ["zsh", "-fc", "fpath+=(~/.local/share/zsh/site-functions); autoload -U compinit; compinit -uD; "
            "echo $_comps[loss-atlas] $functions[_loss-atlas]"],
    "fish": ["fish", "-c", "complete -C 'loss-atlas ev'"],
}  # fmt: skip
"""By what each finds what was installed for a person."""
SAYS = {
    "man": "/.local/share/man/man1/loss-atlas.1",
    "bash": "complete -F _loss_atlas loss-atlas",
    "zsh": "_loss-atlas builtin autoload -XU",
    "fish": "evaluate\t",
}


@needs_sh
@pytest.mark.parametrize("reader", FOUND_BY)
def test_man_page_and_completion_are_where_they_are_looked_for(unpacked: Path, tmp_path: Path, reader: str):
    if shutil.which(reader) is None:
        pytest.skip(f"{reader} is not installed")
    assert install(unpacked, tmp_path).returncode == 0
    local = tmp_path / ".local"
    environment = {
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(local / "share"),
        "PATH": f"{local / 'bin'}:{os.environ['PATH']}",
        "LC_ALL": "C.UTF-8",
    }
    done = subprocess.run(FOUND_BY[reader], env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert SAYS[reader] in done.stdout


@needs_sh
def test_installing_refuses_what_it_does_not_know(tmp_path: Path):
    done = install(PACKAGING, tmp_path, "--prefix=/usr")
    assert done.returncode == 2
    assert done.stderr.startswith("usage:")
    assert not list(tmp_path.iterdir())


def test_every_part_brings_its_licence(licences: ModuleType, tmp_path: Path):
    licences.collect(PROJECT["project"]["dependencies"], (), tmp_path, "_internal")
    listed = (tmp_path / "README.txt").read_text(encoding="utf-8")
    folders = [folder for folder in tmp_path.iterdir() if folder.is_dir()]
    names = {folder.name.rpartition("-")[0].lower().replace("_", "-") for folder in folders}
    assert {"python", "numpy", "pyside6-essentials", "shiboken6", "polars", "pyqtgraph", "latex2mathml"} <= names
    for folder in folders:
        texts = [file for file in folder.iterdir() if file.stat().st_size > 200]
        assert texts, folder.name
        assert folder.name.rpartition("-")[0] in listed
    qt = next(folder for folder in folders if folder.name.lower().startswith("pyside6"))
    assert "\n_internal/PySide6, unchanged" in listed
    assert "LESSER GENERAL PUBLIC LICENSE" in (qt / "LGPL-3.0.txt").read_text(encoding="utf-8")


def test_a_part_without_a_licence_stops_the_build(licences: ModuleType, tmp_path: Path):
    bare = tmp_path / "bare-1.0.dist-info"
    bare.mkdir()
    (bare / "METADATA").write_text("Metadata-Version: 2.1\nName: bare\nVersion: 1.0\n", encoding="utf-8")
    (bare / "RECORD").write_text("bare-1.0.dist-info/METADATA,,\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="bare has no licence's text"):
        licences.texts_of("bare", Distribution.at(bare))


def smoke(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", PACKAGING / "smoke.sh", folder],
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
    script(tmp_path / "loss-atlas", f'exec "{sys.executable}" "{ROOT / "main.py"}" "$@"')
    done = smoke(tmp_path)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert done.stdout == "smoke: works without Python\n"


@needs_sh
@pytest.mark.parametrize("place", ["loss-atlas.exe", "Loss Atlas.app/Contents/MacOS/loss-atlas"])
def test_the_trial_finds_the_program_of_each_system(tmp_path: Path, place: str):
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    script(tmp_path / place, "echo nothing")
    assert smoke(tmp_path).stderr == "smoke: --version says no version\n"
    assert smoke(tmp_path / "elsewhere").stderr == f"smoke: there is no program in {tmp_path / 'elsewhere'}\n"


@needs_sh
@pytest.mark.parametrize(("moment", "status"), [("before", 130), ("main", 130), ("ignored", 0)])
def test_ctrl_c_before_the_program_itself_has_begun(tmp_path: Path, moment: str, status: int):
    """In the stand-alone program Qt is imported, and with it Ctrl+C swallowed, before main.py runs."""
    code = """
import os, runpy, signal, sys
moment, hook = sys.argv[1:3]
if moment == "ignored":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
runpy.run_path(hook)
interrupt = lambda *_: os.kill(os.getpid(), signal.SIGINT)
if moment != "main":
    try:
        interrupt()
    except KeyboardInterrupt:
        pass
import commands.evaluate, main
if moment == "main":
    commands.evaluate.COMMAND.__dict__["run"] = interrupt
sys.frozen = True
status = main.main(["evaluate", "example"])
print("main", file=sys.stderr)
sys.exit(status)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, moment, PACKAGING / "at_start.py"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (status, "" if moment == "before" else "main\n")


@needs_sh
def test_the_trial_fails_for_a_program_that_gives_no_losses(tmp_path: Path):
    script(tmp_path / "loss-atlas", 'echo "Loss Atlas 0.1.0"')
    done = smoke(tmp_path)
    assert done.returncode == 1
    assert done.stderr == "smoke: evaluate gives other losses\n"


def made(folder: Path, system: str) -> Path:
    """Make the files that PyInstaller makes for a system, where it makes them."""
    plain = folder / "loss-atlas"
    (plain / "_internal" / "PySide6").mkdir(parents=True)
    program = plain / ("loss-atlas.exe" if system == "windows" else "loss-atlas")
    (plain / "_internal" / "PySide6" / "QtCore").write_text("library", encoding="utf-8")
    script(program, "echo started")
    if system == "macos":
        contents = folder / "Loss Atlas.app" / "Contents"
        for name in ("MacOS", "Frameworks/PySide6", "Resources/resources", "_CodeSignature"):
            (contents / name).mkdir(parents=True)
        script(contents / "MacOS" / "loss-atlas", "echo started")
        (contents / "Frameworks" / "PySide6" / "QtCore").write_text("library", encoding="utf-8")
        (contents / "Resources" / "resources" / "font.otf").write_text("font", encoding="utf-8")
        (contents / "Frameworks" / "resources").symlink_to("../Resources/resources")
        (contents / "_CodeSignature" / "CodeResources").write_text("seal", encoding="utf-8")
    return folder


PROGRAMS = {
    "linux": "loss-atlas",
    "windows": "loss-atlas.exe",
    "macos": "Loss Atlas.app/Contents/MacOS/loss-atlas",
}


@pytest.mark.parametrize("system", PROGRAMS)
def test_what_is_moved_and_packed_for_each_system(package: ModuleType, tmp_path: Path, system: str):
    if system != "windows" and sys.platform == "win32":
        pytest.skip("links and permissions are others there")
    folder = tmp_path / "dist" / "loss-atlas-1"
    for _ in range(2):  # a second build takes the place of the first
        program = package.gather(made(tmp_path / "made", system), folder, system)
        shutil.rmtree(tmp_path / "made")
    assert program == folder / PROGRAMS[system]
    (folder / "LICENSE").write_text("licence", encoding="utf-8")
    packed = package.archive(folder, system)
    assert packed.name == ("loss-atlas-1.zip" if system == "windows" else "loss-atlas-1.tar.gz")
    shutil.unpack_archive(packed, tmp_path / "again", **({} if system == "windows" else {"filter": "data"}))
    again = tmp_path / "again" / "loss-atlas-1"
    tops = {"Loss Atlas.app", "LICENSE"} if system == "macos" else {"LICENSE", "_internal", PROGRAMS[system]}
    assert {path.name for path in again.iterdir()} == tops
    if system == "windows":
        return
    assert os.access(again / PROGRAMS[system], os.X_OK)
    if system == "macos":
        contents = again / "Loss Atlas.app" / "Contents"
        assert (contents / "Frameworks" / "resources").readlink() == Path("../Resources/resources")
        assert {path.name for path in contents.iterdir()} == {"MacOS", "Frameworks", "Resources", "_CodeSignature"}
        assert package.sizes(folder)["PySide6"] == len("library")
        assert package.sizes(folder)["resources"] == len("font")


@pytest.mark.parametrize("system", PROGRAMS)
def test_a_build_without_a_program_is_not_packed(package: ModuleType, tmp_path: Path, system: str):
    source = made(tmp_path / "made", system)
    names = {"loss-atlas", "loss-atlas.exe"}
    for file in [path for path in source.rglob("*") if path.is_file() and path.name in names]:
        file.unlink()
    with pytest.raises(SystemExit, match=r"made no .*loss-atlas"):
        package.gather(source, tmp_path / "dist" / "loss-atlas-1", system)


@pytest.mark.parametrize(
    ("file", "part"),
    [
        ("_internal/PySide6/Qt/lib/libQt6Core.so.6", "Qt"),
        ("_internal/PySide6/Qt6Core.dll", "Qt"),
        ("_internal/PySide6/QtCore.pyd", "PySide6"),
        ("Loss Atlas.app/Contents/Frameworks/PySide6/Qt/lib/QtCore.framework/Versions/A/QtCore", "Qt"),
        ("Loss Atlas.app/Contents/Frameworks/Python.framework/Versions/3.13/Python", "Python"),
        ("Loss Atlas.app/Contents/Resources/resources/fonts/LossAtlasSansSC-Regular.otf", "resources"),
        ("Loss Atlas.app/Contents/MacOS/loss-atlas", "program"),
        ("_internal/python313.dll", "Python"),
        ("_internal/VCRUNTIME140.dll", "system"),
        ("_internal/libX11.so.6", "system"),
        ("_internal/libfreetype.6.dylib", "system"),
        ("_internal/contourpy/_contourpy.so", "program"),
        ("licences/README.txt", "licences"),
        ("loss-atlas.exe", "program"),
    ],
)
def test_every_file_counts_for_its_part(package: ModuleType, file: str, part: str):
    assert package.part_of(file) == part
