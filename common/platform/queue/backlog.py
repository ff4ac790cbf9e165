"""How far behind a queue is, logged once a minute for the alerts (terraform/monitoring.tf)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, func, select

from common.platform import clock
from common.platform.db import transaction
from common.platform.log import log
from common.platform.queue.columns import FAILED, QUEUED
from common.platform.queue.lanes import Lane
from common.platform.queue.queue import Queue

# Of what was created within this time the share that failed is logged.
_LATELY: Final = timedelta(days=1)


def report_backlog(queue: Queue, lanes: Iterable[Lane]) -> None:
    """One line for each lane, also for one with nothing in it.

    `waiting` are the items that are not done. `oldest_seconds` is the age of the oldest of them since it came into the
    queue; tries do not change it. `failed` are those of the last day that failed, `failed_share` their part of all.
    """
    with transaction() as db:
        waiting, lately = _waiting(db, queue), _lately(db, queue)
    for lane in lanes:
        count, first = waiting.get(lane.name, (0, None))
        came, failed = lately.get(lane.name, (0, 0))
        figures: dict[str, object] = {
            "waiting": count,
            "oldest_seconds": max(0.0, (clock.now() - first).total_seconds()) if first else 0.0,
            "failed": failed,
            "failed_share": failed / came if came else 0.0,
        }
        marks = {"event": "queue", "queue": queue.name, "lane": lane.name}
        log.info("%s: %d wait, %d failed", lane.name, count, failed, extra=marks | figures)


def _waiting(db: Connection, queue: Queue) -> dict[str, tuple[int, datetime | None]]:
    t = queue.table.c
    wanted = select(t[queue.lane], func.count(), func.min(t.queued_at)).where(t.state == QUEUED).group_by(t[queue.lane])
    return {lane: (count, first) for lane, count, first in db.execute(wanted)}


def _lately(db: Connection, queue: Queue) -> dict[str, tuple[int, int]]:
    t = queue.table.c
    failed = func.count().filter(t.state == FAILED, t.withdrawn_at.is_(None))
    wanted = select(t[queue.lane], func.count(), failed).where(t.created_at > clock.now() - _LATELY)
    return {lane: (came, gone) for lane, came, gone in db.execute(wanted.group_by(t[queue.lane]))}
