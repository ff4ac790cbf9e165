"""A body that is right in form for each operation, so that only what a test is about is wrong."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from marshmallow import Schema, fields

from common.http.declare import Endpoint
from common.platform import clock
from common.platform import fields as forms

_NAMED: dict[str, Any] = {
    "email": "seseorang@kampus.test",
    "whatsapp": "081234567890",
    "ipk": "3,45",
    "minimum_ipk": "3,00",
    "password": "kata-sandi-panjang",
    "month": "2026-11",
    "csv": "2062-01-01,2062-01-01,libur,Tahun Baru",
}


def valid(endpoint: Endpoint) -> dict[str, Any] | None:
    """Made from the schema: every required field with a fitting value."""
    return _body(endpoint.body) if endpoint.body else None


def validated_fields(schema: type[Schema]) -> list[str]:
    """The fields that are looked at (some are there only to be ignored)."""
    return [name for name, field in schema().fields.items() if not isinstance(field, fields.Raw)]


def _body(schema: type[Schema]) -> dict[str, Any]:
    return {name: _value(name, field) for name, field in schema().fields.items() if field.required}


def _value(name: str, field: Any) -> Any:
    if name in _NAMED:
        return _NAMED[name]
    for kind, value in _by_kind(name, field):
        if isinstance(field, kind):
            return value()
    return f"Isian {name}"


def _by_kind(name: str, field: Any) -> list[tuple[Any, Any]]:
    late = name.startswith(("closes", "ends"))
    return [
        (forms.LabelledList, lambda: [_item(name, field)]),
        (forms.Choice, lambda: field.among[0]),
        (forms.LabelledInteger, lambda: 100 if name == "weight" else min(10, field.validators[0].max)),
        (forms.LabelledDateTime, lambda: (clock.now() + timedelta(days=9 if late else 2)).isoformat()),
        (forms.LabelledDate, lambda: (clock.today() + timedelta(days=9 if late else 2)).isoformat()),
        (forms.Id, lambda: str(uuid4())),
        (forms.LabelledBoolean, lambda: True),
    ]


def _item(name: str, field: Any) -> Any:
    inner = field.inner
    if isinstance(inner, fields.Nested):
        built = _body(type(inner.schema))
        return built | {"weight": 100} if "weight" in built else built
    return _value(name, inner)
