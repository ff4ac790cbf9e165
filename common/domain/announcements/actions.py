"""Writing an announcement, and stopping it: an admin's decisions. Spreading it is work that follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import select, update

from common.domain import audit
from common.domain.announcements.audience import count
from common.domain.announcements.errors import AlreadyStopped, AnnouncementNotFound, NobodyToAnnounceTo
from common.domain.announcements.queries import waiting
from common.domain.announcements.states import Audience
from common.domain.announcements.tables import announcements
from common.domain.announcements.tasks import SPREAD, event_of, wake_spreading
from common.domain.notifications.queue import withdraw
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, JsonObject, on_commit, one
from common.platform.queue import TASKS, add_tasks, tasks
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.announcements.rows import AnnouncementRow

_STOPPED = Text("pengumuman dihentikan", en="the announcement was stopped")


def announce(
    db: Connection,
    actor: Actor,
    *,
    title: str,
    text: str,
    audience: str,
    roles: Sequence[str] | None,
    vacancy_ids: Sequence[UUID] | None,
) -> UUID:
    """Written at once, for whoever fits now; their messages are queued by what follows. Raises NobodyToAnnounceTo."""
    among = _among(audience, roles or (), vacancy_ids or ())
    recipients = count(db, audience, among)
    if not recipients:
        raise NobodyToAnnounceTo()
    key = uuid4()
    said: JsonObject = {"title": title, "audience": audience, "among": among, "recipients": recipients}
    new = {"id": key, "text": text, "sender_id": actor.person_id, "created_at": clock.now()}
    db.execute(announcements.insert().values(**said, **new))
    add_tasks(db, SPREAD, [key])
    audit.record(db, actor, "announcement.made", "announcement", key, new=said)
    on_commit(db, wake_spreading)
    return key


def _among(audience: str, roles: Sequence[str], vacancy_ids: Sequence[UUID]) -> list[str]:
    if audience == Audience.ROLES:
        return sorted(set(roles))
    return [] if audience == Audience.ASLAB else sorted({str(key) for key in vacancy_ids})


def stop(db: Connection, actor: Actor, announcement_id: UUID) -> None:
    """What is not sent yet never will be. Raises AnnouncementNotFound, AlreadyStopped."""
    this = announcements.c.id == announcement_id
    row: AnnouncementRow = one(db, select(announcements).where(this).with_for_update(), AnnouncementNotFound)
    if row.stopped_at or (row.spread_at and not waiting(db, announcement_id)):
        raise AlreadyStopped()
    db.execute(update(announcements).where(this).values(stopped_at=clock.now(), stopped_by=actor.person_id))
    TASKS.withdraw(db, (tasks.c.kind == SPREAD) & (tasks.c.subject_id == announcement_id), _STOPPED)
    withdraw(db, [event_of(announcement_id)], _STOPPED)
    audit.record(db, actor, "announcement.stopped", "announcement", announcement_id, old={"title": row.title})
