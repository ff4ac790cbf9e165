"""Who may touch which vacancy and which application: rows, where the endpoint has checked the role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, SelectBase, exists, or_, select, union

from common.domain.recruitment.errors import NotYourVacancy
from common.domain.recruitment.states import ApplicationState
from common.domain.recruitment.tables import applications, co_lecturers, vacancies
from common.platform.auth import Actor, Role
from common.platform.db import Connection, one
from common.platform.errors import Forbidden, NotFound

if TYPE_CHECKING:
    from common.domain.recruitment.rows import ApplicationRow, VacancyRow

    class Own(Protocol):
        own: bool


def teaches(lecturer_id: UUID | ColumnElement[UUID]) -> ColumnElement[bool]:
    """A condition on `vacancies`: the lecturer is its owner or a co-lecturer."""
    helps = exists().where(co_lecturers.c.vacancy_id == vacancies.c.id, co_lecturers.c.lecturer_id == lecturer_id)
    return or_(vacancies.c.lecturer_id == lecturer_id, helps)


def taught_by(lecturer_id: UUID | ColumnElement[UUID]) -> SelectBase:
    """The ids of the vacancies that a lecturer owns or helps with, as a subquery for lists.

    Beside `teaches`, which says the same of one row: of an "or" the planner thinks that half the table fits it, and
    reads all of it.
    """
    owned = select(vacancies.c.id).where(vacancies.c.lecturer_id == lecturer_id)
    helped = select(co_lecturers.c.vacancy_id).where(co_lecturers.c.lecturer_id == lecturer_id)
    return union(owned, helped)


def require_lecturer_of(db: Connection, actor: Actor, vacancy_id: UUID) -> None:
    """Raises NotFound for no such vacancy, NotYourVacancy for another lecturer's."""
    own: Own = one(db, select(teaches(actor.person_id).label("own")).where(vacancies.c.id == vacancy_id))
    if not own.own:
        raise NotYourVacancy()


def require_owner_of(db: Connection, actor: Actor, vacancy_id: UUID) -> VacancyRow:
    """The vacancy, locked; a co-lecturer selects and verifies, but only the owner changes the vacancy itself."""
    row: VacancyRow = one(db, select(vacancies).where(vacancies.c.id == vacancy_id).with_for_update())
    if row.lecturer_id != actor.id:
        raise NotYourVacancy()
    return row


def may_see_application(db: Connection, actor: Actor, application_id: UUID) -> ApplicationRow:
    """The application, for its applicant, for the lecturers of its vacancy and for admins."""
    row: ApplicationRow = one(db, select(applications).where(applications.c.id == application_id))
    if actor.role == Role.LECTURER:
        require_lecturer_of(db, actor, row.vacancy_id)
        if row.state == ApplicationState.WITHDRAWN:
            raise NotFound()
    elif actor.role != Role.ADMIN and row.student_id != actor.id:
        raise Forbidden()
    return row
