"""A period takes over vacancies of earlier ones as drafts, each of them once, however often it is asked.

As with decisions about many (record 0041), each has a savepoint of its own and all are committed together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from common.domain.recruitment.copying import copy_vacancy
from common.domain.recruitment.errors import PeriodOver
from common.domain.recruitment.tables import academic_periods
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, one
from common.platform.errors import Problem

if TYPE_CHECKING:
    from common.domain.recruitment.rows import AcademicPeriodRow
    from common.domain.recruitment.views import RolledOverViewData, RollOverViewData


@dataclass(frozen=True)
class Outcome:
    """What became of one vacancy: its draft, or why there is none."""

    vacancy_id: UUID
    copy_id: UUID | None = None
    problem: Problem | None = None

    def view(self, language: str) -> RolledOverViewData:
        return {
            "vacancy_id": self.vacancy_id,
            "copy_id": self.copy_id,
            "code": self.problem.code if self.problem else None,
            "message": self.problem.text().to(language) if self.problem else None,
        }


def roll_over(db: Connection, actor: Actor, period_id: UUID, vacancy_ids: Sequence[UUID]) -> list[Outcome]:
    """A draft of each, in the order in which they are named. Raises NotFound and PeriodOver."""
    period: AcademicPeriodRow = one(db, select(academic_periods).where(academic_periods.c.id == period_id))
    if period.ends_on < clock.today():
        raise PeriodOver()
    # In one order for everybody: two requests that name the same do not wait for each other in a circle.
    found = {key: _attempt(db, actor, period_id, key) for key in sorted(set(vacancy_ids))}
    return [found[key] for key in dict.fromkeys(vacancy_ids)]


def summary(outcomes: Sequence[Outcome], language: str) -> RollOverViewData:
    done = sum(outcome.problem is None for outcome in outcomes)
    results = [outcome.view(language) for outcome in outcomes]
    return {"done": done, "failed": len(outcomes) - done, "results": results}


def _attempt(db: Connection, actor: Actor, period_id: UUID, key: UUID) -> Outcome:
    try:
        with db.begin_nested():
            return Outcome(key, copy_vacancy(db, actor, key, period_id))
    except Problem as problem:
        return Outcome(key, problem=problem)
