"""Texts a person reads, in Indonesian and English side by side."""

from __future__ import annotations

from typing import Any, Self

INDONESIAN = "id"
ENGLISH = "en"


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
        return Text(super().format(*args, **values), self.en.format(*args, **values), self.code)

    def to(self, language: str) -> str:
        return self.en if language == ENGLISH else str(self)


def preferred_language(accept_language: str) -> str:
    """`id` or `en`, whichever an Accept-Language header weighs higher; Indonesian on a tie or on neither."""
    weights = {INDONESIAN: 0.0, ENGLISH: 0.0}
    for part in accept_language.split(","):
        tag, _, quality = part.strip().partition(";q=")
        language = tag.split("-")[0].lower()
        if language in weights:
            weights[language] = max(weights[language], _weight(quality))
    return ENGLISH if weights[ENGLISH] > weights[INDONESIAN] else INDONESIAN


def _weight(quality: str) -> float:
    try:
        return float(quality or 1)
    except ValueError:
        return 0.0
