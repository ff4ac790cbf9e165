"""Pages of a list, and the cursor that leads to the next one."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from marshmallow import ValidationError

from common.platform.cursors import cursor
from common.platform.errors import Invalid
from common.platform.pages import PageQuery, containing, page, read_cursor, read_text_cursor

MOMENT, KEY = datetime(2026, 11, 29, 5, 0, 0, 123456, tzinfo=UTC), UUID(int=7)


def rows(count: int) -> list[dict[str, Any]]:
    return [{"at": MOMENT + timedelta(days=n), "id": UUID(int=n)} for n in range(count)]


def paged(count: int, limit: int) -> dict[str, Any]:
    return page(rows(count), limit, lambda row: (row["at"], row["id"]))


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_what_fits_is_the_last_page(count: int) -> None:
    assert paged(count, 3) == {"items": rows(count), "next": None}


def test_a_row_more_than_fits_leads_on_from_the_last_one_shown() -> None:
    made = paged(4, 3)
    assert made["items"] == rows(3)
    assert read_cursor(made["next"]) == (rows(3)[2]["at"], rows(3)[2]["id"])


def test_a_cursor_comes_back_as_it_was_in_utc_and_fits_into_an_address() -> None:
    assert read_cursor(cursor(MOMENT, KEY)) == (MOMENT, KEY)
    elsewhere = MOMENT.astimezone(timezone(timedelta(hours=7)))
    assert read_cursor(cursor(elsewhere, KEY))[0].tzinfo == UTC
    assert cursor(MOMENT, KEY).replace("-", "").replace("_", "").isalnum()


def written(value: Any) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).decode()


@pytest.mark.parametrize(
    "made_up",
    [
        *("", "a", "%", "é", "e30", "[" * 9),
        written([MOMENT.isoformat()]),
        written([MOMENT.isoformat(), str(KEY), 1]),
        written([MOMENT.isoformat(), "bukan-id"]),
        written([MOMENT.isoformat(), 5]),
        written(["kemarin", str(KEY)]),
        written([5, str(KEY)]),
        written(["0001-01-01T00:00:00+14:00", str(KEY)]),
        urlsafe_b64encode(b"[" * 100_000).decode(),
    ],
)
def test_a_made_up_cursor_is_a_wrong_field(made_up: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_cursor(made_up)
    assert list(refused.value.fields) == ["after"]


@pytest.mark.parametrize("text", ["", "Studi Al-Qur\u2019an", "\U0001f4d8" * 120])
def test_the_cursor_of_a_text_comes_back_and_fits_into_a_query(text: str) -> None:
    made = cursor(text, KEY)
    assert PageQuery().load({"after": made})["after"] == made
    assert read_text_cursor(made) == (text, KEY)


@pytest.mark.parametrize(
    "made_up",
    ["", "a", written(["a"]), written([5, str(KEY)]), written(["a\0", str(KEY)]), written(["\ud800", str(KEY)])],
)
def test_a_made_up_cursor_of_a_text_is_a_wrong_field(made_up: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_text_cursor(made_up)
    assert list(refused.value.fields) == ["after"]


@pytest.mark.parametrize(("asked", "limit"), [({}, 25), ({"limit": "1"}, 1), ({"limit": "100"}, 100)])
def test_a_page_has_25_rows_unless_1_to_100_are_asked_for(asked: dict[str, str], limit: int) -> None:
    assert PageQuery().load(asked) == {"limit": limit, "after": None}


@pytest.mark.parametrize("asked", [{"limit": "0"}, {"limit": "101"}, {"after": "a" * 751}])
def test_other_pages_are_refused(asked: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        PageQuery().load(asked)
    assert PageQuery().load({"after": "a" * 750})["after"] == "a" * 750


def test_a_pattern_matches_its_signs_to_the_letter() -> None:
    assert containing(r"50%_a\b") == r"%50\%\_a\\b%"
