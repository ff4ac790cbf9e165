"""Sending again what failed: an admin's work."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, update

from common import audit, clock
from common.auth import Actor
from common.db import Connection, on_commit
from common.errors import NotFound
from common.notifications.errors import MessageNotFailed
from common.notifications.queue import wake_delivery
from common.notifications.states import MessageState
from common.notifications.tables import messages


def send_again(db: Connection, actor: Actor, message_id: UUID) -> None:
    """Back into the queue with all its tries (NOTIF-04). Raises MessageNotFailed."""
    this = messages.c.id == message_id
    state = db.scalar(select(messages.c.state).where(this).with_for_update())
    if state is None:
        raise NotFound()
    if state != MessageState.FAILED:
        raise MessageNotFailed()
    again = {"state": MessageState.QUEUED, "attempts": 0, "next_at": clock.now(), "error": None, "error_en": None}
    db.execute(update(messages).where(this).values(again))
    audit.record(db, actor, "message.sent_again", "message", message_id)
    on_commit(db, wake_delivery)
