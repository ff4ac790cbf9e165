"""The gateway's description: OpenAPI 2.0 with Google's extensions, a template that Terraform fills.

The placeholders are `${<function name>}` (the address of a function), `${issuer}`, `${jwks_uri}` and `${audience}`.
API Gateway checks paths, methods and tokens, but no schemas: so there are none here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from common.http.declare import Endpoint
from common.http.function import Function
from common.ops.contract import product
from common.ops.contract.rules import require_sound

SESSION: Final = "session"

_ANSWERS: Final = {"default": {"description": "As web/openapi.json says"}}

_TOKEN: Final[dict[str, Any]] = {
    "type": "oauth2",
    "flow": "implicit",
    "authorizationUrl": "${issuer}",
    "x-google-issuer": "${issuer}",
    "x-google-jwks_uri": "${jwks_uri}",
    "x-google-audiences": "${audience}",
    # Unless it is set so, the gateway takes a token from the query string too, where logs would keep it.
    "x-google-jwt-locations": [{"header": "Authorization", "value_prefix": "Bearer "}],
}


def document(functions: Mapping[str, Function]) -> dict[str, Any]:
    """The template. Raises ContractBroken for declarations that contradict each other."""
    require_sound(functions)
    paths: dict[str, dict[str, Any]] = {}
    for function in functions.values():
        for endpoint in function.endpoints:
            item = paths.setdefault(endpoint.path, _preflight(function, endpoint))
            item[endpoint.method.lower()] = _operation(function, endpoint)
    return {
        "swagger": "2.0",
        "info": {"title": product.TITLE, "version": product.version()},
        "schemes": ["https"],
        "produces": ["application/json"],
        "securityDefinitions": {SESSION: _TOKEN},
        "paths": paths,
    }


def filled(document: Mapping[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
    """The document with each `${name}` replaced, as Terraform's templatefile does. Raises KeyError for another name."""
    text = re.sub(r"\$\{(\w+)}", lambda found: json.dumps(values[found[1]])[1:-1], json.dumps(document))
    complete: dict[str, Any] = json.loads(text)
    return complete


def _operation(function: Function, endpoint: Endpoint) -> dict[str, Any]:
    body = [{"name": "body", "in": "body", "schema": {"type": "object"}}] if endpoint.body else []
    return {
        "operationId": endpoint.operation_id,
        "parameters": [*_path_parameters(endpoint), *body],
        "responses": _ANSWERS,
        "security": [] if endpoint.public else [{SESSION: []}],
        "x-google-backend": _backend(function),
    }


def _preflight(function: Function, endpoint: Endpoint) -> dict[str, Any]:
    """The gateway passes no preflight on unless it is an operation; any function of the path can answer it."""
    words = re.findall(r"[A-Za-z0-9]+", endpoint.path)
    operation = {
        "operationId": "preflight" + "".join(word[0].upper() + word[1:] for word in words),
        "parameters": _path_parameters(endpoint),
        "responses": _ANSWERS,
        "security": [],
        "x-google-backend": _backend(function),
    }
    return {"options": operation}


def _path_parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    return [{"name": name, "in": "path", "required": True, "type": "string"} for name in endpoint.parameters]


def _backend(function: Function) -> dict[str, Any]:
    """HTTP/2 to the function: Cloud Run speaks it, and requests of one moment share a connection instead of opening
    one each. The audience is written out, since it is what Cloud Run checks the gateway's own token for.
    """
    address = f"${{{function.name}}}"
    return {
        "address": address,
        "path_translation": "APPEND_PATH_TO_ADDRESS",
        "deadline": float(function.timeout),
        "protocol": "h2",
        "jwt_audience": address,
    }
