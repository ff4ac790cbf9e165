"""What of a month is paid: the approved days of the contracts whose month is locked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import and_, exists, select

from common.domain.assistants.tables import aslab_accounts, contracts
from common.domain.attendance.locked import last_of
from common.domain.attendance.states import AttendanceState
from common.domain.attendance.tables import attendances, locked_months
from common.domain.honorarium.errors import MonthsOpen
from common.domain.honorarium.lines import Rate, Served
from common.domain.honorarium.tables import honorarium_rates
from common.domain.recruitment.tables import vacancies
from common.platform.db import Connection, all_of

if TYPE_CHECKING:

    class RateRow(Protocol):
        """What is known of a rate."""

        course: str | None
        starts_on: date
        amount: int
        set_at: datetime

    class Worked(Protocol):
        """A contract with attendances in the month."""

        id: UUID
        name: str
        course: str
        locked_at: datetime | None

    class Approved(Protocol):
        """A day that counts."""

        contract_id: UUID
        day: date


_MOST_NAMED = 20


def served_in(db: Connection, first: date, program: str | None) -> list[Served]:
    """By name; contracts without an approved day are left out. Raises MonthsOpen."""
    rows = _worked(db, first, program)
    days = _approved(db, first)
    _require_locked(rows)
    return [Served(row.id, row.course, row.locked_at, days[row.id]) for row in rows if row.locked_at and row.id in days]


def known_rates(db: Connection) -> list[Rate]:
    of = honorarium_rates.c
    rows: Sequence[RateRow] = all_of(db, select(of.course, of.starts_on, of.amount, of.set_at))
    return [Rate(row.course, row.starts_on, row.amount, row.set_at) for row in rows]


def _worked(db: Connection, first: date, program: str | None) -> Sequence[Worked]:
    """The contracts with any attendance in the month."""
    of = attendances.c
    any_day = exists().where(of.contract_id == contracts.c.id, of.day.between(first, last_of(first)))
    locked = and_(locked_months.c.contract_id == contracts.c.id, locked_months.c.month == first)
    wanted = (
        select(contracts.c.id, aslab_accounts.c.name, vacancies.c.course, locked_months.c.locked_at)
        .select_from(contracts)
        .join(aslab_accounts, aslab_accounts.c.id == contracts.c.aslab_id)
        .join(vacancies, vacancies.c.id == contracts.c.vacancy_id)
        .outerjoin(locked_months, locked)
        .where(contracts.c.starts_on <= last_of(first), contracts.c.ends_on >= first, any_day)
        .order_by(aslab_accounts.c.name, contracts.c.id)
    )
    if program:
        wanted = wanted.where(aslab_accounts.c.program == program)
    rows: Sequence[Worked] = all_of(db, wanted)
    return rows


def _approved(db: Connection, first: date) -> dict[UUID, list[date]]:
    of = attendances.c
    counted = (of.state == AttendanceState.APPROVED) & of.day.between(first, last_of(first))
    rows: Sequence[Approved] = all_of(db, select(of.contract_id, of.day).where(counted).order_by(of.day))
    days: dict[UUID, list[date]] = defaultdict(list)
    for row in rows:
        days[row.contract_id].append(row.day)
    return dict(days)


def _require_locked(rows: Iterable[Worked]) -> None:
    still_open = [f"{row.name} ({row.course})" for row in rows if row.locked_at is None]
    if still_open:
        more = [f"+{len(still_open) - _MOST_NAMED}"] if len(still_open) > _MOST_NAMED else []
        raise MonthsOpen(names=", ".join([*still_open[:_MOST_NAMED], *more]))
