"""Campus holidays and exam weeks: kept by admins, read by the minimum of a certificate and by the Friday reminder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import delete, select, update

from common.domain import audit
from common.domain.recruitment.errors import DaysTaken
from common.domain.recruitment.states import CalendarKind
from common.domain.recruitment.tables import campus_calendar
from common.platform.auth import Actor
from common.platform.db import Connection, all_of, columns_of, one, translating_constraints, views

if TYPE_CHECKING:
    from common.domain.recruitment.forms import CalendarFormForm
    from common.domain.recruitment.rows import CampusCalendarRow
    from common.domain.recruitment.views import CalendarViewData, EntryViewData

RULES = {f"one_{kind.name.lower()}_a_day": DaysTaken for kind in CalendarKind}
_WEEK, _DAY, _TEACHING = timedelta(days=7), timedelta(days=1), 5
_C = campus_calendar.c


@dataclass(frozen=True)
class Calendar:
    """The days of the calendar in some stretch of time; exam days are no holidays, and both are free of practicals."""

    holidays: frozenset[date] = frozenset()
    exams: frozenset[date] = frozenset()

    def is_free(self, monday: date) -> bool:
        """Whether every day from this Monday to Friday is a holiday or an exam day."""
        week = {monday + _DAY * n for n in range(_TEACHING)}
        return week <= self.holidays | self.exams

    def free_weeks(self, first: date, last: date) -> int:
        """How many weeks from Monday to Sunday lie wholly between these days and are free."""
        monday, free = first + _DAY * (-first.weekday() % 7), 0
        while monday + _WEEK - _DAY <= last:
            free += self.is_free(monday)
            monday += _WEEK
        return free


def calendar(db: Connection) -> CalendarViewData:
    """Every entry, the latest first; there are a dozen or two a year."""
    wanted = select(campus_calendar).order_by(_C.starts_on.desc(), _C.kind, _C.id)
    found: Sequence[EntryViewData] = views(db, wanted)
    return {"items": found}


def between(db: Connection, first: date, last: date) -> Calendar:
    touching = (_C.starts_on <= last) & (_C.ends_on >= first)
    rows: Sequence[CampusCalendarRow] = all_of(db, select(campus_calendar).where(touching))
    return Calendar(*(frozenset(_days(rows, kind)) for kind in (CalendarKind.HOLIDAY, CalendarKind.EXAMS)))


def _days(rows: Iterable[CampusCalendarRow], kind: CalendarKind) -> Iterable[date]:
    for row in rows:
        if row.kind == kind:
            yield from (row.starts_on + _DAY * n for n in range((row.ends_on - row.starts_on).days + 1))


def add(db: Connection, actor: Actor, form: CalendarFormForm) -> CampusCalendarRow:
    with translating_constraints(RULES):
        made = campus_calendar.insert().values({**form}).returning(campus_calendar)
        row: CampusCalendarRow = one(db, made)
    audit.record(db, actor, "calendar.added", "calendar", row.id, new=form)
    return row


def change(db: Connection, actor: Actor, entry_id: UUID, form: CalendarFormForm) -> CampusCalendarRow:
    this = _C.id == entry_id
    before: CampusCalendarRow = one(db, select(campus_calendar).where(this).with_for_update())
    old, new = audit.changes(columns_of(before), form)
    with translating_constraints(RULES):
        changed = update(campus_calendar).where(this).values({**form}).returning(campus_calendar)
        row: CampusCalendarRow = one(db, changed)
    audit.record(db, actor, "calendar.changed", "calendar", entry_id, old=old, new=new)
    return row


def remove(db: Connection, actor: Actor, entry_id: UUID) -> None:
    row: CampusCalendarRow = one(db, delete(campus_calendar).where(_C.id == entry_id).returning(campus_calendar))
    old = {name: value for name, value in columns_of(row).items() if name != "id"}
    audit.record(db, actor, "calendar.removed", "calendar", entry_id, old=old)
