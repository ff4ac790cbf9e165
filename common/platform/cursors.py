"""Where a page of a list ended, as a text that goes to the client and comes back."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

Key = TypeVar("Key")
Place = TypeVar("Place")


class BadCursor(ValueError):
    """A cursor that no page has given out."""


def cursor(*values: object) -> str:
    written = [value.isoformat() if isinstance(value, datetime) else str(value) for value in values]
    text = json.dumps(written, ensure_ascii=False)
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def parsed_cursor(text: str, key: Callable[[str], Key]) -> tuple[datetime, Key]:
    """The moment in UTC, and the key of the last row seen as `key` reads it. Raises BadCursor."""
    return _parsed(text, lambda moment: _utc(datetime.fromisoformat(moment)), key)


def parsed_text_cursor(text: str, key: Callable[[str], Key]) -> tuple[str, Key]:
    """The same of a list in the order of a text, which is such as the database takes. Raises BadCursor."""
    return _parsed(text, _storable, key)


def _parsed(text: str, place: Callable[[str], Place], key: Callable[[str], Key]) -> tuple[Place, Key]:
    try:
        value, last = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        return place(value), key(last)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        raise BadCursor(text) from None


def _storable(value: str) -> str:
    value.encode()
    if "\0" in value:
        raise ValueError(f"a null character: {value!r}")
    return value


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"no offset: {moment}")
    return moment.astimezone(UTC)
