"""Fields for what is counted, dated or pointed to."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from common.platform.fields import normal
from common.platform.fields.base import Labelled, not_valid
from common.platform.text import Text

# A year outside of these is a slip of the finger, and near the calendar's ends time zones have no room.
_YEARS = range(2000, 2101)


_TOO_FINE = Text(
    "IPK paling banyak dua angka di belakang koma, misalnya 3,45",
    en="The GPA has at most two decimals, as in 3.45",
    code="ipk_too_fine",
)
_FOREIGN_DIGITS = Text(
    "IPK ditulis dengan angka 0-9, misalnya 3,45",
    en="The GPA is written in the digits 0-9, as in 3.45",
    code="ipk_in_other_digits",
)


class Ipk(Labelled, fields.Field[Decimal]):
    """A grade-point average 0.00-4.00 with comma or point and at most two digits behind it."""

    def __init__(self, label: Text, **settings: Any) -> None:
        wrong = Text(
            "IPK harus antara 0,00 dan 4,00", en="The GPA must be between 0.00 and 4.00", code="ipk_out_of_range"
        )
        super().__init__(label, wrong=wrong, shape={"type": ["string", "number"], "examples": ["3,45"]}, **settings)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Decimal:
        typed = normal.line(str(value))
        if not typed.isascii():
            raise ValidationError(_FOREIGN_DIGITS)
        try:
            ipk = Decimal(typed.replace(",", "."))
        except InvalidOperation:
            raise self.make_error("invalid") from None
        if not (ipk.is_finite() and 0 <= ipk <= 4):
            raise self.make_error("invalid")
        if ipk != round(ipk, 2):
            raise ValidationError(_TOO_FINE)
        return round(ipk, 2)


class LabelledInteger(Labelled, fields.Integer):
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
        digits = self.in_query and isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10
        if not (digits or isinstance(value, int)) or isinstance(value, bool):
            raise self.make_error("invalid")
        return super()._deserialize(int(value), *args, **kwargs)


class LabelledDateTime(Labelled, fields.AwareDateTime):
    """A moment in ISO 8601 with its offset; the value is UTC."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> datetime:
        moment = super()._deserialize(value, *args, **kwargs)
        if moment.tzinfo is None or moment.year not in _YEARS:
            raise self.make_error("invalid")
        return moment.astimezone(UTC)


class LabelledDate(Labelled, fields.Date):
    """A day on the campus's calendar, `YYYY-MM-DD`."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> date:
        day = super()._deserialize(value, *args, **kwargs)
        if day.year not in _YEARS:
            raise self.make_error("invalid")
        return day


class Id(Labelled, fields.UUID):
    """The id of something."""


class LabelledBoolean(Labelled, fields.Boolean):
    """true or false and, outside a query string, nothing like it."""

    def __init__(self, label: Text, *, in_query: bool = False, **settings: Any) -> None:
        words = ({"true"}, {"false"}) if in_query else ({True}, {False})
        super().__init__(label, truthy=words[0], falsy=words[1], **settings)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool | str):
            raise self.make_error("invalid")
        return super()._deserialize(value, *args, **kwargs)


class LabelledList(Labelled, fields.List[Any]):
    """A list of `item`s, from `least` to `most` of them."""

    def __init__(
        self, item: fields.Field[Any] | type[Schema], label: Text, *, least: int = 0, most: int = 100, **settings: Any
    ) -> None:
        wrong = Text(
            f"{label}: {least}-{most} isian", en=f"{label.en}: {least}-{most} entries", code="wrong_number_of_items"
        )
        inner = item if isinstance(item, fields.Field) else fields.Nested(item)
        super().__init__(label, cls_or_instance=inner, validate=validate.Length(least, most, error=wrong), **settings)


class LabelledDict(Labelled, fields.Dict):
    """Texts by names, as those of a query string."""

    def __init__(self, label: Text, **settings: Any) -> None:
        wrong: dict[str, Any] = {"invalid": not_valid(label), "null": not_valid(label)}
        super().__init__(
            label, keys=fields.String(error_messages=wrong), values=fields.String(error_messages=wrong), **settings
        )
