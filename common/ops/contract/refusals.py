"""How the API's description lists refusals: one response for each status, with the codes that may come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, Final

from apispec import APISpec

from common.platform.errors import Problem

PROBLEM: Final = "application/problem+json"
GATEWAY: Final = "GatewayRefusal"

_PROBLEM_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "description": "A refusal (RFC 9457). The title is in the language of the request; programs go by the code.",
    "required": ["type", "title", "status", "code", "request_id"],
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "Leads to the portal's page of codes"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "request_id": {"type": "string", "description": "Finds the request in the logs"},
        "errors": {
            "type": "array",
            "description": "The fields that are wrong; a nested one by its path, such as criteria.0.name",
            "items": {
                "type": "object",
                "required": ["field", "code", "message"],
                "properties": {
                    "field": {"type": "string"},
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                },
            },
        },
    },
}

_GATEWAY_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "description": "What the gateway itself refuses, before any function sees it",
    "required": ["code", "message"],
    "properties": {"code": {"type": "integer"}, "message": {"type": "string"}},
}

_GATEWAY_RESPONSE: Final[dict[str, Any]] = {
    "description": "The gateway's own refusal: no token, an expired or a wrong one (401, 403), an unknown address "
    "(404), another method (405), more than 32 MB (413), no answer in time (504)",
    "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{GATEWAY}"}}},
}


def add_components(spec: APISpec) -> None:
    spec.components.schema("Problem", _PROBLEM_SCHEMA)
    spec.components.schema(GATEWAY, _GATEWAY_SCHEMA)
    spec.components.response(GATEWAY, _GATEWAY_RESPONSE)


def responses(spec: APISpec, problems: Iterable[type[Problem]]) -> dict[str, Any]:
    """A reference for each status; what several operations may answer alike stands once in the document."""
    by_status: dict[int, list[type[Problem]]] = defaultdict(list)
    for problem in sorted(problems, key=lambda problem: problem.code):
        by_status[problem.status].append(problem)
    found = {str(status): _reference(spec, status, group) for status, group in sorted(by_status.items())}
    return {**found, "default": GATEWAY}


def _reference(spec: APISpec, status: int, group: list[type[Problem]]) -> str:
    name = ".".join([str(status), *(problem.code for problem in group)])
    if name not in spec.components.responses:
        spec.components.response(name, _response(status, group))
    return name


def _response(status: int, group: list[type[Problem]]) -> dict[str, Any]:
    codes = [problem.code for problem in group]
    one_of_these = {"type": "object", "properties": {"code": {"type": "string", "enum": codes}}}
    described: dict[str, Any] = {
        "description": f"{HTTPStatus(status).phrase}: {', '.join(codes)}",
        "content": {PROBLEM: {"schema": {"allOf": [{"$ref": "#/components/schemas/Problem"}, one_of_these]}}},
        "x-titles": {problem.code: {"id": str(problem.title), "en": problem.title.en} for problem in group},
    }
    if any(problem.retry_after is not None for problem in group):
        described["headers"] = {"Retry-After": {"description": "seconds", "schema": {"type": "integer"}}}
    return described
