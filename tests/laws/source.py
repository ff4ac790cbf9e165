"""Our own code, read once: what the laws look at."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from common.ops.checkout import CHECKOUT

Definition = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One file of Python, `name` from the top of the checkout."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.name)

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())

    def functions(self) -> Iterator[Definition]:
        yield from (node for node in ast.walk(self.tree) if isinstance(node, Definition))

    def calls(self) -> Iterator[tuple[ast.Call, str]]:
        """Every call, with the dotted name of what is called: `db.commit`, `datetime.now`, `.commit` after a call."""
        yield from ((node, dotted(node.func)) for node in ast.walk(self.tree) if isinstance(node, ast.Call))

    def at(self, node: ast.stmt | ast.expr) -> str:
        return f"{self.name}:{node.lineno}"

    def within(self, *places: str) -> bool:
        """Whether it lies in one of these folders, or is one of these files."""
        return self.name.startswith(tuple(place for place in places if place.endswith("/"))) or self.name in places


@cache
def modules(*trees: str) -> tuple[Module, ...]:
    """Every module under these folders, in the order of names."""
    files = sorted(file for tree in trees for file in (CHECKOUT / tree).rglob("*.py"))
    return tuple(Module(file.relative_to(CHECKOUT).as_posix(), file.read_text(encoding="utf-8")) for file in files)


def product() -> tuple[Module, ...]:
    """What is ours and runs: `common/` and `functions/`."""
    return modules("common", "functions")


def steps() -> tuple[Module, ...]:
    """The `main.py` of each function."""
    return tuple(module for module in modules("functions") if module.name.endswith("/main.py"))


def dotted(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attr):
            return f"{dotted(value)}.{attr}"
    return ""


def called(wanted: Callable[[str], bool], *allowed: str) -> list[str]:
    """Where something is called whose dotted name is `wanted`, outside the places where it is allowed."""
    return [
        f"{module.at(call)} {name}()"
        for module in product()
        if not module.within(*allowed)
        for call, name in module.calls()
        if wanted(name)
    ]
