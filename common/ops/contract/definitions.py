"""What the modules of this project define and import, read as text."""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

OURS = ("common.", "functions.")
Name = tuple[str, str]
"""A module and something defined in it."""


@cache
def definitions(module: str) -> dict[str, list[ast.stmt]]:
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
def imports(module: str) -> dict[str, Name]:
    return dict(imported(module, _statements(module)))


def imported(module: str, nodes: Iterable[ast.AST]) -> Iterator[tuple[str, Name]]:
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                is_module = whole.startswith(OURS) and not _has(node.module, alias.name) and _is_module(whole)
                yield alias.asname or alias.name, (whole, "") if is_module else (node.module, alias.name)


def run_time_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """Everything in it but annotations."""
    yield node
    for field, value in ast.iter_fields(node):
        if field not in {"annotation", "returns"}:
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from run_time_nodes(child)


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
