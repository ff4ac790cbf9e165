"""The message to lecturers once a day instead of once an applicant (NOTIF-01)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import DateTime, FromClause, and_, cast, func, select, true, union

from common.domain.notifications.queue import Recipient, notify
from common.domain.notifications.tables import messages
from common.domain.people.tables import people
from common.domain.recruitment.states import ApplicationState
from common.domain.recruitment.tables import applications, co_lecturers, vacancies
from common.platform import clock
from common.platform.clock import start_of
from common.platform.db import Connection, Query, all_of, is_one_of, without_secrets

if TYPE_CHECKING:
    from common.domain.people.rows import PersonRow

    class Applications(PersonRow, Protocol):
        """A lecturer, and how many have newly applied for one vacancy."""

        course: str
        new: int


# The hour on campus at which a day is summed up: what comes in later belongs to the next summary.
CLOSING_HOUR = 18
# How far back a summary looks for what a run that was missed has left untold.
_MISSED = timedelta(days=7)


def queue_daily_summaries(db: Connection, day: date) -> int:
    """One message for each lecturer with new applicants since their last one, up to CLOSING_HOUR on `day`; how many.

    The same day again adds nothing: the ledger takes each event once. Co-lecturers are notified as well, since they
    select too.
    """
    rows: Sequence[Applications] = all_of(db, _new_applications(day))
    by_lecturer = [list(own) for _, own in groupby(rows, key=lambda row: row.id)]
    for own in by_lecturer:
        _notify_lecturer(db, day, own)
    return len(by_lecturer)


def last_closed_day(now: datetime) -> date:
    """The day that a run at this moment sums up: one that is hours late must not close a day that still goes on."""
    day = clock.campus_day(now)
    return day if now >= _closing(day) else day - timedelta(days=1)


def _new_applications(day: date) -> Query:
    earliest = _closing(day - _MISSED)
    last = _last_summaries(earliest)
    since = func.greatest(earliest, last.c.until)
    readers = _readers()
    recent = and_(applications.c.submitted_at >= earliest, applications.c.submitted_at < _closing(day))
    return (
        select(*without_secrets(people), vacancies.c.course, func.count().label("new"))
        .select_from(applications)
        .join(vacancies, vacancies.c.id == applications.c.vacancy_id)
        .join(readers, true())
        .join(people, people.c.id == readers.c.lecturer_id)
        .outerjoin(last, last.c.person_id == people.c.id)
        .where(applications.c.submitted_at >= since, recent)
        # Said beside `since`, which no index can serve; and few vacancies have recent applications.
        .where(is_one_of(vacancies.c.id, select(applications.c.vacancy_id).where(recent).distinct()))
        .where(applications.c.state != ApplicationState.WITHDRAWN, people.c.active)
        .group_by(people.c.id, vacancies.c.id)
        .order_by(people.c.id, vacancies.c.course)
    )


def _readers() -> FromClause:
    """A vacancy's lecturers, looked up for each that somebody has applied for."""
    owning = select(vacancies.c.lecturer_id).correlate(vacancies)
    helping = select(co_lecturers.c.lecturer_id).where(co_lecturers.c.vacancy_id == vacancies.c.id)
    return union(owning, helping.correlate(vacancies)).lateral("readers")


def _last_summaries(earliest: datetime) -> FromClause:
    """Up to which moment each lecturer has been notified. One is written after its moment, so that none is missed."""
    day = cast(func.max(messages.c.data["day"].astext), DateTime)
    until = func.timezone(str(clock.campus_zone()), day + timedelta(hours=CLOSING_HOUR)).label("until")
    return (
        select(messages.c.person_id, until)
        .where(messages.c.kind == "new_applications_summary", messages.c.created_at >= earliest)
        .group_by(messages.c.person_id)
        .subquery()
    )


def _closing(day: date) -> datetime:
    return start_of(day) + timedelta(hours=CLOSING_HOUR)


def _notify_lecturer(db: Connection, day: date, own: list[Applications]) -> None:
    lecturer = own[0]
    data = {
        "name": lecturer.name,
        "day": day,
        "count": sum(row.new for row in own),
        "courses": [f"{row.course}: {row.new}" for row in own],
    }
    notify(
        db, Recipient.of(lecturer), "new_applications_summary", f"new_applications_summary:{lecturer.id}:{day}", data
    )
