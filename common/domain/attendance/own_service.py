"""What stays with a former aslab: the approved days of one's own ended contracts, which a certificate counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import select

from common.domain.assistants.states import ContractState
from common.domain.assistants.tables import contracts
from common.domain.attendance.states import AttendanceState
from common.domain.attendance.tables import attendances
from common.domain.people.tables import people
from common.domain.recruitment.tables import vacancies
from common.platform.auth import Actor
from common.platform.db import Connection, all_of

if TYPE_CHECKING:
    from common.domain.attendance.views import OwnServicesViewData, OwnServiceViewData, ServedDayViewData

    class Ended(Protocol):
        """A contract that is over."""

        id: UUID
        course: str
        lecturer: str
        starts_on: date
        ends_on: date

    class Day(Protocol):
        """An approved attendance."""

        contract_id: UUID
        day: date
        activity: str


_A, _C = attendances.c, contracts.c


def own_service(db: Connection, actor: Actor) -> OwnServicesViewData:
    """The last ended first, each with its days in order."""
    lecturer = people.alias("lecturer")
    over = (_C.student_id == actor.person_id) & (_C.state == ContractState.ENDED)
    wanted = (
        select(_C.id, vacancies.c.course, lecturer.c.name.label("lecturer"), _C.starts_on, _C.ends_on)
        .join(vacancies, vacancies.c.id == _C.vacancy_id)
        .join(lecturer, lecturer.c.id == vacancies.c.lecturer_id)
        .where(over)
        .order_by(_C.ended_at.desc(), _C.id)
    )
    ended: Sequence[Ended] = all_of(db, wanted)
    counted = select(_A.contract_id, _A.day, _A.activity).join(contracts, _C.id == _A.contract_id)
    counted = counted.where(over, _A.state == AttendanceState.APPROVED).order_by(_A.day)
    days: Sequence[Day] = all_of(db, counted)
    by_contract: dict[UUID, list[ServedDayViewData]] = defaultdict(list)
    for one in days:
        by_contract[one.contract_id].append({"day": one.day, "activity": one.activity})
    return {"items": [_shown(one, by_contract[one.id]) for one in ended]}


def _shown(one: Ended, days: Sequence[ServedDayViewData]) -> OwnServiceViewData:
    return {
        "contract_id": one.id,
        "course": one.course,
        "lecturer": one.lecturer,
        "starts_on": one.starts_on,
        "ends_on": one.ends_on,
        "days": days,
    }
