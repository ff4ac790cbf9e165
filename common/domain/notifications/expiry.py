"""Messages leave a year after they were written, with address and text."""

from __future__ import annotations

from sqlalchemy import delete, select

from common.domain.notifications.states import MessageState
from common.domain.notifications.tables import MESSAGES_KEPT, messages
from common.platform import clock
from common.platform.db import Connection


def forget_old_messages(db: Connection, limit: int) -> int:
    """The oldest first; how many. What still waits to be sent stays."""
    over = messages.c.created_at < MESSAGES_KEPT.before(clock.now())
    which = select(messages.c.id).where(over, messages.c.state != MessageState.QUEUED)
    oldest = db.scalars(which.order_by(messages.c.created_at).limit(limit)).all()
    return db.execute(delete(messages).where(messages.c.id.in_(oldest))).rowcount
