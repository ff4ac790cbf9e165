"""A vacancy may ask who is accepted to confirm by a date: reminders, and the seat of who is silent (MHS-REG-17)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, Text, cast, exists, func, select, update

from common.domain import audit
from common.domain.notifications.tables import messages
from common.domain.recruitment.deadlines import is_unconfirmed
from common.domain.recruitment.errors import NothingToConfirm
from common.domain.recruitment.moving import locked, move, notify_applicant
from common.domain.recruitment.seats import SILENT, seat_came_free
from common.domain.recruitment.states import ApplicationState
from common.domain.recruitment.tables import applications
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, all_of, value
from common.platform.errors import Forbidden

if TYPE_CHECKING:
    from common.domain.recruitment.rows import ApplicationRow

    class Seated(ApplicationRow, Protocol):
        """One that has still to be confirmed."""

        @property
        def confirm_by(self) -> date: ...


# Reminded on the last day and on the two before it.
_REMINDED = timedelta(days=2)
_EVENT = "confirmation_reminder"
_A = applications.c


def confirm(db: Connection, student: Actor, application_id: UUID) -> None:
    """Keep one's seat. Once more changes nothing. Raises NothingToConfirm."""
    owner: UUID = value(db, select(_A.student_id).where(_A.id == application_id))
    if owner != student.id:
        raise Forbidden()
    _, application = locked(db, application_id)
    if application.state != ApplicationState.ACCEPTED or application.confirm_by is None:
        raise NothingToConfirm()
    if application.confirmed_at is None:
        db.execute(update(applications).where(_A.id == application_id).values(confirmed_at=clock.now()))
        audit.record(db, student, "application.confirmed", "application", application_id)


def remind_to_confirm(db: Connection, *, limit: int = 500) -> int:
    """One reminder a day on the last three; how many. A second run on the same day adds none."""
    today, count = clock.today(), 0
    while due := _to_remind(db, today, limit):
        for application in due:
            over = clock.start_of(application.confirm_by + timedelta(days=1))
            said, event = {"until_on": application.confirm_by}, f"{_EVENT}:{application.id}:{today}"
            notify_applicant(db, application, "confirmation_reminder", event, said, over)
        count += len(due)
    return count


def free_silent_seats(db: Connection, actor: Actor, *, limit: int = 50) -> int:
    """Free the seats of who has not confirmed in time; how many. Two runs at once free each once."""
    freed = 0
    overdue = select(_A.id).where(_is_overdue()).order_by(_A.vacancy_id, _A.id).limit(limit)
    for application_id in db.scalars(overdue).all():
        vacancy, application = locked(db, application_id)
        if not db.scalar(select(exists().where(_A.id == application_id, _is_overdue()))):
            continue
        said, withdrawn = {"until_on": application.confirm_by}, ApplicationState.WITHDRAWN
        step = move(db, actor, application, withdrawn, "application_lapsed", None, None, said, action="lapsed")
        seat_came_free(db, actor, vacancy.id, SILENT, application.student_id, f"step:{step}")
        freed += 1
    return freed


def _to_remind(db: Connection, today: date, limit: int) -> Sequence[Seated]:
    """Who has no reminder of this day yet. The inbox takes every message, so each leaves a row."""
    event = func.concat(f"{_EVENT}:", cast(_A.id, Text), f":{today}")
    due = is_unconfirmed() & _A.confirm_by.between(today, today + _REMINDED)
    wanted = select(applications).where(due, ~exists().where(messages.c.event == event))
    found: Sequence[Seated] = all_of(db, wanted.order_by(_A.confirm_by, _A.id).limit(limit))
    return found


def _is_overdue() -> ColumnElement[bool]:
    return is_unconfirmed() & (_A.confirm_by < clock.today())
