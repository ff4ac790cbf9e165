"""Sending again what failed: an admin's work."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import select

from common.domain import audit
from common.domain.notifications.errors import MessageExpired, MessageNotFailed, MessageWithdrawn, NothingToResend
from common.domain.notifications.queries import to_whom
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
    MESSAGES.again(db, this, resend_id=None)
    audit.record(db, actor, "message.sent_again", "message", message_id)
    on_commit(db, wake_delivery)


def send_all_again(db: Connection, actor: Actor, *, channel: str | None, search: str | None) -> UUID:
    """All that failed and may be sent again, by channel and recipient (NOTIF-13); the id that they have in common.

    They are locked in one order: of two admins who ask at once one finds nothing left. Raises NothingToResend.
    """
    found = select(messages.c.id).where(MESSAGES.repeatable(), to_whom(channel, search))
    mine = found.order_by(messages.c.id).with_for_update().cte()
    resend_id = uuid4()
    total = MESSAGES.again(db, messages.c.id.in_(select(mine.c.id)), resend_id=resend_id)
    if not total:
        raise NothingToResend()
    asked = {"total": total, "channel": channel, "search": search}
    audit.record(db, actor, "message.all_sent_again", "message", resend_id, new=asked)
    on_commit(db, wake_delivery)
    return resend_id
