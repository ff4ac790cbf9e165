"""The only source of the time: UTC inside, the campus's zone at the edge."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo

from common.platform.settings import settings


def now() -> datetime:
    """This moment in UTC, by the server's clock."""
    return datetime.now(UTC)


@cache
def campus_zone() -> ZoneInfo:
    return ZoneInfo(settings().campus_time_zone)


def to_campus(moment: datetime) -> datetime:
    return moment.astimezone(campus_zone())


def today() -> date:
    """The day on the campus's calendar."""
    return to_campus(now()).date()


def campus_day(moment: datetime) -> date:
    return to_campus(moment).date()


def start_of(day: date) -> datetime:
    """Midnight on campus at the start of `day`, in UTC."""
    return datetime.combine(day, time.min, campus_zone()).astimezone(UTC)
