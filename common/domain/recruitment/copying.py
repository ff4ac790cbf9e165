"""A vacancy of an earlier semester as a draft: what it says and asks, and nothing about people (LOW-14)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import insert, literal, select, update

from common.domain import audit
from common.domain.people.tables import people
from common.domain.recruitment.errors import CopiedBefore, OfThisPeriod, OwnerDeactivated
from common.domain.recruitment.policy import require_lecturer_of
from common.domain.recruitment.states import VacancyState
from common.domain.recruitment.tables import criteria, vacancies, vacancy_copies
from common.domain.uploads.copying import copy_file
from common.platform import clock
from common.platform.auth import Actor, Role
from common.platform.db import Connection, one, translating_constraints, value

if TYPE_CHECKING:
    from common.domain.recruitment.rows import VacancyRow

# Neither dates nor the period: those are another semester's. Co-lecturers are people.
_COPIED = (
    *("course", "program", "days", "quota", "description", "requirements", "minimum_ipk", "minimum_semester"),
    *("documents", "fills_seats"),
)


def copy_vacancy(db: Connection, actor: Actor, vacancy_id: UUID, period_id: UUID | None = None) -> UUID:
    """A draft of the lecturer who asks for it, or of its own where an admin does; its dates are filled in later.

    To a period it is copied once. Raises NotYourVacancy, OwnerDeactivated, OfThisPeriod and CopiedBefore.
    """
    if actor.role != Role.ADMIN:
        require_lecturer_of(db, actor, vacancy_id)
    source: VacancyRow = one(db, select(vacancies).where(vacancies.c.id == vacancy_id).with_for_update(read=True))
    if period_id and source.period_id == period_id:
        raise OfThisPeriod()
    now = clock.now()
    row = {name: getattr(source, name) for name in _COPIED}
    owner = _owner(db, source.lecturer_id) if actor.role == Role.ADMIN else actor.person_id
    row |= {"lecturer_id": owner, "period_id": period_id, "state": VacancyState.DRAFT}
    row |= {"created_at": now, "updated_at": now}
    made: UUID = db.execute(vacancies.insert().values(row).returning(vacancies.c.id)).scalar_one()
    if period_id:
        with translating_constraints({"one_copy_a_period": CopiedBefore}):
            db.execute(vacancy_copies.insert().values(copy_id=made, source_id=source.id, period_id=period_id))
    asked = select(literal(made), criteria.c.position, criteria.c.name, criteria.c.weight)
    mine = asked.where(criteria.c.vacancy_id == source.id)
    db.execute(insert(criteria).from_select(["vacancy_id", "position", "name", "weight"], mine))
    new = {"course": source.course, "copied_from": source.id}
    audit.record(db, actor, "vacancy.copied", "vacancy", made, new=new)
    if source.pamphlet_id and (pamphlet := copy_file(db, owner, source.pamphlet_id)):
        db.execute(update(vacancies).where(vacancies.c.id == made).values(pamphlet_id=pamphlet))
    return made


def _owner(db: Connection, lecturer_id: UUID) -> UUID:
    """Held, so that the account is not shut meanwhile."""
    active = select(people.c.id).where(people.c.id == lecturer_id, people.c.active)
    owner: UUID = value(db, active.with_for_update(read=True), OwnerDeactivated)
    return owner
