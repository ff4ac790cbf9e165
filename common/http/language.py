"""The language of an answer."""

from __future__ import annotations

from flask import Request

from common.platform.text import INDONESIAN, LANGUAGES


def language_of(request: Request) -> str:
    """`id` or `en`, whichever the browser prefers; Indonesian on a tie or on neither."""
    return request.accept_languages.best_match(LANGUAGES, INDONESIAN)
