"""Texts a person reads, in Indonesian and English side by side."""

from __future__ import annotations

from typing import Any, Self

INDONESIAN = "id"
ENGLISH = "en"
LANGUAGES = (INDONESIAN, ENGLISH)


class Text(str):
    """An Indonesian sentence that carries its English twin and a code for programs.

    It is a `str`, so marshmallow takes it as an error message and gives it back unharmed.
    """

    en: str
    code: str

    def __new__(cls, indonesian: str, en: str, code: str = "invalid") -> Self:
        text = super().__new__(cls, indonesian)
        text.en, text.code = en, code
        return text

    def format(self, *args: Any, **values: Any) -> Text:
        """Both sentences filled in; a value that is itself a Text gives each its own language."""
        english = {name: _english(value) for name, value in values.items()}
        return Text(super().format(*args, **values), self.en.format(*map(_english, args), **english), self.code)

    def to(self, language: str) -> str:
        return self.en if language == ENGLISH else str(self)


def _english(value: Any) -> Any:
    return value.en if isinstance(value, Text) else value
