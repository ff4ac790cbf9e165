"""Each function, out of the one tree, in an environment with only requirements.txt."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row

from common.http.declare import Endpoint
from common.http.function import Function
from common.ops.build.tree import Tree, function_names
from common.ops.local.parts import PartDied
from common.platform.db import transaction
from tests.packaging.asking import Ask, ask_of, asks, event_for
from tests.packaging.callers import PASSWORD, tokens
from tests.packaging.pins import pinned, refused_modules
from tests.packaging.serving import Served, guarded

PROBLEM = "application/problem+json"
CEILINGS = Path(__file__).with_name("modules.json")
# The program itself, and what stands in for Firestore.
NOT_COUNTED = {"main", "live_store"}


def test_what_nobody_declared_is_not_found(served: Served, function: Function) -> None:
    paths = ["/"] if function.triggers else ["/", "/v1/nothing/like/this", "/v1/vacancies/a%0Ab"]
    for path in paths:
        answer = served.ask("GET", path)
        assert (answer.status, answer.content_type, answer.json["code"]) == (404, PROBLEM, "not_found")


def test_a_stranger_comes_in_only_where_it_is_public(
    served: Served, function: Function, callers: dict[str, str]
) -> None:
    for endpoint in function.endpoints:
        asked = ask_of(endpoint)
        answer = served.ask(asked.method, asked.path, asked.body)
        if endpoint.public:
            assert answer.status < 500, asked
        else:
            assert (answer.status, answer.content_type) == (401, PROBLEM), asked


def test_somebody_known_gets_an_answer_from_the_database(
    served: Served, function: Function, callers: dict[str, str]
) -> None:
    """A body that the form takes and a fresh token go all the way to the handler, whatever it decides then."""
    with transaction() as db:
        callers = tokens(db)  # a test before this one may have signed the others out
    for asked in asks(function):
        answer = served.ask(asked.method, asked.path, asked.body, callers[asked.role])
        assert answer.status < 500, f"{asked}: {answer.body!r}"
        if asked.role:
            assert answer.status != 401, f"{asked}: {answer.body!r}"


def test_a_body_that_is_none_is_refused_not_a_fault(
    served: Served, function: Function, callers: dict[str, str]
) -> None:
    with transaction() as db:
        callers = tokens(db)  # a test before this one may have signed the others out
    for endpoint in _with_body(function):
        asked = ask_of(endpoint)
        for wrong in ([], "text", {"unknown": 1}):
            answer = served.ask(asked.method, asked.path, wrong, callers[asked.role])
            assert (answer.status, answer.content_type) in {(400, PROBLEM), (422, PROBLEM)}, f"{asked} {wrong}"


def test_an_event_for_nobody_is_not_found(served: Served, function: Function) -> None:
    for trigger in function.triggers:
        known = event_for(trigger)
        for wrong in (Ask("POST", f"{known.path}_of_another"), Ask("POST", "/"), Ask("GET", known.path)):
            assert served.ask(wrong.method, wrong.path).status == 404, wrong


def test_a_function_holds_no_more_modules_than_before(
    served: Served, function: Function, callers: dict[str, str]
) -> None:
    """After it has answered. A module of a package more, or ten of ours, is a cold start that takes longer: import it
    at the moment that needs it. Only what has to be there raises a number in modules.json."""
    for asked in asks(function):
        served.ask(asked.method, asked.path, asked.body, callers[asked.role])
    held = {name for name in served.modules() if _top(name) not in NOT_COUNTED | sys.stdlib_module_names}
    steps = {name for name in held if _top(name) == "functions"}
    ours = {name for name in held if _top(name) == "common"} | steps
    assert steps == {"functions", f"functions.{function.name}", f"functions.{function.name}.main"}, "no other step"
    assert [name for name in ours if name.startswith("common.ops")] == []
    ceilings = json.loads(CEILINGS.read_text())
    assert set(ceilings) == set(function_names())
    assert len(held - ours) <= ceilings[function.name]["packages"]
    assert len(ours) <= ceilings[function.name]["own"]


def test_a_name_that_is_no_step_is_not_started(staged: Path, python: Path, tmp_path: Path) -> None:
    for name in ("nothing_like_this", "apply.main"):
        with pytest.raises(PartDied, match="MissingTarget"), Served(name, staged, python, tmp_path):
            pass


def test_a_student_signs_in(staged: Path, python: Path, student: Row[Any], tmp_path: Path) -> None:
    with Served("sign_in", staged, python, tmp_path) as served:
        signed_in = served.ask("POST", "/v1/session", {"number": student.number, "password": PASSWORD})
        assert signed_in.status == 201, signed_in.body
        session = served.ask("GET", "/v1/session", token=signed_in.json["access_token"])
    assert (session.status, session.json["person"]["number"]) == (200, student.number)


def test_every_package_that_is_imported_anywhere_is_pinned(code: Tree, tmp_path: Path) -> None:
    """Also the heavy ones inside functions, which no first request reaches."""
    statements = sorted(_imports_of_packages(code))
    assert "import jwt" in statements, "imports inside functions are read too"
    script = tmp_path / "statements.txt"
    script.write_text("\n".join(statements))
    done = subprocess.run(guarded(tmp_path, "run", str(script)), capture_output=True, text=True, env={}, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("module", ["pytest", "psutil", "fastapi", "apispec", "common.platform.clock"])
def test_the_guard_sees_neither_development_packages_nor_the_checkout(module: str, tmp_path: Path) -> None:
    script = tmp_path / "statements.txt"
    script.write_text(f"import flask\nimport {module}")
    done = subprocess.run(guarded(tmp_path, "run", str(script)), capture_output=True, text=True, env={}, check=False)
    assert f"No module named '{module.partition('.')[0]}'" in done.stderr


def test_pins_are_read_from_the_requirements() -> None:
    assert pinned("flask==3.1.3  # why\n# gone==1\nPy_JWT==2\n-r other.txt\n") == {"flask", "py-jwt"}
    assert not {"flask", "google", "sqlalchemy", "grpc"} & set(refused_modules())


def _with_body(function: Function) -> list[Endpoint]:
    return [endpoint for endpoint in function.endpoints if endpoint.body]


def _top(module: str) -> str:
    return module.partition(".")[0]


def _imports_of_packages(code: Tree) -> set[str]:
    """The import statements, each on a line of its own, that lead out of our own code."""
    found = set()
    for text in (text for path, text in code.content.items() if path.endswith(".py")):
        for node in _run_time(ast.parse(text)):
            if isinstance(node, ast.Import | ast.ImportFrom) and not _is_ours(node):
                found.add(ast.unparse(node))
    return found - {"from __future__ import annotations"}


def _run_time(tree: ast.AST) -> list[ast.AST]:
    if isinstance(tree, ast.If) and "TYPE_CHECKING" in ast.unparse(tree.test):
        return []
    return [tree, *(node for child in ast.iter_child_nodes(tree) for node in _run_time(child))]


def _is_ours(node: ast.Import | ast.ImportFrom) -> bool:
    name = node.module or "." if isinstance(node, ast.ImportFrom) else node.names[0].name
    return _top(name) in {"common", "functions", "main", ""}
