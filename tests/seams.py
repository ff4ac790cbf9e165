"""The types of rows and views, checked at run time: a column that a type promises and a query lacks fails the test.

Where a result is read stands which type it has (`row: VacancyRow = one(db, query)`); the check looks it up there.
"""

from __future__ import annotations

import ast
import sys
import types
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any, Union, get_args, get_origin, is_typeddict

from typing_extensions import get_type_hints

from common.ops.checkout import CHECKOUT
from common.platform.db import rows

_PRODUCT = tuple(str(CHECKOUT / tree) for tree in ("common", "functions"))
Place = tuple[int | None, int | None, int | None, int | None]


def check_shapes() -> None:
    """From now on in this process every row that is read is compared with its type."""
    rows.shaped = _checked


def _checked(result: object) -> object:
    reader = sys._getframe(2)
    if reader.f_code.co_filename.startswith(_PRODUCT) and result:
        place = list(reader.f_code.co_positions())[reader.f_lasti // 2]
        lacks = sorted(missing(result, shape_at(reader.f_code.co_filename, place)))
        assert not lacks, f"{reader.f_code.co_filename}:{reader.f_lineno}: the query lacks {', '.join(lacks)}"
    return result


def missing(result: object, shape: Any) -> Iterator[str]:
    """What `shape` promises and `result` has not; of several rows the first is looked at."""
    for inner in get_args(shape) if get_origin(shape) in {Union, types.UnionType} else (shape,):
        if inner is type(None):
            continue
        if isinstance(get_origin(inner), type) and issubclass(get_origin(inner), Sequence):
            yield from missing(result[0], get_args(inner)[0]) if isinstance(result, Sequence) and result else ()
        else:
            yield from _missing(result, inner)


def _missing(row: object, shape: Any) -> Iterator[str]:
    columns = row if isinstance(row, Mapping) else getattr(row, "_mapping", {})
    for name, kind in promised(shape).items():
        if name not in columns:
            yield name
        elif is_typeddict(shape) and columns[name]:
            yield from (f"{name}.{inner}" for inner in _missing_within(columns[name], kind))


def _missing_within(value: object, kind: Any) -> Iterator[str]:
    """The members of lists that the database put together as JSON."""
    if isinstance(value, (list, dict)):
        yield from missing(value, kind)


# Python 3.11 counts the depth of a parse for all threads together.
_parsing = Lock()


@cache
def promised(shape: Any) -> Mapping[str, Any]:
    """The columns that a Protocol or TypedDict says are there, with their types."""
    if is_typeddict(shape):
        return {name: kind for name, kind in get_type_hints(shape).items() if name in shape.__required_keys__}
    parts = [part for part in getattr(shape, "__mro__", ()) if getattr(part, "_is_protocol", False)]
    properties = {name: object for part in parts for name, value in vars(part).items() if isinstance(value, property)}
    return properties | {name: object for part in parts for name in getattr(part, "__annotations__", {})}


@cache
def shape_at(file: str, place: Place) -> Any:
    with _parsing:
        said = annotations(_parsed(file)).get(place)
        assert said, f"{file}:{place[0]}: name the result with its type or return it: `row: TheRow = one(db, query)`"
        return eval(said, _namespace(file))


def _parsed(file: str) -> ast.Module:
    return ast.parse(Path(file).read_text(encoding="utf-8"), file)


def annotations(tree: ast.Module) -> dict[Place, str]:
    """The type of each value that is named with one, or returned as one, by where it stands."""
    found: dict[Place, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign) and node.value:
            found[_place(node.value)] = ast.unparse(node.annotation)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.returns:
            found |= {_place(value): ast.unparse(node.returns) for value in _returned(node)}
    return found


def _returned(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.expr]:
    yield from (node.value for node in ast.walk(function) if isinstance(node, ast.Return) and node.value)


def _place(node: ast.expr) -> Place:
    return node.lineno, node.end_lineno, node.col_offset, node.end_col_offset


@cache
def _namespace(file: str) -> dict[str, Any]:
    """The module's own names, with those that only mypy reads."""
    module = next(m for m in list(sys.modules.values()) if getattr(m, "__file__", None) == file)
    names = dict(vars(module))
    for statement in _for_mypy(file):
        if isinstance(statement, ast.ImportFrom):
            names |= {
                alias.asname or alias.name: _named(str(statement.module), alias.name) for alias in statement.names
            }
        else:
            exec(compile(ast.Module([statement], []), file, "exec", dont_inherit=True), names)
    return names


def _for_mypy(file: str) -> list[ast.stmt]:
    ifs = [node for node in _parsed(file).body if isinstance(node, ast.If)]
    return [statement for node in ifs if ast.unparse(node.test) == "TYPE_CHECKING" for statement in node.body]


def _named(module: str, name: str) -> Any:
    """A name of another module, which may be there for mypy alone too."""
    home = import_module(module)
    if hasattr(home, name):
        return getattr(home, name)
    if hasattr(home, "__path__") and find_spec(f"{module}.{name}"):
        return import_module(f"{module}.{name}")
    return _namespace(str(home.__file__))[name]
