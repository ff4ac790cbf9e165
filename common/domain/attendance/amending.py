"""An admin corrects the day or the course of an attendance; what it was is kept and shown (VER-08)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import FromClause, insert, select, update

from common.domain import audit
from common.domain.assistants.tables import contracts
from common.domain.attendance.errors import (
    AnotherAslab,
    DayInFuture,
    DayOutsideContract,
    DayTaken,
    NothingChanged,
    PhotoStillChecked,
)
from common.domain.attendance.locked import OPEN_MONTH
from common.domain.attendance.states import AttendanceState
from common.domain.attendance.tables import attendance_amendments, attendances
from common.domain.people.tables import people
from common.domain.recruitment.tables import vacancies
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, all_of, one, translating_constraints

if TYPE_CHECKING:
    from common.domain.attendance.rows import AttendanceRow

    class Term(Protocol):
        """A contract's days, and whose it is."""

        id: UUID
        student_id: UUID
        starts_on: date
        ends_on: date


def amend(
    db: Connection, admin: Actor, attendance_id: UUID, *, day: date | None, contract_id: UUID | None, reason: str
) -> None:
    """Contracts are locked in the order of their ids, and the attendance after them, as everywhere.

    Raises AnotherAslab, DayInFuture, DayOutsideContract, DayTaken, MonthLocked, NothingChanged, PhotoStillChecked.
    """
    this = select(attendances).where(attendances.c.id == attendance_id)
    seen: AttendanceRow = one(db, this)
    target = _target(db, seen.contract_id, contract_id or seen.contract_id)
    row: AttendanceRow = one(db, this.with_for_update(key_share=True))
    new = {"day": day or row.day, "contract_id": target.id}
    _require_amendable(row, target, day or row.day)
    with translating_constraints({"one_attendance_per_day": DayTaken, **OPEN_MONTH}):
        db.execute(update(attendances).where(attendances.c.id == attendance_id).values(new))
    kept = {"old_day": row.day, "new_day": new["day"], "old_contract_id": row.contract_id, "new_contract_id": target.id}
    by = {"amended_by": admin.person_id, "amended_at": clock.now(), "reason": reason}
    db.execute(insert(attendance_amendments).values(attendance_id=attendance_id, **kept, **by))
    old, changed = audit.changes({"day": row.day, "contract_id": row.contract_id}, new)
    audit.record(db, admin, "attendance.amended", "attendance", attendance_id, old=old, new=changed, reason=reason)


def _target(db: Connection, now: UUID, wanted: UUID) -> Term:
    """The contract that the attendance is to belong to; both are locked. Raises AnotherAslab."""
    columns = (contracts.c.id, contracts.c.student_id, contracts.c.starts_on, contracts.c.ends_on)
    both = select(*columns).where(contracts.c.id.in_([now, wanted])).order_by(contracts.c.id)
    rows: Sequence[Term] = all_of(db, both.with_for_update(read=True))
    found = {row.id: row for row in rows}
    if wanted not in found or found[wanted].student_id != found[now].student_id:
        raise AnotherAslab()
    return found[wanted]


def _require_amendable(row: AttendanceRow, target: Term, day: date) -> None:
    if (row.day, row.contract_id) == (day, target.id):
        raise NothingChanged()
    if row.state == AttendanceState.AWAITING_PHOTO:
        raise PhotoStillChecked()
    if day > clock.today():
        raise DayInFuture()
    if not target.starts_on <= day <= target.ends_on:
        raise DayOutsideContract()


def last_amendment() -> FromClause:
    """Of each attendance of a query what was corrected last, to be joined with it."""
    amended, former, of = attendance_amendments.c, contracts.alias("former"), vacancies.alias("former_vacancy")
    admin = people.alias("amender")
    about = (admin.c.name.label("amended_by"), amended.reason.label("amended_reason"))
    before = (amended.old_day.label("day_before"), of.c.course.label("course_before"))
    return (
        select(amended.amended_at, *about, *before)
        .join(admin, admin.c.id == amended.amended_by)
        .join(former, former.c.id == amended.old_contract_id)
        .join(of, of.c.id == former.c.vacancy_id)
        .where(amended.attendance_id == attendances.c.id)
        .order_by(amended.amended_at.desc())
        .limit(1)
        .lateral("last_amendment")
    )
