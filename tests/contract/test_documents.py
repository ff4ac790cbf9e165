"""What is generated: valid, fresh, and true to the declarations."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from openapi_spec_validator import OpenAPIV2SpecValidator, OpenAPIV31SpecValidator

from common.http.function import Function
from common.ops.checkout import CHECKOUT
from common.ops.contract import check_contract, drawings, gateway, load_functions, register, states, write_contract
from common.ops.contract.seams import seams
from common.ops.contract.write import FILES
from tests.contract.documents import Documents, operations, texts


def test_the_api_s_description_is_valid_openapi_3_1(documents: Documents) -> None:
    OpenAPIV31SpecValidator(documents["openapi"]).validate()


def test_the_gateway_s_description_is_valid_openapi_2_0(documents: Documents) -> None:
    OpenAPIV2SpecValidator(documents["gateway"]).validate()


def test_the_committed_files_are_what_the_declarations_say() -> None:
    assert check_contract() == [], "run: python -m common contract"


def test_writing_twice_changes_nothing(tmp_path: Path) -> None:
    assert len(write_contract(tmp_path)) == len(FILES) + len(seams()) + len({states.PAGE, register.PAGE}) + len(
        drawings.pages(load_functions())
    )
    assert write_contract(tmp_path) == []
    assert check_contract(tmp_path) == []


def test_the_files_end_with_a_line_and_are_sorted(tmp_path: Path) -> None:
    for path in write_contract(tmp_path):
        if path.suffix != ".json":
            continue
        text = path.read_text(encoding="utf-8")
        assert text == json.dumps(json.loads(text), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def test_a_stale_file_is_told_by_the_place_where_it_differs(tmp_path: Path) -> None:
    write_contract(tmp_path)
    path = tmp_path / "terraform/generated/functions.json"
    stale = json.loads(path.read_text())
    stale["functions"]["sign_in"]["memory"] = 64
    stale["functions"]["gone"] = {}
    del stale["functions"]["manage_users"]
    path.write_text(json.dumps(stale, indent=2, sort_keys=True) + "\n")
    assert check_contract(tmp_path) == [
        "terraform/generated/functions.json: functions.gone: no longer declared",
        "terraform/generated/functions.json: functions.manage_users: missing",
        "terraform/generated/functions.json: functions.sign_in.memory: is 64, should be 512",
    ]


@pytest.mark.parametrize(
    ("content", "told"), [(None, "missing"), ("{", "is no JSON"), ("same", "same content, written in another way")]
)
def test_a_file_that_cannot_be_compared_is_told(tmp_path: Path, content: str | None, told: str) -> None:
    write_contract(tmp_path)
    path = tmp_path / "web/openapi.json"
    if content is None:
        path.unlink()
    else:
        path.write_text(content if content == "{" else json.dumps(json.loads(path.read_text())))
    assert check_contract(tmp_path) == [f"web/openapi.json: {told}"]


def test_a_stale_type_is_told_by_its_first_line(tmp_path: Path) -> None:
    write_contract(tmp_path)
    path = tmp_path / "common/domain/uploads/forms.py"
    path.write_text(path.read_text().replace("    size: int", "    size: str"))
    found = check_contract(tmp_path)
    assert len(found) == 1
    assert found[0].startswith("common/domain/uploads/forms.py: line ")
    assert found[0].endswith(": is '    size: str', should be '    size: int'")


def test_a_type_that_nothing_asks_for_is_told(tmp_path: Path) -> None:
    write_contract(tmp_path)
    gone = tmp_path / "common/domain/once/rows.py"
    gone.parent.mkdir()
    gone.write_text("")
    assert check_contract(tmp_path) == ["common/domain/once/rows.py: no longer declared, delete it"]


def test_operation_ids_are_unique(documents: Documents) -> None:
    for name in ("openapi", "gateway"):
        ids = [operation["operationId"] for _, _, operation in operations(documents[name])]
        assert len(ids) == len(set(ids)), name


def test_every_endpoint_is_in_both_descriptions(functions: dict[str, Function], documents: Documents) -> None:
    declared = {(e.path, e.method.lower()) for f in functions.values() for e in f.endpoints}
    described = {(path, method) for path, method, _ in operations(documents["openapi"])}
    routed = {(path, method) for path, method, _ in operations(documents["gateway"]) if method != "options"}
    assert declared == described == routed
    assert declared


def test_only_public_operations_are_open(functions: dict[str, Function], documents: Documents) -> None:
    public = {e.operation_id for f in functions.values() for e in f.endpoints if e.public}
    paths = documents["gateway"]["paths"]
    for path, method, operation in operations(documents["openapi"]):
        open_here = {"bearer": []} not in operation["security"]
        open_there = paths[path][method]["security"] == []
        assert open_here == open_there == (operation["operationId"] in public), operation["operationId"]
        assert operation["x-roles"] == ["PUBLIC"] or operation["operationId"] not in public


def test_the_refresh_takes_the_cookie_that_sign_in_sets(documents: Documents) -> None:
    from common.http.signed_in import REFRESH

    described = documents["openapi"]
    by_cookie = [o["operationId"] for _, _, o in operations(described) if {"refreshCookie": []} in o["security"]]
    assert by_cookie == ["refreshSession"]
    assert described["components"]["securitySchemes"]["refreshCookie"]["name"] == f"__Secure-{REFRESH}"


def test_each_refusal_is_described_at_its_status(functions: dict[str, Function], documents: Documents) -> None:
    described = documents["openapi"]
    for function in functions.values():
        for endpoint in function.endpoints:
            operation = described["paths"][endpoint.path][endpoint.method.lower()]
            told = {
                (int(status), code)
                for status, answer in operation["responses"].items()
                if "$ref" in answer and status != "default"
                for code in described["components"]["responses"][answer["$ref"].split("/")[-1]]["x-titles"]
            }
            assert told == {(problem.status, problem.code) for problem in endpoint.problems()}


def test_a_refusal_lists_its_codes_with_titles_in_both_languages(documents: Documents) -> None:
    refusals = documents["openapi"]["components"]["responses"]
    assert "GatewayRefusal" in refusals
    for name, response in refusals.items():
        if name == "GatewayRefusal":
            continue
        schema = response["content"]["application/problem+json"]["schema"]
        assert schema["allOf"][1]["properties"]["code"]["enum"] == sorted(response["x-titles"])
        assert {bool(titles["id"] and titles["en"]) for titles in response["x-titles"].values()} == {True}


def test_keys_are_taken_where_a_post_may_be_repeated(functions: dict[str, Function], documents: Documents) -> None:
    key = {"$ref": "#/components/parameters/Idempotency-Key"}
    for function in functions.values():
        for endpoint in function.endpoints:
            operation = documents["openapi"]["paths"][endpoint.path][endpoint.method.lower()]
            assert (key in operation["parameters"]) == endpoint.repeatable_by_key


def test_every_path_answers_a_preflight(documents: Documents) -> None:
    for path, item in documents["gateway"]["paths"].items():
        addresses = {operation["x-google-backend"]["address"] for operation in item.values()}
        assert item["options"]["security"] == [], path
        assert item["options"]["x-google-backend"]["address"] in addresses, path


def test_the_gateway_declares_path_parameters_and_a_deadline(
    functions: dict[str, Function], documents: Documents
) -> None:
    for path, _, operation in operations(documents["gateway"]):
        named = [parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "path"]
        assert named == re.findall(r"{(\w+)}", path)
        backend = operation["x-google-backend"]
        function = functions[backend["address"][2:-1]]
        assert backend["deadline"] == function.timeout
        assert backend["jwt_audience"] == backend["address"]
        assert backend["path_translation"] == "APPEND_PATH_TO_ADDRESS"


def test_a_token_is_taken_from_its_header_alone(documents: Documents) -> None:
    (definition,) = documents["gateway"]["securityDefinitions"].values()
    assert definition["x-google-jwt-locations"] == [{"header": "Authorization", "value_prefix": "Bearer "}]


def test_the_template_holds_only_placeholders_that_terraform_fills(
    functions: dict[str, Function], documents: Documents
) -> None:
    known = {"issuer", "jwks_uri", "audience", *(name for name, function in functions.items() if function.endpoints)}
    found = {name for text in texts(documents["gateway"]) for name in re.findall(r"\$\{(.*?)}", text)}
    assert found == known
    assert {"%{" in text or "$${" in text for text in texts(documents["gateway"])} == {False}


def test_filling_the_template_leaves_no_placeholder(documents: Documents) -> None:
    names = {name for text in texts(documents["gateway"]) for name in re.findall(r"\$\{(\w+)}", text)}
    complete = gateway.filled(documents["gateway"], {name: f'https://{name}.test/"' for name in names})
    assert complete["securityDefinitions"]["session"]["x-google-issuer"] == 'https://issuer.test/"'
    assert {"${" in text for text in texts(complete)} == {False}


def test_the_list_of_functions_says_what_each_needs(functions: dict[str, Function], documents: Documents) -> None:
    listed = documents["inventory"]["functions"]
    assert list(listed) == sorted(functions)
    for name, entry in listed.items():
        assert entry["kind"] == ("event" if functions[name].triggers else "http")
        assert bool(entry["triggers"]) == (entry["kind"] == "event")
        assert entry["description"].endswith(".")
        assert entry["timeout"] > 0 < entry["memory"]


def test_the_budget_is_the_sum_over_functions_with_a_database(
    functions: dict[str, Function], documents: Documents
) -> None:
    budget = documents["inventory"]["connection_budget"]
    assert set(budget["by_function"]) == {name for name, function in functions.items() if function.database}
    assert budget["total"] == sum(f.max_instances * f.pool for f in functions.values() if f.database)


def test_no_document_names_a_person(documents: Documents) -> None:
    """But for those that the examples make up."""
    for name in documents:
        for text in texts(documents[name]):
            assert not re.search(r"[\w.]+@(?!example\.org)[\w-]+\.\w+", text), text
            assert not re.search(r"(?<![\w.+-])(?!\+62812000000\d\d\b)(\+?62|0)8\d{6,}", text), text


def test_the_documents_stay_apart_from_this_machine(documents: Documents) -> None:
    assert {str(CHECKOUT) in text for name in documents for text in texts(documents[name])} == {False}
