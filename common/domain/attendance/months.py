"""Locking the months of contracts, and opening one again.

Contracts are locked in the order of their ids, and no attendance after them: so whoever changes one waits here, or is
waited for, and nobody waits in a circle.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import delete, exists, func, insert, select

from common.domain import audit
from common.domain.assistants.service import last_day
from common.domain.assistants.tables import contracts
from common.domain.attendance.errors import (
    AttendancesWaiting,
    MonthLocked,
    MonthNotOver,
    MonthOutsideContract,
    NotYourAslab,
)
from common.domain.attendance.locked import first_of, last_of
from common.domain.attendance.states import AttendanceState
from common.domain.attendance.tables import attendances, locked_months
from common.domain.recruitment.policy import teaches
from common.domain.recruitment.tables import vacancies
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, all_of, one
from common.platform.errors import NotFound, Problem

if TYPE_CHECKING:
    from common.domain.assistants.service import Ending
    from common.domain.attendance.rows import LockedMonthRow
    from common.domain.attendance.views import LockedViewData, NotLockedViewData

    class ToLock(Ending, Protocol):
        """A contract, and what is known of one of its months."""

        id: UUID
        starts_on: date
        own: bool
        locked: bool
        waiting: int


WAITING = (AttendanceState.AWAITING_PHOTO, AttendanceState.AWAITING_VERIFICATION)


def lock_months(
    db: Connection, lecturer: Actor, language: str, *, month: str, contract_ids: Sequence[UUID]
) -> LockedViewData:
    """Lock a month of each of these contracts, and say of the others why not (VER-07)."""
    first = first_of(month)
    rows = {row.id: row for row in _to_lock(db, lecturer, first, contract_ids)}
    locked: list[UUID] = []
    failed: list[NotLockedViewData] = []
    for contract_id in dict.fromkeys(contract_ids):
        try:
            _require_lockable(rows.get(contract_id), first)
            locked.append(contract_id)
        except Problem as problem:
            failed.append({"id": contract_id, "code": problem.code, "message": problem.text().to(language)})
            if problem.audited:
                audit.record(db, lecturer, f"refused.{problem.code}", "contract", contract_id)
    _lock(db, lecturer, first, locked)
    return {"locked": len(locked), "failed": failed}


def open_month(db: Connection, admin: Actor, contract_id: UUID, *, month: str, reason: str) -> None:
    """Take a lock away again: its attendances can be changed until the month is locked anew. Raises NotFound."""
    this = (locked_months.c.contract_id == contract_id) & (locked_months.c.month == first_of(month))
    row: LockedMonthRow = one(db, delete(locked_months).where(this).returning(locked_months))
    old = {"month": month, "locked_by": row.locked_by, "locked_at": row.locked_at}
    audit.record(db, admin, "month.opened", "contract", contract_id, old=old, reason=reason)


def _to_lock(db: Connection, lecturer: Actor, first: date, ids: Sequence[UUID]) -> Sequence[ToLock]:
    """Locked first, and looked at in a second statement: what was waited for is seen by then."""
    these = contracts.c.id.in_(ids)
    db.execute(select(contracts.c.id).where(these).order_by(contracts.c.id).with_for_update())
    of = attendances.c.contract_id == contracts.c.id
    in_month = attendances.c.day.between(first, last_of(first)) & attendances.c.state.in_(WAITING)
    waiting = select(func.count()).where(of, in_month).scalar_subquery().label("waiting")
    locked = exists().where(locked_months.c.contract_id == contracts.c.id, locked_months.c.month == first)
    own = (contracts.c.id, contracts.c.starts_on, contracts.c.ends_on, contracts.c.ended_at)
    known = (teaches(lecturer.person_id).label("own"), locked.label("locked"), waiting)
    rows: Sequence[ToLock] = all_of(
        db, select(*own, *known).join(vacancies, vacancies.c.id == contracts.c.vacancy_id).where(these)
    )
    return rows


def _require_lockable(row: ToLock | None, first: date) -> None:
    if row is None:
        raise NotFound()
    if not row.own:
        raise NotYourAslab()
    if row.locked:
        raise MonthLocked()
    if last_of(first) < row.starts_on or first > last_day(row):
        raise MonthOutsideContract()
    if not is_over(row, first):
        raise MonthNotOver()
    if row.waiting:
        raise AttendancesWaiting(count=row.waiting)


def is_over(contract: Ending, first: date) -> bool:
    """Whether the month has ended, or the contract has before it."""
    return min(last_of(first), last_day(contract)) < clock.today()


def _lock(db: Connection, lecturer: Actor, first: date, ids: Sequence[UUID]) -> None:
    by = {"month": first, "locked_by": lecturer.person_id, "locked_at": clock.now()}
    if ids:
        db.execute(insert(locked_months).values([{"contract_id": key, **by} for key in ids]))
    for key in ids:
        audit.record(db, lecturer, "month.locked", "contract", key, new={"month": f"{first:%Y-%m}"})
