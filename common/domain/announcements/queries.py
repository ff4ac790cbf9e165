"""Reading announcements with how far their messages are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import func, select, tuple_

from common.domain.announcements.errors import AnnouncementNotFound
from common.domain.announcements.states import AnnouncementState
from common.domain.announcements.tables import announcements
from common.domain.announcements.tasks import event_of
from common.domain.notifications.states import MessageState
from common.domain.notifications.tables import messages
from common.domain.people.tables import people
from common.platform.db import Connection, Query, all_of, one
from common.platform.pages import page, read_cursor

if TYPE_CHECKING:
    from common.domain.announcements.rows import AnnouncementRow
    from common.domain.announcements.views import AnnouncementPageData, AnnouncementViewData

    class WithSender(AnnouncementRow, Protocol):
        """An announcement with the name of who wrote it."""

        sender: str

    class Counts(Protocol):
        """The messages of an announcement by what became of them."""

        event: str
        waiting: int
        sent: int
        failed: int
        withdrawn: int


def announcement_page(db: Connection, *, after: str | None, limit: int) -> AnnouncementPageData:
    """The newest first."""
    wanted = _wanted().order_by(announcements.c.created_at.desc(), announcements.c.id.desc()).limit(limit + 1)
    if after:
        wanted = wanted.where(tuple_(announcements.c.created_at, announcements.c.id) < read_cursor(after))
    rows: Sequence[WithSender] = all_of(db, wanted)
    found = page(rows, limit, lambda row: (row.created_at, row.id))
    counted = _counted(db, [row.id for row in found["items"]])
    return {"items": [_shown(row, counted.get(event_of(row.id))) for row in found["items"]], "next": found["next"]}


def announcement(db: Connection, announcement_id: UUID) -> AnnouncementViewData:
    """One of them. Raises AnnouncementNotFound."""
    row: WithSender = one(db, _wanted().where(announcements.c.id == announcement_id), AnnouncementNotFound)
    return _shown(row, _counted(db, [row.id]).get(event_of(row.id)))


def waiting(db: Connection, announcement_id: UUID) -> bool:
    """Whether a message of it is still to be sent."""
    counted = _counted(db, [announcement_id]).get(event_of(announcement_id))
    return counted is not None and counted.waiting > 0


def _wanted() -> Query:
    joined = people.c.id == announcements.c.sender_id
    return select(announcements, people.c.name.label("sender")).join(people, joined)


def _counted(db: Connection, ids: Sequence[UUID]) -> Mapping[str, Counts]:
    withdrawn = messages.c.withdrawn_at.is_not(None)
    wanted = select(
        messages.c.event,
        func.count().filter(messages.c.state == MessageState.QUEUED).label("waiting"),
        func.count().filter(messages.c.state == MessageState.SENT).label("sent"),
        func.count().filter(messages.c.state == MessageState.FAILED, ~withdrawn).label("failed"),
        func.count().filter(messages.c.state == MessageState.FAILED, withdrawn).label("withdrawn"),
    )
    rows: Sequence[Counts] = all_of(
        db, wanted.where(messages.c.event.in_([event_of(key) for key in ids])).group_by(messages.c.event)
    )
    return {row.event: row for row in rows}


def _shown(row: WithSender, counted: Counts | None) -> AnnouncementViewData:
    left = counted.waiting if counted else 0
    return {
        "id": row.id,
        "title": row.title,
        "text": row.text,
        "audience": row.audience,
        "sender": row.sender,
        "recipients": row.recipients,
        "created_at": row.created_at,
        "stopped_at": row.stopped_at,
        "state": _state(row, left),
        "waiting": left,
        "sent": counted.sent if counted else 0,
        "failed": counted.failed if counted else 0,
        "withdrawn": counted.withdrawn if counted else 0,
    }


def _state(row: AnnouncementRow, left: int) -> AnnouncementState:
    if row.stopped_at:
        return AnnouncementState.STOPPED
    return AnnouncementState.DONE if row.spread_at and not left else AnnouncementState.SENDING
