"""Cron lines as Cloud Scheduler reads them: five fields, by the campus's clock."""

from __future__ import annotations

from datetime import UTC, datetime

from cronsim import CronSim, CronSimError

from common.platform import clock

_FIELDS = 5  # cronsim also takes a sixth, for seconds


def is_cron_line(text: str) -> bool:
    try:
        CronSim(text, datetime(2000, 1, 1, tzinfo=UTC))
    except CronSimError:
        return False
    return len(text.split()) == _FIELDS


def next_time(line: str, after: datetime) -> datetime:
    """The first moment after `after` at which the line is due."""
    return next(CronSim(line, clock.to_campus(after)))
