"""The slots of one interview day: each applicant gets the first that nobody else of the vacancy has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import select

from common.domain.recruitment.errors import NoSlotLeft
from common.domain.recruitment.states import ApplicationState
from common.domain.recruitment.tables import applications, interview_slots
from common.platform import clock
from common.platform.db import Connection, all_of

if TYPE_CHECKING:
    from common.domain.recruitment.rows import ApplicationRow

    class Invited(Protocol):
        id: UUID
        interview_at: datetime
        ends_at: datetime | None


Slot = tuple[datetime, datetime]
_A = applications.c


@dataclass(frozen=True)
class InterviewDay:
    """Needs the vacancy's lock, else `taken` is out of date. The database refuses the same slot twice."""

    at: datetime
    length: timedelta
    pause: timedelta
    taken: dict[UUID, Slot]

    def slot_for(self, application_id: UUID) -> Slot:
        """Raises NoSlotLeft when the campus's day is over."""
        others = [slot for key, slot in self.taken.items() if key != application_id]
        begins, midnight = self.at, clock.start_of(clock.campus_day(self.at) + timedelta(days=1))
        while (ends := begins + self.length) <= midnight:
            if all(ends <= first or last <= begins for first, last in others):
                return begins, ends
            begins = ends + self.pause
        raise NoSlotLeft()


def interview_day(db: Connection, vacancy_id: UUID, at: datetime, minutes: int, break_minutes: int) -> InterviewDay:
    length = timedelta(minutes=minutes)
    invited = (_A.vacancy_id == vacancy_id) & (_A.state == ApplicationState.INTERVIEW)
    slot = applications.outerjoin(interview_slots, interview_slots.c.application_id == _A.id)
    wanted = select(_A.id, _A.interview_at, interview_slots.c.ends_at).select_from(slot)
    rows: Sequence[Invited] = all_of(db, wanted.where(invited))
    # Who was invited alone has no end: it lasts as long as these.
    taken = {row.id: (row.interview_at, row.ends_at or row.interview_at + length) for row in rows}
    return InterviewDay(at, length, timedelta(minutes=break_minutes), taken)


def take_slot(db: Connection, application: ApplicationRow, starts_at: datetime, ends_at: datetime) -> None:
    """It is free again as soon as the applicant's state is another one, or the interview is moved."""
    row = {"application_id": application.id, "vacancy_id": application.vacancy_id}
    db.execute(interview_slots.insert().values(**row, starts_at=starts_at, ends_at=ends_at))
