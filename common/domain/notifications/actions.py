"""Sending again what failed: an admin's work."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from common.domain import audit
from common.domain.notifications.errors import MessageNotFailed, MessageWithdrawn
from common.domain.notifications.queue import wake_delivery
from common.domain.notifications.states import MessageState
from common.domain.notifications.tables import messages
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, on_commit, one


def send_again(db: Connection, actor: Actor, message_id: UUID) -> None:
    """Back into the queue with all its tries (NOTIF-04). Raises MessageNotFailed, MessageWithdrawn."""
    this = messages.c.id == message_id
    row: Any = one(db, select(messages.c.state, messages.c.withdrawn_at).where(this).with_for_update())
    if row.state != MessageState.FAILED:
        raise MessageNotFailed()
    if row.withdrawn_at is not None:
        raise MessageWithdrawn()
    again = {"state": MessageState.QUEUED, "attempts": 0, "next_at": clock.now(), "error": None, "error_en": None}
    db.execute(update(messages).where(this).values(again))
    audit.record(db, actor, "message.sent_again", "message", message_id)
    on_commit(db, wake_delivery)
