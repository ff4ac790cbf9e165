"""Sentences in two languages, and which of them a browser asks for."""

from __future__ import annotations

import pytest

from common.text import Text, preferred_language


def test_a_sentence_is_told_in_english_only_where_english_is_asked_for() -> None:
    text = Text("Selamat pagi", en="Good morning")
    assert [text.to(language) for language in ("id", "en", "fr", "")] == [
        "Selamat pagi",
        "Good morning",
        "Selamat pagi",
        "Selamat pagi",
    ]
    assert (text, text.code) == ("Selamat pagi", "invalid")


def test_a_filled_sentence_keeps_its_other_language_and_its_code() -> None:
    filled = Text("{} dari {most}", en="{} of {most}", code="seats").format(1, most=2)
    assert (filled, filled.en, filled.code) == ("1 dari 2", "1 of 2", "seats")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("EN-GB", "en"),
        (" en ; q=1 , id;q=0.9", "id"),  # a weight that cannot be read is none
        ("id;q=0.5,en;q=0.5", "id"),
        ("id;q=0.5,en;q=0.6", "en"),
        ("en;q=0", "id"),
        ("en;q=0.1,en-GB;q=0.9,id;q=0.5", "en"),
        ("en-GB;q=0.9,en;q=0.1,id;q=0.5", "en"),
        ("fr,de;q=0.9,en;q=0.1", "en"),
        ("english", "id"),
    ],
)
def test_the_greatest_weight_of_each_language_counts(header: str, language: str) -> None:
    assert preferred_language(header) == language
