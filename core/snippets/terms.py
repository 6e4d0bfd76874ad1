"""Losses in neutral array terms, and what those are in a library's own words.

A loss says what it is by `Loss.code`: lines of a small language, Python's expressions over the names and functions
below, of which the last is the loss of every row and the others give names to parts. A framework says each function by
a template, so a loss written once is there in every framework, and a framework written once has every loss.

Names
-----
p, q, z
    The truth, the prediction as probabilities and as logits (log q, if probabilities were given), (N, K).
log_p, log_q
    Their logarithms; of logits without a softmax in between.
scores
    What the prediction was given as.
ahead
    How far each class's logit is ahead of the true class's, -inf for that itself; for losses that need labels.
inf, and the loss's own parameters
    A number a class is an array (K,).

Functions
---------
abs, exp, log, sqrt, maximum(a, b), where(condition, a, b)
    Entry by entry.
careful(a, x), over(a, x)
    a·x and a/x, both 0 where a is 0 whatever x is.
rest(q)
    1 - q, 0 where an entry as typed is above 1.
total(x), average(x), largest(x), norm(x)
    Over the classes, (N, K) to (N,); the last, √Σx², to (N, 1).
expect(x)
    Σₖ pₖ·xₖ: of labels the entry at the true class, picked before anything else is computed.
spread(x)
    Σp times the average of x.
wrong(x)
    The truth's mass on classes that have not the largest x.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from core.errors import LossAtlasError
from core.validation import Scale

_COMPARE, _SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(1, 7)
_BINARY: dict[type[ast.operator], tuple[str, int]] = {
    ast.Add: (" + ", _SUM),
    ast.Sub: (" - ", _SUM),
    ast.Mult: (" * ", _PRODUCT),
    ast.Div: (" / ", _PRODUCT),
    ast.Pow: ("**", _POWER),
    ast.BitOr: (" | ", _COMPARE),
    ast.BitAnd: (" & ", _COMPARE),
}
_COMPARISONS: dict[type[ast.cmpop], str] = {ast.Gt: ">", ast.LtE: "<=", ast.Eq: "==", ast.NotEq: "!="}


def parsed(text: str) -> ast.expr:
    """Return an expression of the language, or of Python, as a tree."""
    return ast.parse(text, mode="eval").body


def names_in(text: str) -> set[str]:
    """Return every name that some lines of code use."""
    return {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}


# -- writing --------------------------------------------------------------------------------------------


def written(node: ast.expr) -> str:
    """Return an expression as text, spaced and bracketed as formatters of Python do."""
    return _written(node)[0]


def _written(node: ast.expr) -> tuple[str, int]:
    match node:
        case ast.Name(id=name):
            return name, _ATOM
        case ast.Constant(value=value):
            return repr(value).replace("'", '"'), _ATOM
        case ast.UnaryOp(operand=operand):
            inner = _within(operand, _SIGN)
            is_power = isinstance(operand, ast.BinOp) and isinstance(operand.op, ast.Pow)
            return f"-({inner})" if is_power else f"-{inner}", _SIGN
        case ast.BinOp(left=left, op=op, right=right):
            return _binary(left, op, right)
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return f"{_within(left, _SUM)} {_COMPARISONS[type(op)]} {_within(right, _SUM)}", _COMPARE
        case ast.Call(func=function, args=values, keywords=named):
            given = [written(value) for value in values] + [f"{each.arg}={written(each.value)}" for each in named]
            return f"{_within(function, _ATOM)}({', '.join(given)})", _ATOM
        case ast.Attribute(value=value, attr=name):
            return f"{_within(value, _ATOM)}.{name}", _ATOM
        case ast.Subscript(value=value, slice=index):
            inside = index.elts if isinstance(index, ast.Tuple) else [index]
            return f"{_within(value, _ATOM)}[{', '.join(map(_index, inside))}]", _ATOM
        case _:
            raise TypeError(f"{ast.dump(node)} has no place in a loss's code")


def _within(node: ast.expr, least: int) -> str:
    text, binds = _written(node)
    return text if binds >= least else f"({text})"


def _index(node: ast.expr) -> str:
    return ":" if isinstance(node, ast.Slice) else written(node)


def _binary(left: ast.expr, op: ast.operator, right: ast.expr) -> tuple[str, int]:
    sign, binds = _BINARY[type(op)]
    one, other = _within(left, binds + (binds in (_POWER, _COMPARE))), _within(right, binds + 1)
    if binds == _POWER and not (_is_simple(left) and _is_simple(right)):
        sign = " ** "
    return one + sign + other, binds


def _is_simple(node: ast.expr) -> bool:
    """Return whether a formatter writes a power of this without spaces."""
    return isinstance(node, ast.Constant | ast.Name) or (isinstance(node, ast.Attribute) and _is_simple(node.value))


# -- translating ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Setting:
    """Of what rows a code is: it decides which of several forms is the right one.

    Attributes
    ----------
    scale
        What the predictions were given as.
    classes
        K, which a template may use.
    has_labels
        Whether every row of the truth is one class.
    has_zeros
        Whether a 0 may meet an infinite logarithm.
    is_above_one
        Whether a probability, as typed, is above 1.
    has_empty_rows
        Whether a row of probabilities is all 0.
    weights
        The loss's parameters that hold a number a class.
    """

    scale: Scale
    classes: int
    has_labels: bool
    has_zeros: bool = False
    is_above_one: bool = False
    has_empty_rows: bool = False
    weights: frozenset[str] = frozenset()


@dataclass
class Translator:
    """Says a loss's code with a framework's templates.

    In a template `a`, `b` and `c` stand for what a function is given, K for the number of classes. What a term needs
    beforehand, such as the probability at the label, becomes a line of `before`; the code's own lines are `parts`, of
    which the `infinite` ones may be infinite.
    """

    templates: Mapping[str, str]
    setting: Setting
    before: dict[str, str] = field(default_factory=dict[str, str])
    parts: dict[str, str] = field(default_factory=dict[str, str])
    infinite: set[str] = field(default_factory=set[str])

    def lines(self, code: str) -> tuple[list[str], ast.expr]:
        """Return the lines that lead to the loss of every row, and the expression that it is."""
        *first, last = [line.strip() for line in code.strip().splitlines()]
        for line in first:
            name, _, text = line.partition(" = ")
            self.parts[name] = written(self.full(parsed(text)))
            if self._may_be_infinite(parsed(text)):
                self.infinite.add(name)
        value = self.full(parsed(last))
        return [f"{name} = {text}" for name, text in {**self.before, **self.parts}.items()], value

    def said(self, text: str) -> str:
        """Return an expression whose names are already the snippet's, with the functions of the framework."""
        return written(self._plain(parsed(text)))

    def call(self, function: str, *given: str) -> str:
        """Return a function of the framework, given names, lists or calls as they are to stand there."""
        return written(self._filled(function, [ast.Name(text) for text in given]))

    def full(self, node: ast.expr) -> ast.expr:
        """Return a term of all classes, or of a row."""
        return self._term(node, at_label=False)

    def _term(self, node: ast.expr, *, at_label: bool) -> ast.expr:
        match node:
            case ast.Name(id=name):
                return self._at_label(name) if at_label else self._name(name)
            case ast.Call(func=ast.Name(id=function), args=values):
                return self._call(function, values, at_label)
            case ast.BinOp(left=left, op=op, right=right):
                return _folded(self._term(left, at_label=at_label), op, self._term(right, at_label=at_label))
            case ast.UnaryOp(op=op, operand=operand):
                return ast.UnaryOp(op, self._term(operand, at_label=at_label))
            case ast.Compare(left=left, ops=ops, comparators=[right]):
                return ast.Compare(self._term(left, at_label=at_label), ops, [self._term(right, at_label=at_label)])
            case _:
                return node

    def _call(self, function: str, values: list[ast.expr], at_label: bool) -> ast.expr:
        if function == "expect":
            return self._expected(values[0])
        if function == "spread":
            average = self._filled("average", [self.full(values[0])])
            return average if self.setting.has_labels else self._product(self._total(self._name("p")), average)
        if function == "wrong":
            return self._filled("wrong" if self.setting.has_labels else "wrong_mass", [self.full(values[0])])
        return self._entrywise(function, [self._term(value, at_label=at_label) for value in values])

    def _entrywise(self, function: str, values: list[ast.expr]) -> ast.expr:
        if function == "careful":
            return self._unless_zero(values[0], self._product(*values))
        if function == "over":
            quotient = ast.BinOp(values[0], ast.Div(), values[1])
            return self._unless_zero(values[0], quotient) if self.setting.has_empty_rows else quotient
        if function == "rest":
            rest = ast.BinOp(ast.Constant(1), ast.Sub(), values[0])
            return self._filled("maximum", [rest, ast.Constant(0)]) if self.setting.is_above_one else rest
        return self._filled(function, values)

    def _expected(self, value: ast.expr) -> ast.expr:
        if self.setting.has_labels:
            return self._term(value, at_label=True)
        p = self._name("p")
        product = self._product(p, self.full(value))
        return self._total(self._unless_zero(p, product) if self._may_be_infinite(value) else product)

    def _may_be_infinite(self, node: ast.expr) -> bool:
        """Return whether a term is infinite where a probability is 0: it has a logarithm, and not in an exponent."""
        if isinstance(node, ast.Name):
            return node.id in ("z", "log_p", "log_q") or node.id in self.infinite
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "exp":
            return False
        return any(self._may_be_infinite(each) for each in ast.iter_child_nodes(node) if isinstance(each, ast.expr))

    def _total(self, value: ast.expr) -> ast.expr:
        return self._filled("total", [value])

    @staticmethod
    def _product(one: ast.expr, other: ast.expr) -> ast.expr:
        return _folded(one, ast.Mult(), other)

    def _unless_zero(self, factor: ast.expr, value: ast.expr) -> ast.expr:
        if not self.setting.has_zeros or isinstance(factor, ast.Constant):
            return value
        return self._filled("where", [ast.Compare(factor, [ast.Gt()], [ast.Constant(0)]), value, ast.Constant(0)])

    # -- names ------------------------------------------------------------------------------------------

    def _name(self, name: str) -> ast.expr:
        """Return what a name of all classes is here."""
        logits = self.setting.scale == "logit"
        if name == "scores":
            return ast.Name("z" if logits else "q")
        if name == "inf":
            return parsed(self.templates["inf"])
        if name == "log_p":
            return self._filled("log", [ast.Name("p")])
        if name == "log_q" and not logits:
            return self._filled("log", [ast.Name("q")])
        if name == "ahead":
            return self._ahead()
        source = {("q", True): "softmax", ("log_q", True): "log_softmax", ("z", False): "log"}.get((name, logits))
        if source is not None:
            self.before.setdefault(name, written(self._filled(source, [ast.Name("z" if logits else "q")])))
        return ast.Name("w" if name == "class_weights" else name)

    def _ahead(self) -> ast.expr:
        z, own, infinite = self._name("z"), self._filled("column", [self._at_label("z")]), self._name("inf")
        gap: ast.expr = ast.BinOp(z, ast.Sub(), own)
        if self.setting.has_zeros:  # a true class that is ruled out costs everything, whatever the others are
            possible = ast.Compare(own, [ast.Gt()], [_negated(infinite)])
            self.before.setdefault("gap", written(self._filled("where", [possible, gap, infinite])))
            gap = ast.Name("gap")
        ahead = self._filled("where", [parsed("p == 1"), _negated(infinite), gap])
        self.before.setdefault("ahead", written(ahead))
        return ast.Name("ahead")

    def _at_label(self, name: str) -> ast.expr:
        """Return what a name is at the true class of each row."""
        if name in ("p", "log_p"):
            return ast.Constant(1 if name == "p" else 0)
        if name in self.setting.weights:
            return self._filled("weight_at_label", [self._name(name)])
        if name in self.parts:
            return self._filled("at_label", [ast.Name(name)])
        if name not in ("q", "z", "log_q"):
            return self._name(name)
        if self.setting.scale == "probability" and name != "q":
            return self._filled("log", [self._at_label("q")])
        whole = self._name(name)
        self.before.setdefault(f"{name}_y", written(self._filled("at_label", [whole])))
        return ast.Name(f"{name}_y")

    # -- templates --------------------------------------------------------------------------------------

    def _filled(self, function: str, values: Iterable[ast.expr]) -> ast.expr:
        template = self.templates.get(function)
        if template is None:
            raise LossAtlasError("code_term", name=function)
        known = {"K": ast.Constant(self.setting.classes), **dict(zip("abc", values, strict=False))}
        return _put(parsed(template), known)

    def _plain(self, node: ast.expr) -> ast.expr:
        match node:
            case ast.Call(func=ast.Name(id=function), args=values) if function in self.templates:
                return self._filled(function, [self._plain(value) for value in values])
            case ast.Call(func=ast.Name(id="over"), args=values):
                return self._entrywise("over", [self._plain(value) for value in values])
            case ast.BinOp(left=left, op=op, right=right):
                return ast.BinOp(self._plain(left), op, self._plain(right))
            case ast.Compare(left=left, ops=ops, comparators=[right]):
                return ast.Compare(self._plain(left), ops, [self._plain(right)])
            case _:
                return node


def _put(node: ast.expr, values: Mapping[str, ast.expr]) -> ast.expr:
    """Return a template's tree with what stands for `a`, `b` and `c`."""

    class Put(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.expr:  # the name that ast looks for
            return values.get(node.id, node)

    return Put().visit(node)


def _folded(left: ast.expr, op: ast.operator, right: ast.expr) -> ast.expr:
    """Return an operation, in its shortest form."""
    if isinstance(op, ast.Sub) and _is(left, 0):
        return ast.UnaryOp(ast.USub(), right)
    if isinstance(op, ast.Mult) and isinstance(right, ast.UnaryOp):  # a·(-b) reads better as -a·b
        return ast.BinOp(_negated(left), op, right.operand)
    return ast.BinOp(left, op, right)


def _negated(node: ast.expr) -> ast.expr:
    """Return minus a product as the product of minus its first factor."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Div):
        return ast.BinOp(_negated(node.left), node.op, node.right)
    return ast.UnaryOp(ast.USub(), node)


def _is(node: ast.expr, value: int) -> bool:
    return isinstance(node, ast.Constant) and node.value == value
