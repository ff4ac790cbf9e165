"""Reading imports, and their rows as differences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select, tuple_

from common.domain.imports.reasons import fault_text
from common.domain.imports.schemas import FIELDS
from common.domain.imports.states import LineKind
from common.domain.imports.tables import people_import_lines, people_import_pieces, people_imports
from common.domain.imports.tasks import READ, SAVE
from common.platform.cursors import BadCursor, parsed_cursor
from common.platform.db import Connection, Expression, Query, all_of, as_view, one
from common.platform.pages import no_such_page, page, read_cursor
from common.platform.queue import TaskState, tasks
from common.platform.text import ENGLISH

if TYPE_CHECKING:
    from common.domain.imports.rows import PeopleImportLineRow, PeopleImportRow
    from common.domain.imports.views import (
        DifferenceViewData,
        ImportPageData,
        ImportViewData,
        LinePageData,
        LineViewData,
        ReasonViewData,
    )

    class Followed(PeopleImportRow, Protocol):
        """An import with the reason why its work was given up."""

        error: str | None
        error_en: str | None


_LAST_ROW = 2**31 - 1


def shown_import(db: Connection, import_id: UUID, language: str) -> ImportViewData:
    row: Followed = one(db, _followed().where(people_imports.c.id == import_id))
    return _view(row, language)


def import_page(db: Connection, language: str, *, after: str | None, limit: int) -> ImportPageData:
    """The newest first."""
    c = people_imports.c
    wanted = _followed().order_by(c.created_at.desc(), c.id.desc()).limit(limit + 1)
    if after:
        wanted = wanted.where(tuple_(c.created_at, c.id) < read_cursor(after))
    rows: Sequence[Followed] = all_of(db, wanted)
    shown = [_view(row, language) for row in rows]
    return page(shown, limit, lambda row: (row["created_at"], row["id"]))


def line_page(
    db: Connection, import_id: UUID, language: str, *, kind: str | None, after: str | None, limit: int
) -> LinePageData:
    """In the order of the file."""
    row = _require_known(db, import_id)
    c = people_import_lines.c
    wanted = select(people_import_lines).where(c.import_id == import_id).order_by(c.row).limit(limit + 1)
    if kind:
        wanted = wanted.where(c.kind == kind)
    if after:
        wanted = wanted.where(c.row > _place(after))
    lines: Sequence[PeopleImportLineRow] = all_of(db, wanted)
    shown = [_line(line, language) for line in lines]
    return page(shown, limit, lambda line: (row.created_at, line["row"]))


def refused_lines(db: Connection, import_id: UUID) -> Iterable[PeopleImportLineRow]:
    _require_known(db, import_id)
    c = people_import_lines.c
    mine = select(people_import_lines).where(c.import_id == import_id, c.kind == LineKind.REFUSED)
    found: Sequence[PeopleImportLineRow] = all_of(db, mine.order_by(c.row))
    return found


def _require_known(db: Connection, import_id: UUID) -> PeopleImportRow:
    row: PeopleImportRow = one(db, select(people_imports).where(people_imports.c.id == import_id))
    return row


def reasons_in(line: PeopleImportLineRow, language: str) -> list[ReasonViewData]:
    english = language == ENGLISH
    return [{"field": one["field"], "message": one["en"] if english else one["id"]} for one in line.reasons]


def _followed() -> Query:
    saving = (tasks.c.kind == SAVE) & exists().where(
        people_import_pieces.c.id == tasks.c.subject_id, people_import_pieces.c.import_id == people_imports.c.id
    )
    reading = (tasks.c.kind == READ) & (tasks.c.subject_id == people_imports.c.id)
    return select(people_imports, _given_up("error", reading, saving), _given_up("error_en", reading, saving))


def _given_up(name: str, *whose: ColumnElement[bool]) -> Expression:
    first, second = (
        select(tasks.c[name]).where(tasks.c.state == TaskState.FAILED, one).limit(1).scalar_subquery() for one in whose
    )
    return func.coalesce(first, second).label(name)


def _view(row: Followed, language: str) -> ImportViewData:
    whole: Mapping[str, Any] = as_view(row)
    fault = fault_text(row.fault, row.fault_row).to(language) if row.fault else None
    trouble = row.error_en if language == ENGLISH else row.error
    heads, columns = row.heads, None if row.columns is None else {name: row.columns.get(name) for name in FIELDS}
    shown: Any = dict(whole) | {"fault": fault, "trouble": trouble, "heads": heads, "columns": columns}
    view: ImportViewData = shown
    return view


def _line(line: PeopleImportLineRow, language: str) -> LineViewData:
    old = line.old or {}
    differences: list[DifferenceViewData] = [
        {"field": name, "old": old.get(name), "new": line.data[name]}
        for name in FIELDS
        if name != "number" and name in line.data and (line.data[name] is not None or name in old)
    ]
    return {
        "row": line.row,
        "kind": line.kind,
        "number": line.cells.get("number", ""),
        "name": line.cells.get("name", ""),
        "differences": differences,
        "reasons": reasons_in(line, language),
    }


def _place(after: str) -> int:
    try:
        return min(parsed_cursor(after, int)[1], _LAST_ROW)
    except BadCursor:
        raise no_such_page() from None
