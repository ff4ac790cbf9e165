"""What a function does with each table, followed through the code that its handlers name.

A name is followed into the module that defines it, and on from there; what is named counts as used. What comes out may
be more than a function does. That it is not less the tests show, in which each function has these rights alone.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module

from sqlalchemy import Table

from common.ops.contract.definitions import OURS, Name, definitions, imported, imports, run_time_nodes
from common.ops.migrations.schema import metadata
from common.platform.db.columns import is_secret, without_secrets
from common.platform.db.personal import columns_kept
from common.platform.queue import Queue

EVERY_TABLE = "*"
"""Stands for a table that is looked up when the code runs."""


class Use(StrEnum):
    READ = "read"
    READ_SECRETS = "read secrets"
    WRITE_SECRETS = "write secrets"
    COMPARE = "compare"
    LOCK = "lock"
    INSERT = "insert"
    UPDATE = "update"
    DELETE = "delete"


_WRITES = {Use.INSERT, Use.UPDATE, Use.DELETE}
# What conflicts is found by the columns of a key.
# Where a table stands without any of its columns being read, as a part of a statement.
_JOINS = {"join", "outerjoin", "select_from"}
# What takes a table and gives some of its columns, or their names to write.
_IN_PART = {without_secrets.__name__, columns_kept.__name__}
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
    nodes = definitions(module).get(name, ())
    parts = [_Reader(module, name, node) for node in nodes]
    return _Part(
        frozenset(named for part in parts for named in part.named()),
        frozenset(use for part in parts for use in part.uses()),
    )


class _Reader:
    """One definition, read by names alone."""

    def __init__(self, module: str, name: str, node: ast.stmt) -> None:
        self._module, self._name = module, name
        self._nodes = list(run_time_nodes(node))
        self._imported = dict(imported(module, self._nodes))
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
        yield from ((table, Use.READ_SECRETS) for table in self._secrets(names))
        yield from ((table, Use.WRITE_SECRETS) for table in self._written_secrets())
        for value in self._values():
            # What is done with a queue is done by its class: it reads, locks and marks.
            if isinstance(value, Queue):
                yield from ((value.name, use) for use in (Use.READ, Use.UPDATE))

    def _secrets(self, names: Iterable[ast.AST]) -> Iterator[str]:
        """Tables with secret columns of which one is named, or which are named as a whole, as in `select(people)`."""
        attributes = [node for node in self._nodes if isinstance(node, ast.Attribute)]
        yield from (table for node in attributes for table in _secret_columns().get(node.attr, ()))
        in_part = set(map(id, self._named_in_part(attributes)))
        for value in (self._value(node) for node in names if id(node) not in in_part):
            if isinstance(value, Table) and any(map(is_secret, value.columns)):
                yield value.name

    def _written_secrets(self) -> Iterator[str]:
        """Tables with a secret column that is given a value: `values(password_hash=…)`, `{"password_hash": …}`."""
        given = [node.arg for node in self._nodes if isinstance(node, ast.keyword) and node.arg]
        keys = (key for node in self._nodes if isinstance(node, ast.Dict) for key in node.keys)
        given += [str(key.value) for key in keys if isinstance(key, ast.Constant)]
        yield from (table for name in given for table in _secret_columns().get(name, ()))

    def _named_in_part(self, attributes: Iterable[ast.Attribute]) -> Iterator[ast.expr]:
        """`people` in `people.c.name`, `people.alias()`, `….join(people, …)`, `without_secrets(people)`."""
        for node in attributes:
            if isinstance(node.value, ast.Attribute) and node.value.attr == "c":
                yield node.value.value
            elif node.attr == "alias":
                yield node.value
        for call in (node for node in self._nodes if isinstance(node, ast.Call)):
            called = call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)
            if called in _JOINS or called in _IN_PART:
                yield from call.args

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
        if name in (others := imports(self._module)):
            return others[name]
        return (self._module, name) if name in definitions(self._module) else None


@cache
def _secret_columns() -> Mapping[str, set[str]]:
    """The tables that have a secret column of a name."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for table in metadata.tables.values():
        for column in filter(is_secret, table.columns):
            found[column.name].add(table.name)
    return found


def _resolved(module: str, name: str) -> Name | Table | Queue | None:
    """Followed through what only hands a name on. None for what is not ours."""
    if not module.startswith(OURS):
        return None
    value = getattr(import_module(module), name, None)
    if isinstance(value, (Table, Queue)):
        return value
    if name in definitions(module):
        return module, name
    if (handed := imports(module).get(name)) and handed[1]:
        return _resolved(*handed)
    return None
