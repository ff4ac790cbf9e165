"""Reading the audit log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Uuid, column, select, table, tuple_

from common.domain.audit.subjects import subject_name
from common.domain.audit.tables import audit_log
from common.platform import clock
from common.platform.db import Connection, Query, views
from common.platform.pages import page, read_cursor

if TYPE_CHECKING:
    from common.domain.audit.views import AuditLineViewData, AuditPageData

_LAST_NUMBER = 2**63 - 1
# No line is older or younger; at the calendar's own ends there is no next day and no other time zone.
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(9000, 1, 1)
# Named, not imported: the log knows nothing of the nouns that write it.
_people = table("people", column("id", Uuid), column("name"), column("number"))


def audit_page(
    db: Connection,
    *,
    after: str | None,
    limit: int,
    actor_id: UUID | None = None,
    action: str | None = None,
    subject_type: str | None = None,
    subject_id: str | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
) -> AuditPageData:
    """Lines of the log with the names of who did it, the newest first. Dates are days on campus, both included."""
    wanted = _lines().order_by(audit_log.c.at.desc(), audit_log.c.id.desc()).limit(limit + 1)
    if actor_id:
        wanted = wanted.where(audit_log.c.actor_id == actor_id)
    if action:
        wanted = wanted.where(audit_log.c.action.startswith(action, autoescape=True))
    if subject_type:
        wanted = wanted.where(audit_log.c.subject_type == subject_type)
    if subject_id:
        wanted = wanted.where(audit_log.c.subject_id == subject_id)
    if first_day:
        wanted = wanted.where(audit_log.c.at >= _midnight(first_day))
    if last_day:
        wanted = wanted.where(audit_log.c.at < _midnight(min(last_day, _LAST_DAY) + timedelta(days=1)))
    if after:
        wanted = wanted.where(tuple_(audit_log.c.at, audit_log.c.id) < _place(after))
    lines: Sequence[AuditLineViewData] = views(db, wanted)
    return page(lines, limit, _key)


def _lines() -> Query:
    names = (_people.c.name.label("actor_name"), _people.c.number.label("actor_number"))
    return select(audit_log, *names, subject_name().label("subject_name")).outerjoin(
        _people, _people.c.id == audit_log.c.actor_id
    )


def _midnight(day: date) -> datetime:
    return clock.start_of(min(max(day, _FIRST_DAY), _LAST_DAY))


def _place(cursor: str) -> tuple[datetime, int]:
    at, key = read_cursor(cursor)
    return at, min(key.int, _LAST_NUMBER)


def _key(row: AuditLineViewData) -> tuple[datetime, UUID]:
    """Cursors carry UUIDs; the number of a line fits into one."""
    return row["at"], UUID(int=row["id"])
