"""Answers: JSON by the declared schema, a file, or `application/problem+json`."""

from __future__ import annotations

import json
from itertools import islice
from typing import Any

from flask import Request, Response

from common.http.call import Json, Reply
from common.http.cookies import set_cookie
from common.http.declare import Endpoint
from common.http.language import language_of
from common.http.load import made
from common.platform.errors import Problem
from common.platform.log import current_request_id
from common.platform.settings import settings

_MOST_ERRORS = 50


def reply_to(endpoint: Endpoint, answer: Any, request: Request) -> Response:
    """The response for what a handler returned: data, a Reply, a Problem, or a function that makes one of them now."""
    if isinstance(answer, Response):
        return answer
    if callable(answer):
        return reply_to(endpoint, answer(), request)
    if isinstance(answer, Problem):
        return problem_reply(answer, request)
    reply = answer if isinstance(answer, Reply) else Reply(answer)
    response = Response(_body(endpoint, reply), status=endpoint.status, content_type=_content_type(endpoint, reply))
    response.headers.extend(dict(reply.headers))
    response.headers.setdefault("Cache-Control", "no-store")
    for cookie in reply.cookies:
        set_cookie(response, cookie)
    return response


def _body(endpoint: Endpoint, reply: Reply) -> bytes | str:
    if reply.content is not None:
        return reply.content
    if isinstance(reply.data, Json):
        return reply.data
    if isinstance(endpoint.returns, type):
        return json.dumps(made(endpoint.returns).dump(reply.data), ensure_ascii=False)
    return ""


def _content_type(endpoint: Endpoint, reply: Reply) -> str | None:
    if reply.content is not None:
        return reply.content_type
    return "application/json" if endpoint.returns and endpoint.status != 204 else None


def problem_reply(problem: Problem, request: Request) -> Response:
    """The refusal in the caller's language, with the fields that are wrong and the id that finds it in the logs."""
    language = language_of(request)
    document: dict[str, Any] = {
        "type": f"{settings().portal_url}/kode-galat?kode={problem.code}",
        "title": problem.text().to(language),
        "status": problem.status,
        "code": problem.code,
        "request_id": current_request_id(),
    }
    if problem.fields:
        errors = ((name, text) for name, texts in problem.fields.items() for text in texts)
        document["errors"] = [
            {"field": name, "code": text.code, "message": text.to(language)}
            for name, text in islice(errors, _MOST_ERRORS)
        ]
    response = Response(
        json.dumps(document, ensure_ascii=False), status=problem.status, content_type="application/problem+json"
    )
    response.headers["Content-Language"] = language
    response.headers["Cache-Control"] = "no-store"
    if problem.retry_after is not None:
        response.headers["Retry-After"] = str(problem.retry_after)
    return response


def allow_origin(response: Response, request: Request) -> Response:
    """CORS for a portal on another origin; with one origin nothing is allowed and nothing is needed."""
    allowed = settings().allowed_origin
    if allowed and request.headers.get("Origin") == allowed:
        response.headers["Access-Control-Allow-Origin"] = allowed
        response.headers["Access-Control-Allow-Credentials"] = "true"
        response.headers["Access-Control-Allow-Methods"] = "GET, POST, PUT, PATCH, DELETE"
        response.headers["Access-Control-Allow-Headers"] = (
            "Authorization, Content-Type, Idempotency-Key, Accept-Language"
        )
        response.headers["Access-Control-Expose-Headers"] = "Idempotent-Replayed, Retry-After, X-Request-Id"
        response.headers["Access-Control-Max-Age"] = "3600"
        response.headers["Vary"] = "Origin"
    return response
