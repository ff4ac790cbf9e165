"""Sentences in two languages, and how they are filled in."""

from __future__ import annotations

from common.platform.text import Text


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


def test_a_text_within_a_text_gives_each_sentence_its_own_language() -> None:
    day = Text("Senin", en="Monday")
    filled = Text("Terkirim {day}, {n} kali", en="Sent {day}, {n} times", code="sent").format(day=day, n=2)
    assert (filled, filled.en, filled.code) == ("Terkirim Senin, 2 kali", "Sent Monday, 2 times", "sent")
    assert Text("{} {}", en="{} {}").format(day, 2).en == "Monday 2"
