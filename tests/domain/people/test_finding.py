"""The list of accounts: whom a search, a role and a state leave in it, and how it goes on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from common.domain.people.queries import user_page
from common.platform import clock
from tests import factories as make

# No other name holds it.
MARK = "Zwolle"


@pytest.fixture
def crowd(db: Connection) -> dict[str, Any]:
    """By what is special about each, the oldest first; two were made at one moment."""
    now = clock.now()
    special: dict[str, dict[str, Any]] = {
        "plain": {},
        "inactive": {"active": False},
        "lecturer": {"role": "dosen"},
        "twin": {"role": "dosen"},
        "admin": {"role": "admin"},
    }
    ages = dict(zip(special, (5, 4, 3, 3, 2), strict=True))
    return {
        kind: make.person(db, **{"name": f"{kind} {MARK}", "created_at": now - timedelta(hours=ages[kind])} | values)
        for kind, values in special.items()
    }


def listed(db: Connection, **wanted: Any) -> list[str]:
    asked = {"search": MARK, "role": None, "active": None, "after": None, "limit": 25}
    return [row["name"].split(" ")[0] for row in user_page(db, **asked | wanted)["items"]]


def newest_first(crowd: dict[str, Any]) -> list[str]:
    by_age = sorted(crowd, key=lambda kind: (crowd[kind].created_at, crowd[kind].id), reverse=True)
    return list(by_age)


def test_everybody_is_listed_the_newest_first(db: Connection, crowd: dict[str, Any]) -> None:
    assert listed(db) == newest_first(crowd)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"role": "dosen"}, {"lecturer", "twin"}),
        ({"role": "mahasiswa"}, {"plain", "inactive"}),
        ({"active": False}, {"inactive"}),
        ({"active": True}, {"plain", "lecturer", "twin", "admin"}),
        ({"role": "mahasiswa", "active": True}, {"plain"}),
        ({"search": f"ADMIN {MARK}".lower()}, {"admin"}),
    ],
)
def test_a_role_a_state_and_a_word_narrow_the_list(
    db: Connection, crowd: dict[str, Any], wanted: dict[str, Any], found: set[str]
) -> None:
    assert set(listed(db, **wanted)) == found


@pytest.mark.parametrize("column", ["name", "number", "email"])
def test_a_part_of_name_number_or_address_finds_a_person(db: Connection, crowd: dict[str, Any], column: str) -> None:
    wanted = getattr(crowd["plain"], column)
    assert listed(db, search=wanted[2:].upper() if column == "email" else wanted[2:]) == ["plain"]


def test_signs_of_a_pattern_are_taken_to_the_letter(db: Connection, crowd: dict[str, Any]) -> None:
    for pattern in (f"plain%{MARK}", f"plain_{MARK}", f"plain\\ {MARK}"):
        assert listed(db, search=pattern) == []
    make.person(db, name=f"100%_\\ {MARK}")
    assert listed(db, search=f"%_\\ {MARK}") == ["100%_\\"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Ø", {"Øyvør", "Ibu"}),
        ("øy", {"Øyvør"}),
        ("øz", {"Ibu"}),
        ("yv", set()),
        ("yvø", {"Øyvør"}),
        ("ør", set()),
        ("--", set()),
        ("_", set()),
    ],
)
def test_one_or_two_letters_begin_a_word(db: Connection, typed: str, found: set[str]) -> None:
    """As an index finds them; signs alone are found nowhere."""
    for name in ("Øyvør -- Basri", "Ibu Øzmir"):
        make.person(db, name=name)
    assert {name for name in listed(db, search=typed) if name in {"Øyvør", "Ibu"}} == found


def test_who_begins_with_two_digits_is_found_by_them(db: Connection) -> None:
    made = make.person(db, number="٩٩ 17", name=MARK)
    asked = {"role": None, "active": None, "after": None, "limit": 100}
    assert made.id in {row["id"] for row in user_page(db, search="٩٩", **asked)["items"]}


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Ma\u2019ruf", "ma'ruf"),
        ("Ma'ruf", "MA\u02bcRUF"),
        ("Ma\u02bcruf", "Ma\u2019ruf"),
        ("Jose\u0301", "JOS\u00c9"),
        ("Jos\u00e9", "jose\u0301"),
        ("Siti\u00a0Nur", "Siti Nur"),
        ("Nur\u2010Aini", "nur-aini"),
    ],
)
def test_a_name_is_found_as_one_sees_it(db: Connection, name: str, typed: str) -> None:
    make.person(db, name=f"{name} {MARK}")
    assert len(listed(db, search=f"{typed} {MARK}")) == 1
    assert listed(db, search=f"{typed}x {MARK}") == []


def test_a_number_is_found_as_it_is_printed(db: Connection) -> None:
    make.person(db, number="197702032000011001", name=MARK)
    assert listed(db, search="19770203 200001 1 001") == [MARK]
    assert listed(db, search="770203 2000") == [MARK]
    assert listed(db, search="197702032 1") == []


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_together_are_the_list(db: Connection, crowd: dict[str, Any], limit: int) -> None:
    seen: list[str] = []
    after = None
    while True:
        asked = {"search": MARK, "role": None, "active": None, "after": after, "limit": limit}
        page = user_page(db, **asked)
        seen += [row["name"].split(" ")[0] for row in page["items"]]
        after = page["next"]
        if after is None:
            break
        assert len(page["items"]) == limit
    assert seen == newest_first(crowd)
