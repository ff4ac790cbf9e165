"""Reading uploads."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from common.domain.uploads.errors import NotYourFile
from common.domain.uploads.refusals import refusal_text
from common.domain.uploads.tables import uploads
from common.platform.auth import Actor
from common.platform.db import Connection, one

if TYPE_CHECKING:
    from common.domain.uploads.rows import UploadRow
    from common.domain.uploads.views import RefusalViewData, UploadViewData


def own_upload(db: Connection, actor: Actor, upload_id: UUID, language: str) -> UploadViewData:
    """How far an upload of one's own is, with the reason in `language` when it was refused."""
    row: UploadRow = one(db, select(uploads).where(uploads.c.id == upload_id))
    if row.owner_id != actor.person_id:
        raise NotYourFile()
    refusal: RefusalViewData | None = (
        None
        if row.refusal is None
        else {
            "code": row.refusal,
            "message": refusal_text(row.purpose, row.refusal).to(language),
        }
    )
    return {"id": row.id, "purpose": row.purpose, "state": row.state, "refusal": refusal}
