"""Law 11: rows, forms and views have types that mypy sees, where the domain is entered and where it is left."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

from common.http.declare import Endpoint
from common.http.function import Function
from common.ops.contract import load_functions
from tests.laws.source import Definition, Module, modules, steps
from tests.seams import annotations

CEILING = 2
UNTYPED = {"one", "one_or_none", "all", "first", "mappings", "fetchone", "fetchall"}
READERS = {"one", "value", "maybe", "all_of", "view", "views", "as_view"}


def domain() -> tuple[Module, ...]:
    return tuple(module for module in modules("common/domain") if not module.generated)


def says_any(function: Definition) -> bool:
    """Whether an argument or the result is `Any`, or something of it."""
    given = function.args
    every = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    types = [function.returns, *(argument.annotation for argument in every if argument)]
    return any(isinstance(node, ast.Name) and node.id == "Any" for kind in types if kind for node in ast.walk(kind))


def test_few_functions_of_the_domain_say_any() -> None:
    found = [f"{module.at(node)} {node.name}" for module in domain() for node in module.functions() if says_any(node)]
    assert len(found) <= CEILING, (
        "say the row (`rows.py`), the form (`forms.py`) or the view (`views.py`) that `make contract` writes for the "
        f"noun, or `object` for what is only passed on: {found}"
    )
    assert len(found) == CEILING, f"fewer than before: lower CEILING to {len(found)}, so that it stays that way"


def test_the_domain_reads_its_rows_by_the_readers() -> None:
    breaches = [
        module.at(read)
        for module in domain()
        for node in ast.walk(module.tree)
        for read in _read(node)
        if isinstance(read, ast.Call) and ast.unparse(read.func) == "db.execute"
    ]
    assert breaches == [], "attributes of such rows are checked by nobody: use one, maybe, all_of, view or views"


def _read(node: ast.AST) -> Iterator[ast.expr]:
    """Whose `.one()` or the like this is, and what is looped over."""
    if isinstance(node, ast.Attribute) and node.attr in UNTYPED:
        yield node.value
    if isinstance(node, (ast.For, ast.comprehension)):
        yield node.iter


def test_what_is_read_has_a_type() -> None:
    breaches = [
        f"{module.at(call)} {name}()"
        for module in (*domain(), *steps())
        for said in [annotations(module.tree)]
        for call, name in module.calls()
        if name in READERS and (call.lineno, call.end_lineno, call.col_offset, call.end_col_offset) not in said
    ]
    assert breaches == [], "name the result with its type, or return it: `row: VacancyRow = one(db, query)`"


def test_a_field_is_asked_of_a_form_by_its_name() -> None:
    """mypy lets `form.get("emial")` and `"emial" in form` pass."""
    breaches = [
        f"{module.at(node)} {name}"
        for module in (*domain(), *steps())
        for function in module.functions()
        for shapes in [_typed_arguments(function)]
        for node in ast.walk(function)
        for whose, name in _asked(node)
        if whose in shapes and not any(name in fields()[shape] for shape in shapes[whose])
    ]
    assert breaches == [], "there is no such field"


def _typed_arguments(function: Definition) -> dict[str, list[str]]:
    """The generated types of each argument."""
    every = [*function.args.args, *function.args.kwonlyargs]
    said = {one.arg: ast.unparse(one.annotation) for one in every if one.annotation}
    found = {name: [word for word in re.findall(r"\w+", kind) if word in fields()] for name, kind in said.items()}
    return {name: shapes for name, shapes in found.items() if shapes}


def _asked(node: ast.AST) -> Iterator[tuple[str, str]]:
    """By whose name, and which field; a step asks the body or the query of its call."""
    match node:
        case ast.Call(
            func=ast.Attribute(value=asked, attr="get" | "pop" | "setdefault"),
            args=[ast.Constant(value=str(name)), *_],
        ):
            yield from ((whose, name) for whose in _whose(asked))
        case ast.Compare(left=ast.Constant(value=str(name)), comparators=[asked]):
            yield from ((whose, name) for whose in _whose(asked))


def _whose(asked: ast.expr) -> Iterator[str]:
    match asked:
        case ast.Name(id=whose) | ast.Attribute(value=ast.Name(id=whose), attr="body" | "query"):
            yield whose


@cache
def fields() -> dict[str, set[str]]:
    """The fields of every form and view."""
    generated = [module for module in modules("common") if module.generated and not module.name.endswith("rows.py")]
    classes = [node for module in generated for node in module.tree.body if isinstance(node, ast.ClassDef)]
    return {
        one.name: {
            line.target.id for line in one.body if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)
        }
        for one in classes
    }


def test_generated_types_are_read_by_mypy_alone() -> None:
    """A running function would pay for them at every cold start."""
    generated = tuple(
        module.name.removesuffix(".py").replace("/", ".") for module in modules("common") if module.generated
    )
    breaches = [
        f"{module.at(node)} {node.module}"
        for module in (*modules("common", "functions"),)
        if not module.generated
        for node in module.at_run_time()
        if isinstance(node, ast.ImportFrom) and node.module in generated
    ]
    assert breaches == [], "import it under `if TYPE_CHECKING:`"


def endpoints() -> list[tuple[Function, Endpoint]]:
    return [(function, endpoint) for function in load_functions().values() for endpoint in function.endpoints]


def _said(endpoint: Endpoint, name: str) -> str:
    """The annotation of an argument or of the result, without the modules it is from."""
    return re.sub(r"\b\w+\.", "", str(endpoint.handler.__annotations__[name]))


def test_a_handler_says_the_form_that_its_endpoint_declares() -> None:
    breaches = []
    for function, endpoint in endpoints():
        form = endpoint.body or endpoint.query
        wanted = f"Call[{form.__name__}Form]" if form else "Call"
        if (said := _said(endpoint, "call")) != wanted:
            breaches.append(f"{function.name}: {endpoint.name} takes {said}, its schema is loaded as {wanted}")
    assert breaches == []


def test_a_handler_gives_what_its_view_is_made_from() -> None:
    breaches = []
    for function, endpoint in endpoints():
        if isinstance(endpoint.returns, type):
            said, wanted = _said(endpoint, "return"), f"{endpoint.returns.__name__}Data"
            if wanted not in said and not said.startswith(("Reply", "Json", "Callable[[], Reply")):
                breaches.append(f"{function.name}: {endpoint.name} gives {said}, its view is made from {wanted}")
    assert breaches == []
