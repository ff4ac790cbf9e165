"""Which of our modules a module imports: read in the text, also inside functions."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from functools import cache
from importlib.util import resolve_name
from pathlib import Path


def direct_imports(root: Path, name: str, file: Path, ours: Collection[str]) -> Iterator[str]:
    """The modules of `ours` that this one imports by itself, its parent package among them; `root` is the checkout.

    An import whose target is computed is left out.
    """
    yield from _parent(name)
    package = name if file.name == "__init__.py" else name.rpartition(".")[0]
    for module, names in _imports(file.read_bytes(), package, str(file)):
        if module.partition(".")[0] in ours:
            yield module
            submodules = (f"{module}.{inner}" for inner in names)
            yield from (submodule for submodule in submodules if file_of(root, submodule))


def file_of(root: Path, name: str) -> Path | None:
    """The file of the module `name`, or None when there is none."""
    path = root.joinpath(*name.split("."))
    return next((file for file in (path / "__init__.py", path.with_suffix(".py")) if file.is_file()), None)


def _parent(name: str) -> list[str]:
    parent = name.rpartition(".")[0]
    return [parent] if parent else []


@cache
def _imports(text: bytes, package: str, file: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Modules, each with the names taken from it."""
    nodes = _run_time_nodes(ast.parse(text, file))
    return tuple(found for node in nodes for found in _in_node(node, package))


def _in_node(node: ast.AST, package: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    if isinstance(node, ast.Import):
        yield from ((alias.name, ()) for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        module = resolve_name("." * node.level + (node.module or ""), package)
        yield module, tuple(alias.name for alias in node.names)
    elif isinstance(node, ast.Call) and _name(node.func) in {"import_module", "__import__"}:
        yield from _written_out(node)


def _written_out(node: ast.Call) -> Iterator[tuple[str, tuple[str, ...]]]:
    target = node.args[0] if node.args else None
    if isinstance(target, ast.Constant) and isinstance(target.value, str):
        yield target.value, ()


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
