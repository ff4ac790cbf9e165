"""What an applicant has still to do: come to an interview, and confirm a seat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import and_, func, or_, select

from common.domain.recruitment.deadlines import is_unconfirmed
from common.domain.recruitment.states import ApplicationState
from common.domain.recruitment.tables import applications, vacancies
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, all_of

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    class ToAnswer(Protocol):
        """`confirm_by` is that of a seat; without it there is an interview."""

        id: UUID
        course: str
        confirm_by: date | None
        interview_at: datetime | None


_A = applications.c


def to_answer(db: Connection, student: Actor) -> Sequence[ToAnswer]:
    """What comes first in front."""
    coming = and_(_A.state == ApplicationState.INTERVIEW, _A.interview_at >= clock.now())
    seat = and_(is_unconfirmed(), _A.confirm_by >= clock.today())
    due = func.coalesce(_A.confirm_by, func.timezone(str(clock.campus_zone()), _A.interview_at))
    wanted = select(_A.id, vacancies.c.course, _A.confirm_by, _A.interview_at)
    wanted = wanted.join(vacancies, vacancies.c.id == _A.vacancy_id).where(_A.student_id == student.person_id)
    rows: Sequence[ToAnswer] = all_of(db, wanted.where(or_(coming, seat)).order_by(due, _A.id))
    return rows
