"""Changed code in the running process: functions get the code of a changed module, constants another value."""

from __future__ import annotations

import ast
import builtins
import gc
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import _lru_cache_wrapper
from types import CodeType, FunctionType
from typing import Any

from tests.laws.source import Module
from tests.mutants.edits import Edit, Owner

# A function's file, its qualified name and the line that it begins in.
Key = tuple[str, str, int]
Codes = dict[Key, CodeType]


class NotApplicable(Exception):
    """What was made of it at import cannot be reached any more."""


def dotted(module: Module) -> str:
    return module.name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@contextmanager
def mutated(edit: Edit) -> Iterator[None]:
    """The mutant in the place of what it changes. Raises NotApplicable."""
    module, owner = edit.module, edit.place.owner
    with edit.place.changed_to(edit.node):
        changed = _value(module, owner) if owner.constant else compiled(module, module.tree)
    with _constant(module, owner, changed) if owner.constant else _exchanged(compiled(module, module.tree), changed):
        yield


def compiled(module: Module, tree: ast.Module) -> Codes:
    """The code of every function of the tree; two of one name in one line, such as lambdas, are left out."""
    found: dict[Key, list[CodeType]] = {}
    waiting = [compile(tree, sys.modules[dotted(module)].__file__ or "", "exec", dont_inherit=True)]
    while waiting:
        inner = [constant for constant in waiting.pop().co_consts if isinstance(constant, CodeType)]
        waiting += inner
        for code in inner:
            found.setdefault(_key(code), []).append(code)
    return {key: codes[0] for key, codes in found.items() if len(codes) == 1}


@contextmanager
def _exchanged(old: Codes, new: Codes) -> Iterator[None]:
    """Every living function whose code differs, with the new one. Raises NotApplicable if none does."""
    differ = {key: code for key, code in new.items() if key in old and code != old[key]}
    functions = [thing for thing in gc.get_objects() if type(thing) is FunctionType and _key(thing.__code__) in differ]
    was = [(function, function.__code__) for function in functions]
    if not functions:
        raise NotApplicable("no living function has this code")
    try:
        _give((function, differ[_key(function.__code__)]) for function in functions)
        _forget_results(functions)
        yield
    finally:
        _give(was)
        _forget_results(functions)


def _key(code: CodeType) -> Key:
    return code.co_filename, code.co_qualname, code.co_firstlineno


def _give(codes: Iterable[tuple[FunctionType, CodeType]]) -> None:
    for function, code in codes:
        if function.__code__.co_freevars != code.co_freevars:
            raise NotApplicable("it closes over other variables")
        function.__code__ = code


def _forget_results(functions: list[FunctionType]) -> None:
    """What `functools.cache` keeps of functions whose code has changed."""
    changed = {id(function) for function in functions}
    for thing in gc.get_objects():
        if isinstance(thing, _lru_cache_wrapper) and id(thing.__wrapped__) in changed:
            thing.cache_clear()


def _value(module: Module, owner: Owner) -> Any:
    source = ast.Expression(owner.node.value)  # type: ignore[attr-defined]
    try:
        return eval(compile(source, module.name, "eval", dont_inherit=True), dict(vars(sys.modules[dotted(module)])))
    except Exception as failed:
        raise NotApplicable(f"it cannot be made a second time: {failed}") from failed


@contextmanager
def _constant(module: Module, owner: Owner, value: Any) -> Iterator[None]:
    """Another value for the constant, in its module and wherever it was imported."""
    name = owner.name
    old = vars(sys.modules[dotted(module)])[name]
    holders = [vars(held) for held in list(sys.modules.values()) if getattr(held, "__dict__", {}).get(name) is old]
    try:
        for holder in holders:
            holder[name] = value
        yield
    finally:
        for holder in holders:
            holder[name] = old


@contextmanager
def probed(modules: Iterable[Module], reached: Callable[[str], None]) -> Iterator[None]:
    """Every statement of the modules' functions reports `file:line` before it runs."""
    setattr(builtins, _Probes.NAME, reached)
    old, new = {}, {}
    for module in modules:
        tree = _Probes(module.name).visit(ast.parse(module.text, module.name))
        old |= compiled(module, module.tree)
        new |= compiled(module, ast.fix_missing_locations(tree))
    with _exchanged(old, new):
        yield


class _Probes(ast.NodeTransformer):
    """Puts a call before each statement of a function."""

    NAME = "__statement_reached__"

    def __init__(self, file: str) -> None:
        self._file, self._depth = file, 0

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self._depth += 1
        self.generic_visit(node)
        self._depth -= 1
        return node

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            if self._depth and isinstance(block, list):
                setattr(node, field, [line for statement in block for line in self._probe(statement)])
        return node

    def _probe(self, statement: ast.stmt) -> Iterator[ast.stmt]:
        call = ast.Call(ast.Name(self.NAME, ast.Load()), [ast.Constant(f"{self._file}:{statement.lineno}")], [])
        yield ast.copy_location(ast.Expr(call), statement)
        yield statement
