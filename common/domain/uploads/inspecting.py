"""Inspecting what was sent: by its content, kept or refused, and the raw object gone in the end.

The event of one object may come again, or five times at once, and one permission may be used for two files. So the
first object that could be read claims the upload. All that follows may then be done twice, since the same work has the
same outcome. No lock is held while the bucket is read or written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Self
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true, update

from common.domain.uploads.contents import Kept, Refused, content
from common.domain.uploads.purposes import RULES
from common.domain.uploads.refusals import NEVER_ARRIVED, TOO_LARGE
from common.domain.uploads.tables import Purpose, UploadState, uploads
from common.platform import clock
from common.platform.db import Connection, all_of, maybe, one, transaction
from common.platform.documents.kinds import JPEG
from common.platform.settings import settings

if TYPE_CHECKING:
    from common.domain.uploads.rows import UploadRow

# A file may be on its way, or its event may be delivered again, for some time after the permission has ended.
_PATIENCE = timedelta(hours=1)


@dataclass(frozen=True)
class RawObject:
    """One generation of an object in the incoming bucket."""

    bucket: str
    name: str
    generation: int

    @classmethod
    def of(cls, data: Mapping[str, str]) -> Self:
        """From the data of a storage event, where 64-bit numbers are text."""
        return cls(data["bucket"], data["name"], int(data["generation"]))


@dataclass(frozen=True)
class Verdict:
    """The columns of the row that it leads to, and what is to be written: name to content and type."""

    columns: Mapping[str, object]
    objects: Mapping[str, tuple[bytes, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Inspection:
    """An object that counts for its upload, and the verdict on it."""

    upload_id: UUID
    raw: RawObject
    verdict: Verdict


def inspect(raw: RawObject) -> Inspection | None:
    """Examine one object and write what is kept of it; then `settle` the upload, and `clear_away` after the commit.

    None when there is nothing to settle: an object that nobody asked for, or a second one for the same upload, is
    deleted; one that comes after it was given up is left to the bucket's own rule. Any fault is raised: the event is
    delivered again, and the work is done from the beginning.
    """
    with transaction() as db:
        upload: UploadRow | None = maybe(db, select(uploads).where(uploads.c.object == raw.name))
    if upload is None or upload.state != UploadState.AWAITED:
        if upload is None or upload.refusal != NEVER_ARRIVED:
            _clear_away(upload, raw)
    elif verdict := _examine(upload, raw):
        with transaction() as db:
            claimed = _claim(db, upload.id, raw.generation)
        if claimed:
            _write(verdict)
            return Inspection(upload.id, raw, verdict)
        _clear_away(upload, raw)
    return None


def _examine(upload: UploadRow, raw: RawObject) -> Verdict | None:
    """What becomes of the object; None when it is gone before it was claimed, so that a newer one's event will come."""
    from common.platform.storage import NoSuchObject

    try:
        return _verdict(upload, raw)
    except NoSuchObject:
        return _refused(NEVER_ARRIVED) if upload.generation == raw.generation else None


def _verdict(upload: UploadRow, raw: RawObject) -> Verdict:
    from common.platform.storage import storage

    rule = RULES[Purpose(upload.purpose)]
    size = storage().size(raw.bucket, raw.name, raw.generation)
    if size > rule.largest():
        return _refused(TOO_LARGE)
    try:
        kept = content(rule, storage().read(raw.bucket, raw.name, raw.generation))
    except Refused as refused:
        return _refused(refused.code)
    return _accepted(f"{rule.folder}/{upload.id}", kept, size)


def _refused(code: str) -> Verdict:
    return Verdict({"state": UploadState.REFUSED, "refusal": code})


def _accepted(stem: str, kept: Kept, size: int) -> Verdict:
    full, small = f"{stem}.{kept.ending}", f"{stem}-320.jpg"
    objects = {full: (kept.data, kept.content_type)}
    if kept.thumbnail:
        objects[small] = (kept.thumbnail, JPEG)
    columns = {
        "state": UploadState.ACCEPTED,
        "stored_object": full,
        "thumbnail_object": small if kept.thumbnail else None,
        "stored_type": kept.content_type,
        "bytes": size,
        "sha256": kept.sha256,
        "fingerprint": kept.fingerprint,
        "fingerprint_variants": kept.variants,
    }
    return Verdict(columns, objects)


