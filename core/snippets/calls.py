"""The calls of a library itself, which a snippet makes beside the loss written out: they are what people use.

What they report, and why where it is not the same, is known by `core.conventions`; here those calls become lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.conventions import Remark, Reported, reported
from core.errors import QT_TRANSLATE_NOOP
from core.snippets.base import Framework, Say
from core.snippets.facts import Facts
from core.snippets.text import comment
from core.validation import Scale

_DIFFERS = QT_TRANSLATE_NOOP("core", "Not the mean above, for {models}: {why}")
_ALL_DIFFER = QT_TRANSLATE_NOOP("core", "Not the mean above: {why}")
_REFUSED = QT_TRANSLATE_NOOP("core", "{call} is not possible for {models}: {why}")
_NONE = QT_TRANSLATE_NOOP("core", "{library} has no call for this loss, so it is written out only.")
_JOINED = QT_TRANSLATE_NOOP("core", "{sentence} {next}")
_PARTED = QT_TRANSLATE_NOOP("core", ", ")


@dataclass(frozen=True)
class Call:
    """One call, with what it reports for each model of a scale."""

    reports: tuple[tuple[str, Reported], ...]

    @property
    def text(self) -> str:
        """The call as code."""
        return self.reports[0][1].call

    @property
    def function(self) -> str:
        """What is called."""
        return self.text.partition("(")[0]

    @property
    def refused(self) -> list[tuple[str, Remark]]:
        """The models that it does not take, and why."""
        return [(name, each.refusal) for name, each in self.reports if each.refusal is not None]

    @property
    def differing(self) -> list[tuple[str, tuple[Remark, ...]]]:
        """The models for which it reports something else than Loss Atlas, and why."""
        return [(name, each.differs) for name, each in self.reports if each.differs]


def calls(facts: Facts, framework: Framework, scale: Scale) -> list[Call]:
    """Return a library's calls for the models of a scale: of each function the one that agrees best with Loss Atlas."""
    if not framework.library:
        return []
    models = facts.models(scale)
    found = [
        [each for each in reported(facts.document, model, losses=[facts.loss]) if each.library == framework.library]
        for model in models
    ]
    names = [facts.document.models[model].name for model in models]
    kept: dict[str, Call] = {}
    for reports in zip(*found, strict=True):
        call = Call(tuple(zip(names, reports, strict=True)))
        old = kept.get(call.function)
        worse = old is not None and len(old.differing) + len(old.refused) <= len(call.differing) + len(call.refused)
        if not reports[0].mistaken and not worse:
            kept[call.function] = call
    return list(kept.values())


def lines(found: list[Call], facts: Facts, framework: Framework, decimals: int, say: Say) -> Iterator[str]:
    """Yield the lines of a loop over models that make the calls and print what they report."""
    if not found and framework.library:
        yield from comment(say(_NONE).format(library=framework.title), "    ")
    unit = facts.document.settings.unit if facts.loss.in_units else ""
    for call in found:
        if call.refused:
            why = _sentence(say, [remark for _, remark in call.refused])
            models = say(_PARTED).join(name for name, _ in call.refused)
            yield from comment(say(_REFUSED).format(call=call.text, models=models, why=why), "    ")
            continue
        yield from comment(_sentence(say, [call.reports[0][1].how]), "    ")
        if call.differing:
            why = _sentence(say, [remark for _, remarks in call.differing for remark in remarks])
            models = say(_PARTED).join(name for name, _ in call.differing)
            text = say(_ALL_DIFFER if len(call.differing) == len(call.reports) else _DIFFERS)
            yield from comment(text.format(models=models, why=why), "    ")
        yield f"    own = {call.text}{in_unit(unit)}"
        value = f"{{float(own):z.{decimals}f}}"
        yield f'    print(f"  {call.function}: {value}{" " + unit if unit else ""}")'


def in_unit(unit: str) -> str:
    """Return what turns nats into a unit, as code."""
    return {"bit": " / math.log(2)", "dit": " / math.log(10)"}.get(unit, "")


def _sentence(say: Say, remarks: list[Remark]) -> str:
    """Return remarks one after another, each once."""
    told = dict.fromkeys(say(each.text).format(**dict(each.values)) for each in remarks)
    text, *rest = told
    for more in rest:
        text = say(_JOINED).format(sentence=text, next=more)
    return text
