"""Completion scripts of three shells, made of the commands' parsers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from commands import arguments, commands
from commands.arguments import Values
from commands.base import PROGRAM, Parser
from core import io


@dataclass(frozen=True)
class Offer:
    """What a shell offers for one argument: an option with its flags, or without flags what stands by itself."""

    flags: tuple[str, ...]
    takes_value: bool
    words: tuple[str, ...]
    values: Values
    says: str


def offers(parser: Parser) -> Iterator[Offer]:
    """Yield what a command's arguments offer."""
    yield Offer(("--help",), False, (), "text", "say all about it")
    for action in parser.arguments():
        says = re.split(r"[;:(]", (action.help or "") % {"default": action.default, "prog": parser.prog})[0].strip()
        takes = action.nargs != 0
        yield Offer(tuple(action.option_strings), takes, arguments.words_of(action), arguments.values_of(action), says)


def script(shell: str) -> str:
    """Return the script of "bash", "zsh" or "fish"."""
    writers: dict[str, Callable[[], str]] = {"bash": _bash, "zsh": _zsh, "fish": _fish}
    return writers[shell]()


def _tables() -> dict[str, list[Offer]]:
    return {name: list(offers(command.parser())) for name, command in commands().items()}


# -- bash ------------------------------------------------------------------------------------------

_BASH = """\
# bash completion of {program}

_loss_atlas() {{
    local current=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD - 1]}}
    # bash takes --unit=bit for three words
    if [[ $current == = ]]; then
        current=
    elif [[ $before == = ]]; then
        before=${{COMP_WORDS[COMP_CWORD - 2]}}
    fi
    local words= files=
    if ((COMP_CWORD == 1)); then
        words="{commands} {examples} --help --version" files=-f
    else
        case "${{COMP_WORDS[1]}} $before" in
{values}
        *)
            case "${{COMP_WORDS[1]}} $current" in
{options}
            *)
                case ${{COMP_WORDS[1]}} in
{bare}
                *) words="{examples}" files=-f ;;
                esac
                ;;
            esac
            ;;
        esac
    fi
    [[ -n $files ]] && compopt -o filenames 2>/dev/null
    local IFS=$'\\n'
    COMPREPLY=($(compgen $files -W "${{words// /$'\\n'}}" -- "$current"))
}}
complete -F _loss_atlas {program}
"""

_BASH_KIND: dict[Values, str] = {"file": " files=-f", "folder": " files=-d", "text": ""}


def _bash() -> str:
    values: list[str] = []
    options: list[str] = []
    bare: list[str] = []
    for name, found in _tables().items():
        flags = [flag for offer in found for flag in offer.flags]
        options.append(f'            "{name} -"*) words="{" ".join(flags)}" ;;')
        for offer in found:
            does = f'words="{" ".join(offer.words)}"{_BASH_KIND[offer.values]} ;;'
            if not offer.flags:
                bare.append(f"                {name}) {does}")
            elif offer.takes_value:
                values.append("        " + " | ".join(f'"{name} {flag}"' for flag in offer.flags) + f") {does}")
    return _BASH.format(
        program=PROGRAM,
        commands=" ".join(commands()),
        examples=" ".join(io.EXAMPLES),
        values="\n".join(values),
        options="\n".join(options),
        bare="\n".join(bare),
    )


# -- zsh -------------------------------------------------------------------------------------------

_ZSH = """\
#compdef {program}
# zsh completion of {program}

_loss_atlas() {{
    local -a commands examples
    commands=(
{commands}
    )
    examples=({examples})
    if ((CURRENT == 2)); then
        _describe -t commands command commands
        compadd -X example -a examples
        compadd -- --help --version
        _files
        return
    fi
    local command=$words[2]
    shift words
    ((CURRENT--))
    case $command in
{cases}
    *) _arguments '*:file: _alternative "examples\\:example\\:({examples})" "files\\:file\\:_files"' ;;
    esac
}}

if [[ $funcstack[1] == _loss_atlas || $funcstack[1] == _{program} ]]; then
    _loss_atlas "$@"
else
    compdef _loss_atlas {program}
fi
"""


def _zsh() -> str:
    listed = "\n".join(f"        {_quoted(f'{name}:{each.summary}')}" for name, each in commands().items())
    cases: list[str] = []
    for name, found in _tables().items():
        specs = [_zsh_spec(offer) for offer in found]
        cases.append(f"    {name})\n        _arguments " + " \\\n            ".join(specs) + "\n        ;;")
    return _ZSH.format(program=PROGRAM, commands=listed, examples=" ".join(io.EXAMPLES), cases="\n".join(cases))


def _zsh_spec(offer: Offer) -> str:
    says = re.sub(r"([\[\]:\\])", r"\\\1", offer.says)
    action = _zsh_action(offer)
    if not offer.flags:
        return _quoted(f"*:{says}:{action}")
    value = f":value:{action}" if offer.takes_value else ""
    return " ".join(_quoted(f"*{flag}[{says}]{value}") for flag in offer.flags)


def _zsh_action(offer: Offer) -> str:
    words = f"({' '.join(offer.words)})" if offer.words else ""
    if offer.values == "text":
        return words or " "
    files = "_files -/" if offer.values == "folder" else "_files"
    return f' _alternative "words\\:example\\:{words}" "files\\:file\\:{files}"' if words else files


def _quoted(words: str) -> str:
    """Return a text as one word of a shell."""
    return "'" + words.replace("'", "'\\''") + "'"


# -- fish ------------------------------------------------------------------------------------------


def _fish() -> str:
    lines = [f"# fish completion of {PROGRAM}", "", f"complete -c {PROGRAM} -e"]
    names = " ".join(commands())
    first = f"not __fish_seen_subcommand_from {names}"
    for name, command in commands().items():
        says = _fish_quoted(command.summary)
        lines.append(f"complete -c {PROGRAM} -n __fish_is_first_arg -a {name} -d {says}")
    lines.append(f"complete -c {PROGRAM} -n {_fish_quoted(first)} -a {_fish_quoted(' '.join(io.EXAMPLES))} -d Example")
    lines += [f"complete -c {PROGRAM} -n __fish_is_first_arg -l {option}" for option in ("help", "version")]
    for name, found in _tables().items():
        seen = _fish_quoted(f"__fish_seen_subcommand_from {name}")
        lines += [f"complete -c {PROGRAM} -n {seen} {_fish_spec(offer)}" for offer in found]
    return "\n".join(lines) + "\n"


def _fish_spec(offer: Offer) -> str:
    flags = [f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}" for flag in offer.flags]
    parts = [*flags, "-d", _fish_quoted(offer.says)]
    if offer.takes_value:
        kinds: dict[Values, str] = {"file": "-F", "folder": "-f", "text": "-f"}
        words = " ".join(offer.words)
        if offer.values == "folder":
            words = "(__fish_complete_directories)"
        parts += ["-r"] * bool(flags) + [kinds[offer.values]]
        parts += ["-a", _fish_quoted(words)] if words else []
    return " ".join(parts)


def _fish_quoted(words: str) -> str:
    """Return a text as one word of fish."""
    return "'" + words.replace("\\", "\\\\").replace("'", "\\'") + "'"
