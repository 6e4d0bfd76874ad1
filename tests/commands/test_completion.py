"""Completion scripts, run in the shells they are for."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from commands import arguments, commands, completion, export, shells
from core import io, losses, snippets

ROOT = Path(__file__).parents[2]
OFFERED = [
    ("loss-atlas ", [*commands(), *io.EXAMPLES]),
    ("loss-atlas ev", ["evaluate"]),
    ("loss-atlas evaluate --ro", ["--row-sums", "--rows"]),
    ("loss-atlas evaluate --unit ", ["nat", "bit", "dit"]),
    ("loss-atlas evaluate dig", ["digits"]),
    ("loss-atlas evaluate my", ["my data.npz"]),
    ("loss-atlas evaluate example --loss gen", ["generalized_cross_entropy"]),
    ("loss-atlas export example --panel surf", ["surface", "surface3d"]),
    ("loss-atlas export example --out f", ["folder/"]),
    ("loss-atlas code example --framework ", list(snippets.frameworks())),
    ("loss-atlas steps example --what gr", ["gradient"]),
    ("loss-atlas completion ", list(completion.SHELLS)),
]
LINES = [line for line, _ in OFFERED]


def needs(shell: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(shell) is None, reason=f"{shell} is not installed")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "my data.npz").touch()
    (tmp_path / "folder").mkdir()
    for shell in completion.SHELLS:
        (tmp_path / f"script.{shell}").write_text(shells.script(shell), encoding="utf-8")
    return tmp_path


def run(folder: Path, *words: str) -> str:
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@needs("bash")
@pytest.mark.parametrize(("line", "offered"), OFFERED, ids=LINES)
def test_bash(folder: Path, line: str, offered: list[str]):
    asks = (
        'source script.bash; COMP_WORDS=($1); [[ $1 == *" " ]] && COMP_WORDS+=(""); '
        'COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _loss_atlas; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    found = run(folder, "bash", "-c", asks, "bash", line).splitlines()
    wanted = {each.removesuffix("/") for each in offered}  # readline adds the stroke
    assert wanted <= set(found)
    if not line.endswith(" "):
        assert wanted == set(found)


@needs("bash")
def test_bash_takes_an_option_and_its_value_apart_at_the_sign(folder: Path):
    asks = (
        "source script.bash; COMP_WORDS=(loss-atlas evaluate example --unit = b); COMP_CWORD=5; _loss_atlas; "
        'printf "%s\\n" "${COMPREPLY[@]}"'
    )
    assert run(folder, "bash", "-c", asks).splitlines() == ["bit"]


@needs("fish")
@pytest.mark.parametrize(("line", "offered"), OFFERED, ids=LINES)
def test_fish(folder: Path, line: str, offered: list[str]):
    asks = f"source script.fish; complete -C '{line}'"
    found = {
        each.split("\t")[0].replace("\\ ", " ") for each in run(folder, "fish", "--no-config", "-c", asks).splitlines()
    }
    assert set(offered) <= found
    if not line.endswith(" "):
        assert set(offered) == found


_ZSH = """
import os, pty, select, signal, sys, time

pid, terminal = pty.fork()
if pid == 0:
    os.environ.update(TERM="xterm", COLUMNS="120", ZDOTDIR=os.getcwd())
    os.execvp("zsh", ["zsh", "-i"])

def heard(quiet):
    seen, end = b"", time.monotonic() + 20
    while time.monotonic() < end and (not seen or select.select([terminal], [], [], quiet)[0]):
        seen += os.read(terminal, 65536)
    return seen

heard(2)
for line in sys.argv[1:]:
    os.write(terminal, line.encode() + b"\\t")
    print(ascii(heard(0.8).decode()))
    os.write(terminal, b"\\x15")
    heard(0.2)
os.kill(pid, signal.SIGKILL)
"""
TYPED = {
    "loss-atlas evaluate --uni": "evaluate --unit",
    "loss-atlas evaluate --unit bi": "--unit bit",
    "loss-atlas evaluate dig": "evaluate digits",
    "loss-atlas evaluate my": "evaluate my\\\\ data.npz",
    "loss-atlas export x --panel deco": "--panel decomposition",
    "loss-atlas completion fi": "completion fish",
}


@needs("zsh")
def test_zsh(folder: Path):
    start = "PS1='> '; autoload -Uz compinit; compinit -u -D; source script.zsh; bindkey '^I' complete-word\n"
    (folder / ".zshrc").write_text(start, encoding="utf-8")
    said = run(folder, sys.executable, "-c", _ZSH, *TYPED).splitlines()
    for (line, whole), answer in zip(TYPED.items(), said, strict=True):
        assert whole.removeprefix(line.split()[-1]) in answer, (line, answer)
        assert "_alternative:" not in answer
        assert "_arguments:" not in answer


def test_what_cannot_be_looked_up_without_qt_is_what_there_is():
    from gui import panels
    from gui.export import presets, writers

    assert arguments.panels() == tuple(sorted(panels.kinds()))
    assert tuple(writers()) == export.FORMATS
    assert tuple(presets.PRESETS) == export.PRESETS


def test_losses_are_all_offered():
    offers = {offer.flags: offer.words for offer in shells.offers(commands()["evaluate"].parser())}
    assert offers["--loss",] == losses.names()
