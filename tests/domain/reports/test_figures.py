"""The figures of a period in which no two are alike, beside those of another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import Connection

from common.domain.recruitment.belonging import assign_periods
from common.platform import clock
from tests import factories as make
from tests.domain.reports.test_dashboard import contract, post, shown, stages, step, weeks

# A Wednesday, and a period of long ago that nobody else has anything in.
NOON = datetime(2011, 10, 12, 5, tzinfo=UTC)
FIRST, LAST = date(2011, 9, 1), date(2012, 1, 31)


@pytest.fixture(autouse=True)
def mid_term() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def term(db: Connection, **values: Any) -> Any:
    return make.period(db, **{"starts_on": FIRST, "ends_on": LAST} | values)


def apply(db: Connection, vacancy: Any, state: str, *ever: str) -> Any:
    made = make.application(db, vacancy, make.student(db), state=state)
    for one in ever:
        step(db, made.id, vacancy.lecturer_id, one)
    return made


def test_each_application_is_counted_for_what_it_itself_was(db: Connection) -> None:
    period = term(db)
    busy, quiet = post(db, period, course="B"), post(db, period, course="A")
    apply(db, busy, "menunggu")
    apply(db, busy, "ditolak", "wawancara", "ditolak")
    apply(db, busy, "wawancara", "wawancara")
    apply(db, busy, "wawancara", "wawancara")
    apply(db, quiet, "diterima", "wawancara", "diterima")
    apply(db, quiet, "diterima", "diterima")
    apply(db, quiet, "ditolak", "diterima", "ditolak")
    apply(db, quiet, "dibatalkan", "wawancara", "diterima", "dibatalkan")
    elsewhere = post(db, term(db, starts_on=date(2010, 1, 1), ends_on=date(2010, 6, 30)))
    apply(db, elsewhere, "diterima", "wawancara", "diterima")
    found = shown(db, period.id)
    assert stages(found) == [7, 4, 3, 0, 0]
    assert (found["totals"]["vacancies"], found["totals"]["applications"], found["totals"]["accepted"]) == (2, 7, 2)
    rows = [(row["course"], row["applicants"], row["accepted"]) for row in found["applicants_by_vacancy"]]
    assert rows == [("B", 4, 0), ("A", 3, 2)]


def test_vacancies_with_as_many_applicants_go_by_their_course(db: Connection) -> None:
    period = term(db)
    teacher = make.lecturer(db, name="Dr. Ratna")
    for course in ("C", "A", "B"):
        make.vacancy(db, teacher, period_id=period.id, course=course, quota=4)
    apply(db, post(db, period, course="Z"), "menunggu")
    rows = shown(db, period.id)["applicants_by_vacancy"]
    assert [row["course"] for row in rows] == ["Z", "A", "B", "C"]
    assert {(row["lecturer"], row["quota"], row["applicants"], row["accepted"]) for row in rows[1:]} == {
        ("Dr. Ratna", 4, 0, 0)
    }


def test_each_contract_is_counted_by_its_own_state_and_certificates(db: Connection) -> None:
    period, boss = term(db), make.admin(db)
    for _ in range(3):
        contract(db, period)
    contract(db, period, state="ditangguhkan")
    done = [contract(db, period, state="selesai", ended_at=clock.now()) for _ in range(5)]
    for one in done[:4]:
        make.certificate(db, one, boss, revoked_at=clock.now() if one is done[0] else None)
    make.certificate(db, contract(db, term(db, starts_on=date(2010, 1, 1), ends_on=date(2010, 6, 30))), boss)
    found = shown(db, period.id)
    assert (found["totals"]["active_aslab"], found["totals"]["certificates"]) == (3, 3)
    assert stages(found) == [9, 0, 9, 9, 4]
    assert found["totals"]["accepted"] == 9


def test_attendances_are_counted_by_week_and_state_and_of_this_period_alone(db: Connection) -> None:
    period = term(db)
    one, mate = contract(db, period), contract(db, period)
    other = contract(db, term(db, starts_on=date(2010, 1, 1), ends_on=date(2010, 6, 30)))
    for of, day, state in (
        (one, date(2011, 10, 2), "disetujui"),
        (one, date(2011, 10, 3), "disetujui"),
        (mate, date(2011, 10, 3), "disetujui"),
        (one, date(2011, 10, 9), "ditolak"),
        (one, date(2011, 10, 10), "menunggu_foto"),
        (mate, date(2011, 10, 10), "menunggu_verifikasi"),
        (one, date(2011, 10, 11), "menunggu_verifikasi"),
        (other, date(2011, 10, 3), "disetujui"),
    ):
        make.attendance(db, of, day=day, state=state)
    found = shown(db, period.id)
    assert list(weeks(found).items())[-3:] == [
        ("2011-09-26", (1, 0, 0)),
        ("2011-10-03", (2, 0, 1)),
        ("2011-10-10", (0, 3, 0)),
    ]
    assert found["totals"]["attendances"] == 7


@pytest.mark.parametrize(
    ("first", "last", "mondays"),
    [
        # The first day: a Sunday, a Monday, a Tuesday.
        (date(2011, 10, 2), LAST, ["2011-09-26", "2011-10-03", "2011-10-10"]),
        (date(2011, 10, 3), LAST, ["2011-10-03", "2011-10-10"]),
        (date(2011, 10, 4), LAST, ["2011-10-03", "2011-10-10"]),
        # The last day: a Sunday, a Monday, and one to come.
        (date(2011, 10, 1), date(2011, 10, 9), ["2011-09-26", "2011-10-03"]),
        (date(2011, 10, 1), date(2011, 10, 10), ["2011-09-26", "2011-10-03", "2011-10-10"]),
        (date(2011, 10, 12), date(2011, 10, 31), ["2011-10-10"]),
        (date(2011, 10, 16), date(2011, 10, 31), ["2011-10-10"]),
        (date(2011, 10, 17), date(2011, 10, 31), []),
    ],
)
def test_there_is_a_row_for_each_week_of_the_period_up_to_today(
    db: Connection, first: date, last: date, mondays: list[str]
) -> None:
    period = term(db, starts_on=first, ends_on=last)
    assert list(weeks(shown(db, period.id))) == mondays


@pytest.mark.parametrize(("opens", "number"), [(-1, 0), (0, 1), (30, 1), (31, 0)])
def test_a_vacancy_without_a_period_is_of_the_one_in_which_it_opens(db: Connection, opens: int, number: int) -> None:
    period = term(db, ends_on=FIRST + timedelta(days=30))
    opening = clock.start_of(FIRST + timedelta(days=opens))
    vacancy = post(db, None, opens_at=opening, closes_at=opening + timedelta(days=9))
    assign_periods(db)
    apply(db, vacancy, "menunggu")
    totals = shown(db, period.id)["totals"]
    assert (totals["vacancies"], totals["applications"]) == (number, number)
