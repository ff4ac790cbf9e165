"""Small wrongs in the language itself: comparisons, conditions, constants, arithmetic, what is returned."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any

# The operator's name, and what stands in the place of the node.
Change = tuple[str, ast.AST]
Swaps = Mapping[type[ast.AST], type[ast.AST]]

_COMPARISONS: Mapping[str, Swaps] = {
    "boundary": {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt},
    "cmp-reverse": {ast.Lt: ast.Gt, ast.Gt: ast.Lt, ast.LtE: ast.GtE, ast.GtE: ast.LtE},
    "cmp-eq": {ast.Eq: ast.NotEq, ast.NotEq: ast.Eq},
    "cmp-none": {ast.Is: ast.IsNot, ast.IsNot: ast.Is},
    "cmp-in": {ast.In: ast.NotIn, ast.NotIn: ast.In},
}
_ARITHMETIC: Swaps = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
}
_TEXT = (ast.JoinedStr, ast.List, ast.Tuple)
_RETURNED = {
    "bool": ("True", "False"),
    "int": ("0",),
    "str": ("''",),
    "list": ("[]",),
    "dict": ("{}",),
    "tuple": ("()",),
}


@dataclass(frozen=True)
class Scope:
    """The names of the module, and what the function around says that it returns."""

    names: Mapping[str, Any]
    returns: str = ""


def with_(node: ast.AST, **changed: Any) -> Any:
    """A copy of the node that differs in these fields."""
    new = copy(node)
    for field, value in changed.items():
        setattr(new, field, value)
    return new


def without(items: list[Any]) -> Iterator[list[Any]]:
    """The list, each time with another one left out."""
    yield from (items[:index] + items[index + 1 :] for index in range(len(items)))


def comparison(node: ast.Compare, scope: Scope) -> Iterator[Change]:
    """The boundary of a comparison with the moment that it is now is a microsecond, which no test can stand on."""
    moment = "now" in {getattr(part, "id", getattr(part, "attr", "")) for part in ast.walk(node)}
    for index, old in enumerate(node.ops):
        for name, swaps in _COMPARISONS.items():
            if type(old) in swaps and not (moment and name == "boundary"):
                ops = [*node.ops[:index], swaps[type(old)](), *node.ops[index + 1 :]]
                yield name, with_(node, ops=ops)


def condition(node: ast.If | ast.While | ast.IfExp, scope: Scope) -> Iterator[Change]:
    """Turned round where no other operator does it: a comparison and a `not` have their own."""
    turned = isinstance(node.test, ast.UnaryOp) or (isinstance(node.test, ast.Compare) and len(node.test.ops) == 1)
    if not turned:
        yield "negate-if", with_(node, test=ast.UnaryOp(ast.Not(), node.test))


def guard(node: ast.If, scope: Scope) -> Iterator[Change]:
    if len(node.body) == 1 and isinstance(node.body[0], ast.Raise | ast.Return) and not node.orelse:
        yield "guard", ast.Pass()


def boolean(node: ast.BoolOp, scope: Scope) -> Iterator[Change]:
    yield "and-or", with_(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    for rest in without(node.values):
        yield "drop-condition", rest[0] if len(rest) == 1 else with_(node, values=rest)


def filtered(node: ast.comprehension, scope: Scope) -> Iterator[Change]:
    """A comprehension without one of its filters."""
    yield from (("drop-condition", with_(node, ifs=rest)) for rest in without(node.ifs))


def negation(node: ast.UnaryOp, scope: Scope) -> Iterator[Change]:
    if isinstance(node.op, ast.Not | ast.Invert):
        yield "negate", node.operand


def constant(node: ast.Constant, scope: Scope) -> Iterator[Change]:
    if isinstance(node.value, bool):
        yield "const-bool", ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield "const-int", ast.Constant(node.value + 1)


def arithmetic(node: ast.BinOp, scope: Scope) -> Iterator[Change]:
    """`&` joins conditions of a query; pieces of text are not arithmetic."""
    sides = (node.left, node.right)
    text = any(isinstance(side, _TEXT) or isinstance(getattr(side, "value", None), str | bytes) for side in sides)
    if isinstance(node.op, ast.BitAnd):
        yield "and-or", with_(node, op=ast.BitOr())
        yield from (("drop-where", side) for side in sides)
    elif type(node.op) in _ARITHMETIC and not text:
        yield "arith", with_(node, op=_ARITHMETIC[type(node.op)]())


def ternary(node: ast.IfExp, scope: Scope) -> Iterator[Change]:
    yield "ternary", node.body
    yield "ternary", node.orelse


def returned(node: ast.Return, scope: Scope) -> Iterator[Change]:
    """A constant of the declared type."""
    kind = scope.returns.partition("[")[0].strip()
    constants = ("None",) if "None" in scope.returns else _RETURNED.get(kind, ())
    if node.value is not None and not isinstance(node.value, ast.Constant):
        yield from (("return-const", with_(node, value=ast.parse(text, mode="eval").body)) for text in constants)


def dictionary(node: ast.Dict, scope: Scope) -> Iterator[Change]:
    for index, (key, value) in enumerate(zip(node.keys, node.values, strict=True)):
        if isinstance(key, ast.Constant) and not (isinstance(value, ast.Constant) and value.value is None):
            yield (
                "value-none",
                with_(node, values=[*node.values[:index], ast.Constant(None), *node.values[index + 1 :]]),
            )