def _claim(db: Connection, upload_id: UUID, generation: int) -> bool:
    """Whether this object is the one that counts for the upload."""
    free = or_(uploads.c.generation.is_(None), uploads.c.generation == generation)
    mine = (uploads.c.id == upload_id) & (uploads.c.state == UploadState.AWAITED) & free
    return bool(db.execute(update(uploads).where(mine).values(generation=generation)).rowcount)


def _write(verdict: Verdict) -> None:
    from common.platform.storage import storage

    for name, (data, content_type) in verdict.objects.items():
        storage().write(settings().private_bucket, name, data, content_type)


def settle(db: Connection, inspection: Inspection) -> UploadRow:
    """The upload, locked, with the verdict in it; the first verdict stays."""
    this = uploads.c.id == inspection.upload_id
    row: UploadRow = one(db, select(uploads).where(this).with_for_update())
    if row.state != UploadState.AWAITED:
        return row
    settled = update(uploads).where(this).values(**inspection.verdict.columns, judged_at=clock.now())
    return one(db, settled.returning(uploads))


def clear_away(inspection: Inspection, upload: UploadRow) -> None:
    """Delete what belongs to `upload`, as it was settled, if it was refused, and the raw object last of all."""
    _clear_away(upload, inspection.raw, inspection.verdict.objects)


def _clear_away(upload: UploadRow | None, raw: RawObject, written: Iterable[str] = ()) -> None:
    from common.platform.storage import storage

    if upload is not None and upload.state == UploadState.REFUSED:
        belongings = {upload.stored_object, upload.thumbnail_object, *written}
        for name in sorted(name for name in belongings if name is not None):
            storage().delete(settings().private_bucket, name)
    storage().delete(raw.bucket, raw.name, raw.generation)


def refuse(db: Connection, upload_id: UUID, code: str) -> UploadRow:
    """Refuse a locked upload that was accepted, for a reason that is not in the file itself."""
    refused = update(uploads).where(uploads.c.id == upload_id).values(state=UploadState.REFUSED, refusal=code)
    return one(db, refused.returning(uploads))


def overdue(db: Connection, *, limit: int = 500) -> Sequence[UploadRow]:
    """Files that were announced and not inspected within the time, the oldest first."""
    return all_of(db, select(uploads).where(_is_overdue()).order_by(uploads.c.requested_at).limit(limit))


def arrived(upload: UploadRow) -> RawObject | None:
    """The object of an awaited upload as it lies in the bucket, whatever became of its event; None without one."""
    from common.platform.storage import NoSuchObject, storage

    bucket = settings().incoming_bucket
    try:
        return RawObject(bucket, upload.object, storage().generation(bucket, upload.object))
    except NoSuchObject:
        return None


def give_up(db: Connection, *, limit: int = 100, among: Collection[UUID] | None = None) -> Sequence[UploadRow]:
    """Refuse files that were announced and never came; the uploads, locked. Two runs at once share the work.

    The bucket has to be asked before (`arrived`); `among` are those that it does not have.
    """
    mine = true() if among is None else uploads.c.id.in_(among)
    missing = select(uploads.c.id).where(_is_overdue(), mine)
    found = missing.order_by(uploads.c.requested_at).limit(limit).with_for_update(skip_locked=True).cte()
    refused = update(uploads).where(uploads.c.id.in_(select(found.c.id)))
    values = {"state": UploadState.REFUSED, "refusal": NEVER_ARRIVED, "judged_at": clock.now()}
    return all_of(db, refused.values(values).returning(uploads))


def _is_overdue() -> ColumnElement[bool]:
    before = clock.now() - timedelta(minutes=settings().upload_minutes) - _PATIENCE
    return (uploads.c.state == UploadState.AWAITED) & (uploads.c.requested_at < before)
