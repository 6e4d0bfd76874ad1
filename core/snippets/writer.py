"""Puts a snippet together: what it is, imports, data, the loss as a function, and the numbers printed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, partial

from core.document import TRUTH
from core.errors import QT_TRANSLATE_NOOP
from core.snippets import calls
from core.snippets.base import Framework, Say, Snippet
from core.snippets.data import NAMES, NUMBERS, Data, array
from core.snippets.facts import MOST_ROWS, Facts
from core.snippets.terms import Translator, names_in, parsed, written
from core.snippets.text import WIDTH, comment, literal, number, visible, width
from core.validation import Scale

_TITLE = QT_TRANSLATE_NOOP("core", "{loss} of every sample and model, in {framework}; written by Loss Atlas.")
_TITLE_IN = QT_TRANSLATE_NOOP(
    "core", "{loss} in {unit} of every sample and model, in {framework}; written by Loss Atlas."
)
_CLASSES = QT_TRANSLATE_NOOP("core", "Columns are the classes {classes}.")
_MORE_CLASSES = QT_TRANSLATE_NOOP("core", "Columns are the {count} classes {classes} and so on.")
_FIRST = QT_TRANSLATE_NOOP("core", "These are the first {shown} of {all} samples, and the means are theirs.")
_AS_TYPED = QT_TRANSLATE_NOOP("core", "Rows that do not sum to 1 are used as typed.")
_STRICT = QT_TRANSLATE_NOOP("core", "Rows that do not sum to 1 are left out: their loss is nan.")
_NORMALIZE = QT_TRANSLATE_NOOP(
    "core", "Rows that do not sum to 1 are divided by their sum; a row of zeros is left out."
)
_OF_EACH = QT_TRANSLATE_NOOP("core", "{loss} of each sample.")
_OF_EACH_IN = QT_TRANSLATE_NOOP("core", "{loss} of each sample, in {unit}.")
_CAREFUL = QT_TRANSLATE_NOOP("core", "0 times infinity counts as 0.")
_PICKED = QT_TRANSLATE_NOOP("core", "With one true class a row, only its entry counts: pick it, then compute.")
_OVER_WEIGHTS = QT_TRANSLATE_NOOP("core", "The mean divides by the sum of the weights, not by the number of samples.")
_MENDED = QT_TRANSLATE_NOOP("core", "{library}'s own calls would take the rows as typed, so they are left away here.")
_TEMPERATURE = QT_TRANSLATE_NOOP("core", "At a temperature T a row is divided by T as logits; its sum stays.")
_MANY_CLASSES, _FEW_LINES = 12, 10


def write(facts: Facts, framework: Framework, decimals: int, say: Say) -> Snippet:
    """Return the snippet of a document in a framework."""
    return _Writer(facts, framework, decimals, say).snippet()


class _Writer:
    def __init__(self, facts: Facts, framework: Framework, decimals: int, say: Say) -> None:
        self.facts, self.framework, self.decimals, self.say = facts, framework, decimals, say
        self.settings = facts.document.settings
        self.loss = facts.loss
        self.unit = self.settings.unit if self.loss.in_units else ""
        self.scales: list[Scale] = [scale for scale in ("probability", "logit") if facts.models(scale)]
        self.data = Data(facts, say).write()

    def snippet(self) -> Snippet:
        """Return the whole."""
        functions = [self._function(scale) for scale in self.scales]
        loops = [self._loop(scale) for scale in self.scales]
        used = names_in("\n".join(line for part in (*functions, *loops) for line in part))
        arrays = self._arrays("p" in used)
        used |= names_in("\n".join(arrays))
        helpers = [self._told(text.splitlines()) for name, text in self.framework.helpers.items() if name in used]
        quiet = any("log(" in line for part in functions for line in part) and any(
            self.facts.setting(scale).has_zeros for scale in self.scales
        )
        start = self._header() + self._imports(used, quiet) + [""]
        if self.data.is_wide:
            start += ["", *NUMBERS.splitlines(), "", ""]
        rows = {key: line + len(start) for key, line in self.data.rows.items()}
        parts = [*start, *self.data.lines, "", *arrays]
        for function in (*helpers, *functions):
            parts += ["", "", *function]
        parts.append("")
        for loop in loops:
            parts += ["", *loop]
        shown = min(self.facts.document.size, _FEW_LINES) if self._is_long else self.facts.document.size
        return Snippet(self.framework.name, "\n".join(parts) + "\n", rows, shown)

    @property
    def _is_long(self) -> bool:
        return self.facts.document.size > MOST_ROWS

    # -- above ------------------------------------------------------------------------------------------

    def _header(self) -> list[str]:
        document, say = self.facts.document, self.say
        title = say(_TITLE_IN if self.unit else _TITLE)
        lines = comment(title.format(loss=say(self.loss.title), unit=say(self.unit), framework=self.framework.title))
        few = document.classes[:_MANY_CLASSES]
        words = say(_CLASSES) if len(few) == len(document.classes) else say(_MORE_CLASSES)
        lines += comment(words.format(count=len(document.classes), classes=say(", ").join(few)))
        if document.size < self.facts.whole:
            lines += comment(say(_FIRST).format(shown=document.size, all=self.facts.whole))
        if any(any(self.facts.off(table)) for table in range(TRUTH, len(document.models))):
            policy = {"as-typed": _AS_TYPED, "strict": _STRICT, "normalize": _NORMALIZE}
            lines += comment(say(policy[self.settings.row_sums]))
        return lines

    def _imports(self, used: set[str], quiet: bool) -> list[str]:
        framework = self.framework
        setup = "\n".join((*framework.setup, framework.quiet if quiet else ""))
        used = used | names_in("\n".join(self.data.lines)) | names_in(setup)
        standard = ["import math"] if "math" in used else []
        standard += ["from pathlib import Path"] if "Path" in used else []
        standard += ["from math import inf"] if any("-inf" in line for line in self._bare_lines()) else []
        third = {line for name, line in framework.imports.items() if name in used}
        merged = _merged(sorted(third, key=lambda line: (line.startswith("from"), line.lower())))
        lines = [*standard, *([""] if standard else []), *merged]
        if framework.before_imports:
            first, *more = self._told(framework.before_imports)
            lines = [first, *standard, *more, *merged]
        if setup.strip():
            lines += ["", *filter(None, setup.splitlines())]
        return ["", *lines]

    def _told(self, lines: Iterable[str]) -> list[str]:
        """Return lines of a framework's file with the comments at their ends in the person's language."""
        parts = [line.partition("  # ") for line in lines]
        return [f"{code}{sign}{visible(self.say(words)) if words else ''}" for code, sign, words in parts]

    def _bare_lines(self) -> list[str]:
        return [] if self.data.is_wide else self.data.lines

    def _arrays(self, uses_truth: bool) -> list[str]:
        """Return the lines that make y and p, the loss's weights, and what mends rows of the truth."""
        facts = self.facts
        if facts.labels is None:
            lines = [f"p = {self._plain.call('numbers', self._rows('truth'))}"]
            if facts.mends([TRUTH]) and self.settings.row_sums == "normalize":
                lines += self._normalized("p", [TRUTH])
        else:
            lines = [f"y = {self._plain.call('integers', 'labels')}"]
            if uses_truth:
                lines.append(f"p = {self._plain.call('one_hot', 'y')}")
        for name, values in facts.weights().items():
            if len(values) > 1:
                lines += array(_short(name), values, partial(self._plain.call, "numbers"))
        return lines

    def _rows(self, name: str) -> str:
        return f"numbers({name})" if self.data.is_wide else name

    @cached_property
    def _plain(self) -> Translator:
        """What says expressions that are not a loss's."""
        return Translator(self.framework.terms, self.facts.setting(self.scales[0]))

    # -- the loss ---------------------------------------------------------------------------------------

    def _function(self, scale: Scale) -> list[str]:
        loss, say = self.loss, self.say
        setting = self.facts.setting(scale)
        translator = Translator(self.framework.terms, setting)
        lines, value = translator.lines(loss.code(from_logits=scale == "logit"))
        body = [*lines, *self._returned(written(value))]
        used = names_in("\n".join([*lines, written(value)]))
        given = [_given(scale), *(f"{name}={number(v)}" for name, v in self._numbers().items() if name in used)]
        words = say(_OF_EACH_IN if self.unit else _OF_EACH).format(loss=say(loss.title), unit=say(self.unit))
        made = [f"def {self._name(scale)}({', '.join(given)}):", f'    """{words}"""']
        if "y" in translator.before or any(name.endswith("_y") for name in translator.before):
            made += comment(say(_PICKED), "    ")
        if setting.has_zeros and any("where(" in line for line in body):
            made += comment(say(_CAREFUL), "    ")
        return made + [f"    {line}" for line in body]

    def _returned(self, value: str) -> list[str]:
        """Return the line that returns a value in the unit, or the two of them where one would be too wide."""
        divisor = calls.in_unit(self.unit)
        line = f"return {written(parsed(f'({value}){divisor}'))}"
        return [line] if not divisor or width(line) <= WIDTH - 4 else [f"nats = {value}", f"return nats{divisor}"]

    def _name(self, scale: Scale) -> str:
        return f"{self.loss.name}_from_logits" if len(self.scales) > 1 and scale == "logit" else self.loss.name

    def _numbers(self) -> dict[str, float]:
        """Return the loss's parameters that are one number."""
        found: dict[str, float] = {}
        for spec in self.loss.parameters:
            value = getattr(self.loss, spec.name)
            if spec.kind == "number":
                found[spec.name] = value
            elif spec.kind == "weights" and value is not None and len(value) == 1:
                found[spec.name] = value[0]
        return found

    # -- the numbers ------------------------------------------------------------------------------------

    def _loop(self, scale: Scale) -> list[str]:
        name, facts = _given(scale), self.facts
        rows = self._plain.call("numbers", self._rows("rows"))
        lines = [f"{name} = {rows}", *self._tempered(scale)]
        mends = facts.mends([TRUTH, *facts.models(scale)])
        if mends and self.settings.row_sums == "normalize" and facts.mends(facts.models(scale)):
            lines += self._normalized(name, facts.models(scale))
        lines.append(f"loss = {self._plain.said(f'done({self._name(scale)}({name}))')}")
        used = self._used(scale) if mends else []
        if used:
            lines += [*used, f"loss = {self._plain.said('masked(used, loss)')}"]
        lines += self._mean(bool(used))
        some = f"loss[:{_FEW_LINES}]" if self._is_long else "loss"
        unit = f" {self.unit}" if self.unit else ""
        form = f"z.{self.decimals}f"
        lines.append(f'print(name, *(f"{{x:{form}}}" for x in {some}.tolist()), f"mean {{mean:{form}}}{unit}")')
        made = [
            *self._temperatures(scale),
            f"for name, rows in {NAMES[scale]}.items():",
            *(f"    {line}" for line in lines),
        ]
        if mends:
            return made + self._calls_left_away()
        found = calls.calls(facts, self.framework, scale)
        return made + list(calls.lines(found, facts, self.framework, self.decimals, self.say))

    def _calls_left_away(self) -> list[str]:
        if not self.framework.library:
            return []
        return comment(self.say(_MENDED).format(library=self.framework.title), "    ")

    def _tempered(self, scale: Scale) -> list[str]:
        """Return the lines that bring rows to their model's temperature."""
        if not self._temperatures(scale):
            return []
        if scale == "logit":
            return ["z = z / temperatures[name]"]
        plain = Translator(self.framework.terms, self.facts.setting(scale))
        return [
            "powers = q ** (1 / temperatures[name])",
            f"shares = {plain.said('over(powers, sums(powers))')}",
            f"q = {plain.said('sums(q) * shares')}",
        ]

    def _temperatures(self, scale: Scale) -> list[str]:
        """Return the lines that hold the models' temperatures; none if all are 1."""
        models = [self.facts.document.models[model] for model in self.facts.models(scale)]
        if all(model.temperature == 1.0 for model in models):
            return []
        pairs = [f"    {literal(model.name)}: {number(model.temperature)}," for model in models]
        return [*comment(self.say(_TEMPERATURE)), "temperatures = {", *pairs, "}"]

    def _normalized(self, name: str, tables: list[int]) -> list[str]:
        bound = f"{self.facts.tolerance(tables):.3g}"
        mended = self._plain.said(f"where(abs(sums - 1) > {bound}, {name} / sums, {name})")
        return [f"sums = {self._plain.said(f'sums({name})')}", f"{name} = {mended}"]

    def _used(self, scale: Scale) -> list[str]:
        """Return the lines that say which rows count."""
        lines: list[str] = []
        for name, tables in ((_given(scale), self.facts.models(scale)), ("p", [TRUTH])):
            strict = self.settings.row_sums == "strict"
            if not (self.facts.mends(tables) if strict else self.facts.has_empty(tables)):
                continue
            bound = f"{self.facts.tolerance(tables):.3g}"
            test = f"abs(total({name}) - 1) <= {bound}" if strict else f"total({name}) > 0"
            fine = self._plain.said(f"done({test})")
            lines.append(f"used = used & ({fine})" if lines else f"used = {fine}")
        return lines

    def _mean(self, masks: bool) -> list[str]:
        loss = "loss[used]" if masks else "loss"
        code = self.loss.code_of_weights()
        if not code:
            return [f"mean = {loss}.mean()"]
        _, value = Translator(self.framework.terms, self.facts.setting(self.scales[0])).lines(code)
        weights = self._plain.said(f"done({written(value)})") if self.framework.name == "keras" else written(value)
        over = "weights[used]" if masks else "weights"
        mean = f"{loss}.sum() / {over}.sum()"
        if not all(all(values) for values in self.facts.weights().values()):
            mean += f" if {over}.any() else math.nan"
        return [*comment(self.say(_OVER_WEIGHTS)), f"weights = {weights}", f"mean = {mean}"]


def _given(scale: Scale) -> str:
    return "z" if scale == "logit" else "q"


def _short(name: str) -> str:
    return "w" if name == "class_weights" else name


def _merged(lines: list[str]) -> list[str]:
    """Return import lines, those from one module in one."""
    made: dict[str, str] = {}
    for line in lines:
        module, _, name = line.partition(" import ")
        if line.startswith("from") and module in made:
            made[module] += f", {name}"
        else:
            made[module if line.startswith("from") else line] = line
    return list(made.values())
