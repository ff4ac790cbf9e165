"""Photos of attendances go when nobody can object any more: the attendance and what proves its photo stay.

In steps, as files leave that nothing names: the contract is taken and its photos are marked, the objects are deleted,
and only then the rows say that they are gone. A run that broke off is gone on with by the next one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select, union, update

from common.domain import audit
from common.domain.assistants.states import ContractState
from common.domain.assistants.tables import contracts
from common.domain.attendance.tables import attendance_corrections, attendances
from common.domain.certificates.tables import certificates
from common.domain.privacy.erasing import ERASED
from common.domain.uploads.tables import uploads
from common.domain.uploads.unused import delete_stored
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, all_of, transaction
from common.platform.db.personal import Keep

if TYPE_CHECKING:
    from common.domain.uploads.rows import UploadRow

# The time to object to a certificate, or to its absence.
PHOTO_KEPT: Final = Keep("half a year after the contract ended and its certificate was issued", days=182)
_BATCH: Final = 5
_C = contracts.c


def erase_photos(actor: Actor, *, within: timedelta) -> None:
    """Until nothing is left or the time is up. Any fault of the bucket is raised."""
    until = clock.now() + within
    while clock.now() < until:
        with transaction() as db:
            ids = db.scalars(select(_C.id).where(_over()).order_by(_C.ended_at).limit(_BATCH)).all()
            leaving = _begin(db, ids)
        if not ids:
            return
        for row in leaving:
            delete_stored(row)
        with transaction() as db:
            _finish(db, actor, ids, [row.id for row in leaving])


def _over() -> ColumnElement[bool]:
    last = PHOTO_KEPT.before(clock.now())
    objected = exists().where(certificates.c.contract_id == _C.id, certificates.c.issued_at >= last)
    return (_C.state == ContractState.ENDED) & _C.photos_erased_at.is_(None) & (_C.ended_at < last) & ~objected


def _begin(db: Connection, ids: Sequence[UUID]) -> Sequence[UploadRow]:
    """From now on they may not be used for anything else."""
    now = select(attendances.c.photo_id).where(attendances.c.contract_id.in_(ids))
    corrected = attendance_corrections.join(attendances)
    before = select(attendance_corrections.c.photo_id).select_from(corrected).where(attendances.c.contract_id.in_(ids))
    photos = uploads.c.id.in_(union(now, before)) & uploads.c.stored_object.is_not(None)
    marked = update(uploads).where(photos).values(leaving_at=clock.now())
    leaving: Sequence[UploadRow] = all_of(db, marked.returning(uploads))
    return leaving


def _finish(db: Connection, actor: Actor, ids: Sequence[UUID], photos: Sequence[UUID]) -> None:
    nothing = {"stored_object": None, "thumbnail_object": None}
    db.execute(update(uploads).where(uploads.c.id.in_(photos)).values(nothing))
    mine = (_C.id.in_(ids)) & _C.photos_erased_at.is_(None)
    done = update(contracts).where(mine).values(photos_erased_at=clock.now())
    for one in db.scalars(done.returning(_C.id)):
        audit.record(db, actor, ERASED, "contract", one)
