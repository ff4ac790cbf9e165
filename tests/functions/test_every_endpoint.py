"""What holds for every operation, derived from its declaration."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from common.http.declare import Endpoint
from common.ops.local.campus import Campus
from common.platform.auth import Role
from tests.client import Portal, operations
from tests.conftest import reset_database
from tests.functions import bodies
from tests.functions.strangers import ROLES, World, build

ALL = sorted(operations())
CLOSED = [name for name in ALL if not operations()[name].public]
WITH_BODY = [name for name in ALL if operations()[name].body]
# Rows of others that a role may well act on: a vacancy is there to be applied for.
OPEN_TO_ALL = {"submit_application"}


@pytest.fixture(scope="module")
def world(campus: Campus) -> Iterator[World]:
    yield build(Portal(campus))
    reset_database()


def on_other_rows() -> list[tuple[str, Role]]:
    found = []
    for name in CLOSED:
        endpoint = operations()[name]
        if any(parameter.endswith("_id") for parameter in endpoint.parameters) and name not in OPEN_TO_ALL:
            found += [(name, role) for role in sorted(endpoint.roles - {Role.ADMIN})]
    return found


@pytest.mark.parametrize("name", CLOSED)
def test_a_stranger_is_sent_to_sign_in(world: World, name: str) -> None:
    endpoint = operations()[name]
    world.portal.call(name, json=bodies.valid(endpoint), expect=401, **world.path_of(endpoint))


@pytest.mark.parametrize("name", CLOSED)
def test_a_stranger_who_passes_the_gateway_by_is_refused_by_the_function_too(world: World, name: str) -> None:
    endpoint = operations()[name]
    path = endpoint.path.format(**world.path_of(endpoint))
    answer = _directly(world.portal.campus, endpoint, path)
    assert (answer.status_code, answer.get_json()["code"]) == (401, "unauthenticated")


@pytest.mark.parametrize("name", CLOSED)
def test_every_other_role_is_refused(world: World, name: str) -> None:
    endpoint = operations()[name]
    for role in ROLES:
        if role not in endpoint.roles:
            view = world.views[role]
            refused = view.call(name, json=bodies.valid(endpoint), expect=403, **world.path_of(endpoint))
            assert refused.code == "forbidden", f"{name} as {role}"


@pytest.mark.parametrize(("name", "role"), on_other_rows())
def test_the_row_of_another_is_refused_without_a_word_of_it(world: World, name: str, role: Role) -> None:
    endpoint = operations()[name]
    answer = _as(world.views[role], endpoint, world.path_of(endpoint), bodies.valid(endpoint))
    assert answer.status_code in {403, 404}, f"{name} as {role}: {answer.status_code} {answer.text[:300]}"
    assert set(answer.json()) <= {"type", "title", "status", "code", "request_id"}


@pytest.mark.parametrize("name", WITH_BODY)
def test_an_unknown_field_is_named(world: World, name: str) -> None:
    endpoint = operations()[name]
    sent = (bodies.valid(endpoint) or {}) | {"tidak_dikenal": 1}
    answer = _as(_caller(world, endpoint), endpoint, world.path_of(endpoint), sent)
    assert answer.status_code == 422, answer.text[:300]
    assert {"field": "tidak_dikenal", "code": "unknown_field"}.items() <= answer.json()["errors"][0].items()


@pytest.mark.parametrize("name", WITH_BODY)
def test_each_wrong_field_is_named_in_both_languages(world: World, name: str) -> None:
    endpoint = operations()[name]
    assert endpoint.body is not None
    for field in bodies.validated_fields(endpoint.body):
        sent = (bodies.valid(endpoint) or {}) | {field: {"salah": []}}
        told = []
        for language in ("id", "en"):
            caller = _caller(world, endpoint)
            caller.language = language
            answer = _as(caller, endpoint, world.path_of(endpoint), sent)
            assert answer.status_code == 422, f"{name}.{field}: {answer.status_code} {answer.text[:300]}"
            told += [error["message"] for error in answer.json()["errors"] if error["field"].split(".")[0] == field]
        assert len(told) >= 2, f"{name}.{field} is not named"
        assert told[0] != told[-1], f"{name}.{field} speaks one language only: {told[0]}"


@pytest.mark.parametrize("name", WITH_BODY)
def test_what_is_no_json_object_is_malformed(world: World, name: str) -> None:
    endpoint = operations()[name]
    for sent in (["bukan", "objek"], "teks", 7):
        answer = _as(_caller(world, endpoint), endpoint, world.path_of(endpoint), sent)
        assert (answer.status_code, answer.json()["code"]) == (400, "malformed_request")


def _ids(name: str) -> list[str]:
    return [parameter for parameter in operations()[name].parameters if parameter.endswith("_id")]


@pytest.mark.parametrize("name", [name for name in ALL if _ids(name)])
def test_a_malformed_id_is_not_found(world: World, name: str) -> None:
    endpoint = operations()[name]
    path = world.path_of(endpoint) | dict.fromkeys(_ids(name), "bukan-id")
    answer = _as(_caller(world, endpoint), endpoint, path, bodies.valid(endpoint))
    assert answer.status_code == 404


def _caller(world: World, endpoint: Endpoint) -> Portal:
    """Somebody who may call it."""
    allowed = [role for role in ROLES if role in endpoint.roles]
    view = world.views[allowed[0]] if allowed else world.portal
    view.language = "id"
    return view


def _as(view: Portal, endpoint: Endpoint, path: dict[str, Any], body: Any) -> requests.Response:
    headers = {"Accept-Language": view.language}
    if view.token:
        headers["Authorization"] = f"Bearer {view.token}"
    address = view.url.replace("localhost", "127.0.0.1") + endpoint.path.format(**path)
    return requests.request(endpoint.method, address, json=body, headers=headers, timeout=30)


def _directly(campus: Campus, endpoint: Endpoint, path: str) -> Any:
    from werkzeug.test import Client

    function = endpoint.handler.__module__.split(".")[1]
    client = Client(lambda environ, start: campus.host.call(function, environ, start))
    return client.open(path, method=endpoint.method, json=bodies.valid(endpoint))
