"""What was wrong, gathered by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from marshmallow import ValidationError

from common.platform.text import Text


def require(condition: bool, field: str, message: Text | Callable[[], Text]) -> None:
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
