"""Which of our modules a module leads to: imports are read in the text, also those inside functions."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import resolve_name
from pathlib import Path

OURS = ("common", "functions")


class NotFollowed(Exception):
    """An import whose target the text does not tell: what it needs would be missing in the cloud."""


def import_closure(root: Path, starts: Iterable[str]) -> dict[str, Path]:
    """Every module of ours, by name, that may be imported when `starts` run; `root` is the checkout.

    Raises ModuleNotFoundError for an import of ours that leads nowhere, NotFollowed for one that is computed.
    """
    found: dict[str, Path] = {}
    waiting = list(starts)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        file = file_of(root, name)
        if file is None:
            raise ModuleNotFoundError(f"there is no module {name} in {root}", name=name)
        found[name] = file
        waiting += [*_parent(name), *_imported(root, name, file)]
    return found


def file_of(root: Path, name: str) -> Path | None:
    """The file of the module `name`, or None when there is none."""
    path = root.joinpath(*name.split("."))
    return next((file for file in (path / "__init__.py", path.with_suffix(".py")) if file.is_file()), None)


def _parent(name: str) -> list[str]:
    parent = name.rpartition(".")[0]
    return [parent] if parent else []


def _imported(root: Path, name: str, file: Path) -> Iterator[str]:
    package = name if file.name == "__init__.py" else name.rpartition(".")[0]
    for module, names in _imports(file.read_bytes(), package, str(file)):
        yield module
        submodules = (f"{module}.{inner}" for inner in names)
        yield from (submodule for submodule in submodules if file_of(root, submodule))


@cache
def _imports(text: bytes, package: str, file: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Modules of ours, each with the names taken from it: read once for all the functions that hold the file."""
    nodes = _run_time_nodes(ast.parse(text, file))
    return tuple(found for node in nodes for found in _in_node(node, package, file) if _is_ours(found[0]))


def _in_node(node: ast.AST, package: str, file: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    if isinstance(node, ast.Import):
        yield from ((alias.name, ()) for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        module = resolve_name("." * node.level + (node.module or ""), package)
        yield module, tuple(alias.name for alias in node.names)
    elif isinstance(node, ast.Call) and _name(node.func) in {"import_module", "__import__"}:
        yield _written_out(node, file), ()


def _written_out(node: ast.Call, file: str) -> str:
    target = node.args[0] if node.args else None
    if isinstance(target, ast.Constant) and isinstance(target.value, str):
        return target.value
    raise NotFollowed(f"{file}:{node.lineno} imports a module whose name is computed")


def _run_time_nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node that can run: what stands under `if TYPE_CHECKING` is for the type checker alone."""
    yield tree
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.If) and _name(child.test) == "TYPE_CHECKING":
            for other in child.orelse:
                yield from _run_time_nodes(other)
        else:
            yield from _run_time_nodes(child)


def _name(node: ast.expr) -> str:
    return getattr(node, "attr", "") or getattr(node, "id", "")


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] in OURS
