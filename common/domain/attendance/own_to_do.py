"""What an aslab has still to do: a week without any attendance, and those that may be corrected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import Date, cast, exists, func, select

from common.domain.assistants.states import ContractState
from common.domain.assistants.tables import contracts
from common.domain.attendance.locked import month_locked
from common.domain.attendance.states import AttendanceState
from common.domain.attendance.tables import attendances
from common.domain.recruitment.calendar import between
from common.domain.recruitment.tables import vacancies
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, Expression, Query, all_of

if TYPE_CHECKING:

    class Absent(Protocol):
        contract_id: UUID
        course: str

    class ToCorrect(Protocol):
        """How many of a contract's month."""

        contract_id: UUID
        course: str
        month: date
        rejected: int


_A, _C = attendances.c, contracts.c
_TEACHING = timedelta(days=4)


def without_attendance(db: Connection, aslab: Actor) -> Sequence[Absent]:
    """The own contracts that run today and have no attendance of this week; none in a week without practicals."""
    today = clock.today()
    monday = today - timedelta(days=today.weekday())
    if between(db, monday, monday + _TEACHING).is_free(monday):
        return []
    present = exists().where(_A.contract_id == _C.id, _A.day.between(monday, today))
    rows: Sequence[Absent] = all_of(
        db,
        _own(aslab).where(_C.starts_on <= today, _C.ends_on >= today, ~present).order_by(vacancies.c.course, _C.id),
    )
    return rows


def to_correct(db: Connection, aslab: Actor) -> Sequence[ToCorrect]:
    """Rejected attendances that were not corrected yet, by contract and month, while the month is not locked."""
    month = cast(func.date_trunc("month", _A.day), Date).label("month")
    rejected = (_A.state == AttendanceState.REJECTED) & (_A.corrections == 0)
    counted = _own(aslab, month, func.count().label("rejected")).join(attendances, _A.contract_id == _C.id)
    counted = counted.where(rejected, ~month_locked()).group_by(_C.id, vacancies.c.course, month)
    rows: Sequence[ToCorrect] = all_of(db, counted.order_by(month, vacancies.c.course, _C.id))
    return rows


def _own(aslab: Actor, *more: Expression) -> Query:
    return (
        select(_C.id.label("contract_id"), vacancies.c.course, *more)
        .select_from(contracts)
        .join(vacancies, vacancies.c.id == _C.vacancy_id)
        .where(_C.student_id == aslab.person_id, _C.state == ContractState.ACTIVE)
    )
