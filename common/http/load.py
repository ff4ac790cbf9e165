"""What was sent, read and validated: 400, 413 and 422."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from flask import Request
from marshmallow import Schema, ValidationError
from werkzeug.exceptions import RequestEntityTooLarge

from common.http.declare import Endpoint
from common.platform.errors import Invalid, Malformed, Problem, TooLarge
from common.platform.fields import flatten

# Files never come this way, so a megabyte is plenty. It is counted as it is read: a body may come without its length.
LONGEST_BODY = 1024 * 1024
_LONGEST_KEY = 200


@dataclass(frozen=True)
class Key:
    """An Idempotency-Key, and the `fingerprint` of the request that it came with."""

    text: str
    fingerprint: str


@dataclass(frozen=True)
class Form:
    """Body, query and key as loaded, or the `fault` that keeps them from being loaded."""

    body: dict[str, Any]
    query: dict[str, Any]
    key: Key | None = None
    fault: Problem | None = None

    def require(self) -> None:
        """Raises the fault, if any."""
        if self.fault is not None:
            raise self.fault


def read(endpoint: Endpoint, request: Request) -> Form:
    key = None
    try:
        key = _key(endpoint, request) if endpoint.repeatable_by_key else None
        return Form(_body(endpoint.body, request), _query(endpoint.query, request), key)
    except Problem as fault:
        return Form({}, {}, key, fault)


def _key(endpoint: Endpoint, request: Request) -> Key | None:
    text = request.headers.get("Idempotency-Key", "")
    if not text:
        return None
    if len(text) > _LONGEST_KEY:
        raise Malformed()
    content = _content(request) if endpoint.body else b""
    sent = b"\n".join([request.method.encode(), request.path.encode(), content])
    return Key(text, sha256(sent).hexdigest())


def _content(request: Request) -> bytes:
    # A stream without a length ends at the limit without a word: one byte more shows that there is more.
    request.max_content_length = LONGEST_BODY + 1
    try:
        content = request.get_data()
    except RequestEntityTooLarge:
        raise TooLarge() from None
    if len(content) > LONGEST_BODY:
        raise TooLarge()
    return content


def _body(schema: type[Schema] | None, request: Request) -> dict[str, Any]:
    if schema is None:
        return {}
    _content(request)
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
        loaded: dict[str, Any] = made(schema).load(sent)
    except ValidationError as wrong:
        raise Invalid(fields=flatten(wrong.messages)) from wrong
    return loaded


@cache
def made(schema: type[Schema]) -> Schema:
    """One of each kind: to make it takes longer than to use it."""
    return schema()
