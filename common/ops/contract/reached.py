"""What a function does with each table, followed through the code that its handlers name.

A name is followed into the module that defines it, and on from there; what is named counts as used. What comes out may
be more than a function does. That it is not less the tests show, in which each function has these rights alone.
"""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

from sqlalchemy import Table

from common.platform.queue import Queue

_OURS = ("common.", "functions.")
EVERY_TABLE = "*"
"""Stands for a table that is looked up when the code runs."""

Name = tuple[str, str]
"""A module and something defined in it."""


class Use(StrEnum):
    READ = "read"
    COMPARE = "compare"
    LOCK = "lock"
    INSERT = "insert"
    UPDATE = "update"
    DELETE = "delete"


_WRITES = {Use.INSERT, Use.UPDATE, Use.DELETE}
# What conflicts is found by the columns of a key.
_ON_CONFLICT = {"on_conflict_do_nothing": {Use.COMPARE}, "on_conflict_do_update": {Use.COMPARE, Use.UPDATE}}
Found = tuple[str, Use]


class NotDerived(Exception):
    """A statement whose table cannot be seen where it stands; the message is for a developer."""


def uses(roots: Iterable[Name]) -> Mapping[str, set[Use]]:
    """What `roots` and all that they name do with which table. Raises NotDerived."""
    found: defaultdict[str, set[Use]] = defaultdict(set)
    seen, waiting = set[Name](), list(roots)
    while waiting:
        if (name := waiting.pop()) not in seen:
            seen.add(name)
            part = _part(*name)
            waiting.extend(part.named)
            for table, use in part.uses:
                found[table].add(use)
    return found


@dataclass(frozen=True)
class _Part:
    """Something defined in a module: what else it names, and what its own statements do."""

    named: frozenset[Name] = frozenset()
    uses: frozenset[Found] = frozenset()


@cache
def _part(module: str, name: str) -> _Part:
    nodes = _definitions(module).get(name, ())
    parts = [_Reader(module, name, node) for node in nodes]
    return _Part(
        frozenset(named for part in parts for named in part.named()),
        frozenset(use for part in parts for use in part.uses()),
    )


class _Reader:
    """One definition, read by names alone."""

    def __init__(self, module: str, name: str, node: ast.stmt) -> None:
        self._module, self._name = module, name
        self._nodes = list(_run_time_nodes(node))
        self._imported = dict(_imported(module, self._nodes))
        own = {at.arg for at in self._nodes if isinstance(at, ast.arg)}
        stored = {at.id for at in self._nodes if isinstance(at, ast.Name) and isinstance(at.ctx, ast.Store)}
        # The names that a module binds are all its own; those within a function hide the module's.
        self._local = own | stored if isinstance(node, ast.FunctionDef) else own

    def named(self) -> Iterator[Name]:
        for value in self._values():
            if isinstance(value, tuple):
                yield value

    def uses(self) -> Iterator[Found]:
        """What its statements do; a table that is named beside them is read."""
        targets = set[int]()
        for call in (node for node in self._nodes if isinstance(node, ast.Call)):
            for target, use in self._statement(call):
                targets.add(id(target))
                yield from ((table, use) for table in self._tables(target, call))
        names = [node for node in self._nodes if id(node) not in targets]
        yield from ((value.name, Use.READ) for value in map(self._value, names) if isinstance(value, Table))
        for value in self._values():
            # What is done with a queue is done by its class: it reads, locks and marks.
            if isinstance(value, Queue):
                yield from ((value.name, use) for use in (Use.READ, Use.UPDATE))

    def _statement(self, call: ast.Call) -> Iterator[tuple[ast.expr, Use]]:
        """`insert(table)`, `table.insert()`, `….with_for_update(of=table)`, `table("name", …)`."""
        function = call.func
        if isinstance(function, ast.Name):
            module, name = self._target(function.id) or ("", "")
            if module.startswith("sqlalchemy") and name in _WRITES:
                yield call.args[0], Use(name)
            elif (module, name) == ("sqlalchemy", "table"):
                yield call.args[0], Use.READ
        elif isinstance(function, ast.Attribute):
            if function.attr in _WRITES and isinstance(self._value(function.value), Table):
                yield function.value, Use(function.attr)
            elif function.attr == "with_for_update":
                of = [keyword.value for keyword in call.keywords if keyword.arg == "of"]
                yield (of[0] if of else function.value), Use.LOCK
            elif function.attr in _ON_CONFLICT:
                yield from ((function.value, use) for use in _ON_CONFLICT[function.attr])

    def _tables(self, target: ast.expr, call: ast.Call) -> Iterable[str]:
        """The table of a statement; for one that is put together from others, all that the function names."""
        if isinstance(value := self._value(target), Table):
            return [value.name]
        if isinstance(call.func, ast.Name) and call.func.id == "table":
            return [str(target.value) if isinstance(target, ast.Constant) else EVERY_TABLE]
        inside = {id(node) for node in ast.walk(target)}
        for nodes in ([node for node in self._nodes if id(node) in inside], self._nodes):
            if named := {table.name for table in map(self._value, nodes) if isinstance(table, Table)}:
                return named
        if (self._module, self._name) == (Queue.__module__, Queue.__name__):
            return []
        raise NotDerived(f"{self._module}.{self._name}, line {call.lineno}: name the table in the function itself")

    def _values(self) -> Iterator[Name | Table | Queue]:
        yield from (value for value in map(self._value, self._nodes) if value is not None)

    def _value(self, node: ast.AST) -> Name | Table | Queue | None:
        """What a name stands for: a table, a queue, or something of ours that is read in its turn."""
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module = self._target(node.value.id)
            return _resolved(module[0], node.attr) if module and not module[1] else None
        if isinstance(node, ast.Name) and (target := self._target(node.id)) and target[1]:
            return _resolved(*target)
        return None

    def _target(self, name: str) -> Name | None:
        """Where a name comes from; without a second part a module."""
        if name in self._imported:
            return self._imported[name]
        if name in self._local:
            return None
        if name in (imports := _imports(self._module)):
            return imports[name]
        return (self._module, name) if name in _definitions(self._module) else None


