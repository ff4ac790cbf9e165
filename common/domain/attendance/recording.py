"""Recording and correcting attendances: the work of the aslab.

Locks are taken in one order: contract, attendance, photo. A verdict locks the photo first, and then changes only an
attendance that waits for it, which nobody corrects.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from common.domain import audit
from common.domain.attendance.days import today_by, validated_day
from common.domain.attendance.entering import enter
from common.domain.attendance.errors import (
    AlreadyRecorded,
    AlreadyRecordedThatDay,
    CorrectionUsed,
    MonthLocked,
    PhotoStillChecked,
    PhotoUsedBefore,
)
from common.domain.attendance.locked import OPEN_MONTH, is_locked
from common.domain.attendance.photos import ONE_USE, own_photo, proof, require_unspent
from common.domain.attendance.policy import attendance_to_correct, own_contract_of
from common.domain.attendance.states import ATTENDANCE, AttendanceState
from common.domain.attendance.tables import attendance_corrections, attendances
from common.domain.uploads.tables import UploadState
from common.platform import clock
from common.platform.auth import Actor
from common.platform.calendar_text import english_date, indonesian_date, zone_label
from common.platform.db import Connection, JsonObject, columns_of, maybe, one, translating_constraints
from common.platform.errors import Problem, RequestInProgress
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.attendance.days import When
    from common.domain.attendance.forms import AttendanceCorrectionForm, NewAttendanceForm
    from common.domain.attendance.policy import ToCorrect
    from common.domain.attendance.rows import AttendanceRow


def record(db: Connection, aslab: Actor, contract_id: UUID, form: NewAttendanceForm) -> AttendanceRow:
    """One attendance a contract and day. With a photo that is not inspected yet it waits for the verdict."""
    today = today_by(form)
    with translating_constraints(OPEN_MONTH):
        made = enter(db, aslab, contract_id, form, today) if today else None
    made = made or _step_by_step(db, aslab, contract_id, form)
    require_unspent(db, made.photo_sha256)
    return made


def _step_by_step(db: Connection, aslab: Actor, contract_id: UUID, form: NewAttendanceForm) -> AttendanceRow:
    contract = own_contract_of(db, aslab, contract_id, form.get("day") or clock.today())
    when = validated_day(contract, form)
    if is_locked(db, contract_id, when["day"]):
        raise MonthLocked()
    photo = own_photo(db, aslab, form["upload_id"])
    row = {**when, **proof(photo, contract.vacancy_id), "activity": form["activity"]}
    made = _enter(db, contract_id, when, row)
    new = {"contract_id": contract_id, "day": made.day, "photo_id": photo.id, "late_entry": made.late_entry}
    audit.record(db, aslab, "attendance.recorded", "attendance", made.id, new=new, reason=made.late_reason)
    return made


def _enter(db: Connection, contract_id: UUID, when: When, row: JsonObject) -> AttendanceRow:
    """The first attendance of its day. What stood in the way may be removed with its photo before it was looked at."""
    once = (
        insert(attendances)
        .values({**row, "contract_id": contract_id})
        .on_conflict_do_nothing(constraint="one_attendance_per_day")
    )
    for _ in range(2):
        with translating_constraints(ONE_USE | OPEN_MONTH):
            made: AttendanceRow | None = maybe(db, once.returning(attendances))
        if made is not None:
            return made
        if problem := _already_recorded(db, contract_id, when):
            raise problem
    raise RequestInProgress()


def correct(db: Connection, aslab: Actor, attendance_id: UUID, form: AttendanceCorrectionForm) -> AttendanceRow:
    """Send a rejected attendance in once more, with another text and, if wanted, another photo (VER-03)."""
    before = attendance_to_correct(db, aslab, attendance_id)
    if before.corrections:
        raise CorrectionUsed()
    ATTENDANCE.check(before.state, AttendanceState.AWAITING_VERIFICATION, aslab)
    upload_id = form.get("upload_id")
    other = None if upload_id in {None, before.photo_id} else upload_id
    photo = _another_photo(db, aslab, before, other) if other else {}
    new = {"activity": form["activity"], "state": AttendanceState.AWAITING_VERIFICATION, **photo}
    judged_anew = {"verified_by": None, "verified_at": None, "reason": None, "corrections": before.corrections + 1}
    corrected = update(attendances).where(attendances.c.id == attendance_id).values({**new, **judged_anew})
    with translating_constraints(ONE_USE | OPEN_MONTH):
        made: AttendanceRow = one(db, corrected.returning(attendances))
    require_unspent(db, made.photo_sha256 if photo else None)
    _keep_old(db, before, made)
    shown = {"activity": made.activity, "photo_id": made.photo_id, "state": made.state}
    old, changed = audit.changes(columns_of(before), shown)
    audit.record(db, aslab, "attendance.corrected", "attendance", attendance_id, old=old, new=changed)
    return made


def _another_photo(db: Connection, aslab: Actor, before: ToCorrect, upload_id: UUID) -> JsonObject:
    photo = own_photo(db, aslab, upload_id)
    if photo.state == UploadState.AWAITED:
        raise PhotoStillChecked()
    if photo.sha256 == before.photo_sha256:
        raise PhotoUsedBefore()
    return proof(photo, before.vacancy_id, but=before.id)


def _keep_old(db: Connection, before: ToCorrect, made: AttendanceRow) -> None:
    replaced = made.photo_id != before.photo_id
    names = ("activity", "photo_id", "reason", "verified_by", "verified_at")
    row = {name: columns_of(before)[name] for name in names}
    row |= {"attendance_id": before.id, "corrected_at": clock.now()}
    row |= {"photo_sha256": before.photo_sha256 if replaced else None}
    db.execute(attendance_corrections.insert().values(row))


def _already_recorded(db: Connection, contract_id: UUID, row: When) -> Problem | None:
    same_day = (attendances.c.contract_id == contract_id) & (attendances.c.day == row["day"])
    recorded_at = db.scalar(select(attendances.c.recorded_at).where(same_day))
    if recorded_at is None:
        return None
    first, zone = clock.to_campus(recorded_at), zone_label(recorded_at)
    at = Text(f"{first:%H.%M} {zone}", en=f"{first:%H:%M} {zone}")
    if not row["late_entry"]:
        return AlreadyRecorded(at=at)
    return AlreadyRecordedThatDay(day=Text(indonesian_date(row["day"]), en=english_date(row["day"])), at=at)
