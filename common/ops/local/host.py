"""Every function in one process, each called as functions-framework calls it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any
from wsgiref.types import StartResponse, WSGIEnvironment

from common.http.function import Function
from common.http.serve import answer_for_framework
from common.ops.contract import load_functions

if TYPE_CHECKING:
    from flask import Flask, Response

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class FunctionHost:
    """A Flask application for each function, as functions-framework makes one in each instance.

    functions-framework itself serves one function per process: its target and the module name `main` are the process's.
    """

    def __init__(self, functions: Mapping[str, Function] | None = None) -> None:
        found = load_functions() if functions is None else functions
        self._apps = {name: _app(function) for name, function in found.items()}

    def __contains__(self, function: str) -> bool:
        return function in self._apps

    def call(self, function: str, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request by `function`, as a WSGI application. Raises KeyError for a name there is none of."""
        return self._apps[function].wsgi_app(environ, start_response)

    def deliver(self, function: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> int:
        """POST an event's JSON `body` to `path` of `function`, as Eventarc and Cloud Scheduler do; the answer's status.

        2xx means taken; after anything else the sender is to try again.
        """
        from werkzeug.test import EnvironBuilder, run_wsgi_app

        content = b"" if body is None else json.dumps(body).encode()
        sent = {"Content-Type": "application/json", **(headers or {})}
        request = EnvironBuilder(path, method="POST", data=content, headers=sent.items())
        try:
            _, status, _ = run_wsgi_app(self._apps[function], request.get_environ(), buffered=True)
        finally:
            request.close()
        return int(status.split()[0])


def _app(function: Function) -> Flask:
    """One view for every path and method, since the function does its own routing."""
    from flask import Flask, request

    entry: Callable[[Any], Response] = sys.modules[function.module].entry
    app = Flask(function.name, static_folder=None)

    def view(path: str) -> Response:
        # The request itself, not Flask's stand-in for it: what functions-framework hands over.
        return entry(request._get_current_object())  # type: ignore[attr-defined]

    answer_for_framework(app)
    app.add_url_rule("/", "root", view, defaults={"path": ""}, methods=_METHODS, provide_automatic_options=False)
    app.add_url_rule("/<path:path>", "run", view, methods=_METHODS, provide_automatic_options=False)
    return app
