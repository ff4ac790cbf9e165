"""Messages to many: each has a moment of its own, so that no channel gets more in a minute than it takes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import func, select

from common.domain.notifications.queue import Notice, add_messages
from common.domain.notifications.states import Channel, MessageState
from common.domain.notifications.tables import messages
from common.platform import clock
from common.platform.db import Connection
from common.platform.queue import Priority
from common.platform.settings import settings

# The number of an advisory lock: "paced" as bytes.
_LOCK = 0x7061636564


def notify_paced(db: Connection, notices: Iterable[Notice]) -> None:
    """As `notify_all`, behind all that is not sent to many; what is paced goes out in one row, one after the other."""
    rows = [row for notice in notices for row in notice.rows()]
    # Two who spread at once would give the same moments.
    db.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    moments = {channel: _next_moment(db, channel) for channel in Channel}
    for row in rows:
        channel = Channel(str(row["channel"]))
        at = moments[channel]
        row |= {"priority": Priority.BULK, "next_at": at, "queued_at": at}
        moments[channel] = at + _apart(channel)
    add_messages(db, rows)


def _next_moment(db: Connection, channel: Channel) -> datetime:
    """After the last one that waits; a row of the queue's index."""
    waits = (messages.c.channel == channel) & (messages.c.state == MessageState.QUEUED)
    last = db.scalar(select(func.max(messages.c.next_at)).where(waits, messages.c.priority == Priority.BULK))
    return max(clock.now(), last + _apart(channel)) if last else clock.now()


def _apart(channel: Channel) -> timedelta:
    here = settings()
    a_minute = {Channel.EMAIL: here.paced_mails_a_minute, Channel.WHATSAPP: here.paced_whatsapps_a_minute}
    return timedelta(minutes=1) / a_minute[channel] if channel in a_minute else timedelta(0)
