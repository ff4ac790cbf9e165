"""A period takes over vacancies of earlier ones as drafts, each of them once, however often it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from common.domain.recruitment.copying import copy_vacancy
from common.domain.recruitment.errors import PeriodOver
from common.domain.recruitment.outcomes import Outcome, attempt, counted
from common.domain.recruitment.tables import academic_periods
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, one
from common.platform.errors import why_not

if TYPE_CHECKING:
    from common.domain.recruitment.rows import AcademicPeriodRow
    from common.domain.recruitment.views import RolledOverViewData, RollOverViewData


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
    return [found[key] for key in dict.fromkeys(vacancy_ids)]


def summary(outcomes: Sequence[Outcome[UUID]], language: str) -> RollOverViewData:
    return {**counted(outcomes), "results": [_view(outcome, language) for outcome in outcomes]}


def _view(outcome: Outcome[UUID], language: str) -> RolledOverViewData:
    return {"vacancy_id": outcome.key, "copy_id": outcome.made, **why_not(outcome.problem, language)}
