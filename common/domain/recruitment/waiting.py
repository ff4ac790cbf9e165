"""The waiting list of a vacancy: who is next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, select

from common.domain.people.tables import people
from common.domain.recruitment.states import ApplicationState
from common.domain.recruitment.tables import applications
from common.platform.db import Connection, maybe

if TYPE_CHECKING:

    class WaitingCandidate(Protocol):
        id: UUID
        name: str


def next_on_waiting_list(db: Connection, vacancy_id: UUID) -> WaitingCandidate | None:
    """The best scored candidate who waits; without scores, who applied first."""
    wanted = select(applications.c.id, people.c.name).join(people, people.c.id == applications.c.student_id)
    return maybe(db, wanted.where(applications.c.id == next_in_line(vacancy_id)))


def next_in_line(vacancy_id: UUID | ColumnElement[UUID]) -> ScalarSelect[UUID]:
    """The id of the application that is next; an account that was deactivated is passed over."""
    line, person = applications.alias("line"), people.alias("in_line")
    waiting = (line.c.vacancy_id == vacancy_id) & (line.c.state == ApplicationState.WAITING_LIST) & person.c.active
    order = (line.c.score.desc().nulls_last(), line.c.submitted_at, line.c.id)
    found = select(line.c.id).join(person, person.c.id == line.c.student_id).where(waiting)
    return found.order_by(*order).limit(1).scalar_subquery()
