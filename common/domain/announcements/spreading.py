"""Spreading what was announced: a batch of people a transaction, each message once, at a moment of its own.

A worker that dies goes on after the last person whose messages are written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select, update

from common.domain.announcements.audience import some
from common.domain.announcements.tables import announcements
from common.domain.announcements.tasks import SPREADING, event_of
from common.domain.notifications.pacing import notify_paced
from common.domain.notifications.queue import Notice, Recipient
from common.platform import clock
from common.platform.db import Connection, one, transaction
from common.platform.queue import TASKS, Done, Task, work_off
from common.platform.queue.backlog import report_backlog

if TYPE_CHECKING:
    from common.domain.announcements.rows import AnnouncementRow
    from common.domain.people.rows import PersonRow

_BATCH = 200


def spread_due(seconds: float = 60) -> int:
    """Until nothing waits or the time is used; how many announcements were spread."""
    return work_off(TASKS, (SPREADING,), _spread, limit=1, seconds=seconds).done


def report_spreading() -> None:
    """How far behind spreading is."""
    report_backlog(TASKS, (SPREADING,))


def _spread(task: Task) -> Done:
    while spread_some(task.subject_id):
        pass
    return Done({"done_at": clock.now()})


def spread_some(announcement_id: UUID, limit: int = _BATCH) -> bool:
    """The next batch in a transaction of its own; whether there may be more."""
    with transaction() as db:
        return spread_batch(db, announcement_id, limit)


def spread_batch(db: Connection, announcement_id: UUID, limit: int = _BATCH) -> bool:
    this = announcements.c.id == announcement_id
    row: AnnouncementRow = one(db, select(announcements).where(this).with_for_update())
    if row.stopped_at or row.spread_at:
        return False
    batch = some(db, row.audience, row.among, row.reached, limit)
    if not batch:
        db.execute(update(announcements).where(this).values(spread_at=clock.now()))
        return False
    notify_paced(db, [_notice(row, person) for person in batch])
    db.execute(update(announcements).where(this).values(reached=batch[-1].id))
    return True


def _notice(row: AnnouncementRow, person: PersonRow) -> Notice:
    kind = "announcement"
    data = {"name": person.name, "title": row.title, "text": row.text}
    return Notice(Recipient.of(person), kind, event_of(row.id), data)
