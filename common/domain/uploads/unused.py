"""Files that nothing points to: replaced pamphlets, forms never sent, photos of attendances that are gone.

They leave in three steps. So no transaction is open while a bucket is asked, and no object is ever without a row:

1. The rows are marked, and from then on nobody may use them.
2. The objects are deleted.
3. The rows are deleted.

What a run that broke off has left behind is marked, and a later run takes it up again.

A file that is found in use is not looked at again until something lets go of it. Then a trigger of the database
takes `found_used_at` away (decision 0024), so that each night has only what is new.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import ColumnClause, ColumnElement, and_, column, delete, exists, or_, select, table, text, update

from common.domain.uploads.tables import UploadState, uploads
from common.platform import clock
from common.platform.db import Connection, all_of, maybe, on_commit, transaction
from common.platform.log import log
from common.platform.outside import OutsideFault
from common.platform.settings import settings

if TYPE_CHECKING:

    class ForeignKey(Protocol):
        """A column that names an upload."""

        named: str
        key: str

    from common.domain.uploads.rows import UploadRow

_KEPT = timedelta(days=2)
# Longer than any run can last.
_BROKEN_OFF = timedelta(hours=1)
_FOREIGN_KEYS = text("""
    SELECT conrelid::regclass::text AS named, attname AS key FROM pg_constraint
    JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)
    WHERE contype = 'f' AND confrelid = 'uploads'::regclass ORDER BY 1, 2
""")


def references(db: Connection) -> list[ColumnClause[UUID]]:
    """Every column that names an upload, as the database's own foreign keys say: none can be left out."""
    keys: Sequence[ForeignKey] = all_of(db, _FOREIGN_KEYS)
    return [table(one.named, column(one.key)).c[one.key] for one in keys]


def discard(db: Connection, upload_id: UUID, unused: ColumnElement[bool]) -> None:
    """A file that was replaced leaves its bucket with this transaction, if it is `unused` (LOW-07, LOW-11).

    Whoever takes it into use at this moment keeps it. What the bucket keeps, and the row, leaves at night.
    """
    this = select(uploads.c.id).where(uploads.c.id == upload_id, uploads.c.leaving_at.is_(None))
    if db.scalar(this.with_for_update(skip_locked=True)) is None:
        return
    marked = update(uploads).where(uploads.c.id == upload_id, unused).values(leaving_at=clock.now())
    row: UploadRow | None = maybe(db, marked.returning(uploads))
    if row:
        on_commit(db, partial(_delete_now, row))


def delete_stored(row: UploadRow) -> None:
    """What was accepted: the raw file has gone long before."""
    _delete(settings().private_bucket, row.stored_object, row.thumbnail_object)


def _delete_now(row: UploadRow) -> None:
    try:
        delete_stored(row)
    except OutsideFault as fault:
        log.warning("a file that was replaced leaves at night: %s", fault)


@dataclass(frozen=True)
class Batch:
    """Of the files that one step has looked at those that leave now, and how many are in use."""

    leaving: Sequence[UploadRow]
    used: int


def clear_unused(*, within: timedelta, batch: int = 100) -> None:
    """Clear away what no foreign key names, until nothing is left or the time is up.

    Any fault of the bucket is raised. Two runs at once do not meet.
    """
    until = clock.now() + within
    while clock.now() < until:
        with transaction() as db:
            found = begin_leaving(db, limit=batch)
        if not (found.leaving or found.used):
            return
        for row in found.leaving:
            _delete_objects(row)
        with transaction() as db:
            db.execute(delete(uploads).where(uploads.c.id.in_([row.id for row in found.leaving])))


def begin_leaving(db: Connection, *, limit: int) -> Batch:
    """Mark uploads that were inspected and are older than two days: as leaving, or as in use.

    Whoever takes a file into use locks it until the use can be seen, and whoever lets go of it does so, too. So who
    names it is asked under the lock, by a statement of its own. What is leaving nobody else has for an hour.
    """
    wanted = select(uploads.c.id).where(_due()).order_by(uploads.c.requested_at).limit(limit)
    found = db.scalars(wanted).all()
    mine = select(uploads.c.id).where(uploads.c.id.in_(found), _due()).with_for_update(skip_locked=True)
    locked = set(db.scalars(mine))
    if not locked:
        return Batch([], 0)
    unused = and_(*(~_named_by(key) for key in references(db)))
    leaving: Sequence[UploadRow] = all_of(
        db,
        update(uploads).where(uploads.c.id.in_(locked), unused).values(leaving_at=clock.now()).returning(uploads),
    )
    used = locked - {row.id for row in leaving}
    db.execute(update(uploads).where(uploads.c.id.in_(used)).values(found_used_at=clock.now()))
    return Batch(leaving, len(used))


def _due() -> ColumnElement[bool]:
    now, c = clock.now(), uploads.c
    # What is still awaited may be written at any moment; it is given up long before.
    old = (c.state != UploadState.AWAITED) & (c.requested_at < now - _KEPT) & c.found_used_at.is_(None)
    return old & or_(c.leaving_at.is_(None), c.leaving_at < now - _BROKEN_OFF)


def _named_by(key: ColumnClause[UUID]) -> ColumnElement[bool]:
    return exists().where(key == uploads.c.id)


def _delete_objects(row: UploadRow) -> None:
    _delete(settings().incoming_bucket, row.object)
    delete_stored(row)


def _delete(bucket: str, *names: str | None) -> None:
    from common.platform.storage import storage

    for name in filter(None, names):
        storage().delete(bucket, name)
