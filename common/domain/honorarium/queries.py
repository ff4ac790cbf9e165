"""Reading sheets, and what they say of oneself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import exists, select, tuple_

from common.domain.assistants.tables import aslab_accounts, contracts
from common.domain.honorarium.tables import honorarium_lines, honorarium_sheets
from common.domain.people.tables import people
from common.domain.recruitment.tables import vacancies
from common.platform.db import Connection, Query, all_of, one
from common.platform.pages import page, read_cursor

if TYPE_CHECKING:
    from common.domain.honorarium.rows import HonorariumSheetRow
    from common.domain.honorarium.views import SheetChangeViewData, SheetPageData, SheetViewData

    class Listed(HonorariumSheetRow, Protocol):
        """A sheet with who made it, and the sheets before and after it."""

        maker: str
        former_number: str | None
        replaced: bool

    class ListedLine(Protocol):
        """A line with whose it is."""

        contract_id: UUID
        name: str
        nim: str
        course: str
        program: str | None
        sessions: int
        rate: int
        gross: int
        tax: int
        net: int


_S, _L = honorarium_sheets.c, honorarium_lines.c


def sheets(db: Connection, *, after: str | None, limit: int) -> SheetPageData:
    """The last made first."""
    wanted = _listed().order_by(_S.made_at.desc(), _S.id.desc()).limit(limit + 1)
    if after:
        wanted = wanted.where(tuple_(_S.made_at, _S.id) < read_cursor(after))
    rows: Sequence[Listed] = all_of(db, wanted)
    places: dict[UUID, tuple[datetime, UUID]] = {row.id: (row.made_at, row.id) for row in rows}
    return page([_shown(row, []) for row in rows], limit, lambda shown: places[shown["id"]])


def sheet(db: Connection, sheet_id: UUID) -> SheetViewData:
    """One, with what changed since the one that it replaces."""
    row: Listed = one(db, _listed().where(_S.id == sheet_id))
    return _shown(row, _changes(db, row))


def lines(db: Connection, sheet_id: UUID) -> Sequence[ListedLine]:
    """In their order on the paper."""
    account = aslab_accounts.c
    about = (account.name, account.nim, account.program, vacancies.c.course)
    amounts = (_L.contract_id, _L.sessions, _L.rate, _L.gross, _L.tax, _L.net)
    wanted = (
        select(*about, *amounts)
        .select_from(honorarium_lines)
        .join(contracts, contracts.c.id == _L.contract_id)
        .join(aslab_accounts, account.id == contracts.c.aslab_id)
        .join(vacancies, vacancies.c.id == contracts.c.vacancy_id)
        .where(_L.sheet_id == sheet_id)
        .order_by(_L.position)
    )
    found: Sequence[ListedLine] = all_of(db, wanted)
    return found


def _listed() -> Query:
    former, later = honorarium_sheets.alias("former"), honorarium_sheets.alias("later")
    replaced = exists(select(later.c.id).where(later.c.replaces == _S.id))
    more = (people.c.name.label("maker"), former.c.number.label("former_number"), replaced.label("replaced"))
    return (
        select(honorarium_sheets, *more)
        .join(people, people.c.id == _S.made_by)
        .outerjoin(former, former.c.id == _S.replaces)
    )


def _changes(db: Connection, row: Listed) -> list[SheetChangeViewData]:
    if row.replaces is None:
        return []
    before, after = (_net_of(lines(db, key)) for key in (row.replaces, row.id))
    return [
        {"name": who[1], "course": who[2], "before": before.get(who, 0), "after": after.get(who, 0)}
        for who in dict.fromkeys([*before, *after])
        if before.get(who) != after.get(who)
    ]


def _net_of(found: Sequence[ListedLine]) -> dict[tuple[UUID, str, str], int]:
    sums: dict[tuple[UUID, str, str], int] = {}
    for line in found:
        who = (line.contract_id, line.name, line.course)
        sums[who] = sums.get(who, 0) + line.net
    return sums


def _shown(row: Listed, changes: list[SheetChangeViewData]) -> SheetViewData:
    paid: date | None = row.paid_on
    return {
        "id": row.id,
        "number": row.number,
        "month": f"{row.month:%Y-%m}",
        "program": row.program,
        "sessions": row.sessions,
        "gross": row.gross,
        "tax": row.tax,
        "net": row.net,
        "sha256": row.sha256,
        "made_at": row.made_at,
        "made_by": row.maker,
        "paid_on": paid,
        "replaces": row.former_number,
        "replaced": row.replaced,
        "changes": changes,
    }
