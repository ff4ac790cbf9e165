"""The aslab of the vacancy that another was copied from: how they worked, and who of them is invited to apply again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypedDict
from uuid import UUID

from sqlalchemy import select

from common.domain.assistants.evaluating import evaluations_of
from common.domain.assistants.tables import contracts
from common.domain.attendance.overview import count_of
from common.domain.attendance.states import AttendanceState
from common.domain.people.tables import people
from common.domain.recruitment.inviting import (
    has_applied,
    invite,
    is_invited,
    notify_invited,
    refusal,
    require_unclosed,
)
from common.domain.recruitment.moving import lock_vacancy
from common.domain.recruitment.outcomes import Outcome, attempt, counted
from common.domain.recruitment.policy import require_lecturer_of
from common.domain.recruitment.states import VacancyState
from common.domain.recruitment.tables import vacancy_copies
from common.platform.auth import Actor
from common.platform.db import Connection, Query, views
from common.platform.errors import NotFound, Problem, why_not

if TYPE_CHECKING:
    from common.domain.assistants.views import EvaluationViewData
    from common.domain.attendance.views import (
        FormerAslabListData,
        FormerAslabViewData,
        InvitedListViewData,
        InvitedViewData,
    )

    class Former(TypedDict):
        contract_id: UUID
        person_id: UUID
        name: str
        number: str
        approved: int
        recorded: int
        active: bool
        applied: bool
        invited: bool


# Without those whose photo has not come.
_RECORDED = [state for state in AttendanceState if state != AttendanceState.AWAITING_PHOTO]


def former_aslab(db: Connection, actor: Actor, vacancy_id: UUID, language: str) -> FormerAslabListData:
    """By name; nobody where the vacancy was not copied. Raises NotFound and NotYourVacancy."""
    require_lecturer_of(db, actor, vacancy_id)
    rows: Sequence[Former] = views(db, _former(vacancy_id))
    evaluated = evaluations_of(db, [row["contract_id"] for row in rows])
    return {"items": [_view(row, evaluated.get(row["contract_id"]), language) for row in rows]}


def _view(row: Former, evaluation: EvaluationViewData | None, language: str) -> FormerAslabViewData:
    return {
        "contract_id": row["contract_id"],
        "person_id": row["person_id"],
        "name": row["name"],
        "number": row["number"],
        "approved": row["approved"],
        "recorded": row["recorded"],
        "evaluation": evaluation,
        **why_not(_refusal(row), language),
    }


def invite_former(db: Connection, actor: Actor, vacancy_id: UUID, person_ids: Sequence[UUID]) -> list[Outcome[UUID]]:
    """Invite each once; they are notified at once where the vacancy is published, else when it is.

    Raises NotFound, NotYourVacancy and VacancyClosed.
    """
    require_lecturer_of(db, actor, vacancy_id)
    # Held, so that it is not published between the look at its state and the invitation.
    vacancy = lock_vacancy(db, vacancy_id)
    require_unclosed(vacancy)
    rows: Sequence[Former] = views(db, _former(vacancy_id))
    former = {row["person_id"]: row for row in rows}

    def step(person_id: UUID) -> UUID:
        if person_id not in former:
            raise NotFound()
        if problem := _refusal(former[person_id]):
            raise problem
        return invite(db, actor, vacancy_id, person_id)

    outcomes = [attempt(db, key, step) for key in dict.fromkeys(person_ids)]
    if vacancy.state == VacancyState.PUBLISHED:
        notify_invited(db, vacancy_id, [one.made for one in outcomes if one.made])
    return outcomes


def summary(outcomes: Sequence[Outcome[UUID]], language: str) -> InvitedListViewData:
    return {**counted(outcomes), "results": [_answer(outcome, language) for outcome in outcomes]}


def _answer(outcome: Outcome[UUID], language: str) -> InvitedViewData:
    return {"person_id": outcome.key, **why_not(outcome.problem, language)}


def _refusal(row: Former) -> Problem | None:
    return refusal(active=row["active"], applied=row["applied"], invited=row["invited"])


def _former(vacancy_id: UUID) -> Query:
    about = (people.c.name, people.c.number, people.c.active)
    return (
        select(
            *(contracts.c.id.label("contract_id"), people.c.id.label("person_id"), *about),
            *(count_of(AttendanceState.APPROVED).label("approved"), count_of(*_RECORDED).label("recorded")),
            has_applied(vacancy_id, people.c.id).label("applied"),
            is_invited(vacancy_id, people.c.id).label("invited"),
        )
        .join(vacancy_copies, vacancy_copies.c.source_id == contracts.c.vacancy_id)
        .join(people, people.c.id == contracts.c.student_id)
        .where(vacancy_copies.c.copy_id == vacancy_id)
        .order_by(people.c.name, contracts.c.id)
    )
