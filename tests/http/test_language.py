"""The language of an answer is the one that the browser prefers of the two that there are."""

from __future__ import annotations

import pytest
from flask import Request
from werkzeug.test import EnvironBuilder

from common.http.language import language_of


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "id"),
        ("en", "en"),
        ("id,en", "id"),
        ("en-US,en;q=0.9,id;q=0.8", "en"),
        ("fr", "id"),
        ("en;q=x", "id"),
        ("EN-GB", "en"),
        (" en ; q=1 , id;q=0.9", "en"),
        ("id;q=0.5,en;q=0.5", "id"),
        ("id;q=0.5,en;q=0.6", "en"),
        ("en;q=0", "id"),
        ("en;q=0.1,en-GB;q=0.9,id;q=0.5", "id"),
        ("fr,de;q=0.9,en;q=0.1", "en"),
        ("english", "id"),
    ],
)
def test_it_is_the_preferred_one(header: str, language: str) -> None:
    sent = EnvironBuilder(headers={"Accept-Language": header}).get_environ()
    assert language_of(Request(sent)) == language
