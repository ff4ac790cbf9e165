"""Which kinds of message the code speaks of: read from the code itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from common.ops.checkout import CHECKOUT


def used_kinds() -> set[str]:
    """Every literal that is given for a parameter named `kind`, of `notify` or of what calls it, or put into `kind`."""
    trees = [ast.parse(file.read_text()) for folder in ("common", "functions") for file in _modules(CHECKOUT / folder)]
    takers = {name: place for tree in trees if _speaks(tree) for name, place in _takers(tree).items()}
    return {kind for tree in trees for kind in _kinds_of(tree, takers)}


def _kinds_of(tree: ast.Module, takers: dict[str, int]) -> Iterator[str]:
    names, speaks = _names(tree), _speaks(tree)
    known = {name: place for name, place in takers.items() if name in names} | {"notify": 2}
    if speaks:
        known |= _takers(tree)
    for node in ast.walk(tree):
        yield from _kinds(node, known, assigned=speaks)


def _modules(folder: Path) -> Iterator[Path]:
    return (file for file in folder.rglob("*.py") if "local" not in file.parts and "notifications" not in file.parts)


def _speaks(tree: ast.Module) -> bool:
    return bool({"notify", "notify_all", "notify_paced"} & _names(tree))


def _names(tree: ast.Module) -> set[str]:
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return {alias.name for node in imports for alias in node.names}


def _takers(tree: ast.Module) -> dict[str, int]:
    """Functions that take a `kind`, and as which argument."""
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    arguments = {node.name: [argument.arg for argument in node.args.args] for node in functions}
    return {name: names.index("kind") for name, names in arguments.items() if "kind" in names}


def _kinds(node: ast.AST, takers: dict[str, int], *, assigned: bool) -> Iterator[str]:
    match node:
        case ast.Call(func=ast.Name(id=name), args=given) if takers.get(name, len(given)) < len(given):
            yield from _literals(given[takers[name]])
        case ast.Assign(targets=[ast.Name(id="kind")], value=value) if assigned:
            yield from _literals(value)


def _literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
