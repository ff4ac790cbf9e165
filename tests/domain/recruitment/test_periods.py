"""Academic periods: what a change writes, and that two neither overlap nor share a name."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection

from common.domain.recruitment import belonging, periods
from common.domain.recruitment.tables import academic_periods
from common.platform import clock
from tests import factories as make
from tests.outcomes import lines, outcome, row

# No other test has a period here.
FIRST, LAST = date(2061, 2, 1), date(2061, 7, 31)
DAY = timedelta(days=1)


def form(name: str = "Genap 2061", starts_on: date = FIRST, ends_on: date = LAST) -> dict[str, Any]:
    return {"name": name, "starts_on": starts_on, "ends_on": ends_on}


def test_a_period_is_added_with_its_line(db: Connection) -> None:
    admin = make.as_actor(make.admin(db))
    made = periods.add_period(db, admin, form())
    assert row(db, academic_periods, made.id)._asdict() == form() | {"id": made.id}
    [line] = lines(db, made.id)
    assert (line.action, line.subject_type, line.actor_id, line.old) == ("period.added", "period", admin.id, None)
    assert line.new == {"name": "Genap 2061", "starts_on": "2061-02-01", "ends_on": "2061-07-31"}


def test_a_change_is_of_one_period_and_logs_what_differs(db: Connection) -> None:
    admin = make.as_actor(make.admin(db))
    made, other = make.period(db, **form()), make.period(db, **form("Gasal 2062", LAST + 90 * DAY, LAST + 180 * DAY))
    changed = periods.change_period(db, admin, made.id, form(ends_on=LAST + DAY))
    assert (
        changed._asdict() == row(db, academic_periods, made.id)._asdict() == form(ends_on=LAST + DAY) | {"id": made.id}
    )
    assert row(db, academic_periods, other.id) == other
    [line] = lines(db, made.id)
    assert (line.action, line.subject_type) == ("period.changed", "period")
    assert (line.old, line.new) == ({"ends_on": "2061-07-31"}, {"ends_on": "2061-08-01"})


def test_a_period_that_is_not_there_is_not_changed(db: Connection) -> None:
    assert outcome(db, periods.change_period, make.as_actor(make.admin(db)), uuid4(), form()) == "not_found"


@pytest.mark.parametrize(
    ("name", "first", "last", "refusal"),
    [
        ("Lain", LAST, LAST + 9 * DAY, "periods_overlap"),
        ("Lain", LAST + DAY, LAST + 9 * DAY, "done"),
        ("Lain", FIRST - 9 * DAY, FIRST, "periods_overlap"),
        ("Lain", FIRST - 9 * DAY, FIRST - DAY, "done"),
        ("Genap 2061", LAST + DAY, LAST + 9 * DAY, "period_name_taken"),
    ],
)
def test_two_periods_neither_overlap_nor_share_a_name(
    db: Connection, name: str, first: date, last: date, refusal: str
) -> None:
    admin = make.as_actor(make.admin(db))
    make.period(db, **form())
    other = make.period(db, **form("Gasal 2070", date(2070, 1, 1), date(2070, 6, 1)))
    assert outcome(db, periods.add_period, admin, form(name, first, last)) == refusal
    assert outcome(db, periods.change_period, admin, other.id, form(name, first, last)) in {refusal, "periods_overlap"}


def test_the_newest_period_is_first(db: Connection) -> None:
    made = [make.period(db, **form(f"P{year}", date(year, 1, 1), date(year, 6, 1))) for year in (2062, 2064, 2063)]
    mine = {one.id for one in made}
    shown = [item["name"] for item in periods.periods(db)["items"] if item["id"] in mine]
    assert shown == ["P2064", "P2063", "P2062"]


@pytest.mark.parametrize(("first", "last", "runs"), [(0, 9, True), (-9, 0, True), (1, 9, False), (-9, -1, False)])
def test_a_period_runs_from_its_first_to_its_last_day(db: Connection, first: int, last: int, runs: bool) -> None:
    """Else the one that begins last is shown."""
    today = clock.today()
    made = make.period(db, starts_on=today + first * DAY, ends_on=today + last * DAY)
    latest = make.period(db, **form(starts_on=date(2095, 1, 1), ends_on=date(2095, 6, 1)))
    assert belonging.chosen_period(db, None).id == (made.id if runs else latest.id)
    assert belonging.chosen_period(db, made.id).id == made.id
    assert outcome(db, belonging.chosen_period, uuid4()) == "not_found"
