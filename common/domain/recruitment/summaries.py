"""The message to lecturers once a day instead of once an applicant (NOTIF-01)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import func, select, union

from common.domain.notifications.queue import Recipient, notify
from common.domain.people.tables import people
from common.domain.recruitment.states import ApplicationState
from common.domain.recruitment.tables import applications, co_lecturers, vacancies
from common.platform.clock import start_of
from common.platform.db import Connection, Query, all_of

if TYPE_CHECKING:
    from common.domain.people.rows import PersonRow

    class Applications(PersonRow, Protocol):
        """A lecturer, and how many have newly applied for one vacancy."""

        course: str
        new: int


# The hour on campus at which a day is summed up: what comes in later belongs to the next summary.
CLOSING_HOUR = 18


def queue_daily_summaries(db: Connection, day: date) -> int:
    """One message for each lecturer with new applicants in the 24 hours up to CLOSING_HOUR on `day`; how many.

    The same day again adds nothing. Co-lecturers are notified as well, since they select too.
    """
    rows: Sequence[Applications] = all_of(db, _new_applications(day))
    by_lecturer = [list(own) for _, own in groupby(rows, key=lambda row: row.id)]
    for own in by_lecturer:
        _notify_lecturer(db, day, own)
    return len(by_lecturer)


def _new_applications(day: date) -> Query:
    until = start_of(day) + timedelta(hours=CLOSING_HOUR)
    since = until - timedelta(days=1)
    readers = union(
        select(vacancies.c.id.label("vacancy_id"), vacancies.c.lecturer_id),
        select(co_lecturers.c.vacancy_id, co_lecturers.c.lecturer_id),
    ).subquery()
    return (
        select(people, vacancies.c.course, func.count().label("new"))
        .select_from(applications)
        .join(vacancies, vacancies.c.id == applications.c.vacancy_id)
        .join(readers, readers.c.vacancy_id == vacancies.c.id)
        .join(people, people.c.id == readers.c.lecturer_id)
        .where(applications.c.submitted_at >= since, applications.c.submitted_at < until)
        .where(applications.c.state != ApplicationState.WITHDRAWN, people.c.active)
        .group_by(people.c.id, vacancies.c.id)
        .order_by(people.c.id, vacancies.c.course)
    )


def _notify_lecturer(db: Connection, day: date, own: list[Applications]) -> None:
    lecturer = own[0]
    data = {
        "name": lecturer.name,
        "day": day,
        "count": sum(row.new for row in own),
        "courses": [f"{row.course}: {row.new}" for row in own],
    }
    event = f"new_applications_summary:{lecturer.id}:{day}"
    notify(db, Recipient.of(lecturer), "new_applications_summary", event, data)
