"""Sending again what failed: an admin's work."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from common.domain import audit
from common.domain.notifications.errors import MessageExpired, MessageNotFailed, MessageWithdrawn
from common.domain.notifications.queue import wake_delivery
from common.domain.notifications.states import MessageState
from common.domain.notifications.tables import MESSAGES, messages
from common.platform.auth import Actor
from common.platform.db import Connection, columns_of, on_commit, one
from common.platform.queue import repeatable

if TYPE_CHECKING:
    from common.domain.notifications.rows import MessageRow


def send_again(db: Connection, actor: Actor, message_id: UUID) -> None:
    """Back into the queue with all its tries (NOTIF-04). Raises MessageNotFailed, MessageWithdrawn, MessageExpired."""
    this = messages.c.id == message_id
    row: MessageRow = one(db, select(messages).where(this).with_for_update())
    if row.state != MessageState.FAILED:
        raise MessageNotFailed()
    if row.withdrawn_at is not None:
        raise MessageWithdrawn()
    if not repeatable(columns_of(row)):
        raise MessageExpired()
    MESSAGES.again(db, this)
    audit.record(db, actor, "message.sent_again", "message", message_id)
    on_commit(db, wake_delivery)
