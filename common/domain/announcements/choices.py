"""The vacancies whose people an announcement may be for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import func, select, tuple_

from common.domain.assistants.states import ContractState
from common.domain.assistants.tables import contracts
from common.domain.people.tables import people
from common.domain.recruitment.states import ApplicationState, VacancyState
from common.domain.recruitment.tables import applications, vacancies
from common.platform.db import Connection, all_of
from common.platform.pages import contains, page, read_cursor

if TYPE_CHECKING:
    from common.domain.announcements.views import VacancyChoicePageData, VacancyChoiceViewData

    class Choice(Protocol):
        """A vacancy with how many people it has."""

        id: UUID
        created_at: datetime
        course: str
        lecturer: str
        applicants: int
        aslab: int


def vacancy_choices(db: Connection, *, search: str | None, after: str | None, limit: int) -> VacancyChoicePageData:
    """All but drafts, the newest first, by a part of the course."""
    v = vacancies.c
    remained = (applications.c.vacancy_id == v.id) & (applications.c.state != ApplicationState.WITHDRAWN)
    running = (contracts.c.vacancy_id == v.id) & (contracts.c.state == ContractState.ACTIVE)
    wanted = (
        select(
            *(v.id, v.created_at, v.course, people.c.name.label("lecturer")),
            select(func.count()).where(remained).scalar_subquery().label("applicants"),
            select(func.count()).where(running).scalar_subquery().label("aslab"),
        )
        .join(people, people.c.id == v.lecturer_id)
        .where(v.state != VacancyState.DRAFT)
        .order_by(v.created_at.desc(), v.id.desc())
        .limit(limit + 1)
    )
    if search:
        wanted = wanted.where(contains(v.course, search))
    if after:
        wanted = wanted.where(tuple_(v.created_at, v.id) < read_cursor(after))
    rows: Sequence[Choice] = all_of(db, wanted)
    found = page(rows, limit, lambda row: (row.created_at, row.id))
    return {"items": [_shown(row) for row in found["items"]], "next": found["next"]}


def _shown(row: Choice) -> VacancyChoiceViewData:
    return {
        "id": row.id,
        "course": row.course,
        "lecturer": row.lecturer,
        "applicants": row.applicants,
        "aslab": row.aslab,
    }
