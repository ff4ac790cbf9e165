"""What one sees of one's own months: whether they wait, are locked, are listed and are paid; nobody else's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import Date, and_, cast, exists, func, select

from common.domain.assistants.tables import contracts
from common.domain.attendance.tables import attendances, locked_months
from common.domain.honorarium.tables import honorarium_lines, honorarium_sheets
from common.domain.recruitment.tables import vacancies
from common.platform.auth import Actor
from common.platform.db import Connection, all_of

if TYPE_CHECKING:
    from common.domain.honorarium.views import OwnMonthsViewData, OwnMonthViewData

    class OwnMonth(Protocol):
        """A month of a contract, as far as it has come."""

        contract_id: UUID
        course: str
        month: date
        locked: bool
        number: str | None
        net: int | None
        paid_on: date | None


_S, _L = honorarium_sheets.c, honorarium_lines.c


def own_months(db: Connection, actor: Actor) -> OwnMonthsViewData:
    """Each month with an attendance, the latest first."""
    first = cast(func.date_trunc("month", attendances.c.day), Date).label("month")
    mine = contracts.c.student_id == actor.person_id
    worked = (
        select(attendances.c.contract_id, vacancies.c.course, first)
        .join(contracts, contracts.c.id == attendances.c.contract_id)
        .join(vacancies, vacancies.c.id == contracts.c.vacancy_id)
        .where(mine)
        .distinct()
        .subquery("worked")
    )
    later = honorarium_sheets.alias("later")
    current = ~exists(select(later.c.id).where(later.c.replaces == _S.id))
    net = func.sum(_L.net).label("net")
    listed = (
        select(_L.contract_id, _S.month, _S.number, _S.paid_on, net)
        .join(honorarium_sheets, _S.id == _L.sheet_id)
        .join(contracts, contracts.c.id == _L.contract_id)
        .where(mine, current)
        .group_by(_L.contract_id, _S.month, _S.number, _S.paid_on)
        .subquery("listed")
    )
    of_lock = and_(locked_months.c.contract_id == worked.c.contract_id, locked_months.c.month == worked.c.month)
    of_sheet = and_(listed.c.contract_id == worked.c.contract_id, listed.c.month == worked.c.month)
    known = (locked_months.c.month.is_not(None).label("locked"), listed.c.number, listed.c.net, listed.c.paid_on)
    wanted = select(worked, *known).outerjoin(locked_months, of_lock).outerjoin(listed, of_sheet)
    rows: Sequence[OwnMonth] = all_of(db, wanted.order_by(worked.c.month.desc(), worked.c.course, worked.c.contract_id))
    return {"items": [_shown(row) for row in rows]}


def _shown(row: OwnMonth) -> OwnMonthViewData:
    return {
        "contract_id": row.contract_id,
        "course": row.course,
        "month": f"{row.month:%Y-%m}",
        "state": _state(row),
        "number": row.number,
        "net": None if row.net is None else int(row.net),
        "paid_on": row.paid_on,
    }


def _state(row: OwnMonth) -> str:
    if row.paid_on:
        return "dibayar"
    if row.number and row.locked:
        return "dalam_daftar"
    return "dikunci" if row.locked else "menunggu_verifikasi"
