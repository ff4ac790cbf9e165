"""Files that somebody takes into use: only one's own, and only after they were inspected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from common.domain.uploads.tables import Purpose, UploadState, uploads
from common.platform.db import Connection, all_of
from common.platform.errors import FieldErrors
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.uploads.rows import UploadRow

_CHECKING = Text(
    "Berkas masih diperiksa, coba sebentar lagi", en="The file is still being checked", code="still_checking"
)
_UNKNOWN = Text(
    "Berkas tidak ditemukan, unggah kembali", en="There is no such file, please upload it again", code="file_not_found"
)


def usable_files(db: Connection, owner_id: UUID, ids: Iterable[UUID], purpose: Purpose) -> dict[UUID, UploadState]:
    """The state of each of `ids` that the owner has uploaded for `purpose`; what is missing here is not theirs.

    None of them can be cleared away before this transaction ends; one that is on its way out is missing.
    """
    mine = (uploads.c.owner_id == owner_id) & (uploads.c.purpose == purpose) & uploads.c.id.in_(list(ids))
    wanted = select(uploads).where(mine, uploads.c.leaving_at.is_(None)).order_by(uploads.c.id)
    rows: Sequence[UploadRow] = all_of(db, wanted.with_for_update(read=True, key_share=True))
    return {row.id: row.state for row in rows}


def complaint(state: str | None, refusal: Text) -> Text | None:
    """What is wrong with a file in this state, None for nothing; `refusal` says what it should have been.

    A file without a state is unknown: nobody sent it, or somebody else did.
    """
    if state is None:
        return _UNKNOWN
    if state == UploadState.ACCEPTED:
        return None
    return _CHECKING if state == UploadState.AWAITED else refusal


def at_field(field: str, problem: Text | None) -> FieldErrors:
    return {field: [problem]} if problem else {}
