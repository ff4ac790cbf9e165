"""What an admin does with an import: start it, say which column is what, confirm it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select, update

from common.domain import audit
from common.domain.imports.errors import ImportNotReady, NothingToImport
from common.domain.imports.schemas import FIELDS
from common.domain.imports.states import IMPORT, ImportState
from common.domain.imports.tables import people_import_pieces, people_imports
from common.domain.imports.tasks import READ, SAVE, wake_imports
from common.domain.uploads.purposes import RULES
from common.domain.uploads.tables import Purpose
from common.domain.uploads.usable import complaint, usable_files
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, on_commit, one
from common.platform.errors import IllegalMove, Invalid
from common.platform.queue import TASKS, add_tasks, tasks

if TYPE_CHECKING:
    from common.domain.imports.forms import ColumnChoiceForm, NewImportForm
    from common.domain.imports.rows import PeopleImportRow


def start(db: Connection, actor: Actor, form: NewImportForm) -> UUID:
    """An import of an uploaded file, which is read next; nothing is saved before it is confirmed."""
    rule, upload_id = RULES[Purpose.IMPORT], form["upload_id"]
    state = usable_files(db, actor.person_id, [upload_id], Purpose.IMPORT).get(upload_id)
    if wrong := complaint(state, rule.says(rule.wrong_kind)):
        raise Invalid(fields={"upload_id": [wrong]})
    row = {**form, "owner_id": actor.person_id, "state": ImportState.READING, "created_at": clock.now()}
    import_id: UUID = db.execute(people_imports.insert().values(row).returning(people_imports.c.id)).scalar_one()
    audit.record(db, actor, "import.started", "import", import_id, new={"role": form["role"]})
    add_tasks(db, READ, [import_id])
    on_commit(db, wake_imports)
    return import_id


def match(db: Connection, actor: Actor, import_id: UUID, form: ColumnChoiceForm) -> UUID:
    """Read the file again, with the columns that somebody chose. Raises ImportNotReady."""
    _require(_locked(db, import_id), ImportState.READING, actor)
    columns = {name: place for name in FIELDS if (place := form[name]) is not None}  # type: ignore[literal-required]
    values = {"state": ImportState.READING, "head_row": form["head_row"], "columns": columns}
    db.execute(update(people_imports).where(people_imports.c.id == import_id).values(values))
    TASKS.again(db, (tasks.c.kind == READ) & (tasks.c.subject_id == import_id))
    on_commit(db, wake_imports)
    return import_id


def confirm(db: Connection, actor: Actor, import_id: UUID, *, invite: bool) -> UUID:
    """Save what the preview shows, piece by piece; what was given up of it is tried again.

    Raises NothingToImport, ImportNotReady.
    """
    row = _locked(db, import_id)
    pieces = select(people_import_pieces.c.id).where(people_import_pieces.c.import_id == import_id)
    given_up = (tasks.c.kind == SAVE) & tasks.c.subject_id.in_(pieces) & TASKS.repeatable()
    if not (row.state == ImportState.SAVING and TASKS.again(db, given_up)):
        _require(row, ImportState.SAVING, actor)
        _begin_saving(db, actor, row, invite)
        by = {"actor_id": str(actor.person_id), "ip": actor.ip, "request_id": actor.request_id}
        add_tasks(db, SAVE, db.scalars(pieces).all(), by)
    on_commit(db, wake_imports)
    return import_id


def _begin_saving(db: Connection, actor: Actor, row: PeopleImportRow, invite: bool) -> None:
    total = row.added + row.changed
    if not total:
        raise NothingToImport()
    values = {"state": ImportState.SAVING, "to_save": total, "invited": invite, "confirmed_at": clock.now()}
    db.execute(update(people_imports).where(people_imports.c.id == row.id).values(values))
    new = {"added": row.added, "changed": row.changed, "refused": row.refused, "invited": invite}
    audit.record(db, actor, "import.confirmed", "import", row.id, new=new)


def _locked(db: Connection, import_id: UUID) -> PeopleImportRow:
    row: PeopleImportRow = one(db, select(people_imports).where(people_imports.c.id == import_id).with_for_update())
    return row


def _require(row: PeopleImportRow, into: ImportState, actor: Actor) -> None:
    try:
        IMPORT.check(row.state, into, actor)
    except IllegalMove:
        raise ImportNotReady() from None
