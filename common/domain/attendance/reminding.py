"""The Friday reminder: to whoever has recorded nothing in a week of their contract (NOTIF-08)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import Text, cast, exists, func, select

from common.domain.assistants.states import ContractState
from common.domain.assistants.tables import contracts
from common.domain.attendance.tables import attendances
from common.domain.notifications.queue import Notice, Recipient, notify_all
from common.domain.notifications.tables import messages
from common.domain.people.tables import people
from common.domain.recruitment.calendar import between
from common.domain.recruitment.tables import vacancies
from common.platform import clock
from common.platform.db import Connection, Query, all_of, without_secrets

if TYPE_CHECKING:
    from common.domain.people.rows import PersonRow

    class Absent(PersonRow, Protocol):
        """Whose contract it is."""

        contract_id: UUID
        course: str


_DAY = timedelta(days=1)
_FRIDAY, _SUNDAY = 4 * _DAY, 6 * _DAY
# On campus: due on Friday at four, and what a run that was missed left behind until Sunday evening.
_DUE, _TOO_LATE = timedelta(hours=16), timedelta(hours=20)
_C = contracts.c


def remind_of_attendance(db: Connection, *, limit: int = 500) -> int:
    """One reminder a contract and week, of up to `limit` contracts; how many. A second run adds only what is left."""
    monday = week_to_remind(clock.now())
    if monday is None or _is_off(db, monday):
        return 0
    return remind(db, monday, limit=limit)


def remind(db: Connection, monday: date, *, limit: int = 500) -> int:
    """Those who have no reminder of this week yet."""
    absent: Sequence[Absent] = all_of(db, _without_attendance(monday).limit(limit))
    notify_all(db, [_notice(one, monday) for one in absent])
    return len(absent)


def week_to_remind(now: datetime) -> date | None:
    """The Monday of the week that is reminded of at this moment."""
    day = clock.campus_day(now)
    monday = day - _DAY * day.weekday()
    due = clock.start_of(monday + _FRIDAY) + _DUE
    return monday if due <= now < clock.start_of(monday + _SUNDAY) + _TOO_LATE else None


def _is_off(db: Connection, monday: date) -> bool:
    """Whether Friday is a holiday, or the week is full of holidays and exams."""
    days = between(db, monday, monday + _FRIDAY)
    return monday + _FRIDAY in days.holidays or days.is_free(monday)


def _without_attendance(monday: date) -> Query:
    """Contracts of the whole week from Monday to Friday. The inbox takes every message, so each leaves a row.

    Each contract is looked up by the key of contract and day.
    """
    event = func.concat("attendance_missing:", cast(_C.id, Text), f":{monday}")
    present = exists().where(attendances.c.contract_id == _C.id, attendances.c.day.between(monday, monday + _SUNDAY))
    return (
        select(*without_secrets(people), _C.id.label("contract_id"), vacancies.c.course)
        .select_from(contracts)
        .join(people, people.c.id == _C.student_id)
        .join(vacancies, vacancies.c.id == _C.vacancy_id)
        .where(_C.state == ContractState.ACTIVE, _C.starts_on <= monday, _C.ends_on >= monday + _FRIDAY)
        .where(_C.activated_at < clock.start_of(monday + _DAY), people.c.active)
        .where(~present, ~exists().where(messages.c.event == event))
        .order_by(_C.id)
    )


def _notice(aslab: Absent, monday: date) -> Notice:
    """Out of date when the week is over."""
    data = {
        "name": aslab.name,
        "course": aslab.course,
        "first_on": monday.isoformat(),
        "last_on": (monday + _FRIDAY).isoformat(),
    }
    kind = "attendance_missing"
    event = f"{kind}:{aslab.contract_id}:{monday}"
    over = clock.start_of(monday + _SUNDAY + _DAY)
    return Notice(Recipient.of(aslab), kind, event, data, expires_at=over)