def _resolved(module: str, name: str) -> Name | Table | Queue | None:
    """Followed through what only hands a name on. None for what is not ours."""
    if not module.startswith(_OURS):
        return None
    value = getattr(import_module(module), name, None)
    if isinstance(value, (Table, Queue)):
        return value
    if name in _definitions(module):
        return module, name
    if (handed := _imports(module).get(name)) and handed[1]:
        return _resolved(*handed)
    return None


@cache
def _definitions(module: str) -> dict[str, list[ast.stmt]]:
    found: defaultdict[str, list[ast.stmt]] = defaultdict(list)
    for node in _statements(module):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found[node.name].append(node)
        elif isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
            for at in ast.walk(node):
                if isinstance(at, ast.Name) and isinstance(at.ctx, ast.Store):
                    found[at.id].append(node)
    return dict(found)


@cache
def _imports(module: str) -> dict[str, Name]:
    return dict(_imported(module, _statements(module)))


def _imported(module: str, nodes: Iterable[ast.AST]) -> Iterator[tuple[str, Name]]:
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                is_module = whole.startswith(_OURS) and not _has(node.module, alias.name) and _is_module(whole)
                yield alias.asname or alias.name, (whole, "") if is_module else (node.module, alias.name)


def _has(module: str, name: str) -> bool:
    return not isinstance(getattr(import_module(module), name, None), (ModuleType, type(None)))


def _is_module(name: str) -> bool:
    try:
        return isinstance(import_module(name), ModuleType)
    except ModuleNotFoundError:
        return False


@cache
def _statements(module: str) -> list[ast.stmt]:
    import_module(module)
    file = sys.modules[module].__file__
    return list(_outside_types(ast.parse(Path(file or "").read_bytes()).body))


def _outside_types(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """What a module's body runs; what only mypy reads is left out."""
    for node in body:
        if isinstance(node, ast.If):
            if ast.unparse(node.test) != "TYPE_CHECKING":
                yield from _outside_types((*node.body, *node.orelse))
        else:
            yield node


def _run_time_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """Everything in it but annotations."""
    yield node
    for field, value in ast.iter_fields(node):
        if field not in {"annotation", "returns"}:
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from _run_time_nodes(child)
