"""How far behind delivery is."""

from __future__ import annotations

from common.domain.notifications.delivery import LANES
from common.domain.notifications.tables import MESSAGES
from common.platform.queue.backlog import report_backlog


def report_messages() -> None:
    report_backlog(MESSAGES, LANES)
