"""The photo as proof: one's own, inspected by its content, used once; and what its verdict does to an attendance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Interval,
    cast,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    union,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, BIT

from common.domain import audit
from common.domain.assistants.tables import contracts
from common.domain.attendance.errors import PhotoErased, PhotoNotUsable, PhotoRefused, PhotoUsedBefore
from common.domain.attendance.messages import notify_photo_refused
from common.domain.attendance.policy import may_see_attendance
from common.domain.attendance.states import ATTENDANCE, AttendanceState
from common.domain.attendance.tables import attendance_corrections, attendances
from common.domain.recruitment.tables import vacancies
from common.domain.uploads.inspecting import refuse
from common.domain.uploads.refusals import USED_BEFORE, refusal_text
from common.domain.uploads.tables import Purpose, UploadState, uploads
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, Expression, JsonObject, maybe, one, translating_constraints

if TYPE_CHECKING:
    from common.domain.attendance.rows import AttendanceRow
    from common.domain.uploads.links import StoredFile
    from common.domain.uploads.rows import UploadRow

    class Photo(Protocol):
        """What an attendance takes from an upload."""

        id: UUID
        owner_id: UUID
        purpose: Purpose
        state: UploadState
        refusal: str | None
        sha256: str | None
        fingerprint: int | None
        fingerprint_variants: Sequence[int] | None

    class WaitingAttendance(AttendanceRow, Protocol):
        """An attendance that waits for its photo, with its vacancy."""

        vacancy_id: UUID


# Of the 64 bits of a fingerprint; two unlike pictures differ in about 32. A photo has some twenty variants, each of
# which may be like another photo by chance, so that they have to be nearer.
ALIKE_BITS = 6
ALIKE_VARIANT_BITS = 4
# How long after its end a contract's photos are compared with those of others. A lecturer's grow without an end.
_COMPARED = timedelta(days=2 * 365)

_NAMES = ("id", "owner_id", "purpose", "state", "refusal", "sha256", "fingerprint", "fingerprint_variants")
_PHOTO = [uploads.c[name] for name in _NAMES]

ONE_USE = {"one_attendance_per_upload": PhotoUsedBefore, "one_use_per_photo": PhotoUsedBefore}


def own_photo(db: Connection, actor: Actor, upload_id: UUID) -> Photo:
    """A photo of one's own, inspected or still on its way; locked, so that its verdict cannot come in between.

    Raises PhotoNotUsable or PhotoRefused.
    """
    there = (uploads.c.id == upload_id) & uploads.c.leaving_at.is_(None)
    row: Photo | None = maybe(db, select(*_PHOTO).where(there).with_for_update())
    if row is None or row.owner_id != actor.person_id or row.purpose != Purpose.PHOTO:
        raise PhotoNotUsable()
    if row.refusal == USED_BEFORE:
        raise PhotoUsedBefore()
    if row.state == UploadState.REFUSED:
        raise PhotoRefused(why=refusal_text(row.purpose, row.refusal or ""))
    return row


def proof(upload: Photo | UploadRow, vacancy_id: UUID, *, but: UUID | None = None) -> JsonObject:
    """The columns of an attendance that a photo fills, and the state that they lead to. It is like any but `but`."""
    if upload.state == UploadState.AWAITED:
        return {"photo_id": upload.id, "state": AttendanceState.AWAITING_PHOTO}
    return {
        "photo_id": upload.id,
        "photo_sha256": upload.sha256,
        "photo_fingerprint": upload.fingerprint,
        "similar_to": None if upload.fingerprint is None else _similar(upload, vacancy_id, but),
        "state": AttendanceState.AWAITING_VERIFICATION,
    }


def _similar(upload: Photo | UploadRow, vacancy_id: UUID, but: UUID | None) -> Expression:
    values: dict[str, Expression] = {
        "fingerprint": cast(upload.fingerprint, BigInteger),
        "fingerprint_variants": cast(list(upload.fingerprint_variants or ()), ARRAY(BigInteger)),
        "owner_id": literal(upload.owner_id),
    }
    return similar(values, literal(vacancy_id), literal(clock.now()), but)


def similar(
    photo: Mapping[str, Expression],
    vacancy_id: ColumnElement[UUID],
    now: Expression,
    but: UUID | None = None,
) -> Expression:
    """The first attendance whose photo looks alike, or like what this one was before it was changed, as a subquery.

    Compared are those of the vacancy's lecturer, in all vacancies whose contracts run or ended lately, and the
    sender's own, of all contracts. The very same photo is refused however old it is.
    """
    others, near, of = attendances.alias("others"), contracts.alias("near"), vacancies.alias("of")
    lecturer = select(vacancies.c.lecturer_id).where(vacancies.c.id == vacancy_id).scalar_subquery()
    recent = or_(near.c.ended_at.is_(None), near.c.ended_at >= now - literal(_COMPARED, Interval))
    taught = select(near.c.id).join(of, of.c.id == near.c.vacancy_id).where(of.c.lecturer_id == lecturer, recent)
    served = select(near.c.id).where(near.c.student_id == photo["owner_id"])
    return (
        select(others.c.id)
        # Of an "or" the planner thinks that it fits half of all attendances, and reads each.
        .where(others.c.contract_id.in_(union(taught, served)))
        .where(others.c.id.is_distinct_from(but), _alike(others.c.photo_fingerprint, photo))
        .order_by(others.c.recorded_at, others.c.id)
        .limit(1)
        .scalar_subquery()
    )


def _alike(other: ColumnElement[int], photo: Mapping[str, Expression]) -> ColumnElement[bool]:
    variant = func.unnest(photo["fingerprint_variants"]).column_valued("variant")
    changed = exists(select(variant).where(_differing(other, variant) <= ALIKE_VARIANT_BITS))
    return or_(_differing(other, photo["fingerprint"]) <= ALIKE_BITS, changed)


def _differing(one: ColumnElement[int], other: ColumnElement[int]) -> ColumnElement[int]:
    return func.bit_count(cast(one.op("#")(other), BIT(64)))


def require_unspent(db: Connection, sha256: str | None) -> None:
    """A photo that a correction has replaced stays used. To be asked after the photo was entered, not before."""
    spent = exists().where(attendance_corrections.c.photo_sha256 == sha256)
    if sha256 and db.scalar(select(spent)):
        raise PhotoUsedBefore()


def photo_inspected(db: Connection, upload: UploadRow) -> UploadRow:
    """Carry the verdict on a locked upload over to the attendance that waits for it; the upload as it then stands.

    A photo that was used before is refused here, also before it is sent in for an attendance. Harmless when repeated.
    """
    if upload.purpose != Purpose.PHOTO:
        return upload
    waiting = _waiting_for(db, upload)
    if upload.state == UploadState.ACCEPTED and not _enter(db, upload, waiting):
        upload = refuse(db, upload.id, USED_BEFORE)
    if upload.state == UploadState.REFUSED and waiting:
        _remove(db, waiting, upload)
    return upload


def _waiting_for(db: Connection, upload: UploadRow) -> WaitingAttendance | None:
    """Not locked: nobody else changes an attendance that waits for its photo, and the upload is locked already."""
    wanted = (
        select(attendances, contracts.c.vacancy_id)
        .join(contracts, contracts.c.id == attendances.c.contract_id)
        .where(attendances.c.photo_id == upload.id, attendances.c.state == AttendanceState.AWAITING_PHOTO)
    )
    return maybe(db, wanted)


def _enter(db: Connection, upload: UploadRow, waiting: WaitingAttendance | None) -> bool:
    """Whether the photo is new; if so, the attendance that waits for it goes on."""
    if waiting is None:
        return not db.scalar(select(_used_elsewhere(upload)))
    ATTENDANCE.check(waiting.state, AttendanceState.AWAITING_VERIFICATION, Actor.system())
    entered = (
        update(attendances)
        .where(attendances.c.id == waiting.id)
        .values(proof(upload, waiting.vacancy_id, but=waiting.id))
    )
    try:
        with db.begin_nested(), translating_constraints(ONE_USE):
            db.execute(entered)
            require_unspent(db, upload.sha256)
    except PhotoUsedBefore:
        return False
    return True


def _used_elsewhere(upload: UploadRow) -> ColumnElement[bool]:
    now, before = attendances.c, attendance_corrections.c
    return or_(
        exists().where(now.photo_sha256 == upload.sha256, now.photo_id != upload.id),
        exists().where(before.photo_sha256 == upload.sha256, before.photo_id != upload.id),
    )


def _remove(db: Connection, waiting: WaitingAttendance, upload: UploadRow) -> None:
    old = {"contract_id": waiting.contract_id, "day": waiting.day, "activity": waiting.activity, "photo_id": upload.id}
    db.execute(delete(attendances).where(attendances.c.id == waiting.id))
    why = refusal_text(upload.purpose, upload.refusal or "")
    audit.record(db, Actor.system(), "attendance.removed", "attendance", waiting.id, old=old, reason=str(why))
    notify_photo_refused(db, waiting, why)


def photo_to_show(db: Connection, actor: Actor, attendance_id: UUID, size: str) -> StoredFile:
    """Name and type of an attendance's photo in the private bucket, `full` or `thumb`. Raises PhotoErased."""
    attendance = may_see_attendance(db, actor, attendance_id)
    name = uploads.c.stored_object if size == "full" else uploads.c.thumbnail_object
    # Both were drawn anew and written as the same type.
    wanted = select(name.label("stored_object"), uploads.c.stored_type).where(uploads.c.id == attendance.photo_id)
    photo: StoredFile = one(db, wanted)
    if attendance.state != AttendanceState.AWAITING_PHOTO and photo.stored_object is None:
        raise PhotoErased()
    return photo
