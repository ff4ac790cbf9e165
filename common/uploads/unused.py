"""Files that nothing points to: replaced pamphlets, forms never sent, uploads that never came."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, delete, exists, select

from common import clock
from common.db import Connection
from common.uploads.tables import uploads

_KEPT = timedelta(days=2)


def unused_uploads(db: Connection, references: Sequence[Any], *, limit: int = 200) -> Sequence[Any]:
    """Uploads older than two days that none of the `references` (columns) names; locked, so that one run has each."""
    old = uploads.c.requested_at < clock.now() - _KEPT
    wanted: Select[Any] = select(uploads).where(old, *(~_named_by(column) for column in references))
    return db.execute(wanted.limit(limit).with_for_update(skip_locked=True)).all()


def forget_uploads(db: Connection, rows: Sequence[Any]) -> None:
    """Drop the rows, after their objects are gone."""
    if rows:
        db.execute(delete(uploads).where(uploads.c.id.in_([row.id for row in rows])))


def _named_by(column: Any) -> Any:
    return exists().where(column == uploads.c.id)
