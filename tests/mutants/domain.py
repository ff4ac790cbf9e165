"""Small wrongs in what this product is made of: queries, locks, states, roles, audit lines, messages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from enum import Enum

from tests.mutants.language import Change, Scope, with_, without

# What is left out of a query, by the method that puts it in.
_DROPPED = {
    "with_for_update": "lock",
    "order_by": "order",
    "desc": "order",
    "asc": "order",
    "on_conflict_do_nothing": "on-conflict",
    "on_conflict_do_update": "on-conflict",
}
_RENAMED = {"is_": ("cmp-none", "is_not"), "is_not": ("cmp-none", "is_"), "in_": ("cmp-in", "not_in")}
# A statement that calls something, by how its name begins.
_REMOVED = {
    "audit-removed": ("record",),
    "check-removed": ("check", "require", "permit", "validate", "confirm"),
    "notify-removed": ("tell", "notify", "announce"),
    "wake-removed": ("wake", "on_commit"),
}
_AUDITED = {"old", "new", "reason"}


def called(node: ast.AST) -> str:
    """The last name of what is called: `record` of `audit.record(...)`; empty for what is no call."""
    function = node.func if isinstance(node, ast.Call) else None
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def statement(node: ast.Expr, scope: Scope) -> Iterator[Change]:
    """A call for its effect alone, removed."""
    if not isinstance(node.value, ast.Call):
        return
    name = called(node.value).lstrip("_")
    locks = any(called(inner) == "with_for_update" for inner in ast.walk(node))
    kinds = [kind for kind, begins in _REMOVED.items() if name.startswith(begins)]
    yield "lock" if locks else (kinds or ["call-removed"])[0], ast.Pass()


def query(node: ast.Call, scope: Scope) -> Iterator[Change]:
    if not isinstance(node.func, ast.Attribute):
        return
    name, queried = node.func.attr, node.func.value
    if name in _DROPPED:
        yield _DROPPED[name], queried
    if name in _RENAMED:
        kind, other = _RENAMED[name]
        yield kind, with_(node, func=with_(node.func, attr=other))
    if name == "where":
        yield from (("drop-where", with_(node, args=rest) if rest else queried) for rest in without(node.args))
    if name == "values" and node.keywords:
        yield from (("write-dropped", with_(node, keywords=rest)) for rest in without(node.keywords))


def duration(node: ast.Call, scope: Scope) -> Iterator[Change]:
    if called(node) == "timedelta":
        yield "timedelta", ast.BinOp(node, ast.Mult(), ast.Constant(2))


def audited(node: ast.Call, scope: Scope) -> Iterator[Change]:
    """The old and the new value of an audit line."""
    if called(node) == "record":
        for index, keyword in enumerate(node.keywords):
            if keyword.arg in _AUDITED:
                empty = with_(keyword, value=ast.Constant(None))
                yield "audit-detail", with_(node, keywords=[*node.keywords[:index], empty, *node.keywords[index + 1 :]])


def moves(node: ast.Call, scope: Scope) -> Iterator[Change]:
    """A table of states: one move left out, one allowed to everybody."""
    if called(node) != "StateTable" or not node.args or not isinstance(node.args[0], ast.Dict):
        return
    table = node.args[0]
    everybody = ast.parse("by(*Role)", mode="eval").body
    for keys, values in zip(without(table.keys), without(table.values), strict=True):
        yield "move-dropped", with_(node, args=[with_(table, keys=keys, values=values)])
    for index, takers in enumerate(table.values):
        wider = ast.BinOp(takers, ast.BitOr(), everybody)
        values = [*table.values[:index], wider, *table.values[index + 1 :]]
        yield "role", with_(node, args=[with_(table, values=values)])


def member(node: ast.Attribute, scope: Scope) -> Iterator[Change]:
    """The next member of the same enumeration."""
    kind = _enumeration(node, scope)
    if kind is not None:
        names = [one.name for one in kind]
        other = names[(names.index(node.attr) + 1) % len(names)]
        yield _of(kind), with_(node, attr=other)


def members(node: ast.Set, scope: Scope) -> Iterator[Change]:
    """A set of states or roles without one of them."""
    kinds = [_enumeration(one, scope) for one in node.elts]
    if len(kinds) > 1 and kinds[0] is not None:
        yield from ((_of(kinds[0]), with_(node, elts=rest)) for rest in without(node.elts))


def _enumeration(node: ast.expr, scope: Scope) -> type[Enum] | None:
    if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
        return None
    kind = scope.names.get(node.value.id)
    known = isinstance(kind, type) and issubclass(kind, Enum) and node.attr in kind.__members__
    return kind if known and len(kind) > 1 else None


def _of(kind: type[Enum]) -> str:
    return "role" if kind.__name__.endswith("Role") else "state-swap"
