"""Approving and rejecting attendances: the work of the lecturer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import update

from common.domain import audit
from common.domain.attendance.locked import OPEN_MONTH
from common.domain.attendance.messages import notify_approved, notify_rejected, notify_taken_back
from common.domain.attendance.policy import (
    attendances_to_verify,
    locked_to_verify,
    require_decidable,
    require_verifiable,
)
from common.domain.attendance.states import ATTENDANCE, AttendanceState
from common.domain.attendance.tables import attendances
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, all_of, translating_constraints
from common.platform.errors import IllegalMove, NotFound, Problem

if TYPE_CHECKING:
    from common.domain.attendance.policy import ToVerify
    from common.domain.attendance.views import ApprovedViewData, NotApprovedViewData


def approve(db: Connection, lecturer: Actor, attendance_id: UUID) -> None:
    """It counts from now on: in the report, in the recap and for the certificate (VER-02)."""
    row = require_verifiable(db, lecturer, attendance_id)
    _decide(db, lecturer, [row], AttendanceState.APPROVED)
    notify_approved(db, [row])


def reject(db: Connection, lecturer: Actor, attendance_id: UUID, *, reason: str) -> None:
    """It does not count; the aslab is notified of the reason and may correct it once (VER-03)."""
    row = require_verifiable(db, lecturer, attendance_id)
    _require(row, AttendanceState.AWAITING_VERIFICATION, AttendanceState.REJECTED)
    _decide(db, lecturer, [row], AttendanceState.REJECTED, reason)
    notify_rejected(db, row, reason)


def take_back(db: Connection, lecturer: Actor, attendance_id: UUID, *, reason: str) -> None:
    """Of an approved one, until its month is locked: it counts no more, and may be corrected once (VER-09)."""
    row = require_verifiable(db, lecturer, attendance_id)
    _require(row, AttendanceState.APPROVED, AttendanceState.REJECTED)
    _decide(db, lecturer, [row], AttendanceState.REJECTED, reason)
    notify_taken_back(db, row, reason)


def _require(row: ToVerify, old: AttendanceState, new: AttendanceState) -> None:
    """Both end as rejected, but who rejects what waits has not asked to undo an approval of a moment ago."""
    if row.state != old:
        raise IllegalMove(old=row.state, new=str(new))


def approve_all(db: Connection, lecturer: Actor, ids: Sequence[UUID]) -> ApprovedViewData:
    """Approve what can be approved, notify each aslab once, and say of the others why not (VER-06)."""
    wanted = attendances_to_verify(lecturer).where(attendances.c.id.in_(ids)).order_by(attendances.c.id)
    found: Sequence[ToVerify] = all_of(db, locked_to_verify(wanted))
    rows = {row.id: row for row in found}
    approved: list[ToVerify] = []
    failed: list[NotApprovedViewData] = []
    for attendance_id in dict.fromkeys(ids):
        try:
            approved.append(_approvable(lecturer, rows.get(attendance_id)))
        except Problem as problem:
            failed.append({"id": attendance_id, "code": problem.code})
            _note_refused(db, lecturer, attendance_id, problem)
    _decide(db, lecturer, approved, AttendanceState.APPROVED)
    notify_approved(db, approved)
    return {"approved": len(approved), "failed": failed}


def _approvable(lecturer: Actor, row: ToVerify | None) -> ToVerify:
    if row is None:
        raise NotFound()
    require_decidable(row)
    ATTENDANCE.check(row.state, AttendanceState.APPROVED, lecturer)
    return row


def _note_refused(db: Connection, lecturer: Actor, attendance_id: UUID, problem: Problem) -> None:
    """What a single request would leave in the log by being refused."""
    if problem.audited:
        audit.record(db, lecturer, f"refused.{problem.code}", "attendance", attendance_id)


def _decide(
    db: Connection, lecturer: Actor, rows: Sequence[ToVerify], new: AttendanceState, reason: str | None = None
) -> None:
    """One statement for all, in which their weeks are counted anew in one order."""
    for row in rows:
        ATTENDANCE.check(row.state, new, lecturer)
    verdict = {"state": new, "reason": reason, "verified_by": lecturer.person_id, "verified_at": clock.now()}
    with translating_constraints(OPEN_MONTH):
        db.execute(update(attendances).where(attendances.c.id.in_([row.id for row in rows])).values(verdict))
    for row in rows:
        old = {"state": row.state}
        audit.record(db, lecturer, _action(row, new), "attendance", row.id, old=old, new={"state": new}, reason=reason)


def _action(row: ToVerify, new: AttendanceState) -> str:
    if new == AttendanceState.APPROVED:
        return "attendance.approved"
    return "attendance.taken_back" if row.state == AttendanceState.APPROVED else "attendance.rejected"
