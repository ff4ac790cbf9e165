"""What a lecturer is told once a day instead of once an applicant (NOTIF-01)."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import func, select

from common.clock import start_of
from common.db import Connection
from common.notifications.queue import Recipient, notify
from common.people.tables import people
from common.recruitment.states import ApplicationState
from common.recruitment.tables import applications, vacancies


def queue_daily_summaries(db: Connection, day: date) -> int:
    """One message for each lecturer whose vacancies got applications on `day`; how many lecturers."""
    new = applications.c.submitted_at.between(start_of(day), start_of(day + timedelta(days=1)))
    counted = (
        select(
            people,
            func.count().label("count"),
            func.string_agg(vacancies.c.course.distinct(), ", ").label("courses"),
        )
        .select_from(applications)
        .join(vacancies, vacancies.c.id == applications.c.vacancy_id)
        .join(people, people.c.id == vacancies.c.lecturer_id)
        .where(new, applications.c.state != ApplicationState.WITHDRAWN)
        .group_by(people.c.id)
    )
    rows = db.execute(counted).all()
    for row in rows:
        data = {"name": row.name, "count": row._mapping["count"], "courses": row.courses}
        notify(db, Recipient.of(row), "new_applications_summary", f"new_applications_summary:{row.id}:{day}", data)
    return len(rows)
