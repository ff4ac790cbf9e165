"""Which columns a module names of which table, as far as its text says; what only a run shows is left out."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from types import ModuleType
from typing import Any

from sqlalchemy import FromClause
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlalchemy.sql.dml import ValuesBase

Scoped = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Names = frozenset[str]
OF_A_COLLECTION = frozenset(dir(ReadOnlyColumnCollection)) | {"c"}


@dataclass(frozen=True)
class Known:
    """A table or an alias, its columns, or a statement that changes it."""

    kind: str
    names: Names


@dataclass(frozen=True)
class Named:
    """A place that names a column, and whether there is one."""

    node: ast.expr
    name: str
    there: bool


def of_value(value: object) -> Known | None:
    if isinstance(value, FromClause):
        return Known("table", frozenset(value.c.keys()))
    if isinstance(value, ReadOnlyColumnCollection):
        return Known("columns", frozenset(value.keys()))
    if isinstance(value, ValuesBase) and isinstance(value.table, FromClause):
        return Known("statement", frozenset(value.table.c.keys()))
    return None


@dataclass(frozen=True)
class Scope:
    """A module, or a function in it; what a name was assigned here hides what it is outside."""

    body: ast.AST
    outside: Callable[[str], Any]

    @cached_property
    def assigned(self) -> Mapping[str, list[ast.expr]]:
        found: dict[str, list[ast.expr]] = {}
        for node in within(self.body):
            for target, value in _assignments(node):
                if isinstance(target, ast.Name):
                    found.setdefault(target.id, []).append(value)
        return found

    @cached_property
    def imported(self) -> Mapping[str, object]:
        froms = (node for node in within(self.body) if isinstance(node, ast.ImportFrom) and node.module)
        pairs = ((import_module(node.module or ""), name) for node in froms for name in node.names)
        return {name.asname or name.name: getattr(module, name.name, None) for module, name in pairs}

    @cached_property
    def bound(self) -> set[str]:
        """Arguments, and what a loop or a `with` gives a name."""
        nodes = list(within(self.body))
        stored = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        return stored | {node.arg for node in nodes if isinstance(node, ast.arg)}

    def look_up(self, name: str) -> Any:
        """An object, the expressions that were assigned, or None where only a run can say."""
        if isinstance(self.body, ast.Module):
            return self.outside(name)
        for known in (self.assigned, self.imported):
            if name in known:
                return known[name]
        return None if name in self.bound else self.outside(name)

    def resolve(self, node: ast.expr) -> Known | None:
        match node:
            case ast.Name(id=name):
                return self._by_name(name)
            case ast.Attribute(value=ast.Name(id=name), attr=attr) if isinstance(self.look_up(name), ModuleType):
                return of_value(getattr(self.look_up(name), attr, None))
            case ast.Attribute(value=value, attr="c" | "columns"):
                table = self.resolve(value)
                return Known("columns", table.names) if table and table.kind == "table" else None
            case ast.Call(func=ast.Attribute(value=value, attr=method)):
                return _called(self.resolve(value), method)
            case ast.Call(func=ast.Name(id=name), args=[first, *_]) if "insert" in name or "update" in name:
                table = self.resolve(first)
                return Known("statement", table.names) if table and table.kind == "table" else None
        return None

    def _by_name(self, name: str) -> Known | None:
        found = self.look_up(name)
        if not isinstance(found, list):
            return of_value(found)
        known = {self.resolve(value) for value in found if not _names(value, name)}
        return known.pop() if len(known) == 1 else None

    def keys(self, node: ast.expr) -> Iterator[tuple[ast.expr, str]]:
        """The keys of a dictionary, or of each in a list, that stand in the text of this function."""
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant):
                    yield key, str(key.value)
                elif key is None:
                    yield from self.keys(value)
        elif isinstance(node, ast.Name):
            found = self.look_up(node.id)
            for value in found if isinstance(found, list) else ():
                yield from () if _names(value, node.id) else self.keys(value)
        for part in _parts(node):
            yield from self.keys(part)


def named(tree: ast.Module, namespace: Mapping[str, object]) -> Iterator[Named]:
    """Every column that is named by a module whose names mean what `namespace` says."""
    yield from _in(Scope(tree, namespace.get))


def _in(scope: Scope) -> Iterator[Named]:
    for node in within(scope.body):
        if isinstance(node, Scoped):
            yield from _in(Scope(node, scope.look_up))
        elif isinstance(node, ast.expr):
            yield from _of_expression(node, scope)


def within(body: ast.AST) -> Iterator[ast.AST]:
    """What lies in it, and not in a function of its own; that function itself is given."""
    for child in ast.iter_child_nodes(body):
        yield child
        if not isinstance(child, Scoped):
            yield from within(child)


def _of_expression(node: ast.expr, scope: Scope) -> Iterator[Named]:
    match node:
        case ast.Attribute(value=value, attr=name) if (of := scope.resolve(value)) and of.kind == "columns":
            if name not in OF_A_COLLECTION:
                yield Named(node, name, name in of.names)
        case ast.Subscript(value=value, slice=ast.Constant(value=str(name))):
            of = scope.resolve(value)
            if of and of.kind == "columns":
                yield Named(node, name, name in of.names)
        case ast.Call(func=ast.Attribute(value=value, attr=method)):
            for of, key, name in _given(node, value, method, scope):
                yield Named(key, name, name in of.names)


def _given(call: ast.Call, value: ast.expr, method: str, scope: Scope) -> Iterator[tuple[Known, ast.expr, str]]:
    """The keys that a statement is given: by `values`, as what to set in a conflict, or beside it in `execute`."""
    if method == "execute" and len(call.args) == 2:
        of, given = scope.resolve(call.args[0]), [call.args[1]]
    else:
        of, given = scope.resolve(value), call.args if method == "values" else []
    if of is None or of.kind != "statement":
        return
    for argument in given:
        yield from ((of, key, name) for key, name in scope.keys(argument))
    for keyword in call.keywords if method in {"values", "on_conflict_do_update"} else ():
        yield from ((of, key, name) for key, name in _of_keyword(keyword, method, scope))


def _of_keyword(keyword: ast.keyword, method: str, scope: Scope) -> Iterator[tuple[ast.expr, str]]:
    if keyword.arg is None or keyword.arg == "set_":
        yield from scope.keys(keyword.value)
    elif method == "values":
        yield keyword.value, keyword.arg
    elif keyword.arg == "index_elements" and isinstance(keyword.value, ast.List):
        yield from ((part, str(part.value)) for part in keyword.value.elts if isinstance(part, ast.Constant))


def _called(of: Known | None, method: str) -> Known | None:
    """What a method makes of a table or a statement."""
    if of and of.kind == "table" and method == "alias":
        return of
    if of and (of.kind == "statement" or (of.kind == "table" and method in {"insert", "update", "delete"})):
        return Known("statement", of.names)
    return None


def _parts(node: ast.expr) -> list[ast.expr]:
    """The dictionaries that one is made of, or that stand in a list."""
    match node:
        case ast.BinOp(op=ast.BitOr(), left=left, right=right) | ast.IfExp(body=left, orelse=right):
            return [left, right]
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return parts
        case ast.ListComp(elt=part) | ast.GeneratorExp(elt=part):
            return [part]
    return []


def _names(value: ast.expr, name: str) -> bool:
    """Whether a name is made of itself, as in `row = row | more`."""
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(value))


def _assignments(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    match node:
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
            yield from zip(targets, values, strict=False)
        case ast.Assign(targets=targets, value=value):
            yield from ((target, value) for target in targets)
        case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.NamedExpr(target=target, value=value):
            yield target, value
