"""Forms and views, and the field that knows its label and says what is wrong with it in two languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema

from common.platform.text import Text

_UNKNOWN = Text("Isian tidak dikenal", en="Unknown field", code="unknown_field")
_NOT_AN_OBJECT = Text("Isian tidak dapat dibaca", en="This cannot be read", code="not_an_object")


class Form(Schema):
    """What comes in; a field that nobody asked for is an error."""

    error_messages = {"unknown": _UNKNOWN, "type": _NOT_AN_OBJECT}


class View(Schema):
    """What goes out."""


def required(label: Text) -> Text:
    return Text(f"{label} wajib diisi", en=f"{label.en} is required", code="required")


def not_valid(label: Text) -> Text:
    return Text(f"{label} tidak valid", en=f"{label.en} is not valid", code="not_valid")


class Labelled:
    """Gives a marshmallow field its label.

    `optional` allows null and absence, `left_out` (for changes) absence alone; `missing` and `wrong` replace the
    usual sentences for an empty and for an unusable value.
    """

    def __init__(
        self,
        label: Text,
        *,
        optional: bool = False,
        left_out: bool = False,
        missing: Text | None = None,
        wrong: Text | None = None,
        shape: Mapping[str, Any] | None = None,
        **settings: Any,
    ) -> None:
        self.label = label
        empty, bad = missing or required(label), wrong or not_valid(label)
        messages = dict.fromkeys(("required", "null"), empty) | dict.fromkeys(_KINDS_OF_WRONG, bad)
        super().__init__(
            required=not (optional or left_out or "load_default" in settings),
            allow_none=optional,
            error_messages=messages,  # type: ignore[call-arg]
            metadata={"description": label.en, **(shape or {})},
            **settings,
        )


_KINDS_OF_WRONG = (
    "invalid",
    "invalid_utf8",
    "invalid_uuid",
    "too_large",
    "special",
    "format",
    "type",
    "invalid_awareness",
)
