"""Contracts as certificates see them: what there is to certify, and whether it is enough."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import FromClause, func, select, true

from common.domain.assistants.service import Service, service
from common.domain.assistants.tables import contracts
from common.domain.attendance.states import AttendanceState
from common.domain.attendance.tables import attendances
from common.domain.certificates.tables import certificates
from common.domain.people.tables import people
from common.domain.recruitment.tables import academic_periods, vacancies
from common.platform.db import Connection, Expression, Query, all_of
from common.platform.settings import settings

if TYPE_CHECKING:
    from common.domain.assistants.states import ContractState
    from common.domain.recruitment.calendar import Calendar

    class Certifiable(Protocol):
        """A contract, whose and what it is, and how often the aslab was there."""

        contract_id: UUID
        state: ContractState
        starts_on: date
        ends_on: date
        activated_at: datetime
        ended_at: datetime | None
        first_attended: date | None
        student_id: UUID
        name: str
        nim: str
        course: str
        period: str | None
        attended: int

    class ForIssuing(Certifiable, Protocol):
        """With the last certificate of the contract."""

        last_id: UUID | None
        last_number: str | None
        last_revoked: datetime | None


@dataclass(frozen=True)
class Presence:
    """Approved attendances against those a contract calls for."""

    attended: int
    expected: int
    minimum: int

    @property
    def enough(self) -> bool:
        return self.attended >= self.minimum


def served(contract: Certifiable) -> Service:
    return service(contract, contract.first_attended)


def presence(served: Service, attended: int, days: Calendar) -> Presence:
    """CERT-11: meetings in each whole week of the service, of which `minimum_attendance_percent` are asked for.

    A week from Monday to Friday that holidays and exams fill is not counted.
    """
    here = settings()
    weeks = served.whole_weeks - days.free_weeks(served.starts_on, served.ends_on)
    expected = max(1, weeks) * here.meetings_per_week
    return Presence(attended, expected, ceil(expected * here.minimum_attendance_percent / 100))


def presences(db: Connection, rows: Collection[Certifiable]) -> dict[UUID, Presence]:
    """The presence of each contract; the calendar is read once."""
    from common.domain.recruitment.calendar import between

    spans = {row.contract_id: served(row) for row in rows}
    if not spans:
        return {}
    first, last = min(one.starts_on for one in spans.values()), max(one.ends_on for one in spans.values())
    days = between(db, first, last)
    return {row.contract_id: presence(spans[row.contract_id], row.attended, days) for row in rows}


def contract_rows(*more: Expression) -> Query:
    """Contracts with whose and what they are and how often the aslab was there; `more` columns beside.

    The name is the account's of today, so that a corrected one comes onto the next certificate (CERT-09).
    """
    approved = (attendances.c.contract_id == contracts.c.id) & (attendances.c.state == AttendanceState.APPROVED)
    first = func.min(attendances.c.day)
    return (
        select(
            contracts.c.id.label("contract_id"),
            *(contracts.c.state, contracts.c.starts_on, contracts.c.ends_on),
            *(contracts.c.activated_at, contracts.c.ended_at),
            *(contracts.c.student_id, people.c.name, people.c.number.label("nim"), vacancies.c.course),
            academic_periods.c.name.label("period"),
            select(func.count()).where(approved).scalar_subquery().label("attended"),
            select(first).where(approved).scalar_subquery().label("first_attended"),
            *more,
        )
        .join(people, people.c.id == contracts.c.student_id)
        .join(vacancies, vacancies.c.id == contracts.c.vacancy_id)
        .outerjoin(academic_periods, academic_periods.c.id == vacancies.c.period_id)
    )


def for_issuing(db: Connection, contract_ids: Collection[UUID]) -> dict[UUID, ForIssuing]:
    """The contracts, locked in one order, with the last certificate of each.

    Locked first and read afterwards: an admin that waited for another must see what that one issued.
    """
    wanted = contracts.c.id.in_(contract_ids)
    db.execute(select(contracts.c.id).where(wanted).order_by(contracts.c.id).with_for_update())
    last = latest()
    columns = (last.c.id.label("last_id"), last.c.number.label("last_number"), last.c.revoked_at.label("last_revoked"))
    rows: Sequence[ForIssuing] = all_of(db, contract_rows(*columns).outerjoin(last, true()).where(wanted))
    return {row.contract_id: row for row in rows}


def latest() -> FromClause:
    """A contract's valid certificate or, without one, the last that was revoked."""
    return (
        select(certificates)
        .where(certificates.c.contract_id == contracts.c.id)
        .order_by(certificates.c.year.desc(), certificates.c.sequence.desc())
        .limit(1)
        .lateral("latest")
    )
