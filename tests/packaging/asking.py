"""Requests that follow from the declarations: for every operation one that is well formed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from common.http.declare import Endpoint, Trigger
from common.http.function import Function
from common.platform.auth import Role
from tests.functions.bodies import valid

NOBODY = ""


@dataclass(frozen=True)
class Ask:
    """One request; `role` is whose token it carries, NOBODY for none."""

    method: str
    path: str
    body: Any = None
    role: str = NOBODY

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def asks(function: Function) -> list[Ask]:
    """A well-formed request for each operation or event, plain reads first."""
    endpoints = sorted(function.endpoints, key=lambda endpoint: (endpoint.method != "GET", len(endpoint.parameters)))
    return [*map(ask_of, endpoints), *map(event_for, function.triggers)]


def ask_of(endpoint: Endpoint) -> Ask:
    path = endpoint.path
    for name in endpoint.parameters:
        path = path.replace(f"{{{name}}}", str(uuid4()))
    return Ask(endpoint.method, path, valid(endpoint), role_for(endpoint))


def role_for(endpoint: Endpoint) -> str:
    """A role that may; aslab only where no other may, since it takes a running contract."""
    choices = sorted(endpoint.roles - {Role.UNDECIDED}, key=lambda role: (role == Role.ASLAB, role))
    return choices[0] if choices else NOBODY


def event_for(trigger: Trigger) -> Ask:
    """An event about something that does not exist."""
    data = {"bucket": "aslab-incoming", "name": str(uuid4()), "generation": "1"} if trigger.kind == "upload" else {}
    return Ask("POST", f"/{trigger.kind}/{trigger.name}", data)
