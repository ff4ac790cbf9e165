"""The public list: narrowed by words and by one's own IPK, in three orders, page by page."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from common.domain.recruitment.states import VacancyOrder, VacancyState
from common.domain.recruitment.vacancy_queries import open_vacancies, programs
from common.platform import clock
from tests import factories as make
from tests.bystanders import without_bystanders
from tests.client import Portal


def courses(db: Connection, **asked: Any) -> list[str]:
    """Of all pages, two cards a page."""
    found, after = [], None
    while True:
        page = json.loads(open_vacancies(db, **{"search": None, "limit": 2, "after": after} | asked))
        found += [card["course"] for card in without_bystanders(page["items"])]
        after = page["next"]
        if after is None:
            return found


def some(db: Connection) -> None:
    lecturer, now = make.lecturer(db), clock.now()
    for course, opened, closing in (("Kalkulus", 3, 2), ("basis data", 1, 3), ("Jaringan", 2, 1), ("Zoologi", 4, 4)):
        times = {"opens_at": now - timedelta(days=opened), "closes_at": now + timedelta(days=closing)}
        make.vacancy(db, lecturer, course=course, **times)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (VacancyOrder.CLOSING, ["Jaringan", "Kalkulus", "basis data", "Zoologi"]),
        (VacancyOrder.NEWEST, ["basis data", "Jaringan", "Kalkulus", "Zoologi"]),
        (VacancyOrder.COURSE, ["basis data", "Jaringan", "Kalkulus", "Zoologi"]),
    ],
)
def test_the_list_is_in_the_order_that_is_asked_for_page_by_page(
    db: Connection, order: str, expected: list[str]
) -> None:
    some(db)
    assert courses(db, order=order) == expected


def test_courses_of_one_name_are_each_shown_once(db: Connection) -> None:
    for _ in range(5):
        make.vacancy(db, make.lecturer(db), course="Basis Data")
    assert courses(db, order=VacancyOrder.COURSE) == ["Basis Data"] * 5


@pytest.mark.parametrize(
    ("ipk", "expected"),
    [
        ("2.99", ["untuk semua"]),
        ("3.00", ["untuk semua", "dengan 3,00"]),
        ("4.00", ["untuk semua", "dengan 3,00", "dengan 3,75"]),
        (None, ["untuk semua", "dengan 3,00", "dengan 3,75"]),
    ],
)
def test_what_asks_for_a_higher_ipk_is_left_out(db: Connection, ipk: str | None, expected: list[str]) -> None:
    lecturer = make.lecturer(db)
    for course, least in (("untuk semua", None), ("dengan 3,00", Decimal("3.00")), ("dengan 3,75", Decimal("3.75"))):
        make.vacancy(db, lecturer, course=course, minimum_ipk=least)
    assert courses(db, ipk=Decimal(ipk) if ipk else None) == expected


@pytest.mark.parametrize("search", ["fisika", "rina wulan"])
def test_a_search_finds_the_course_and_the_lecturer(db: Connection, search: str) -> None:
    rina = make.lecturer(db, name="Rina Wulandari")
    make.vacancy(db, rina, course="Fisika Dasar")
    make.vacancy(db, make.lecturer(db), course="Kimia Dasar")
    assert courses(db, search=search) == ["Fisika Dasar"]
    assert courses(db, search=search, ipk=Decimal("3.5"), order=VacancyOrder.COURSE) == ["Fisika Dasar"]


def of_programmes(db: Connection) -> None:
    lecturer = make.lecturer(db)
    for course, program, days in (
        ("Kalkulus", "Matematika", ["senin"]),
        ("Basis Data", "Teknik Informatika", ["senin", "kamis"]),
        ("Jaringan", "Teknik Informatika", []),
        ("Etika", None, ["kamis"]),
    ):
        make.vacancy(db, lecturer, course=course, program=program, days=days)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"program": "Teknik Informatika"}, ["Basis Data", "Jaringan"]),
        ({"program": "Teknik"}, []),
        ({"day": "senin"}, ["Basis Data", "Kalkulus"]),
        ({"day": "kamis"}, ["Basis Data", "Etika"]),
        ({"day": "minggu"}, []),
        ({"program": "Teknik Informatika", "day": "kamis", "search": "data"}, ["Basis Data"]),
    ],
)
def test_the_list_is_of_one_programme_and_of_one_day(
    db: Connection, asked: dict[str, Any], expected: list[str]
) -> None:
    of_programmes(db)
    assert courses(db, order=VacancyOrder.COURSE, **asked) == expected


def test_programmes_are_those_of_a_year_with_how_many_are_open(db: Connection) -> None:
    of_programmes(db)
    lecturer, past = make.lecturer(db), clock.now() - timedelta(days=1)
    make.vacancy(db, lecturer, program="Kimia", state=VacancyState.CLOSED)
    for program, days in (("arsitektur", 364), ("Fisika", 366)):
        closed = clock.now() - timedelta(days=days)
        make.vacancy(db, lecturer, program=program, opens_at=closed - timedelta(days=1), closes_at=closed)
    make.vacancy(db, lecturer, program="Matematika", opens_at=past - timedelta(days=1), closes_at=past)
    make.vacancy(db, lecturer, program="Biologi", state=VacancyState.DRAFT)
    assert programs(db)["items"] == [
        {"name": "arsitektur", "open": 0},
        {"name": "Matematika", "open": 1},
        {"name": "Teknik Informatika", "open": 2},
    ]


@pytest.mark.parametrize("days", [["monday"], ["senin", None]])
def test_the_database_takes_no_other_word_for_a_day(db: Connection, days: list[str]) -> None:
    lecturer = make.lecturer(db)
    with pytest.raises(DatabaseError, match="vacancies_days_check"):
        make.vacancy(db, lecturer, days=days)


def test_filters_come_by_the_address_and_a_wrong_one_is_named(portal: Portal) -> None:
    shown = portal.call("list_vacancies", query={"ipk": "3,25", "order": "nama"})
    assert without_bystanders(shown["items"]) == []
    wrong = {"ipk": "4,5", "order": "acak", "after": "a", "day": "monday"}
    refused = portal.call("list_vacancies", query=wrong, expect=422)
    assert {error["field"]: error["message"] for error in refused["errors"]} == {
        "ipk": "IPK harus antara 0,00 dan 4,00",
        "order": "Urutan tidak valid",
        "day": "Hari tidak valid",
    }
