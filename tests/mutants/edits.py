"""Where a module can be changed, and into what."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from tests.laws.source import Definition, Module
from tests.mutants import domain, language
from tests.mutants.domain import called
from tests.mutants.language import Change, Scope

_RULES: tuple[tuple[Any, Any], ...] = (
    (ast.Compare, language.comparison),
    (ast.If | ast.While | ast.IfExp, language.condition),
    (ast.If, language.guard),
    (ast.comprehension, language.filtered),
    (ast.BoolOp, language.boolean),
    (ast.UnaryOp, language.negation),
    (ast.Constant, language.constant),
    (ast.BinOp, language.arithmetic),
    (ast.IfExp, language.ternary),
    (ast.Return, language.returned),
    (ast.Dict, language.dictionary),
    (ast.Expr, domain.statement),
    (ast.Call, domain.query),
    (ast.Call, domain.duration),
    (ast.Call, domain.audited),
    (ast.Call, domain.moves),
    (ast.Attribute, domain.member),
    (ast.Set, domain.members),
)
# What was made of it at import is made; a lock that is stronger than it has to be decides nothing.
_FIELDS_LEFT = {"decorator_list", "annotation", "returns", "type_params", "format_spec"}
# A table of the database is made once, and a log line is for people.
_CALLS_LEFT = {"Table", "TypeVar", "getLogger"}
_AROUND = 24


@dataclass(frozen=True)
class Owner:
    """A function, a method or a constant of the module."""

    name: str
    node: ast.stmt

    @property
    def constant(self) -> bool:
        return not isinstance(self.node, Definition)

    @property
    def made_once(self) -> bool:
        """A constant, or what `functools.cache` keeps: tests that come later only name it."""
        return self.constant or any("cache" in ast.unparse(one) for one in getattr(self.node, "decorator_list", ()))

    def touched(self, lines: set[int]) -> bool:
        return not lines.isdisjoint(range(self.node.lineno, (self.node.end_lineno or self.node.lineno) + 1))


@dataclass(frozen=True)
class Place:
    """Where a node hangs in its tree; `statement` is the innermost one around it."""

    parent: ast.AST
    field: str
    index: int | None
    node: Any
    owner: Owner
    statement: ast.stmt
    scope: Scope

    def put(self, node: ast.AST) -> None:
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node

    @contextmanager
    def changed_to(self, node: ast.AST) -> Iterator[None]:
        placed = node if hasattr(node, "lineno") else ast.copy_location(node, self.node)
        self.put(ast.fix_missing_locations(placed))
        try:
            yield
        finally:
            self.put(self.node)


@dataclass(frozen=True)
class Mutant:
    """One small wrong; `number` says which of its file, in the order in which they are found."""

    file: str
    number: int
    owner: str
    made_once: bool
    statement: int
    line: int
    operator: str
    before: str
    after: str


@dataclass(frozen=True)
class Edit:
    """A mutant's way into the tree that it was found in."""

    module: Module
    number: int
    place: Place
    operator: str
    node: ast.AST

    @cached_property
    def mutant(self) -> Mutant:
        owner, around = self.place.owner, self.place.statement
        line = getattr(self.place.node, "lineno", around.lineno)
        where = (self.module.name, self.number, owner.name, owner.made_once, around.lineno, line)
        return Mutant(*where, self.operator, *contrast(*self._texts()))

    def _texts(self) -> tuple[str, str]:
        """The statement before and after; nothing after it was removed."""
        whole, before = self.place.statement is self.place.node, ast.unparse(self.place.statement)
        with self.place.changed_to(self.node):
            after = ast.unparse(self.node if whole else self.place.statement)
        removed = whole and isinstance(self.node, ast.Pass)
        return " ".join(before.split()), "" if removed else " ".join(after.split())


def edits(module: Module, names: dict[str, Any]) -> list[Edit]:
    """Every mutant of a module, whose namespace is `names`."""
    found = ((place, change) for place in places(module, Scope(names)) for change in _changes(place))
    return [Edit(module, number, place, *change) for number, (place, change) in enumerate(found)]


def owners(module: Module) -> Iterator[Owner]:
    """Whatever of a module can be changed while it runs."""
    for top in module.tree.body:
        if isinstance(top, ast.ClassDef):
            yield from (Owner(f"{top.name}.{node.name}", node) for node in top.body if isinstance(node, Definition))
        elif isinstance(top, Definition):
            yield Owner(top.name, top)
        elif isinstance(top, ast.Assign | ast.AnnAssign) and top.value and called(top.value) not in _CALLS_LEFT:
            target = top.targets[0] if isinstance(top, ast.Assign) else top.target
            if isinstance(target, ast.Name):
                yield Owner(target.id, top)


def places(module: Module, scope: Scope) -> Iterator[Place]:
    for owner in owners(module):
        yield from _within(owner.node, owner, owner.node, scope)


def _within(node: ast.AST, owner: Owner, statement: ast.stmt, scope: Scope) -> Iterator[Place]:
    if isinstance(node, Definition):
        scope = replace(scope, returns=ast.unparse(node.returns) if node.returns else "")
    left = {*_FIELDS_LEFT, *(["keywords"] if called(node) == "with_for_update" else [])}
    for field, value in ast.iter_fields(node):
        children = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
        for index, child in children:
            if field not in left and isinstance(child, ast.AST) and not _is_left(child):
                around = child if isinstance(child, ast.stmt) else statement
                yield Place(node, field, index, child, owner, around, scope)
                yield from _within(child, owner, around, scope)


def _is_left(node: ast.AST) -> bool:
    if isinstance(node, ast.Expr):
        logs = isinstance(node.value, ast.Call) and ast.unparse(node.value.func).startswith("log.")
        return logs or isinstance(node.value, ast.Constant)
    return isinstance(node, ast.arguments | ast.Import | ast.ImportFrom)


def _changes(place: Place) -> Iterator[Change]:
    for kind, rule in _RULES:
        if isinstance(place.node, kind):
            yield from rule(place.node, place.scope)


def contrast(before: str, after: str) -> tuple[str, str]:
    """Both texts without what they have in common at their ends, but for some words."""
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    start, left = max(0, head - _AROUND), max(0, tail - _AROUND)
    while start and before[start - 1].isidentifier():
        start -= 1

    def window(text: str) -> str:
        return ("…" if start else "") + text[start : len(text) - left] + ("…" if left else "")

    return window(before), window(after) if after else "removed"


def _common(one: str, other: str) -> int:
    """How many letters both begin with."""
    differ = (index for index, (left, right) in enumerate(zip(one, other, strict=False)) if left != right)
    return next(differ, min(len(one), len(other)))
