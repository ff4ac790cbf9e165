"""Saving a confirmed import, a piece in one transaction: it is saved whole and once, or not at all.

Only what the preview showed is saved. Whatever has changed since then makes a row a refused one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select, update

from common.domain import audit
from common.domain.imports.differences import Difference, Known
from common.domain.imports.documents import Values
from common.domain.imports.lines import Line
from common.domain.imports.reasons import EMAIL_TAKEN, JUST_TAKEN, SINCE, as_kept
from common.domain.imports.states import ImportState, LineKind
from common.domain.imports.tables import people_import_lines, people_import_pieces, people_imports
from common.domain.people.actions import add_users, edit_user
from common.domain.people.tables import people
from common.platform import clock
from common.platform.auth import Actor, Role
from common.platform.db import Connection, JsonObject, all_of, columns_of, maybe, one, without_secrets
from common.platform.queue import Done, Task
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.imports.rows import PeopleImportLineRow, PeopleImportRow
    from common.domain.people.rows import PersonRow

_OPEN = (LineKind.NEW, LineKind.CHANGED)
_COLUMNS = {LineKind.UNCHANGED: people_imports.c.unchanged, LineKind.REFUSED: people_imports.c.refused}


@dataclass(frozen=True)
class Turn:
    """What a row became instead of what the preview said."""

    was: LineKind
    row: int
    kind: LineKind
    reasons: Sequence[tuple[str, Text]] = ()


def save_piece(task: Task) -> Done:
    """All is done in the transaction that marks the task."""
    return Done({"done_at": clock.now()}, then=partial(_save, task))


def _save(task: Task, db: Connection) -> None:
    mine = select(people_imports).join(people_import_pieces, people_import_pieces.c.import_id == people_imports.c.id)
    mine = mine.where(people_import_pieces.c.id == task.subject_id).with_for_update(of=people_imports)
    row: PeopleImportRow | None = maybe(db, mine)
    if row is None or row.state != ImportState.SAVING:
        return
    lines = _open_lines(db, task.subject_id)
    actor = _actor(task.payload)
    known = Known.to(db, [line.data for line in lines])
    new = [line for line in lines if line.kind == LineKind.NEW]
    changed = [line for line in lines if line.kind == LineKind.CHANGED]
    turns = _add(db, actor, row, new, known) + (_change(db, actor, changed, known) if changed else [])
    _mark(db, task.subject_id, turns)
    _count(db, actor, row, len(lines), turns)


def _open_lines(db: Connection, piece_id: UUID) -> Sequence[PeopleImportLineRow]:
    c = people_import_lines.c
    mine = select(people_import_lines).where(c.piece_id == piece_id, c.kind.in_(_OPEN), c.saved_at.is_(None))
    return all_of(db, mine.order_by(c.row))


def _actor(by: JsonObject) -> Actor:
    """Who confirmed it, from where."""
    return Actor(UUID(str(by["actor_id"])), Role.ADMIN, ip=str(by["ip"]), request_id=str(by["request_id"]))


def _add(
    db: Connection, actor: Actor, row: PeopleImportRow, lines: Sequence[PeopleImportLineRow], known: Known
) -> list[Turn]:
    free: dict[str, PeopleImportLineRow] = {}
    turns = []
    for line in lines:
        found = known.difference(Line(line.row, {}, _given(line.data)), row.role)
        if found.kind == LineKind.NEW:
            free[line.data["number"]] = line
        else:
            turns.append(_turn(line.row, found))
    forms: list[Any] = [line.data for line in free.values()]
    made = add_users(db, actor, forms, invite=bool(row.invited)) if forms else []
    for taken in free.keys() - {person.number for person in made}:
        turns.append(Turn(LineKind.NEW, free[taken].row, LineKind.REFUSED, [("number", JUST_TAKEN)]))
    return turns


def _given(data: Values) -> Values:
    """What the file said of a new account."""
    return {name: value for name, value in data.items() if value is not None and name != "role"}


def _turn(row: int, found: Difference) -> Turn:
    """It was new, and there is such an account by now."""
    if found.kind == LineKind.CHANGED:
        return Turn(LineKind.NEW, row, LineKind.REFUSED, [("number", SINCE)])
    return Turn(LineKind.NEW, row, found.kind, found.line.reasons)


def _change(db: Connection, actor: Actor, lines: Sequence[PeopleImportLineRow], known: Known) -> list[Turn]:
    ids = [line.person_id for line in lines]
    held = select(*without_secrets(people)).where(people.c.id.in_(ids)).order_by(people.c.id).with_for_update()
    persons: Sequence[PersonRow] = all_of(db, held)
    by_id = {person.id: person for person in persons}
    turns = []
    for line in lines:
        person = by_id.get(line.person_id) if line.person_id else None
        if turn := _other(line, person, known):
            turns.append(turn)
        elif person:
            form: Any = line.data
            edit_user(db, actor, person.id, form)
    return turns


def _other(line: PeopleImportLineRow, person: PersonRow | None, known: Known) -> Turn | None:
    """What the row became, if the account is not as the preview showed it."""
    now = columns_of(person) if person else {}
    if person and all(now[name] == value for name, value in line.data.items()):
        return Turn(LineKind.CHANGED, line.row, LineKind.UNCHANGED)
    if any(now.get(name) != value for name, value in (line.old or {}).items()):
        return Turn(LineKind.CHANGED, line.row, LineKind.REFUSED, [("number", SINCE)])
    owner = known.by_email.get(line.data.get("email", ""))
    if owner and owner.id != line.person_id:
        return Turn(LineKind.CHANGED, line.row, LineKind.REFUSED, [("email", EMAIL_TAKEN)])
    return None


def _mark(db: Connection, piece_id: UUID, turns: Sequence[Turn]) -> None:
    c = people_import_lines.c
    db.execute(
        update(people_import_lines).where(c.piece_id == piece_id, c.kind.in_(_OPEN)).values(saved_at=clock.now())
    )
    for turn in turns:
        this = update(people_import_lines).where(c.piece_id == piece_id, c.row == turn.row)
        db.execute(this.values(kind=turn.kind, reasons=as_kept(turn.reasons)))


def _count(db: Connection, actor: Actor, row: PeopleImportRow, done: int, turns: Sequence[Turn]) -> None:
    """How far it is; with the last piece it is over."""
    c = people_imports.c
    values: dict[Any, Any] = {
        c.saved: c.saved + done,
        c.added: c.added - sum(turn.was == LineKind.NEW for turn in turns),
        c.changed: c.changed - sum(turn.was == LineKind.CHANGED for turn in turns),
    }
    for kind, column in _COLUMNS.items():
        values[column] = column + sum(turn.kind == kind for turn in turns)
    changed = update(people_imports).where(c.id == row.id).values(values).returning(people_imports)
    now: PeopleImportRow = one(db, changed)
    if now.to_save is not None and now.saved >= now.to_save:
        # The file is of no more use: it leaves its bucket at night.
        over = {"state": ImportState.DONE, "done_at": clock.now(), "upload_id": None}
        db.execute(update(people_imports).where(c.id == row.id).values(over))
        new = {"added": now.added, "changed": now.changed, "unchanged": now.unchanged, "refused": now.refused}
        audit.record(db, actor, "import.finished", "import", row.id, new=new)
