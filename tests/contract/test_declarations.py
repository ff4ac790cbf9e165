"""What holds for every declaration there is, and for one that is made up."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from string import Formatter

import pytest
from marshmallow import Schema, fields

from common.http.declare import Endpoint
from common.http.function import Function
from common.ops.checkout import CHECKOUT
from common.ops.contract import ContractBroken, load_functions
from common.ops.contract.rules import faults
from common.platform.errors import Problem
from tests.contract.documents import MAKERS, Documents, make_documents

AddFunction = Callable[[str, str], None]

HEAD = """
    '''Counts the chairs of the laboratory.'''
    from typing import Any
    from uuid import UUID
    from common.platform.auth import PUBLIC, Role
    from common.platform.errors import Conflict
    from common.platform.fields import Form, View, LabelledInteger
    from common.http import Call, endpoint, on_schedule, serve
    from common.platform.text import Text
    from marshmallow import fields

    class ChairsTaken(Conflict):
        code = "chairs_taken"
        title = Text("Kursi sudah dipakai", en="The chairs are taken")

    class Chairs(Form):
        chairs = LabelledInteger(Text("Kursi", en="Chairs"), least=1, most=40)

    class ChairView(View):
        chairs = fields.Integer()
"""
GOOD = """
    @endpoint("POST", "/v1/rooms/{room_id}/chairs", roles={Role.ADMIN}, body=Chairs, returns=ChairView, status=201,
              errors=(ChairsTaken,))
    def put_chairs(call: Call, room_id: UUID) -> Any:
        '''Put chairs into a room. There is no taking back.'''
