"""Contracts in one month, as lecturers lock them and admins open them again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    SelectBase,
    Text,
    and_,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
)

from common.domain.assistants.states import ContractState
from common.domain.assistants.tables import aslab_accounts, contracts
from common.domain.attendance.locked import first_of, last_of
from common.domain.attendance.months import WAITING, is_over
from common.domain.attendance.states import AttendanceState
from common.domain.attendance.tables import attendances, locked_months
from common.domain.people.tables import people
from common.domain.recruitment.policy import taught_by
from common.domain.recruitment.tables import vacancies
from common.platform import clock
from common.platform.auth import Actor, Role
from common.platform.db import Connection, Query, all_of, is_one_of, one
from common.platform.pages import page, read_cursor

if TYPE_CHECKING:
    from common.domain.assistants.service import Ending
    from common.domain.attendance.views import MonthPageData, MonthViewData

    class InMonth(Ending, Protocol):
        """A contract with what it has in one month."""

        contract_id: UUID
        activated_at: datetime
        name: str
        number: str
        course: str
        lecturer: str
        approved: int
        rejected: int
        waiting: int
        locked_at: datetime | None
        locked_by: str | None


def months(
    db: Connection, actor: Actor, *, month: str | None, after: str | None, limit: int, locked: bool | None = None
) -> MonthPageData:
    """The contracts that run in a month, the newest first: a lecturer's own, or all for an admin."""
    first = first_of(month) if month else clock.today().replace(day=1)
    order = (contracts.c.activated_at.desc(), contracts.c.id.desc())
    shown = select(contracts.c.id).where(_runs_in(first)).order_by(*order).limit(limit + 1)
    if locked is not None:
        shown = shown.where(_is_locked(first) if locked else ~_is_locked(first))
    if actor.role != Role.ADMIN:
        shown = shown.where(contracts.c.vacancy_id.in_(taught_by(actor.person_id)))
    if after:
        shown = shown.where(tuple_(contracts.c.activated_at, contracts.c.id) < read_cursor(after))
    wanted = _in_month(first).where(is_one_of(contracts.c.id, shown)).order_by(*order)
    found: Sequence[InMonth] = all_of(db, wanted)
    places = {row.contract_id: (row.activated_at, row.contract_id) for row in found}
    items = page([_shown(row, first) for row in found], limit, lambda row: places[row["contract_id"]])
    return {"month": f"{first:%Y-%m}", **items}


def count_open(first: date, vacancy_ids: SelectBase | None = None) -> Select[int]:
    """How many contracts have not locked the month, of these vacancies or of all."""
    counted = select(func.count()).select_from(contracts).where(_runs_in(first), ~_is_locked(first))
    return counted if vacancy_ids is None else counted.where(contracts.c.vacancy_id.in_(vacancy_ids))


def _runs_in(first: date) -> ColumnElement[bool]:
    """A condition on `contracts`: a day of theirs is in the month, if they were not ended before it.

    Each half has an index of its own, whose condition has to stand in the text.
    """
    c, over = contracts.c, literal(ContractState.ENDED, Text, literal_execute=True)
    running = (c.state != over) & (c.ends_on >= first)
    ended = (c.state == over) & (c.ended_at >= clock.start_of(first)) & (c.ends_on >= first)
    return and_(c.starts_on <= last_of(first), or_(running, ended))


def _is_locked(first: date) -> ColumnElement[bool]:
    return exists().where(locked_months.c.contract_id == contracts.c.id, locked_months.c.month == first)


def month_of(db: Connection, contract_id: UUID, month: str) -> MonthViewData:
    """One contract in one month."""
    first = first_of(month)
    row: InMonth = one(db, _in_month(first).where(contracts.c.id == contract_id))
    return _shown(row, first)


def _in_month(first: date) -> Query:
    lecturer, locker = people.alias("lecturer"), people.alias("locker")
    counted = _counted(first)
    term = (contracts.c.activated_at, contracts.c.ends_on, contracts.c.ended_at)
    about = (aslab_accounts.c.name, aslab_accounts.c.nim.label("number"), vacancies.c.course)
    locked = (locked_months.c.locked_at, locker.c.name.label("locked_by"))
    return (
        select(contracts.c.id.label("contract_id"), *term, *about, lecturer.c.name.label("lecturer"), *locked)
        .add_columns(counted.c.approved, counted.c.rejected, counted.c.waiting)
        .select_from(contracts)
        .join(aslab_accounts, aslab_accounts.c.id == contracts.c.aslab_id)
        .join(vacancies, vacancies.c.id == contracts.c.vacancy_id)
        .join(lecturer, lecturer.c.id == vacancies.c.lecturer_id)
        .outerjoin(locked_months, and_(locked_months.c.contract_id == contracts.c.id, locked_months.c.month == first))
        .outerjoin(locker, locker.c.id == locked_months.c.locked_by)
        .join(counted, true())
    )


def _counted(first: date) -> FromClause:
    """One row for each contract: how many attendances of the month are in which state."""
    state = attendances.c.state
    counts: Mapping[str, ColumnElement[bool]] = {
        "approved": state == AttendanceState.APPROVED,
        "rejected": state == AttendanceState.REJECTED,
        "waiting": state.in_(WAITING),
    }
    sums = [func.count().filter(those).label(name) for name, those in counts.items()]
    of = (attendances.c.contract_id == contracts.c.id) & attendances.c.day.between(first, last_of(first))
    return select(*sums).where(of).lateral("counted")


def _shown(row: InMonth, first: date) -> MonthViewData:
    return {
        "contract_id": row.contract_id,
        "month": f"{first:%Y-%m}",
        "name": row.name,
        "number": row.number,
        "course": row.course,
        "lecturer": row.lecturer,
        "approved": row.approved,
        "rejected": row.rejected,
        "waiting": row.waiting,
        "lockable": row.locked_at is None and not row.waiting and is_over(row, first),
        "locked_at": row.locked_at,
        "locked_by": row.locked_by,
    }
