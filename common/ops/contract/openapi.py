"""The API's description: OpenAPI 3.1, for the typed browser client, the docs page and the tests."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from apispec import APISpec

from common.http.cookies import PREFIX
from common.http.declare import Endpoint
from common.http.function import Function
from common.ops.contract import product, refusals
from common.ops.contract.examples import example
from common.ops.contract.rules import require_sound
from common.ops.contract.schemas import Converter, Plugin

BEARER: Final = "bearer"
REFRESH: Final = "refreshCookie"
REFRESH_COOKIE: Final = f"{PREFIX}aslab_refresh"

_SECURITY_SCHEMES: Final[dict[str, dict[str, str]]] = {
    BEARER: {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "The access token that signing in hands out",
    },
    REFRESH: {
        "type": "apiKey",
        "in": "cookie",
        "name": REFRESH_COOKIE,
        "description": "HttpOnly; the browser sends it by itself",
    },
}

_HEADERS: Final[dict[str, dict[str, Any]]] = {
    "Accept-Language": {
        "description": "The language of titles and messages; Indonesian unless English weighs more",
        "schema": {"type": "string", "examples": ["id", "en"]},
    },
    "Idempotency-Key": {
        "description": "A random word of the client's; the same post with the same key is done once",
        "schema": {"type": "string", "maxLength": 200},
    },
}


_INFO: Final[dict[str, Any]] = {
    "description": "One operation for each step of the workflow; refusals carry a code.",
    # Each campus has its own operator, who is named in its portal.
    "contact": {"name": "The operator of the campus"},
}
_SERVERS: Final[list[dict[str, str]]] = [
    {"url": "/", "description": "The address of the campus's portal; of its gateway where the campus has no domain"},
    {"url": "http://localhost:8080", "description": "A campus on one machine, started by make run"},
]


def document(functions: Mapping[str, Function]) -> dict[str, Any]:
    """The whole description. Raises ContractBroken for declarations that contradict each other."""
    require_sound(functions)
    plugin = Plugin()
    spec = APISpec(
        title=product.TITLE,
        version=product.version(),
        openapi_version="3.1.0",
        plugins=[plugin],
        info=_INFO,
        servers=_SERVERS,
    )
    assert isinstance(plugin.converter, Converter)
    _add_components(spec)
    for function in functions.values():
        _add_function(spec, plugin.converter, function)
    described: dict[str, Any] = spec.to_dict()
    return described


def _add_components(spec: APISpec) -> None:
    refusals.add_components(spec)
    for name, scheme in _SECURITY_SCHEMES.items():
        spec.components.security_scheme(name, scheme)
    for name, header in _HEADERS.items():
        spec.components.parameter(name, "header", {"name": name, **header})


def _add_function(spec: APISpec, converter: Converter, function: Function) -> None:
    if not function.endpoints:
        return
    spec.tag({"name": function.name, "description": function.description})
    for endpoint in function.endpoints:
        operation = _operation(spec, converter, function, endpoint)
        spec.path(endpoint.path, operations={endpoint.method.lower(): operation})


def _operation(spec: APISpec, converter: Converter, function: Function, endpoint: Endpoint) -> dict[str, Any]:
    summary, description = _sentences(endpoint)
    optional = {"description": description, "requestBody": _request_body(endpoint)}
    return {
        "operationId": endpoint.operation_id,
        "summary": summary,
        "tags": [function.name],
        "parameters": _parameters(converter, endpoint),
        "responses": {**_success(endpoint), **refusals.responses(spec, endpoint.problems())},
        "security": _security(endpoint),
        "x-function": function.name,
        "x-roles": sorted(endpoint.roles) or ["PUBLIC"],
        **{name: value for name, value in optional.items() if value},
    }


def _sentences(endpoint: Endpoint) -> tuple[str, str]:
    """The docstring's first sentence, and the rest."""
    first, *rest = re.split(r"(?<=[.!?])\s", " ".join((endpoint.handler.__doc__ or "").split()), maxsplit=1)
    return first, "".join(rest)


def _parameters(converter: Converter, endpoint: Endpoint) -> list[Any]:
    """Names of shared headers, which apispec makes references, after those of path and query."""
    headers = ["Accept-Language", *(["Idempotency-Key"] if endpoint.repeatable_by_key else [])]
    query = converter.query_parameters(endpoint.query) if endpoint.query else []
    return [*map(_path_parameter, endpoint.parameters), *query, *headers]


def _path_parameter(name: str) -> dict[str, Any]:
    """An id is a UUID, as the router of `common.http` has it; any other part is a word."""
    schema = {"type": "string", "format": "uuid"} if name.endswith("_id") else {"type": "string"}
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _request_body(endpoint: Endpoint) -> dict[str, Any] | None:
    if not endpoint.body:
        return None
    return {
        "required": True,
        "content": {"application/json": {"schema": endpoint.body, **example(endpoint, "request")}},
    }


def _success(endpoint: Endpoint) -> dict[str, Any]:
    response: dict[str, Any] = {"description": HTTPStatus(endpoint.status).phrase}
    if isinstance(endpoint.returns, str):
        response["content"] = {endpoint.returns: {"schema": {"type": "string", "format": "binary"}}}
    elif endpoint.returns:
        response["content"] = {"application/json": {"schema": endpoint.returns, **example(endpoint, "answer")}}
    return {str(endpoint.status): response}


def _security(endpoint: Endpoint) -> list[dict[str, list[str]]]:
    """The token, the refresh cookie where one is declared, or nothing for what is public."""
    if not endpoint.public:
        return [{BEARER: []}]
    return [{REFRESH: []}] if endpoint.cookie else []
