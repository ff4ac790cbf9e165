"""How far behind delivery is, told once a minute for whoever watches over it (terraform/monitoring.tf)."""

from __future__ import annotations

from sqlalchemy import func, select

from common.domain.notifications.states import MessageState
from common.domain.notifications.tables import messages
from common.platform import clock
from common.platform.db import transaction
from common.platform.log import log


def tell_backlog() -> None:
    """A line of the log with `waiting`, messages that are due, and `oldest_seconds`, how long the first of them is."""
    now = clock.now()
    due = (messages.c.state == MessageState.QUEUED) & (messages.c.next_at <= now)
    with transaction() as db:
        waiting, first = db.execute(select(func.count(), func.min(messages.c.next_at)).where(due)).one()
    oldest = (now - first).total_seconds() if first else 0.0
    log.info("%d messages are due", waiting, extra={"event": "outbox", "waiting": waiting, "oldest_seconds": oldest})
