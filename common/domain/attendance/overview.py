"""Contracts as their lecturer watches them: days left and attendances so far."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ColumnElement, Select, SelectBase, and_, case, func, select, tuple_

from common.domain.assistants.evaluating import evaluations_of
from common.domain.assistants.queries import contract_rows
from common.domain.assistants.searching import searched
from common.domain.assistants.service import may_be_evaluated
from common.domain.assistants.states import ContractState
from common.domain.assistants.tables import aslab_accounts, contracts
from common.domain.attendance.states import AttendanceState
from common.domain.attendance.tables import attendances
from common.domain.people.tables import people
from common.domain.recruitment.belonging import in_period
from common.domain.recruitment.policy import taught_by
from common.domain.recruitment.tables import vacancies
from common.platform import clock
from common.platform.auth import Actor, Role
from common.platform.db import Connection, Expression, is_one_of, views
from common.platform.pages import page, read_cursor

if TYPE_CHECKING:
    from common.domain.assistants.views import ContractViewData, EvaluationViewData, OverviewPageData

    class Watched(ContractViewData):
        email: str
        whatsapp: str | None
        days_left: int | None
        approved: int
        awaiting: int
        activated_at: datetime

    class Evaluated(Watched):
        evaluable: bool
        evaluation: EvaluationViewData | None


def overview(
    db: Connection,
    actor: Actor,
    *,
    state: str | None,
    period_id: UUID | None,
    after: str | None,
    limit: int,
    ends_by: date | None = None,
    search: str | None = None,
) -> OverviewPageData:
    """The contracts of a lecturer's vacancies (END-01), or every contract for an admin; the newest first."""
    left = case((contracts.c.state != ContractState.ENDED, contracts.c.ends_on - clock.today()), else_=None)
    wanted = contract_rows(
        aslab_accounts.c.email,
        aslab_accounts.c.whatsapp,
        left.label("days_left"),
        count_of(AttendanceState.APPROVED).label("approved"),
        count_of(AttendanceState.AWAITING_VERIFICATION).label("awaiting"),
    )
    order = (contracts.c.activated_at.desc(), contracts.c.id.desc())
    # Which contracts are shown is found by indexes, before anything else of them is looked up.
    shown = select(contracts.c.id).order_by(*order).limit(limit + 1)
    if actor.role != Role.ADMIN:
        shown = shown.where(contracts.c.vacancy_id.in_(taught_by(actor.person_id)))
    if state:
        shown = shown.where(contracts.c.state == state)
    if period_id:
        shown = shown.where(in_period(db, period_id, contracts.c.vacancy_id))
    if search:
        shown = shown.join(vacancies, vacancies.c.id == contracts.c.vacancy_id)
        shown = shown.join(people, people.c.id == contracts.c.student_id).where(*searched(db, search))
    if ends_by:
        shown = shown.where(_ends_by(ends_by))
    if after:
        shown = shown.where(tuple_(contracts.c.activated_at, contracts.c.id) < read_cursor(after))
    rows: Sequence[Watched] = views(db, wanted.where(is_one_of(contracts.c.id, shown)).order_by(*order))
    evaluated = evaluations_of(db, [row["id"] for row in rows])
    found = [_evaluated(row, evaluated.get(row["id"])) for row in rows]
    return page(found, limit, lambda row: (row["activated_at"], row["id"]))


def _evaluated(row: Watched, evaluation: EvaluationViewData | None) -> Evaluated:
    answered = evaluation is not None and evaluation["commented_at"] is not None
    evaluable = may_be_evaluated(row["ends_on"], row["ended_at"]) and not answered
    return {**row, "evaluation": evaluation, "evaluable": evaluable}


def count_ending(vacancy_ids: SelectBase, until: date) -> Select[int]:
    """How many contracts of these vacancies have their last day until then."""
    return select(func.count()).where(contracts.c.vacancy_id.in_(vacancy_ids), _ends_by(until))


def _ends_by(until: date) -> ColumnElement[bool]:
    return and_(contracts.c.state != ContractState.ENDED, contracts.c.ends_on <= until)


def count_of(*states: AttendanceState) -> Expression:
    """How many attendances of the contract are in one of the states."""
    counted = (attendances.c.contract_id == contracts.c.id) & attendances.c.state.in_(states)
    return select(func.count()).where(counted).scalar_subquery()
