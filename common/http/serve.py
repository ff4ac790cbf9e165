"""A function, from its declarations: routing, the life of one request, and events."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from logging import ERROR, WARNING
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import flask
from flask import Flask, Request, Response
from werkzeug.exceptions import HTTPException
from werkzeug.exceptions import MethodNotAllowed as NoSuchMethod
from werkzeug.routing import Map, Rule

from common.http.admit import authenticate, authorise, caller, log_check, require_own_page
from common.http.call import Call
from common.http.cookies import cookies_of
from common.http.declare import ENDPOINTS, Endpoint, Event, Trigger
from common.http.function import FUNCTIONS, Function
from common.http.idempotency import remember, replayed
from common.http.language import language_of
from common.http.load import LONGEST_BODY, Form, read
from common.http.reply import allow_origin, problem_reply, reply_to
from common.http.room import room_for
from common.platform import log
from common.platform.auth import Actor
from common.platform.auth.tokens import Claims
from common.platform.errors import MethodNotAllowed, NotFound, Problem, Unavailable
from common.platform.outside import Alarm, OutsideFault
from common.platform.settings import settings

if TYPE_CHECKING:
    from common.platform.db import Connection

Entry = Callable[[Request], Response]

# An answer is what its type says, and its address stays here.
_SECURITY = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}


def serve(module: str, **needs: Any) -> Entry:
    """The entry point of the function declared in `module`; `needs` are the fields of `Function`."""
    function = FUNCTIONS[module] = Function(module, **needs)
    routes = Map([_rule(endpoint) for endpoint in ENDPOINTS[module]], strict_slashes=True)
    if flask.has_app_context():
        answer_for_framework(flask.current_app)

    def entry(request: Request) -> Response:
        log.set_up()
        request_id = request.headers.get("X-Request-Id", "")[:64] or uuid4().hex
        with log.request_context(function.name, request_id, _trace(request)):
            if request.method == "OPTIONS":
                return allow_origin(Response(status=204), request)
            log_check(request)
            response = _answer(function, routes, request)
            response.headers["X-Request-Id"] = request_id
            response.headers.update(_SECURITY)
            return allow_origin(response, request)

    return entry


def answer_for_framework(app: Flask) -> None:
    """What the framework's own route does not take, such as a newline, never comes to a function."""
    app.register_error_handler(404, lambda _: problem_reply(NotFound(), flask.request))


def _answer(function: Function, routes: Map, request: Request) -> Response:
    try:
        if function.triggers:
            return _handle_event(function, request)
        endpoint, path = _route(routes, request)
        return respond(function, endpoint, request, path)
    except Problem as problem:
        if problem.status >= 500:
            log.log.warning("answered %s", problem.code, exc_info=problem)
        return problem_reply(problem, request)
    except OutsideFault as fault:
        log.log.log(ERROR if isinstance(fault, Alarm) else WARNING, "answered unavailable: %s", fault, exc_info=fault)
        return problem_reply(Unavailable(), request)
    except Exception:
        log.log.exception("unexpected fault")
        return problem_reply(Problem(), request)


def respond(function: Function, endpoint: Endpoint, request: Request, path: dict[str, Any]) -> Response:
    """One request from the token to the answer, with everything that it writes in one transaction.

    A Problem that the handler returns is answered and its writes stay. A function that it returns is called after the
    commit: what has to ask somebody outside holds no connection, unless its answer is to be kept by a key.
    """
    require_own_page(endpoint, request)
    claims, form = authenticate(endpoint, request), read(endpoint, request)
    if endpoint.public:
        form.require()
    # Only what was read whole takes room: a body that drips in must not keep others out.
    with room_for(endpoint, lambda: _call(caller(claims, request), None, form, request)):
        with _opened(function, endpoint, claims, request) as (actor, db):
            answer: Any = replayed(db, actor, form.key)
            if answer is None:
                form.require()
                answer = endpoint.handler(_call(actor, db, form, request), **path)
                if form.key or not callable(answer):
                    answer = remember(db, actor, form.key, reply_to(endpoint, answer, request))
        return reply_to(endpoint, answer, request)


def _opened(
    function: Function, endpoint: Endpoint, claims: Claims | None, request: Request
) -> AbstractContextManager[tuple[Actor, Connection | None]]:
    """The actor, and the transaction where the function has a database."""
    if function.database:
        # SQLAlchemy is a third of a cold start: a function without a database does not pay for it.
        from common.http.transaction import opened

        return opened(endpoint, claims, request)
    authorise(endpoint, claims)
    return nullcontext((caller(claims, request), None))


def _call(actor: Actor, db: Connection | None, form: Form, request: Request) -> Call[dict[str, Any]]:
    headers = request.headers
    language = language_of(request)
    cookies, browser = cookies_of(request), headers.get("User-Agent", "")
    return Call(actor, db, form.body, form.query, cookies, headers.get("Origin", ""), language, browser)


def _handle_event(function: Function, request: Request) -> Response:
    """An event: any exception answers 5xx, so that it is delivered again."""
    request.max_content_length = LONGEST_BODY
    trigger = _trigger(function, request)
    event = Event(request.get_json(silent=True) or {}, log.current_request_id())
    if _is_meant(trigger, event):
        trigger.handler(event)
    else:
        log.log.error("an event of another bucket is not handled: %s", event.data.get("bucket"))
    return Response(status=204)


def _is_meant(trigger: Trigger, event: Event) -> bool:
    """Whoever may send an event could name any bucket, and what is handled is deleted there in the end."""
    return trigger.kind != "upload" or event.data.get("bucket") == getattr(settings(), trigger.source)


def _trigger(function: Function, request: Request) -> Trigger:
    for trigger in function.triggers:
        if request.path == f"/{trigger.kind}/{trigger.name}" and request.method == "POST":
            return trigger
    raise NotFound()


def _rule(endpoint: Endpoint) -> Rule:
    path = endpoint.path
    for name in endpoint.parameters:
        path = path.replace(f"{{{name}}}", f"<{'uuid' if name.endswith('_id') else 'string'}:{name}>")
    return Rule(path, methods=[endpoint.method], endpoint=endpoint)


def _route(routes: Map, request: Request) -> tuple[Endpoint, dict[str, Any]]:
    try:
        endpoint, path = routes.bind("").match(request.path, request.method)
    except NoSuchMethod:
        raise MethodNotAllowed() from None
    except HTTPException:
        raise NotFound() from None
    return endpoint, dict(path)


def _trace(request: Request) -> str:
    return request.headers.get("X-Cloud-Trace-Context") or request.headers.get("traceparent", "")
