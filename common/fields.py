"""The fields that forms are made of: each knows its label and says what is wrong with it in two languages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from common.text import Text

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


class _Labelled:
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


class Words(_Labelled, fields.String):
    """Text without surrounding blanks or control characters; `longest` in characters."""

    def __init__(self, label: Text, *, longest: int = 200, lines: bool = False, **settings: Any) -> None:
        self.longest, self.lines = longest, lines
        super().__init__(label, shape={"maxLength": longest}, **settings)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        text = " ".join(word for word in str(super()._deserialize(value, *args, **kwargs)).split(" ") if word).strip()
        if any(ord(letter) < 32 and not (self.lines and letter in "\n\r\t") for letter in text):
            raise self.make_error("invalid")
        if not text:
            if not self.allow_none:
                raise self.make_error("required")
            return None
        if len(text) > self.longest:
            raise ValidationError(_too_long(self.label, self.longest))
        return text


def _too_long(label: Text, longest: int) -> Text:
    return Text(
        f"{label} paling banyak {longest} huruf", en=f"{label.en} takes {longest} characters at most", code="too_long"
    )


class Secret(_Labelled, fields.String):
    """A password or a one-time token: taken to the letter, never shown."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, *args, **kwargs)
        if not text:
            raise self.make_error("required")
        if len(text) > 1000:
            raise self.make_error("invalid")
        return text


class Email(Words):
    """An address of the usual form, in lower case."""

    def __init__(self, label: Text, **settings: Any) -> None:
        wrong = Text("Format email tidak valid", en="The e-mail address is not valid", code="invalid_email")
        super().__init__(label, longest=254, wrong=wrong, validate=validate.Email(error=wrong), **settings)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, *args, **kwargs)
        return text.lower() if text else text


class WhatsApp(Words):
    """A phone number as people write it, read as Indonesian unless it says otherwise; the value is E.164."""

    def __init__(self, label: Text, **settings: Any) -> None:
        wrong = Text("Nomor WhatsApp tidak valid", en="The WhatsApp number is not valid", code="invalid_whatsapp")
        super().__init__(label, longest=30, wrong=wrong, **settings)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, *args, **kwargs)
        return text and self._e164(text)

    def _e164(self, text: str) -> str:
        import phonenumbers

        try:
            number = phonenumbers.parse(text, "ID")
        except phonenumbers.NumberParseException:
            raise self.make_error("invalid") from None
        if not phonenumbers.is_valid_number(number):
            raise self.make_error("invalid")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class Ipk(_Labelled, fields.Field[Decimal]):
    """A grade-point average 0.00-4.00 with comma or point and at most two digits behind it."""

    def __init__(self, label: Text, **settings: Any) -> None:
        wrong = Text(
            "IPK harus antara 0,00 dan 4,00", en="The IPK must be between 0.00 and 4.00", code="ipk_out_of_range"
        )
        super().__init__(label, wrong=wrong, shape={"type": ["string", "number"], "examples": ["3,45"]}, **settings)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Decimal:
        try:
            ipk = Decimal(str(value).strip().replace(",", "."))
        except InvalidOperation:
            raise self.make_error("invalid") from None
        if not (ipk.is_finite() and 0 <= ipk <= 4 and ipk == round(ipk, 2)) or isinstance(value, bool):
            raise self.make_error("invalid")
        return round(ipk, 2)


class Whole(_Labelled, fields.Integer):
    """A whole number from `least` to `most`; 2.5, true and, outside a query string, "2" are none."""

    def __init__(self, label: Text, *, least: int, most: int, in_query: bool = False, **settings: Any) -> None:
        self.in_query = in_query
        wrong = settings.pop("wrong", None) or Text(
            f"{label} harus bilangan bulat {least}-{most}",
            en=f"{label.en} must be a whole number {least}-{most}",
            code="out_of_range",
        )
        super().__init__(label, wrong=wrong, strict=True, validate=validate.Range(least, most, error=wrong), **settings)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> int:
        digits = self.in_query and isinstance(value, str) and value.isascii() and value.isdigit()
        if not (digits or isinstance(value, int)) or isinstance(value, bool):
            raise self.make_error("invalid")
        return super()._deserialize(int(value), *args, **kwargs)


class Moment(_Labelled, fields.AwareDateTime):
    """A moment in ISO 8601 with its offset; the value is UTC."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> datetime:
        moment = super()._deserialize(value, *args, **kwargs)
        if moment.tzinfo is None:
            raise self.make_error("invalid")
        return moment.astimezone(UTC)


class Day(_Labelled, fields.Date):
    """A day on the campus's calendar, `YYYY-MM-DD`."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> date:
        return super()._deserialize(value, *args, **kwargs)


class Id(_Labelled, fields.UUID):
    """The id of something."""


class Flag(_Labelled, fields.Boolean):
    """true or false and, outside a query string, nothing like it."""

    def __init__(self, label: Text, *, in_query: bool = False, **settings: Any) -> None:
        words = ({"true"}, {"false"}) if in_query else ({True}, {False})
        super().__init__(label, truthy=words[0], falsy=words[1], **settings)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool | str):
            raise self.make_error("invalid")
        return super()._deserialize(value, *args, **kwargs)


class Choice(Words):
    """One of a list of words."""

    def __init__(self, label: Text, among: type[StrEnum] | Collection[str], **settings: Any) -> None:
        self.among = tuple(str(item) for item in among)
        wrong = not_valid(label)
        super().__init__(label, wrong=wrong, validate=validate.OneOf(self.among, error=wrong), **settings)


class Several(_Labelled, fields.List[Any]):
    """A list of `item`s, from `least` to `most` of them."""

    def __init__(
        self, item: fields.Field[Any] | type[Schema], label: Text, *, least: int = 0, most: int = 100, **settings: Any
    ) -> None:
        wrong = Text(
            f"{label}: {least}-{most} isian", en=f"{label.en}: {least}-{most} entries", code="wrong_number_of_items"
        )
        inner = item if isinstance(item, fields.Field) else fields.Nested(item)
        super().__init__(label, cls_or_instance=inner, validate=validate.Length(least, most, error=wrong), **settings)


def only(condition: bool, field: str, message: Text | Callable[[], Text]) -> None:
    """Raise `message` at `field` unless `condition` holds; for rules over several fields."""
    if not condition:
        raise ValidationError({field: [message() if callable(message) else message]})


def flatten(messages: Any, path: str = "") -> dict[str, list[Text]]:
    """marshmallow's nested messages as `criteria.0.name` to texts."""
    if isinstance(messages, Mapping):
        found: dict[str, list[Text]] = {}
        for key, inner in messages.items():
            step = "" if key == "_schema" else str(key)
            found |= flatten(inner, f"{path}.{step}".strip("."))
        return found
    return {path: [text if isinstance(text, Text) else Text(str(text), en=str(text)) for text in messages]}
