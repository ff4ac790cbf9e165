"""A period takes over vacancies of earlier ones as drafts, each of them once, however often it is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import select, tuple_

from common.domain.notifications.queue import Notice, Recipient, notify_all
from common.domain.people.tables import people
from common.domain.recruitment.copying import copy_vacancy
from common.domain.recruitment.errors import PeriodOver
from common.domain.recruitment.outcomes import Outcome, attempt, counted
from common.domain.recruitment.states import VacancyState
from common.domain.recruitment.tables import academic_periods, vacancies
from common.platform import clock
from common.platform.auth import Actor, Role
from common.platform.db import Connection, all_of, one, views, without_secrets
from common.platform.errors import why_not
from common.platform.pages import page, read_cursor

if TYPE_CHECKING:
    from common.domain.people.rows import PersonRow
    from common.domain.recruitment.rows import AcademicPeriodRow
    from common.domain.recruitment.views import (
        PeriodVacancyPageData,
        PeriodVacancyViewData,
        RolledOverViewData,
        RollOverViewData,
    )

    class Owner(PersonRow, Protocol):
        """A lecturer with the course of a draft."""

        course: str

    class Offered(PeriodVacancyViewData):
        created_at: datetime


def roll_over(db: Connection, actor: Actor, period_id: UUID, vacancy_ids: Sequence[UUID]) -> list[Outcome[UUID]]:
    """A draft of each, in the order in which they are named. Raises NotFound and PeriodOver."""
    period: AcademicPeriodRow = one(db, select(academic_periods).where(academic_periods.c.id == period_id))
    if period.ends_on < clock.today():
        raise PeriodOver()
    # In one order for everybody: two requests that name the same do not wait for each other in a circle.
    found = {
        key: attempt(db, key, lambda source: copy_vacancy(db, actor, source, period_id))
        for key in sorted(set(vacancy_ids))
    }
    if actor.role == Role.ADMIN:
        _notify_owners(db, period, [one.made for one in found.values() if one.made])
    return [found[key] for key in dict.fromkeys(vacancy_ids)]


def _notify_owners(db: Connection, period: AcademicPeriodRow, drafts: Sequence[UUID]) -> None:
    """One message for all of one lecturer's drafts."""
    wanted = select(*without_secrets(people), vacancies.c.course).join(people, people.c.id == vacancies.c.lecturer_id)
    rows: Sequence[Owner] = all_of(db, wanted.where(vacancies.c.id.in_(drafts)).order_by(vacancies.c.course))
    owners, courses = {row.id: row for row in rows}, defaultdict[UUID, list[str]](list)
    for row in rows:
        courses[row.id].append(row.course)
    kind = "vacancies_rolled_over"
    event = f"{kind}:{period.id}:{clock.now().isoformat()}"
    notify_all(
        db,
        [
            Notice(
                Recipient.of(row),
                kind,
                event,
                {"name": row.name, "courses": courses[row.id], "period": period.name},
            )
            for row in owners.values()
        ],
    )


def of_period(db: Connection, period_id: UUID, *, after: str | None, limit: int) -> PeriodVacancyPageData:
    """What an admin may copy from a period: every vacancy that was published, the newest first."""
    order = (vacancies.c.created_at, vacancies.c.id)
    wanted = (
        select(*order, vacancies.c.course, people.c.name.label("lecturer"))
        .join(people, people.c.id == vacancies.c.lecturer_id)
        .where(vacancies.c.period_id == period_id, vacancies.c.state != VacancyState.DRAFT)
    )
    if after:
        wanted = wanted.where(tuple_(*order) < read_cursor(after))
    rows: Sequence[Offered] = views(db, wanted.order_by(*(one.desc() for one in order)).limit(limit + 1))
    return page(rows, limit, lambda row: (row["created_at"], row["id"]))


def summary(outcomes: Sequence[Outcome[UUID]], language: str) -> RollOverViewData:
    return {**counted(outcomes), "results": [_view(outcome, language) for outcome in outcomes]}


def _view(outcome: Outcome[UUID], language: str) -> RolledOverViewData:
    return {"vacancy_id": outcome.key, "copy_id": outcome.made, **why_not(outcome.problem, language)}
