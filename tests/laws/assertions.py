"""Which tests assert something: by themselves, or by a helper under `tests/` that does."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.laws.source import Definition, Module, dotted

# pytest's, and Playwright's.
ASSERTING = {"pytest.raises", "pytest.warns", "pytest.fail", "expect"}


@dataclass(frozen=True)
class Function:
    """What it calls by name: `helper`, which may be a fixture, or `.method` of anything."""

    module: str
    name: str
    asserts: bool
    calls: frozenset[str]


def missing(tests: Sequence[Module]) -> list[str]:
    """The tests that assert nothing."""
    every = [function for module in tests for function in _functions(module)]
    known = {function.name for function in every if function.asserts and not function.name.startswith("test_")}
    while more := {f.name for f in every if f.calls & known and not f.name.startswith("test_")} - known:
        known |= more
    return [
        f"{f.module}::{f.name}" for f in every if f.name.startswith("test_") and not f.asserts and not f.calls & known
    ]


def holds_for_nothing(module: Module) -> Iterator[str]:
    """Where `all(...)` or `not any(...)` is asserted, which holds when there is not one row."""
    for node in ast.walk(module.tree):
        match node:
            case (
                ast.Assert(test=ast.Call(func=ast.Name(id="all")))
                | ast.Assert(test=ast.UnaryOp(op=ast.Not(), operand=ast.Call(func=ast.Name(id="any"))))
            ):
                yield module.at(node)


def day_of_import(module: Module) -> Iterator[str]:
    """Where a module asks for today while it is imported, which may be yesterday when a test runs."""
    in_functions = {
        id(inner)
        for node in ast.walk(module.tree)
        if isinstance(node, Definition | ast.Lambda)
        for part in (node.body if isinstance(node.body, list) else [node.body])
        for inner in ast.walk(part)
    }
    yield from (
        module.at(call) for call, name in module.calls() if name == "clock.today" and id(call) not in in_functions
    )


def _functions(module: Module) -> Iterator[Function]:
    """Those of the module by their names, the methods of a class with a dot before."""
    for node in module.tree.body:
        if isinstance(node, Definition):
            yield _read(module, node, node.name)
        elif isinstance(node, ast.ClassDef):
            yield from (_read(module, one, f".{one.name}") for one in node.body if isinstance(one, Definition))


def _read(module: Module, function: Definition, name: str) -> Function:
    called = {dotted(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}
    asserts = bool(called & ASSERTING) or any(isinstance(node, ast.Assert) for node in ast.walk(function))
    return Function(module.name, name, asserts, frozenset(map(_last, called)))


def _last(name: str) -> str:
    """`.method` of `portal.view.method`; a bare name as it is."""
    return f".{name.rpartition('.')[2]}" if "." in name else name
