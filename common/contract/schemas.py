"""Our forms and views as JSON Schema, by apispec, with what it cannot know about our own fields."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.common import resolve_schema_cls
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from marshmallow import Schema, fields

from common.contract.rules import ContractBroken
from common.fields import Choice, Email, Form, Secret, View, Words

LONGEST_SECRET = 1000


class Converter(OpenAPIConverter):
    """Knows that a view always holds all its fields, that a form takes no others, and what a docstring is for."""

    def field2property(self, field: fields.Field[Any]) -> dict[str, Any]:
        described: dict[str, Any] = super().field2property(field)
        described.update(_changes(field, described))
        if "enum" in described:
            described.pop("maxLength", None)
        return described

    def schema2jsonschema(self, schema: Schema) -> dict[str, Any]:
        described: dict[str, Any] = super().schema2jsonschema(schema)  # type: ignore[no-untyped-call]
        described.pop("additionalProperties", None)
        if isinstance(schema, Form):
            described["additionalProperties"] = False
        if isinstance(schema, View):
            described["required"] = sorted(described["properties"])
        if text := _own_docstring(type(schema)):
            described["description"] = text
        return described

    def query_parameters(self, schema: type[Schema]) -> list[dict[str, Any]]:
        """A query string knows no null: what may be left out is left out."""
        found: list[dict[str, Any]] = self.schema2parameters(schema(), location="query")
        for parameter in found:
            parameter["schema"] = _never_null(parameter["schema"])
        return found


class Plugin(MarshmallowPlugin):
    Converter = Converter


def named(schema: type[Schema]) -> str:
    """The name of a schema in the document is the name of its class."""
    found = resolve_schema_cls(schema)
    assert isinstance(found, type)
    return found.__name__


def require_one_class_per_name(spec: APISpec, converter: Converter) -> None:
    """apispec would number namesakes, and a typed client would get `Notice` and `Notice1`: raises ContractBroken."""
    classes: dict[str, set[str]] = {}
    for schema, *_ in converter.refs:
        classes.setdefault(schema.__name__, set()).add(f"{schema.__module__}.{schema.__name__}")
    if doubles := [" and ".join(sorted(found)) for found in classes.values() if len(found) > 1]:
        raise ContractBroken([f"two schemas of one name: {double}" for double in doubles])


def _changes(field: fields.Field[Any], described: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    if isinstance(field, Secret):
        yield from {"format": "password", "minLength": 1, "maxLength": LONGEST_SECRET, "writeOnly": True}.items()
    if isinstance(field, Words) and not (field.allow_none or isinstance(field, Choice)):
        yield "minLength", 1
    if isinstance(field, Email):
        yield "format", "email"
    if isinstance(field, fields.Decimal) and field.as_string:
        yield "type", ["string", "null"] if field.allow_none else "string"
    if "enum" in described:
        words = [None if word is None else str(word) for word in described["enum"]]
        yield "enum", [*words, None] if field.allow_none and None not in words else words


def _never_null(schema: dict[str, Any]) -> dict[str, Any]:
    types = schema.get("type")
    clean = {name: value for name, value in schema.items() if not (name == "default" and value is None)}
    if isinstance(types, list):
        rest = [kind for kind in types if kind != "null"]
        clean["type"] = rest[0] if len(rest) == 1 else rest
    if "enum" in clean:
        clean["enum"] = [word for word in clean["enum"] if word is not None]
    return clean


def _own_docstring(schema: type[Schema]) -> str:
    return inspect.cleandoc(vars(schema).get("__doc__") or "")
