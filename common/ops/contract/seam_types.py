"""The Python type of a column and of a schema's field, and the imports that a module of such types needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from enum import StrEnum

from marshmallow import Schema, fields
from sqlalchemy import ARRAY, JSON, CheckConstraint, Column
from sqlalchemy.types import TypeEngine

from common.platform.fields import Form, Ipk

_HOMES = {"datetime": "datetime", "date": "datetime", "Decimal": "decimal", "UUID": "uuid"}
_ABSTRACT = "collections.abc"
# The first that a field is an instance of.
_FIELDS = (
    (fields.UUID, "UUID"),
    (fields.String, "str"),
    (fields.Boolean, "bool"),
    (fields.Integer, "int"),
    (fields.Decimal, "Decimal"),
    (Ipk, "Decimal"),
    (fields.Date, "date"),
    (fields.DateTime, "datetime"),
)


class Imports:
    """What one generated module imports, gathered while its classes are written."""

    def __init__(self, module: str) -> None:
        self.module = module
        self._names: dict[str, set[str]] = defaultdict(set)

    def add(self, module: str, name: str) -> str:
        self._names[module].add(name)
        return name

    def builtin(self, name: str) -> str:
        return self.add(_HOMES[name], name) if name in _HOMES else name

    def schema(self, schema: type[Schema]) -> str:
        """The name of a schema's type, imported when its noun is another one."""
        package, kind = schema.__module__.rpartition(".")[0], self.module.rpartition(".")[2]
        name, home = self.class_name(schema), f"{package}.{kind}"
        return name if home == self.module else self.add(home, name)

    @staticmethod
    def class_name(schema: type[Schema]) -> str:
        """`NewApplication` → `NewApplicationForm`, `ApplicationView` → `ApplicationViewData`"""
        return f"{schema.__name__}{'Form' if issubclass(schema, Form) else 'Data'}"

    def text(self) -> str:
        """The standard library's first, then others', then our own, each in the order of names."""
        groups = [
            [
                f"from {module} import {', '.join(sorted(names, key=_order))}"
                for module, names in sorted(self._names.items())
                if _group(module) == group
            ]
            for group in range(3)
        ]
        return "\n\n".join("\n".join(lines) for lines in groups if lines)


def _group(module: str) -> int:
    return 2 if module.startswith("common.") else int(module == "typing_extensions")


def _order(name: str) -> tuple[int, str]:
    """As isort puts them: CONSTANTS, Classes, functions."""
    return (0 if name.isupper() and len(name) > 1 else 1 if name[0].isupper() else 2), name


def column_type(column: Column[object], imports: Imports) -> str:
    """A JSONB column may name the type of its document, as `info={"document": "…facts.Facts"}`."""
    among, document = _among(column), str(column.info.get("document", ""))
    if among or document:
        home, _, name = document.rpartition(".")
        kind = imports.add(among.__module__, among.__name__) if among else imports.add(home, name)
    else:
        kind = _sql_type(column.type, imports)
    return f"{kind} | None" if column.nullable else kind


def _among(column: Column[object]) -> type[StrEnum] | None:
    """The words that a check of `columns.one_of` keeps the column to."""
    checks = (rule for rule in column.table.constraints if isinstance(rule, CheckConstraint))
    return next((rule.info[column.name] for rule in checks if column.name in rule.info), None)


def _sql_type(kind: TypeEngine[object], imports: Imports) -> str:
    if isinstance(kind, ARRAY):
        return f"list[{_sql_type(kind.item_type, imports)}]"
    if isinstance(kind, JSON):
        return imports.add("common.platform.db", "JsonObject")
    return imports.builtin(kind.python_type.__name__)


def field_type(field: fields.Field[object], imports: Imports) -> str:
    kind = _field_type(field, imports)
    return f"{kind} | None" if field.allow_none and kind != "object" else kind


def _field_type(field: fields.Field[object], imports: Imports) -> str:
    many = "list" if isinstance(field.root, Form) else imports.add(_ABSTRACT, "Sequence") if _is_list(field) else ""
    if isinstance(field, fields.Nested):
        one = imports.schema(type(field.schema))
        return f"{many}[{one}]" if field.many else one
    if isinstance(field, fields.List):
        return f"{many}[{field_type(field.inner, imports)}]"
    if isinstance(field, fields.Dict):
        inner = field_type(field.value_field, imports) if field.value_field else "object"
        return f"{imports.add(_ABSTRACT, 'Mapping')}[str, {inner}]"
    return next((imports.builtin(name) for kind, name in _FIELDS if isinstance(field, kind)), "object")


def _is_list(field: fields.Field[object]) -> bool:
    return isinstance(field, fields.List) or bool(isinstance(field, fields.Nested) and field.many)


def nested_schemas(schema: Schema) -> Iterator[type[Schema]]:
    """The schemas that a schema's fields hold, at any depth of lists and dicts."""
    for field in schema.fields.values():
        yield from nested(field)


def nested(field: fields.Field[object] | None) -> Iterator[type[Schema]]:
    if isinstance(field, fields.Nested):
        yield type(field.schema)
    elif isinstance(field, fields.List):
        yield from nested(field.inner)
    elif isinstance(field, fields.Dict):
        yield from nested(field.value_field)
