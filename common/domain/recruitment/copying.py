"""A vacancy of an earlier semester as a draft: what it says and asks, and nothing about people (LOW-14)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import insert, literal, select, update

from common.domain import audit
from common.domain.recruitment.errors import CopiedBefore, OfThisPeriod
from common.domain.recruitment.policy import require_lecturer_of
from common.domain.recruitment.states import VacancyState
from common.domain.recruitment.tables import criteria, vacancies, vacancy_copies
from common.domain.uploads.copying import copy_file
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, one, translating_constraints

if TYPE_CHECKING:
    from common.domain.recruitment.rows import VacancyRow

# Neither dates nor the period: those are another semester's. Co-lecturers are people.
_COPIED = (
    *("course", "quota", "description", "requirements", "minimum_ipk", "minimum_semester"),
    *("documents", "fills_seats"),
)


def copy_vacancy(db: Connection, actor: Actor, vacancy_id: UUID, period_id: UUID | None = None) -> UUID:
    """A draft of the lecturer who asks for it; its dates are filled in before it is published.

    To a period it is copied once. Raises NotYourVacancy, OfThisPeriod and CopiedBefore.
    """
    require_lecturer_of(db, actor, vacancy_id)
    source: VacancyRow = one(db, select(vacancies).where(vacancies.c.id == vacancy_id).with_for_update(read=True))
    if period_id and source.period_id == period_id:
        raise OfThisPeriod()
    now = clock.now()
    row = {name: getattr(source, name) for name in _COPIED}
    row |= {"lecturer_id": actor.person_id, "period_id": period_id, "state": VacancyState.DRAFT}
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
    if source.pamphlet_id and (pamphlet := copy_file(db, actor.person_id, source.pamphlet_id)):
        db.execute(update(vacancies).where(vacancies.c.id == made).values(pamphlet_id=pamphlet))
    return made
