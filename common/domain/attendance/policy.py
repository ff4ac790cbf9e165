"""Who may touch which attendance: its aslab while the contract runs, and the lecturers of the vacancy."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import select

from common.domain.assistants.errors import NotYourContract
from common.domain.assistants.service import late_until
from common.domain.assistants.states import ContractState
from common.domain.assistants.tables import contracts
from common.domain.attendance.errors import (
    ContractEnded,
    ContractSuspended,
    MonthLocked,
    NotYourAslab,
    NotYourAttendance,
)
from common.domain.attendance.locked import month_locked
from common.domain.attendance.tables import attendances
from common.domain.recruitment.policy import require_lecturer_of, teaches
from common.domain.recruitment.tables import vacancies
from common.platform import clock
from common.platform.auth import Actor, Role
from common.platform.db import Connection, Query, one, value

if TYPE_CHECKING:
    from common.domain.attendance.rows import AttendanceRow

    class OpenLate(Protocol):
        """When a contract was over, and how."""

        state: ContractState
        ends_on: date
        ended_at: datetime | None

    class Terms(OpenLate, Protocol):
        """What a contract says of attendances."""

        id: UUID
        student_id: UUID
        vacancy_id: UUID
        starts_on: date

    class ToCorrect(AttendanceRow, Protocol):
        """An attendance with its aslab and vacancy."""

        student_id: UUID
        vacancy_id: UUID
        locked: bool

    class ToVerify(AttendanceRow, Protocol):
        """An attendance, and whether its vacancy is one's own."""

        student_id: UUID
        course: str
        own: bool
        locked: bool


_TERMS = [contracts.c[name] for name in ("id", "student_id", "vacancy_id", "state", "starts_on", "ends_on", "ended_at")]


def own_contract(db: Connection, actor: Actor, contract_id: UUID, *, locked: bool = False) -> Terms:
    """One's own contract in any state. `locked`: it cannot end before this transaction does."""
    wanted = select(*_TERMS).where(contracts.c.id == contract_id)
    row: Terms = one(db, wanted.with_for_update(read=True) if locked else wanted)
    if row.student_id != actor.person_id:
        raise NotYourContract()
    return row


def own_contract_of(db: Connection, actor: Actor, contract_id: UUID, day: date) -> Terms:
    """One's own contract that takes an attendance of `day` now, locked: for a while also when its last day is over.

    Raises ContractEnded or ContractSuspended.
    """
    row = own_contract(db, actor, contract_id, locked=True)
    if late_entries_until(row) and day <= row.ends_on:
        return row
    return _running(row)


def late_entries_until(row: OpenLate) -> date | None:
    """Of a contract that is over, the last day on which an entry for one of its days may come in (ABS-19)."""
    return None if row.state == ContractState.SUSPENDED else late_until(row)


def own_running_contract(db: Connection, actor: Actor, contract_id: UUID) -> Terms:
    """One's own contract that takes attendances now, locked. Raises ContractEnded or ContractSuspended."""
    return _running(own_contract(db, actor, contract_id, locked=True))


def _running(row: Terms) -> Terms:
    if row.state == ContractState.ENDED or row.ends_on < clock.today():
        raise ContractEnded()
    if row.state == ContractState.SUSPENDED:
        raise ContractSuspended()
    return row


def attendance_to_correct(db: Connection, actor: Actor, attendance_id: UUID) -> ToCorrect:
    """One's own attendance, locked after its contract, which has to be running. Raises MonthLocked."""
    columns = (attendances, contracts.c.student_id, contracts.c.vacancy_id, month_locked().label("locked"))
    found = select(*columns).join(contracts, contracts.c.id == attendances.c.contract_id)
    wanted = found.where(attendances.c.id == attendance_id)
    row: ToCorrect = one(db, wanted)
    if row.student_id != actor.person_id:
        raise NotYourAttendance()
    own_running_contract(db, actor, row.contract_id)
    now: ToCorrect = one(db, wanted.with_for_update(of=attendances))
    if now.locked:
        raise MonthLocked()
    return now


def attendances_to_verify(actor: Actor) -> Query:
    """Attendances with whether this lecturer owns or helps with their vacancy, as `own`; to be narrowed and locked.

    Whether their month is locked is `locked`.
    """
    known = (teaches(actor.person_id).label("own"), month_locked().label("locked"))
    return (
        select(attendances, contracts.c.student_id, vacancies.c.course, *known)
        .join(contracts, contracts.c.id == attendances.c.contract_id)
        .join(vacancies, vacancies.c.id == contracts.c.vacancy_id)
    )


def locked_to_verify(wanted: Query) -> Query:
    """Locked by FOR NO KEY UPDATE: others may be entered as similar to them (`similar_to`) meanwhile.

    A plain FOR UPDATE conflicts with the check of that foreign key (FOR KEY SHARE) and deadlocks.
    """
    return wanted.with_for_update(of=attendances, key_share=True)


def require_verifiable(db: Connection, actor: Actor, attendance_id: UUID) -> ToVerify:
    """The attendance, locked. Raises NotYourAslab for another lecturer's, MonthLocked."""
    wanted = attendances_to_verify(actor).where(attendances.c.id == attendance_id)
    row: ToVerify = one(db, locked_to_verify(wanted))
    require_decidable(row)
    return row


def require_decidable(row: ToVerify) -> None:
    """Raises NotYourAslab or MonthLocked."""
    if not row.own:
        raise NotYourAslab()
    if row.locked:
        raise MonthLocked()


def may_see_attendance(db: Connection, actor: Actor, attendance_id: UUID) -> ToVerify:
    """The attendance, for its aslab, for the lecturers of the vacancy and for admins."""
    row: ToVerify = one(db, attendances_to_verify(actor).where(attendances.c.id == attendance_id))
    if actor.role == Role.LECTURER and not row.own:
        raise NotYourAslab()
    if actor.role in {Role.STUDENT, Role.ASLAB} and row.student_id != actor.person_id:
        raise NotYourAttendance()
    return row


def require_own_aslab(db: Connection, lecturer: Actor, contract_id: UUID) -> None:
    """Raises NotFound for no such contract, NotYourVacancy for one of another lecturer's vacancy."""
    vacancy_id: UUID = value(db, select(contracts.c.vacancy_id).where(contracts.c.id == contract_id))
    require_lecturer_of(db, lecturer, vacancy_id)
