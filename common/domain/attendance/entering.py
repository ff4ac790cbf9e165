"""An attendance of today, entered by one statement that locks, checks, writes and notes it.

It takes what breaks no rule, and of anything else nothing: `recording` then goes step by step, and says what was wrong.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, bindparam, case, select
from sqlalchemy.dialects.postgresql import insert

from common.domain import audit
from common.domain.assistants.states import ContractState
from common.domain.assistants.tables import contracts
from common.domain.attendance.photos import similar
from common.domain.attendance.states import AttendanceState
from common.domain.attendance.tables import attendances
from common.domain.uploads.tables import Purpose, UploadState, uploads
from common.platform.auth import Actor
from common.platform.db import Connection, Query, maybe

if TYPE_CHECKING:
    from common.domain.attendance.days import When
    from common.domain.attendance.forms import NewAttendanceForm
    from common.domain.attendance.rows import AttendanceRow


def enter(db: Connection, aslab: Actor, contract_id: UUID, form: NewAttendanceForm, when: When) -> AttendanceRow | None:
    """The attendance `when` says, or None where something stands in its way."""
    named = {"the_contract": contract_id, "the_student": aslab.person_id, "the_photo": form["upload_id"]}
    return maybe(db, _statement(), {**named, **when, "activity": form["activity"], **audit.written_by(aslab)})


@cache
def _statement() -> Query:
    made = _made(_photo(_running()))
    new = {"contract_id": made.c.contract_id, "day": made.c.day, "photo_id": made.c.photo_id}
    noted = audit.line("attendance.recorded", "attendance", made, new | {"late_entry": made.c.late_entry})
    return select(made).add_cte(noted.cte("noted"))


def _running() -> CTE:
    """One's own contract, which runs on that day; it cannot end before this transaction does."""
    day = _given("day")
    own = (contracts.c.id == bindparam("the_contract")) & (contracts.c.student_id == bindparam("the_student"))
    runs = (contracts.c.state == ContractState.ACTIVE) & day.between(contracts.c.starts_on, contracts.c.ends_on)
    return select(contracts).where(own, runs).with_for_update(read=True).cte("running")


def _photo(running: CTE) -> CTE:
    """One's own photo, inspected or still on its way; locked after the contract, which it is joined with."""
    own = (uploads.c.id == bindparam("the_photo")) & (uploads.c.owner_id == running.c.student_id)
    good = uploads.c.state.in_([UploadState.AWAITED, UploadState.ACCEPTED]) & uploads.c.leaving_at.is_(None)
    found = select(uploads, running.c.id.label("contract_id"), running.c.vacancy_id).join_from(running, uploads, own)
    return found.where(uploads.c.purpose == Purpose.PHOTO, good).with_for_update(of=uploads).cte("photo")


def _made(photo: CTE) -> CTE:
    """An attendance of the contract, if its day has none and the photo proves no other one."""
    awaited = photo.c.state == UploadState.AWAITED
    row = {
        "contract_id": photo.c.contract_id,
        "state": case((awaited, AttendanceState.AWAITING_PHOTO), else_=AttendanceState.AWAITING_VERIFICATION),
        "photo_id": photo.c.id,
        "photo_sha256": photo.c.sha256,
        "photo_fingerprint": photo.c.fingerprint,
        "similar_to": similar(dict(photo.c), photo.c.vacancy_id, _given("recorded_at")),
        **{name: _given(name) for name in ("day", "activity", "taken_at", "recorded_at", "late_entry", "delayed")},
    }
    entered = insert(attendances).from_select(list(row), select(*row.values()))
    return entered.on_conflict_do_nothing().returning(attendances).cte("made")


def _given(name: str) -> ColumnElement[object]:
    return bindparam(name, type_=attendances.c[name].type)
