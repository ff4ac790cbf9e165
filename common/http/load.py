"""What was sent, read and judged: 400, 413 and 422."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Request
from marshmallow import Schema, ValidationError

from common.http.declare import Endpoint
from common.platform.errors import Invalid, Malformed, Problem, TooLarge
from common.platform.fields import flatten

_LONGEST_BODY = 1024 * 1024


@dataclass(frozen=True)
class Form:
    """Body and query as loaded, or the `fault` that keeps them from being loaded."""

    body: dict[str, Any]
    query: dict[str, Any]
    fault: Problem | None = None

    def require(self) -> None:
        """Raises the fault, if any."""
        if self.fault is not None:
            raise self.fault


def read(endpoint: Endpoint, request: Request) -> Form:
    try:
        return Form(_body(endpoint.body, request), _query(endpoint.query, request))
    except Problem as fault:
        return Form({}, {}, fault)


def _body(schema: type[Schema] | None, request: Request) -> dict[str, Any]:
    """The loaded JSON body. Files never come this way, so a megabyte is plenty."""
    if schema is None:
        return {}
    if (request.content_length or 0) > _LONGEST_BODY:
        raise TooLarge()
    try:
        sent = request.get_json(silent=True) if request.mimetype == "application/json" else None
    except RecursionError:
        raise Malformed() from None
    if not isinstance(sent, dict):
        raise Malformed()
    return _load(schema, sent)


def _query(schema: type[Schema] | None, request: Request) -> dict[str, Any]:
    return _load(schema, request.args.to_dict()) if schema else {}


def _load(schema: type[Schema], sent: dict[str, Any]) -> dict[str, Any]:
    try:
        loaded: dict[str, Any] = schema().load(sent)
    except ValidationError as wrong:
        raise Invalid(fields=flatten(wrong.messages)) from wrong
    return loaded
