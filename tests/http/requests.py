"""Requests as a function gets them, and a function that is made up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Request
from werkzeug.test import Client, EnvironBuilder

from common.http.declare import ENDPOINTS, TRIGGERS, Endpoint, Trigger
from common.http.function import FUNCTIONS
from common.http.serve import serve
from common.platform.auth.tokens import Claims, issue

MODULE = "functions.made_up.main"


def request(method: str = "POST", path: str = "/v1/chairs", **more: Any) -> Request:
    builder = EnvironBuilder(path, method=method, environ_base={"REMOTE_ADDR": "10.0.0.9"}, **more)
    return Request(builder.get_environ())


def bearer(role: str, claims: Claims | None = None) -> dict[str, str]:
    """The header of somebody in `role`; without a session unless `claims` name one."""
    return {"Authorization": f"Bearer {issue(claims or Claims(uuid4(), uuid4(), role))}"}


def endpoint(
    handler: Callable[..., Any], roles: Any, method: str = "POST", path: str = "/v1/chairs", **more: Any
) -> Endpoint:
    return Endpoint(method, path, handler, frozenset(roles), **more)


def made_up(
    monkeypatch: pytest.MonkeyPatch, *endpoints: Endpoint, triggers: tuple[Trigger, ...] = (), **needs: Any
) -> Client:
    """A client of a function that is declared for one test."""
    monkeypatch.setitem(ENDPOINTS, MODULE, list(endpoints))
    monkeypatch.setitem(TRIGGERS, MODULE, list(triggers))
    monkeypatch.setitem(FUNCTIONS, MODULE, None)
    entry = serve(MODULE, **needs)
    return Client(lambda environ, start: entry(Request(environ))(environ, start))
