"""The test files that a change may break: `python -m tests.changed [REF]` prints them, for `make check CHANGED=1`.

1. Changed is what differs from REF, committed or not; without one, from where the branch left main.
2. A test file is chosen when a changed module is among those that it imports, directly or through others.
3. It is chosen too when it names an operation, as in `call("accept_candidate")`, of a step that imports such a module.
4. Other files count as the package they lie in; `READERS` has the tests that read what lies outside the packages.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

from common.ops.checkout import CHECKOUT
from tests.imports import direct_imports, file_of
from tests.mutants.changes import base, git

TREES = ("common", "functions", "tests")
# What every test depends on.
SHARED = ("requirements*.txt", "pyproject.toml", "tests/*.py")
READERS = {
    "main.py": ("tests/packaging",),
    "terraform/*": ("tests/terraform", "tests/contract", "tests/ops/cost"),
    "web/*": ("tests/portal", "tests/contract", "tests/ops/build"),
    "*.md": ("tests/uat/test_catalogue.py",),
    "common/ops/migrations/*": ("tests/ops/migrations",),
}


def chosen(root: Path, changed: Collection[str]) -> list[str]:
    """Paths for pytest; the laws are always among them."""
    if any(fnmatch(path, pattern) and path.count("/") == pattern.count("/") for path in changed for pattern in SHARED):
        return ["tests"]
    folders = {str(Path(path).parent) for path in changed if path.endswith("/conftest.py")}
    readers = {test for path in changed for glob, tests in READERS.items() if fnmatch(path, glob) for test in tests}
    modules = {_module(path) for path in changed if path.startswith(TREES) and not path.endswith(".md")}
    tests = (file.relative_to(root).as_posix() for file in (root / "tests").rglob("test_*.py"))
    found = readers | folders | {test for test in tests if modules & _needs(root, test)}
    return ["tests/laws", *sorted(test for test in found if not test.startswith("tests/laws"))]


def _module(path: str) -> str:
    """The dotted name of a module, or of the package that another file lies in."""
    name = path.removesuffix(".py") if path.endswith(".py") else str(Path(path).parent)
    return name.removesuffix("/__init__").replace("/", ".")


def _needs(root: Path, test: str) -> frozenset[str]:
    words = set(re.findall(r'"(\w+)"', (root / test).read_text(encoding="utf-8")))
    steps = [step for step, operations in _steps(root).items() if words & operations]
    return _closure(root, _module(test)).union(*(_closure(root, step) for step in steps))


@cache
def _steps(root: Path) -> dict[str, set[str]]:
    """The operations of each step, by its module."""
    files = ((file, file.read_text(encoding="utf-8")) for file in (root / "functions").glob("*/main.py"))
    return {_module(str(file.relative_to(root))): set(re.findall(r"(?m)^def (\w+)\(", text)) for file, text in files}


@cache
def _closure(root: Path, start: str) -> frozenset[str]:
    found, waiting = set[str](), [start]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _direct(root, name)
    return frozenset(found)


@cache
def _direct(root: Path, name: str) -> tuple[str, ...]:
    file = file_of(root, name)
    return tuple(direct_imports(root, name, file, TREES)) if file else ()


if __name__ == "__main__":
    since = sys.argv[1] if sys.argv[1:] not in ([], ["1"]) else base(CHECKOUT)
    differing = git(CHECKOUT, "diff", "--name-only", since).splitlines()
    new = git(CHECKOUT, "ls-files", "--others", "--exclude-standard").splitlines()
    sys.stdout.write(" ".join(chosen(CHECKOUT, [*differing, *new])) + "\n")
