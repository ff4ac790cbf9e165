"""What waits for somebody, as the first page of each role shows it: each number is that of the list behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import Select, select

from common.domain.reports.schemas import ToDo
from common.platform import clock
from common.platform.auth import Actor, Role
from common.platform.db import Connection, one

if TYPE_CHECKING:
    from common.domain.reports.views import ToDoPageData, ToDoViewData

# A certificate is asked for soon after the contract has ended, or never.
_ISSUED_WITHIN: Final = timedelta(days=180)
# The last day of a contract is thought of so long before.
_ENDING_WITHIN: Final = timedelta(days=14)


def to_do(db: Connection, actor: Actor) -> ToDoPageData:
    """What has nothing to do is left out. One statement, or three for an aslab."""
    of = {Role.ADMIN: _of_admin, Role.LECTURER: _of_lecturer, Role.ASLAB: _of_aslab, Role.STUDENT: _of_student}
    return {"items": list(of[Role(actor.role)](db, actor))}


def _of_admin(db: Connection, _: Actor) -> Iterator[ToDoViewData]:
    from common.domain.assistants.queries import count_ready
    from common.domain.attendance.month_list import count_open
    from common.domain.certificates.narrowing import count_unissued
    from common.domain.notifications.queries import count_failed_lines

    month, since = _last_month(), clock.today() - _ISSUED_WITHIN
    waits = {
        ToDo.ACTIVATE: (count_ready(), None),
        ToDo.SEND_AGAIN: (count_failed_lines(), None),
        ToDo.ISSUE: (count_unissued(since), since),
        ToDo.LOCK: (count_open(month), month),
    }
    yield from _counted(db, waits)


def _of_lecturer(db: Connection, lecturer: Actor) -> Iterator[ToDoViewData]:
    from common.domain.attendance.month_list import count_open
    from common.domain.attendance.overview import count_ending
    from common.domain.attendance.queries import count_to_verify
    from common.domain.recruitment.policy import taught_by
    from common.domain.recruitment.vacancy_queries import count_to_decide

    month, until, own = _last_month(), clock.today() + _ENDING_WITHIN, taught_by(lecturer.person_id)
    waits = {
        ToDo.DECIDE: (count_to_decide(own), None),
        ToDo.VERIFY: (count_to_verify(own), None),
        ToDo.LOCK: (count_open(month, own), month),
        ToDo.END: (count_ending(own, until), until),
    }
    yield from _counted(db, waits)


def _of_aslab(db: Connection, aslab: Actor) -> Iterator[ToDoViewData]:
    from common.domain.attendance.own_to_do import to_correct, without_attendance

    for absent in without_attendance(db, aslab):
        yield _line(ToDo.RECORD, subject_id=absent.contract_id, course=absent.course)
    for row in to_correct(db, aslab):
        yield _line(ToDo.CORRECT, row.rejected, subject_id=row.contract_id, course=row.course, day=row.month)


def _of_student(db: Connection, student: Actor) -> Iterator[ToDoViewData]:
    from common.domain.recruitment.own_to_do import to_answer

    for row in to_answer(db, student):
        kind, at = (ToDo.CONFIRM, None) if row.confirm_by else (ToDo.ATTEND, row.interview_at)
        yield _line(kind, subject_id=row.id, course=row.course, day=row.confirm_by, at=at)


def _last_month() -> date:
    """Its first day; nobody can lock a month that is not over."""
    return (clock.today().replace(day=1) - timedelta(days=1)).replace(day=1)


def _counted(db: Connection, waits: Mapping[ToDo, tuple[Select[int], date | None]]) -> Iterable[ToDoViewData]:
    """All the numbers in one statement."""
    counts = [count.scalar_subquery().label(kind) for kind, (count, _) in waits.items()]
    found: object = one(db, select(*counts))
    for kind, (_, day) in waits.items():
        if count := getattr(found, kind):
            yield _line(kind, count, day=day)


def _line(
    kind: ToDo,
    count: int = 1,
    *,
    subject_id: UUID | None = None,
    course: str | None = None,
    day: date | None = None,
    at: datetime | None = None,
) -> ToDoViewData:
    return {"kind": kind, "count": count, "subject_id": subject_id, "course": course, "day": day, "at": at}
