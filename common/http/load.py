"""What was sent, read and judged: 400, 413 and 422."""

from __future__ import annotations

from typing import Any

from flask import Request
from marshmallow import Schema, ValidationError

from common.errors import Invalid, Malformed, TooLarge
from common.fields import flatten

_LONGEST_BODY = 1024 * 1024


def body_of(schema: type[Schema] | None, request: Request) -> dict[str, Any]:
    """The loaded JSON body. Files never come this way, so a megabyte is plenty."""
    if schema is None:
        return {}
    if (request.content_length or 0) > _LONGEST_BODY:
        raise TooLarge()
    sent = request.get_json(silent=True) if request.mimetype == "application/json" else None
    if not isinstance(sent, dict):
        raise Malformed()
    return _load(schema, sent)


def query_of(schema: type[Schema] | None, request: Request) -> dict[str, Any]:
    return _load(schema, request.args.to_dict()) if schema else {}


def _load(schema: type[Schema], sent: dict[str, Any]) -> dict[str, Any]:
    try:
        loaded: dict[str, Any] = schema().load(sent)
    except ValidationError as wrong:
        raise Invalid(fields=flatten(wrong.messages)) from wrong
    return loaded
