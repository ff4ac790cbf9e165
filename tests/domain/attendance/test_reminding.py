"""The Friday reminder: when it is due, to whom it goes, and that it goes once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import Connection, select

from common.domain.attendance.reminding import remind_of_attendance, week_to_remind
from common.domain.notifications.tables import messages
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.races import at_once

MONDAY, DAY, SECOND = date(2061, 3, 7), timedelta(days=1), timedelta(seconds=1)
DUE = clock.start_of(MONDAY + 4 * DAY) + timedelta(hours=16)
LAST = clock.start_of(MONDAY + 6 * DAY) + timedelta(hours=20)


@pytest.fixture
def friday() -> Iterator[Any]:
    with time_machine.travel(DUE, tick=False) as moment:
        yield moment


@pytest.mark.parametrize(
    ("moment", "week"),
    [
        (DUE - SECOND, None),
        (DUE, MONDAY),
        (DUE + SECOND, MONDAY),
        (DUE + DAY, MONDAY),
        (LAST - SECOND, MONDAY),
        (LAST, None),
        (LAST + SECOND, None),
        (clock.start_of(MONDAY) - SECOND, None),
        (clock.start_of(MONDAY), None),
    ],
)
def test_it_is_due_from_friday_at_four_until_sunday_evening(moment: datetime, week: date | None) -> None:
    assert week_to_remind(moment) == week


def contract(db: Connection, student: Any = None, **values: Any) -> Any:
    days = {"starts_on": MONDAY - 30 * DAY, "ends_on": MONDAY + 60 * DAY}
    began = clock.start_of(MONDAY - 30 * DAY)
    people = {"student": student or make.student(db), "lecturer": make.lecturer(db), "admin": make.admin(db)}
    return make.contract(db, **people, **days | {"activated_at": began} | values)


def reminded(db: Connection) -> set[Any]:
    """The contracts that are written about."""
    events = db.scalars(select(messages.c.event).where(messages.c.kind == "attendance_missing"))
    return {event.split(":")[1] for event in events}


def test_who_has_recorded_nothing_is_reminded_once_a_contract_and_week(db: Connection, friday: Any) -> None:
    student = make.student(db)
    first, second, present = contract(db, student), contract(db, student), contract(db, student)
    make.attendance(db, present, day=MONDAY + 5 * DAY, state="menunggu_verifikasi")
    make.attendance(db, first, day=MONDAY - DAY)
    make.attendance(db, second, day=MONDAY + 7 * DAY)
    assert [remind_of_attendance(db, limit=1) for _ in range(3)] == [1, 1, 0]
    assert reminded(db) == {str(first.id), str(second.id)}
    about = {"name": student.name, "first_on": "2061-03-07", "last_on": "2061-03-11"}
    rows = db.execute(select(messages).where(messages.c.person_id == student.id)).all()
    assert {(row.channel, row.expires_at) for row in rows} == {
        (channel, clock.start_of(MONDAY + 7 * DAY)) for channel in ("email", "kotak_masuk", "whatsapp")
    }
    assert {about.items() <= row.data.items() for row in rows} == {True}
    friday.shift(2 * DAY)
    assert remind_of_attendance(db) == 0
    friday.shift(5 * DAY)
    assert remind_of_attendance(db) == 2  # the next week: one has attended in it, and the third has not


@pytest.mark.parametrize(
    ("values", "count"),
    [
        ({}, 1),
        ({"starts_on": MONDAY}, 1),
        ({"starts_on": MONDAY + DAY}, 0),
        ({"ends_on": MONDAY + 4 * DAY}, 1),
        ({"ends_on": MONDAY + 3 * DAY}, 0),
        ({"activated_at": clock.start_of(MONDAY + DAY) - SECOND}, 1),
        ({"activated_at": clock.start_of(MONDAY + DAY)}, 0),
        ({"state": "ditangguhkan"}, 0),
        ({"state": "selesai", "ended_at": DUE - DAY}, 0),
    ],
)
def test_a_contract_of_the_whole_week_that_runs(db: Connection, friday: Any, values: Any, count: int) -> None:
    contract(db, **values)
    assert remind_of_attendance(db) == count


@pytest.mark.parametrize(
    ("kind", "days", "count"),
    [
        ("libur", (4, 4), 0),  # the Friday
        ("libur", (3, 3), 1),
        ("libur", (0, 4), 0),
        ("ujian", (0, 4), 0),
        ("ujian", (1, 4), 1),
        ("libur", (-7, -3), 1),
    ],
)
def test_none_on_a_holiday_and_in_a_week_of_exams(
    db: Connection, friday: Any, kind: str, days: tuple[int, int], count: int
) -> None:
    contract(db)
    make.calendar_entry(db, kind=kind, starts_on=MONDAY + days[0] * DAY, ends_on=MONDAY + days[1] * DAY)
    assert remind_of_attendance(db) == count


def test_who_is_deactivated_is_not_reminded(db: Connection, friday: Any) -> None:
    contract(db, make.student(db, active=False))
    assert remind_of_attendance(db) == 0


@pytest.mark.usefixtures("committed")
def test_two_runs_at_once_write_each_reminder_once(friday: Any) -> None:
    with transaction() as db:
        made = {str(contract(db).id) for _ in range(5)}
    assert at_once([remind_of_attendance] * 4) == {"done": 4}
    with transaction() as db:
        mails = select(messages.c.event).where(messages.c.kind == "attendance_missing", messages.c.channel == "email")
        assert sorted(event.split(":")[1] for event in db.scalars(mails)) == sorted(made)
