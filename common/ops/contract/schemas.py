"""Our forms and views as JSON Schema, by apispec, with what it cannot know about our own fields."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from typing import Any

from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.common import make_schema_key, resolve_schema_instance
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from marshmallow import Schema, fields

from common.ops.contract.rules import ContractBroken
from common.platform.fields import Choice, Email, Form, LabelledPassword, LabelledString, View

LONGEST_SECRET = 1000


class Converter(OpenAPIConverter):
    """Knows that a view always holds all its fields, that a form takes no others, and what a docstring is for.

    A schema has the name of its class. apispec would number namesakes and parts (`only`, `exclude`) of one class, and
    a typed client would get `Notice` and `Notice1`: those raise ContractBroken.
    """

    def resolve_nested_schema(self, schema: Any) -> Any:
        instance = resolve_schema_instance(schema)
        name = type(instance).__name__
        if make_schema_key(instance) not in self.refs and name in self.spec.components.schemas:
            raise ContractBroken([f"two schemas are named {name}; this one is of {type(instance).__module__}"])
        return super().resolve_nested_schema(schema)  # type: ignore[no-untyped-call]

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

    def __init__(self) -> None:
        super().__init__(schema_name_resolver=lambda schema: type(resolve_schema_instance(schema)).__name__)


def _changes(field: fields.Field[Any], described: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    if isinstance(field, LabelledPassword):
        yield from {"format": "password", "minLength": 1, "maxLength": LONGEST_SECRET, "writeOnly": True}.items()
    if isinstance(field, LabelledString) and not (field.allow_none or isinstance(field, Choice)):
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
