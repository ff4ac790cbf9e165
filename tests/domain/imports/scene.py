"""An import from its file on, done in this process."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from common.domain.imports import actions
from common.domain.imports.tables import ImportRole, people_import_lines, people_imports
from common.domain.imports.work import import_due
from common.domain.people.tables import people
from common.domain.uploads.tables import Purpose
from common.platform.db import transaction
from common.platform.settings import settings
from common.platform.storage import storage
from tests import factories as make
from tests.bystanders import own
from tests.platform.sheets.files import csv

HEAD = ["NIM", "Nama", "Email"]


def sheet(*rows: list[str]) -> bytes:
    return csv(";", [HEAD, *rows]).encode()


def admin() -> Any:
    with transaction() as db:
        return make.admin(db)


def started(by: Any, data: bytes, role: ImportRole = ImportRole.STUDENT) -> UUID:
    """Uploaded, and not read yet."""
    with transaction() as db:
        file = make.upload(db, by, Purpose.IMPORT)
        storage().write(settings().private_bucket, file.stored_object, data, "text/csv")
        return actions.start(db, make.as_actor(by), {"upload_id": file.id, "file_name": "daftar.csv", "role": role})


def read(by: Any, data: bytes, role: ImportRole = ImportRole.STUDENT) -> Any:
    """The import after its file was read."""
    import_id = started(by, data, role)
    import_due()
    return row(import_id)


def save(by: Any, made: Any, *, invite: bool = False) -> Any:
    """Confirmed and saved."""
    with transaction() as db:
        actions.confirm(db, make.as_actor(by), made.id, invite=invite)
    import_due()
    return row(made.id)


def row(import_id: UUID) -> Any:
    with transaction() as db:
        return db.execute(select(people_imports).where(people_imports.c.id == import_id)).one()


def counts(made: Any) -> tuple[int, int, int, int]:
    return made.added, made.changed, made.unchanged, made.refused


def refusals(made: Any) -> dict[int, list[str]]:
    """Row to what is said of it."""
    c = people_import_lines.c
    with transaction() as db:
        refused = select(c.row, c.reasons).where(c.import_id == made.id, c.kind == "ditolak").order_by(c.row)
        return {line.row: [reason["id"] for reason in line.reasons] for line in db.execute(refused)}


def people_named(*numbers: str) -> dict[str, Any]:
    with transaction() as db:
        found = own(people).where(people.c.number.in_(numbers)).order_by(people.c.number)
        return {one.number: one for one in db.execute(found)}
