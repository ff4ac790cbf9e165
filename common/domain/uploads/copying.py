"""A file once more, for something else: replacing or erasing the one leaves the other alone."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import select

from common.domain.uploads.tables import UploadState, uploads
from common.platform import clock
from common.platform.db import Connection, maybe
from common.platform.settings import settings

if TYPE_CHECKING:
    from common.domain.uploads.rows import UploadRow

# What is the file's own; all else is written anew.
_KEPT = ("purpose", "content_type", "state", "stored_type", "bytes", "sha256")


def copy_file(db: Connection, owner_id: UUID, upload_id: UUID) -> UUID | None:
    """An object and a row of its own; None for a file that was not accepted, or is on its way out.

    The bucket is asked within the transaction, so this comes last in it: an object whose transaction fails stays.
    """
    there = (uploads.c.id == upload_id) & (uploads.c.state == UploadState.ACCEPTED) & uploads.c.leaving_at.is_(None)
    row: UploadRow | None = maybe(db, select(uploads).where(there).with_for_update(read=True, key_share=True))
    if row is None or row.stored_object is None:
        return None
    from common.platform.storage import storage

    now, made = clock.now(), uuid4()
    names = {"stored_object": row.stored_object, "thumbnail_object": row.thumbnail_object}
    new = {column: _another(name, made) for column, name in names.items() if name}
    for column, name in new.items():
        storage().copy(settings().private_bucket, str(names[column]), name)
    written = {field: getattr(row, field) for field in _KEPT} | new
    written |= {"id": made, "owner_id": owner_id, "object": str(made), "requested_at": now, "judged_at": now}
    db.execute(uploads.insert().values(written))
    return made


def _another(name: str, made: UUID) -> str:
    """In the same folder and with the same ending, by another id."""
    path = PurePosixPath(name)
    return str(path.with_name(f"{made}{'-320' if path.stem.endswith('-320') else ''}{path.suffix}"))