"""
SERVE = "    entry = serve(__name__, max_instances=3, pool=2)\n"


def test_a_new_function_shows_up_in_every_document(add_function: AddFunction, documents: Documents) -> None:
    add_function("count_chairs", HEAD + GOOD + SERVE)
    made = make_documents(load_functions())
    operation = made["openapi"]["paths"]["/v1/rooms/{room_id}/chairs"]["post"]
    assert (operation["operationId"], operation["x-roles"]) == ("putChairs", ["admin"])
    assert (operation["summary"], operation["description"]) == ("Put chairs into a room.", "There is no taking back.")
    assert "chairs_taken" in operation["responses"]["409"]["$ref"]
    chairs = made["openapi"]["components"]["schemas"]["Chairs"]["properties"]["chairs"]
    assert chairs == {"type": "integer", "minimum": 1, "maximum": 40, "description": "Chairs"}
    routed = made["gateway"]["paths"]["/v1/rooms/{room_id}/chairs"]
    assert routed["post"]["x-google-backend"]["address"] == "${count_chairs}"
    assert routed["post"]["security"] == [{"session": []}]
    assert set(routed) == {"post", "options"}
    assert made["inventory"]["functions"]["count_chairs"]["description"] == "Counts the chairs of the laboratory."
    before, after = (found["inventory"]["connection_budget"]["total"] for found in (documents, made))
    assert after == before + 6


def test_an_event_function_is_in_the_inventory_alone(add_function: AddFunction, documents: Documents) -> None:
    event = "    @on_schedule('0 2 * * *')\n    def count(event: Any) -> None: ...\n"
    add_function("count_chairs", HEAD + event + SERVE)
    made = make_documents(load_functions())
    trigger = {"kind": "schedule", "name": "count", "source": "0 2 * * *", "path": "/schedule/count"}
    assert made["inventory"]["functions"]["count_chairs"]["kind"] == "event"
    assert made["inventory"]["functions"]["count_chairs"]["triggers"] == [trigger]
    assert made["openapi"] == documents["openapi"]
    assert made["gateway"] == documents["gateway"]


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ("@on_schedule('* * * * *')\ndef tick(event): ...", "needs? a function each"),
        ('@endpoint("GET", "/v1/users", roles=PUBLIC)\ndef people(call):\n  "All."', "GET /v1/users is declared 2"),
        ('@endpoint("GET", "/v1/a", roles=PUBLIC)\ndef add_user(call):\n  "All."', "operation addUser is declared 2"),
        ('@endpoint("GET", "/v1/a", roles=PUBLIC)\ndef a(call): ...', "GET /v1/a: the handler has no docstring"),
        ('@endpoint("GET", "/v1/a", roles={"rektor"})\ndef a(call):\n  "A."', "roles are declared that do not exist"),
        ('@endpoint("GET", "/v2/a", roles=PUBLIC)\ndef a(call):\n  "A."', "is not of the form"),
        ('@endpoint("GET", "/v1/docs", roles=PUBLIC)\ndef a(call):\n  "A."', "belongs to the documentation"),
        ('@endpoint("HEAD", "/v1/a", roles=PUBLIC)\ndef a(call):\n  "A."', "HEAD is none of"),
        ('@endpoint("GET", "/v1/a", roles=PUBLIC, body=Chairs)\ndef a(call):\n  "A."', "GET has no body"),
        ('@endpoint("PUT", "/v1/a", roles=PUBLIC, status=204, returns=Chairs)\ndef a(call):\n  "A."', "204 brings no"),
        ('@endpoint("GET", "/v1/a/{b_id}", roles=PUBLIC)\ndef a(call):\n  "A."', "the path gives b_id"),
        ('@endpoint("GET", "/v1/users/{id}", roles=PUBLIC)\ndef a(call, id):\n  "A."', "are the same address"),
        (
            '@endpoint("GET", "/v1/a", roles=PUBLIC, most_at_once=5)\ndef a(call):\n  "A."',
            "a leaves fewer than 4 threads",
        ),
        ('@endpoint("GET", "/v1/a", roles=PUBLIC, shares=list)\ndef a(call):\n  "A."', "that are not limited, or"),
        (
            '@endpoint("GET", "/v1/a", roles={Role.ADMIN}, most_at_once=1, shares=list)\ndef a(call):\n  "A."',
            "by a form that was not validated yet",
        ),
        (
            'class Other(Conflict):\n  code = "chairs_taken"\n'
            '@endpoint("GET", "/v1/a", roles=PUBLIC, errors=(Other,))\ndef a(call):\n  "A."',
            "the code chairs_taken stands for functions.count_chairs.main.ChairsTaken and",
        ),
    ],
)
def test_declarations_that_contradict_each_other_are_refused(add_function: AddFunction, more: str, fault: str) -> None:
    indented = "".join(f"    {line}\n" for line in more.splitlines())
    add_function("count_chairs", HEAD + GOOD + indented + SERVE)
    found = load_functions()
    for make in MAKERS.values():
        with pytest.raises(ContractBroken, match=fault):
            make(found)


def test_a_folder_without_an_entry_is_no_function(add_function: AddFunction) -> None:
    add_function("count_chairs", HEAD + GOOD)
    with pytest.raises(ContractBroken, match=r"count_chairs: main\.py does not end in"):
        load_functions()


def test_two_schemas_of_one_name_are_refused(add_function: AddFunction) -> None:
    namesake = """
    class UserView(View):
        id = fields.UUID()

    @endpoint("GET", "/v1/chairs", roles={Role.ADMIN}, returns=UserView)
    def chairs(call: Call) -> Any:
        "The chairs."
    """
    add_function("count_chairs", HEAD + namesake + SERVE.strip())
    with pytest.raises(ContractBroken, match="two schemas are named UserView"):
        make_documents(load_functions())


def test_all_that_is_declared_is_sound(functions: dict[str, Function]) -> None:
    assert faults(functions) == []


def test_every_endpoint_says_its_roles_aloud(functions: dict[str, Function]) -> None:
    """An empty set would mean everybody, and nobody would notice: PUBLIC is written out."""
    said = list(_roles_as_written())
    assert len(said) == sum(len(function.endpoints) for function in functions.values())
    for where, roles in said:
        assert roles is not None, where
        assert not (isinstance(roles, ast.Call) and not roles.args), where
    written_public = sum(isinstance(roles, ast.Name) and roles.id == "PUBLIC" for _, roles in said)
    assert written_public == sum(e.public for f in functions.values() for e in f.endpoints)


def _roles_as_written() -> Iterator[tuple[str, ast.expr | None]]:
    for main in sorted(CHECKOUT.glob("functions/*/main.py")):
        for node in ast.walk(ast.parse(main.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "endpoint":
                roles = next((word.value for word in node.keywords if word.arg == "roles"), None)
                yield f"{main.parent.name}:{node.lineno}", roles


def test_every_handler_tells_what_it_does_in_a_sentence(functions: dict[str, Function]) -> None:
    for endpoint in _endpoints(functions):
        told = (endpoint.handler.__doc__ or "").strip()
        assert told.endswith((".", "?")), endpoint.operation_id


def test_every_refusal_has_a_title_in_both_languages_and_a_code_of_its_own(functions: dict[str, Function]) -> None:
    found = {problem for endpoint in _endpoints(functions) for problem in endpoint.problems()}
    assert len({problem.code for problem in found}) == len(found)
    for problem in found:
        assert isinstance(problem, type)
        assert issubclass(problem, Problem)
        assert problem.title.strip(), problem
        assert problem.title.en.strip(), problem
        assert _placeholders(problem.title) == _placeholders(problem.title.en), problem


def test_every_field_of_a_form_has_a_description(functions: dict[str, Function]) -> None:
    forms = {schema for endpoint in _endpoints(functions) for schema in (endpoint.body, endpoint.query) if schema}
    assert forms
    without = [where for form in forms for where in _undescribed(form)]
    assert without == []


def test_what_a_client_reads_of_a_form_is_in_the_document(documents: Documents) -> None:
    schemas = documents["openapi"]["components"]["schemas"]
    assert schemas["SignIn"]["properties"]["password"] == {
        "type": "string",
        "format": "password",
        "writeOnly": True,
        "minLength": 1,
        "maxLength": 1000,
        "description": "Password",
    }
    new_user = schemas["NewUser"]
    assert new_user["additionalProperties"] is False
    assert new_user["required"] == ["email", "name", "number", "role"]
    assert new_user["properties"]["role"]["enum"] == ["mahasiswa", "dosen", "admin"]
    assert new_user["properties"]["whatsapp"]["type"] == ["string", "null"]
    assert new_user["properties"]["email"]["format"] == "email"
    assert set(schemas["UserView"]["required"]) == set(schemas["UserView"]["properties"])


def test_a_query_knows_defaults_and_no_null(documents: Documents) -> None:
    parameters = documents["openapi"]["paths"]["/v1/users"]["get"]["parameters"]
    by_name = {parameter["name"]: parameter for parameter in parameters if "name" in parameter}
    assert by_name["limit"]["schema"] == {"type": "integer", "minimum": 1, "maximum": 100, "default": 25}
    assert by_name["role"]["schema"] == {"type": "string", "enum": ["mahasiswa", "dosen", "admin"]}
    assert {parameter["required"] for parameter in by_name.values()} == {False}


def _endpoints(functions: dict[str, Function]) -> list[Endpoint]:
    return [endpoint for function in functions.values() for endpoint in function.endpoints]


def _placeholders(title: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(title) if name is not None}


def _undescribed(form: type[Schema], at: str = "") -> Iterator[str]:
    for name, field in form().fields.items():
        where = f"{at or form.__name__}.{name}"
        if not field.metadata.get("description"):
            yield where
        inner = field.inner if isinstance(field, fields.List) else field
        if isinstance(inner, fields.Nested):
            yield from _undescribed(type(inner.schema), where)
