"""Imports are forgotten after a month, with all that their files said of people."""

from __future__ import annotations

from sqlalchemy import delete, select

from common.domain.imports.tables import IMPORT_KEPT, people_import_lines, people_import_pieces, people_imports
from common.platform import clock
from common.platform.db import Connection


def forget_imports(db: Connection) -> None:
    old = people_imports.c.created_at < IMPORT_KEPT.before(clock.now())
    ids = db.scalars(select(people_imports.c.id).where(old)).all()
    if ids:
        db.execute(delete(people_import_lines).where(people_import_lines.c.import_id.in_(ids)))
        db.execute(delete(people_import_pieces).where(people_import_pieces.c.import_id.in_(ids)))
        db.execute(delete(people_imports).where(people_imports.c.id.in_(ids)))
