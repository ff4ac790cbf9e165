"""Months that lecturers have locked, and the honoraria of the semester before: one sheet paid, one not yet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from common.domain.attendance.months import lock_months
from common.domain.honorarium.rates import set_rate
from common.domain.honorarium.sheets import make_sheet, mark_paid
from common.domain.recruitment import calendar
from common.domain.recruitment.states import CalendarKind
from common.ops.local.demo.deeds import ADMIN, Job
from common.ops.local.demo.semester import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY
from common.ops.local.demo.story import Made, Story
from common.platform.db import Connection

_RUPIAH = 60_000
# By then every month of the semester before is over.
_WEEK = -19


def mark_days(story: Story) -> None:
    """A holiday that is over, and the exams to come."""
    when = story.semester
    holiday, exams = when.day(-7, FRIDAY), (when.day(3, MONDAY), when.day(3, FRIDAY))
    _mark(story, CalendarKind.HOLIDAY, "Cuti bersama", holiday, holiday)
    _mark(story, CalendarKind.EXAMS, "Ujian tengah semester", *exams)


def _mark(story: Story, kind: CalendarKind, name: str, first: date, last: date) -> None:
    days = {"kind": kind.value, "name": name, "starts_on": first, "ends_on": last}
    story.at(story.semester.at(-13, MONDAY, 9), lambda db: calendar.add(db, story.who[ADMIN], days))  # type: ignore[arg-type]


def lock(story: Story, jobs: Iterable[Job], day: date, when: datetime) -> None:
    """The month of that day, by the lecturer of the contracts."""
    locked = list(jobs)
    lecturer = locked[0].hired.opening.lecturer

    def deed(db: Connection) -> None:
        ids = [job.id for job in locked]
        done = lock_months(db, story.who[lecturer], "id", month=f"{day:%Y-%m}", contract_ids=ids)
        assert not done["failed"], done["failed"]

    story.at(when, deed)


def pay(story: Story, first_week: int, last_week: int, *teams: Iterable[Job]) -> None:
    """The two first months with a practicum on Wednesday: locked, listed, and the first one paid."""
    when = story.semester
    days = [when.day(week, WEDNESDAY) for week in range(first_week, last_week + 1)]
    first, second = list({f"{day:%Y-%m}": day for day in days}.values())[:2]
    rate = {"course": None, "starts_on": when.span_before[0], "amount": _RUPIAH}
    story.at(when.at(-35, MONDAY, 9), lambda db: set_rate(db, story.who[ADMIN], rate))  # type: ignore[arg-type]
    for team in map(list, teams):
        for minute, day in enumerate((first, second)):
            lock(story, team, day, when.at(_WEEK, MONDAY, 9, minute))
    paid = _sheet(story, first, when.at(_WEEK, TUESDAY, 10))
    _sheet(story, second, when.at(_WEEK, TUESDAY, 10, 10))
    on = when.day(_WEEK, THURSDAY)
    story.at(when.at(_WEEK, THURSDAY, 14), lambda db: mark_paid(db, story.who[ADMIN], paid.id, paid_on=on))


def _sheet(story: Story, day: date, when: datetime) -> Made:
    sheet = Made()

    def deed(db: Connection) -> None:
        sheet.made = make_sheet(db, story.who[ADMIN], month=f"{day:%Y-%m}", program=None)

    story.at(when, deed)
    return sheet
