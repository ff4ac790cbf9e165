"""Reading the file of an import: its rows are compared in batches and kept as differences, nothing else is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Final, Protocol
from uuid import UUID

from sqlalchemy import delete, select, update

from common.domain.imports.differences import Difference, differences
from common.domain.imports.documents import Heads
from common.domain.imports.heads import LOOKED_AT, found_head
from common.domain.imports.lines import Lines
from common.domain.imports.reasons import NO_ROWS, TOO_MANY, as_kept
from common.domain.imports.states import ImportState, LineKind
from common.domain.imports.tables import people_import_lines, people_import_pieces, people_imports
from common.domain.uploads.tables import uploads
from common.platform import clock
from common.platform.db import Connection, JsonObject, maybe, transaction
from common.platform.queue import Done, Task
from common.platform.settings import settings
from common.platform.sheets import Row, Sheet, Unreadable, read_sheet

if TYPE_CHECKING:
    from common.domain.imports.rows import PeopleImportRow

    class Stored(PeopleImportRow, Protocol):
        """An import with the place of its file."""

        stored_object: str


# A piece is read, and later saved, in one transaction.
PIECE: Final = 500
_COUNTS = {"added": LineKind.NEW, "changed": LineKind.CHANGED, "unchanged": LineKind.UNCHANGED}


class _Refused(Exception):
    def __init__(self, code: str, row: int | None = None) -> None:
        self.code, self.row = code, row
        super().__init__(code)


@dataclass(frozen=True)
class _Layout:
    """Where the heads are, and which column is what; without the number nothing can be compared."""

    head: Row | None
    head_row: int
    columns: Mapping[str, int]


def read_import(task: Task) -> Done:
    """What is left of an earlier try goes first. Raises whatever is no fault of the file."""
    wanted = select(people_imports, uploads.c.stored_object).join(uploads, uploads.c.id == people_imports.c.upload_id)
    with transaction() as db:
        row: Stored | None = maybe(db, wanted.where(people_imports.c.id == task.subject_id))
    reading = row is not None and row.state == ImportState.READING
    then = partial(_keep, task.subject_id, _outcome(row)) if row and reading else None
    return Done({"done_at": clock.now()}, then=then)


def _keep(import_id: UUID, outcome: JsonObject, db: Connection) -> None:
    mine = (people_imports.c.id == import_id) & (people_imports.c.state == ImportState.READING)
    db.execute(update(people_imports).where(mine).values(**outcome))


def _outcome(row: Stored) -> JsonObject:
    """What the import becomes."""
    from common.platform.storage import storage

    _clear(row.id)
    data = storage().read(settings().private_bucket, row.stored_object)
    try:
        return _read(row, read_sheet(data))
    except Unreadable as refused:
        fault = {"fault": str(refused.fault), "fault_row": refused.row or None}
    except _Refused as refused:
        fault = {"fault": refused.code, "fault_row": refused.row}
    _clear(row.id)
    # The file is of no more use: it leaves its bucket at night.
    return fault | {"state": ImportState.REFUSED, "upload_id": None}


def _clear(import_id: UUID) -> None:
    with transaction() as db:
        for table in (people_import_lines, people_import_pieces):
            db.execute(delete(table).where(table.c.import_id == import_id))


def _read(row: Stored, sheet: Sheet) -> JsonObject:
    first = list(islice(sheet.rows, LOOKED_AT))
    if not first:
        raise _Refused(NO_ROWS)
    layout = _layout(row, first)
    shown = {"head_row": layout.head_row, "heads": _heads(layout, first), "columns": dict(layout.columns)}
    if "number" not in layout.columns:
        return shown | {"state": ImportState.COLUMNS, "columns": None}
    width = len(layout.head.cells) if layout.head and sheet.delimited else 0
    below = (one for one in chain(first, sheet.rows) if one.number > layout.head_row)
    counts = _write(row, Lines(layout.columns, width), below)
    if not counts.total():
        raise _Refused(NO_ROWS)
    totals = {name: counts[kind] for name, kind in (_COUNTS | {"refused": LineKind.REFUSED}).items()}
    return shown | totals | {"state": ImportState.READY}


def _layout(row: Stored, first: Sequence[Row]) -> _Layout:
    if row.columns is not None:
        head_row = row.head_row or 0
        head = next((one for one in first if one.number == head_row), None)
        return _Layout(head, head_row, row.columns)
    if found := found_head(first):
        return _Layout(found[0], found[0].number, found[1])
    widest = max(first, key=lambda one: len(one.cells))
    return _Layout(widest, widest.number, {})


def _heads(layout: _Layout, first: Sequence[Row]) -> Heads:
    below = next((one for one in first if one.number > layout.head_row), None)
    columns = max(len(one.cells) for one in first)
    return [
        {
            "position": place,
            "head": layout.head.at(place).text if layout.head else "",
            "sample": below.at(place).text if below else "",
        }
        for place in range(columns)
    ]


def _write(row: Stored, lines: Lines, below: Iterable[Row]) -> Counter[LineKind]:
    """Batch by batch, so that a long file takes no more memory than a short one."""
    counts, most = Counter[LineKind](), settings().import_rows
    for batch in _batches(below):
        read = [lines.line(one) for one in batch]
        with transaction() as db:
            found = differences(db, read, row.role)
            _insert(db, row.id, found)
        counts.update(one.kind for one in found)
        if counts.total() > most:
            raise _Refused(TOO_MANY, most)
    return counts


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    rows = iter(rows)
    while batch := list(islice(rows, PIECE)):
        yield batch


def _insert(db: Connection, import_id: UUID, found: Sequence[Difference]) -> None:
    made = people_import_pieces.insert().values(import_id=import_id).returning(people_import_pieces.c.id)
    common = {"import_id": import_id, "piece_id": db.scalar(made)}
    rows = [
        common
        | {"row": one.line.row, "kind": one.kind, "person_id": one.person_id, "cells": dict(one.line.cells)}
        | {"data": one.data, "old": one.old, "reasons": as_kept(one.line.reasons)}
        for one in found
    ]
    db.execute(people_import_lines.insert().values(rows))
