"""Making a sheet of a month, and marking it as paid (LAP-11).

The same month again gives the same sheet, as long as its lines are the same; else another one in its place, which says
what changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, insert, select, text, update

from common.domain import audit
from common.domain.attendance.locked import first_of
from common.domain.honorarium.errors import AlreadyListed, AlreadyPaid, NothingToPay, RateMissing
from common.domain.honorarium.lines import Line, NoRate, digest_of, lines_of, totals_of
from common.domain.honorarium.served import known_rates, served_in
from common.domain.honorarium.tables import honorarium_lines, honorarium_sheets
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, maybe, value
from common.platform.settings import settings

if TYPE_CHECKING:
    from common.domain.honorarium.rows import HonorariumSheetRow

_S, _L = honorarium_sheets.c, honorarium_lines.c
# One sheet is made at a time: numbers follow one another, and no contract comes into two.
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('honorarium_sheets'))")


def make_sheet(db: Connection, admin: Actor, *, month: str, program: str | None) -> UUID:
    """Raises MonthsOpen, RateMissing, NothingToPay, AlreadyListed."""
    db.execute(_ONE_AT_A_TIME)
    first, tax_percent = first_of(month), Decimal(str(settings().honorarium_tax_percent))
    try:
        lines = lines_of(served_in(db, first, program), known_rates(db), tax_percent)
    except NoRate as missing:
        raise RateMissing(courses=", ".join(missing.courses)) from missing
    if not lines:
        raise NothingToPay()
    before: HonorariumSheetRow | None = maybe(
        db, select(honorarium_sheets).where(_S.month == first, _S.program.is_not_distinct_from(program), _current())
    )
    digest = digest_of(first, program, lines)
    if before and before.sha256 == digest:
        return before.id
    _require_unlisted(db, first, program, lines)
    return _keep(db, admin, first, program, tax_percent, lines, digest, before)


def mark_paid(db: Connection, admin: Actor, sheet_id: UUID, *, paid_on: date) -> None:
    """Once, and only a sheet that no other has replaced. Raises NotFound, AlreadyPaid."""
    known: UUID = value(db, select(_S.id).where(_S.id == sheet_id))
    paid = {"paid_on": paid_on, "paid_by": admin.person_id}
    db.execute(_ONE_AT_A_TIME)
    open_one = (_S.id == known) & _S.paid_on.is_(None) & _current()
    if not db.execute(update(honorarium_sheets).where(open_one).values(paid)).rowcount:
        raise AlreadyPaid()
    audit.record(db, admin, "honorarium.paid", "honorarium_sheet", known, new={"paid_on": paid_on})


def _current() -> ColumnElement[bool]:
    """A condition on `honorarium_sheets`: no other one stands in its place."""
    other = honorarium_sheets.alias("other")
    return ~exists(select(other.c.id).where(other.c.replaces == _S.id))


def _require_unlisted(db: Connection, first: date, program: str | None, lines: Sequence[Line]) -> None:
    """Of another programme or the campus: nobody is paid twice for a month."""
    others = (_S.month == first) & _S.program.is_distinct_from(program) & _current()
    these = _L.contract_id.in_([line.contract_id for line in lines])
    wanted = select(_S.number).join(honorarium_lines, _L.sheet_id == _S.id).where(others, these).limit(1)
    if number := db.scalar(wanted):
        raise AlreadyListed(number=number)


def _keep(
    db: Connection,
    admin: Actor,
    first: date,
    program: str | None,
    tax_percent: Decimal,
    lines: Sequence[Line],
    digest: str,
    before: HonorariumSheetRow | None,
) -> UUID:
    year = clock.today().year
    sequence = (db.scalar(select(func.max(_S.sequence)).where(_S.year == year)) or 0) + 1
    row = {
        "number": f"{sequence:03}/HONOR-ASLAB/{year}",
        "year": year,
        "sequence": sequence,
        "month": first,
        "program": program,
        **asdict(totals_of(lines)),
        "tax_percent": tax_percent,
        "sha256": digest,
        "replaces": before.id if before else None,
        "made_by": admin.person_id,
        "made_at": clock.now(),
    }
    made: UUID = value(db, insert(honorarium_sheets).values(row).returning(_S.id))
    kept = [{"sheet_id": made, "position": place, **asdict(line)} for place, line in enumerate(lines, 1)]
    db.execute(insert(honorarium_lines).values(kept))
    shown = {name: row[name] for name in ("number", "program", "sessions", "net", "sha256", "replaces")}
    new = {"month": f"{first:%Y-%m}", **shown}
    audit.record(db, admin, "honorarium.listed", "honorarium_sheet", made, new=new)
    return made
