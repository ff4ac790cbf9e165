"""Fields for what people write: words, addresses, numbers, secrets, choices; each brings it to its normal form."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Any
from unicodedata import category

from marshmallow import ValidationError, fields, validate

from common.platform.addresses import split_address
from common.platform.fields import normal
from common.platform.fields.base import Labelled, not_valid
from common.platform.text import Text

# Control characters and half a surrogate pair, which no UTF-8 can carry; and what leaves nothing to read.
_UNWRITABLE = {"Cc", "Cs"}
_UNSEEN = {"Cc", "Cf", "Zl", "Zp", "Zs"}


class LabelledString(Labelled, fields.String):
    """Text in its normal form, without control characters; `longest` in characters."""

    def __init__(self, label: Text, *, longest: int = 200, lines: bool = False, **settings: Any) -> None:
        self.longest, self.lines = longest, lines
        super().__init__(label, shape={"maxLength": longest}, **settings)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        text = self._normal(str(super()._deserialize(value, *args, **kwargs)))
        if any(category(letter) in _UNWRITABLE and not (self.lines and letter in "\n\r\t") for letter in text):
            raise self.make_error("invalid")
        if all(category(letter) in _UNSEEN for letter in text):
            if not self.allow_none:
                raise self.make_error("required")
            return None
        if len(text) > self.longest:
            raise ValidationError(_too_long(self.label, self.longest))
        return text

    def _normal(self, text: str) -> str:
        return normal.lines(text) if self.lines else normal.line(text)


def _too_long(label: Text, longest: int) -> Text:
    return Text(
        f"{label} paling banyak {longest} huruf", en=f"{label.en} takes {longest} characters at most", code="too_long"
    )


class LabelledPassword(Labelled, fields.String):
    """A password or a one-time token: taken to the letter, but for how an accented one is coded; never shown."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        text = normal.secret(super()._deserialize(value, *args, **kwargs))
        if not text:
            raise self.make_error("required")
        if len(text) > 1000 or any(category(letter) == "Cs" for letter in text):
            raise self.make_error("invalid")
        return text


class NumberField(LabelledString):
    """A NIM, NIP or staff number in the one form in which numbers are kept and compared."""

    def __init__(self, label: Text, **settings: Any) -> None:
        super().__init__(label, longest=30, **settings)

    def _normal(self, text: str) -> str:
        return normal.number(text)


class Email(LabelledString):
    """An address to which mail can be sent, in lower case."""

    def __init__(self, label: Text, **settings: Any) -> None:
        wrong = Text("Format email tidak valid", en="The e-mail address is not valid", code="invalid_email")
        super().__init__(label, longest=254, wrong=wrong, **settings)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, *args, **kwargs)
        if text is not None:
            self._require_reachable(text)
        return text

    def _normal(self, text: str) -> str:
        return normal.line(text).lower()

    def _require_reachable(self, text: str) -> None:
        try:
            split_address(text)
        except ValueError:
            raise self.make_error("invalid") from None


class WhatsApp(LabelledString):
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
        if number.extension or phonenumbers.number_type(number) not in _mobile():
            raise self.make_error("invalid")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _mobile() -> tuple[int, ...]:
    """The kinds of number that can have WhatsApp; some countries do not separate mobile from fixed."""
    from phonenumbers import PhoneNumberType

    return (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


class Choice(LabelledString):
    """One of a list of words."""

    def __init__(self, label: Text, among: type[StrEnum] | Collection[str], **settings: Any) -> None:
        self.among = tuple(str(item) for item in among)
        wrong = not_valid(label)
        super().__init__(label, wrong=wrong, validate=validate.OneOf(self.among, error=wrong), **settings)
