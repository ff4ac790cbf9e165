"""Requests that follow from the declarations: for every operation one that is well formed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from marshmallow import Schema, ValidationError, fields

from common import clock
from common.auth import Role
from common.fields import Choice, Day, Email, Flag, Id, Ipk, Moment, Secret, Several, WhatsApp, Whole
from common.http.declare import Endpoint, Trigger
from common.http.function import Function

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
    body = example(endpoint.body) if endpoint.body else None
    return Ask(endpoint.method, path, body, role_for(endpoint))


def role_for(endpoint: Endpoint) -> str:
    """A role that may; aslab only where no other may, since it takes a running contract."""
    choices = sorted(endpoint.roles - {Role.UNDECIDED}, key=lambda role: (role == Role.ASLAB, role))
    return choices[0] if choices else NOBODY


def event_for(trigger: Trigger) -> Ask:
    """An event about something that does not exist."""
    data = {"bucket": "aslab-incoming", "name": str(uuid4()), "generation": "1"} if trigger.kind == "upload" else {}
    return Ask("POST", f"/{trigger.kind}/{trigger.name}", data)


def example(schema: type[Schema]) -> dict[str, Any]:
    """A body that the schema takes. Numbers start at their least, moments and days follow each other."""
    for numbers in ("min", "max"):
        made = _example(schema, numbers, count(1))
        try:
            schema().load(made)
        except ValidationError as error:
            wrong = error
        else:
            return made
    raise AssertionError(f"no example for {schema.__name__}: {wrong}")


def _example(schema: type[Schema], numbers: str, days: Iterator[int]) -> dict[str, Any]:
    wanted: Mapping[str, fields.Field[Any]] = schema().load_fields
    made = {name: _value(field, numbers, days) for name, field in wanted.items() if field.required}
    # A change of nothing may be refused: then one field is changed.
    first = next(iter(wanted.items()), None)
    return made or ({first[0]: _value(first[1], numbers, days)} if first else {})


def _value(field: Any, numbers: str, days: Iterator[int]) -> Any:
    if isinstance(field, fields.Nested):
        return _example(field.schema.__class__, numbers, days)
    if isinstance(field, Several):
        return [_value(field.inner, numbers, days)]
    if isinstance(field, Whole):
        return getattr(field.validators[0], numbers)
    if isinstance(field, Choice):
        return field.among[0]
    return next((make(days) for kind, make in _MADE.items() if isinstance(field, kind)), "Contoh")


_MADE: dict[type, Callable[[Iterator[int]], Any]] = {
    Email: lambda _: "contoh@kampus.test",
    WhatsApp: lambda _: "081234567890",
    Ipk: lambda _: "3,50",
    Moment: lambda days: (clock.now() + timedelta(days=next(days))).isoformat(),
    Day: lambda days: (clock.today() + timedelta(days=next(days))).isoformat(),
    Id: lambda _: str(uuid4()),
    Flag: lambda _: True,
    Secret: lambda _: "Rahasia-sekali-7",
}
