"""Help and the man page: complete, made of the same, and with examples that are true."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

import main
from commands import commands, find, manual, usage
from commands.base import Command

COMMANDS = list(commands().values())


def test_a_command_is_found_by_the_name_of_its_file_alone():
    assert {name: find(name) for name in commands()} == commands()
    assert find("example") is find("base") is find("../main") is None


EXAMPLES = [(command, each.line) for command in COMMANDS for each in command.examples]


def helped(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as end:
        main.main([*words, "--help"])
    assert end.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_help_has_every_part(command: Command, capsys: pytest.CaptureFixture[str]):
    said = helped([command.name], capsys)
    for part in (command.summary, "examples:", "exit status:", "130"):
        assert part in said
    for action in command.parser().arguments():
        assert action.help, action.dest
        for flag in action.option_strings:
            assert flag in said
    assert "%(" not in said


@pytest.mark.parametrize("columns", ["80", "200"])
def test_help_fits_the_terminal(columns: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setenv("COLUMNS", columns)
    said = helped(["evaluate"], capsys).partition("examples:")[0]
    assert max(map(len, said.splitlines())) <= int(columns)


def test_the_list_of_commands(capsys: pytest.CaptureFixture[str]):
    said = helped([], capsys)
    for command in COMMANDS:
        assert f"  {command.name} {command.synopsis()}\n      {command.summary}\n" in said


@pytest.mark.parametrize(("command", "line"), EXAMPLES, ids=[line for _, line in EXAMPLES])
def test_examples_are_understood(command: Command, line: str):
    words = shlex.split(line.partition(" > ")[0])
    assert words[0] == command.name
    command.parser().parse_args(words[1:])


@pytest.mark.parametrize("line", [each for _, each in EXAMPLES if re.match(r"(evaluate|steps|code) example", each)])
def test_examples_do_what_they_say(line: str, capsys: pytest.CaptureFixture[str]):
    assert main.main(shlex.split(line)) == 0
    assert capsys.readouterr().out


def test_half_of_an_options_name_is_refused(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as end:
        main.main(["evaluate", "example", "--form", "json"])
    assert end.value.code == 2
    assert "--form" in capsys.readouterr().err


# -- the man page ---------------------------------------------------------------------------------------


def test_the_page_has_all_that_help_has():
    page = manual.page().replace("\\-", "-").replace("\\(aq", "'")
    assert usage.SUMMARY[1:-1] in page
    for command in COMMANDS:
        assert f"\n.SS {command.name}\n" in page
        for each in command.examples:
            assert each.line.replace("~", "\\(ti") in page
        for action in command.parser().arguments():
            for flag in action.option_strings:
                assert f"\\fB{flag}\\fR" in page


def test_no_line_is_taken_for_an_order():
    orders = {".TH", ".SH", ".SS", ".PP", ".TP", ".B", ".br", ".RS", ".RE", ".nf", ".fi"}
    found = {line.split()[0] for line in manual.page().splitlines() if line.startswith((".", "'"))}
    assert found <= orders


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
def test_groff_finds_no_fault(tmp_path: Path):
    path = tmp_path / "page.1"
    path.write_text(manual.page(), encoding="utf-8")
    done = subprocess.run(
        ["groff", "-man", "-ww", "-Kutf8", "-Tutf8", "-P-cbou", str(path)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "loss-atlas evaluate FILE... [options]" in done.stdout
    assert "--loss NAME[:key=value,...]" in done.stdout
