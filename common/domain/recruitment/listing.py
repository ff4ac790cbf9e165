"""Vacancies and applicants of many vacancies in one list: of one's own as a lecturer, of all as an admin."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Text, cast, select, tuple_

from common.domain.people.tables import people
from common.domain.recruitment.belonging import in_period
from common.domain.recruitment.policy import require_lecturer_of, taught_by
from common.domain.recruitment.states import ApplicationState, VacancyState
from common.domain.recruitment.tables import applications, vacancies
from common.domain.recruitment.vacancy_queries import vacancies_where
from common.platform.auth import Actor, Role
from common.platform.db import Connection, Query, one
from common.platform.db.json_list import json_page
from common.platform.pages import page_text, read_cursor

if TYPE_CHECKING:
    from common.domain.recruitment.views import OwnVacancyPageData
    from common.platform.pages import JsonPage

_A, _V = applications.c, vacancies.c


def vacancy_page(
    db: Connection, actor: Actor, *, period_id: UUID | None, after: str | None, limit: int
) -> OwnVacancyPageData:
    """The newest first. Drafts are their lecturer's alone."""
    shown = _V.state != VacancyState.DRAFT if actor.role == Role.ADMIN else _V.id.in_(taught_by(actor.person_id))
    which = [shown, in_period(db, period_id, _V.id)] if period_id else [shown]
    return vacancies_where(db, *which, after=after, limit=limit)


def applicant_page(
    db: Connection,
    actor: Actor,
    *,
    vacancy_id: UUID | None,
    state: str | None,
    period_id: UUID | None,
    after: str | None,
    limit: int,
) -> str:
    """A page as JSON text, the latest first; who has withdrawn is no applicant.

    Raises NotYourVacancy for another lecturer's vacancy.
    """
    wanted = _applicants()
    if actor.role != Role.ADMIN:
        wanted = wanted.where(_A.vacancy_id.in_(taught_by(actor.person_id)))
        if vacancy_id:
            require_lecturer_of(db, actor, vacancy_id)
    if vacancy_id:
        wanted = wanted.where(_A.vacancy_id == vacancy_id)
    if state:
        wanted = wanted.where(_A.state == state)
    if period_id:
        wanted = wanted.where(in_period(db, period_id, _A.vacancy_id))
    if after:
        wanted = wanted.where(tuple_(_A.submitted_at, _A.id) < read_cursor(after))
    found: JsonPage = one(db, json_page(wanted, "submitted_at", "id", backwards=True), values={"limit": limit})
    return page_text(found)


def _applicants() -> Query:
    lecturer = people.alias("lecturer")
    of_application = (_A.email, _A.whatsapp, _A.semester, _A.state, _A.reason, _A.submitted_at, _A.decided_at)
    # A number with decimals travels as text.
    exact = (cast(column, Text).label(column.name) for column in (_A.ipk, _A.score))
    return (
        select(
            *(_A.id, people.c.number, people.c.name, people.c.program, *of_application, *exact),
            *(_V.course, lecturer.c.name.label("lecturer")),
        )
        .join(people, people.c.id == _A.student_id)
        .join(vacancies, _V.id == _A.vacancy_id)
        .join(lecturer, lecturer.c.id == _V.lecturer_id)
        .where(_A.state != ApplicationState.WITHDRAWN)
        .order_by(_A.submitted_at.desc(), _A.id.desc())
    )
