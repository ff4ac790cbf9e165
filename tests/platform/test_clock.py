"""Moments in UTC and days on campus, seven hours ahead of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from common.platform import clock

DAY = date(2026, 11, 23)
MIDNIGHT = datetime(2026, 11, 22, 17, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


@pytest.fixture
def in_jayapura(setting: Callable[[str, str], None]) -> Iterator[None]:
    setting("CAMPUS_TIME_ZONE", "Asia/Jayapura")
    clock.campus_zone.cache_clear()
    yield
    clock.campus_zone.cache_clear()


def test_now_is_the_moment_of_the_server_in_utc() -> None:
    with time_machine.travel(MIDNIGHT, tick=False):
        assert (clock.now(), clock.now().tzinfo) == (MIDNIGHT, UTC)


def test_a_day_begins_at_midnight_on_campus() -> None:
    assert (clock.start_of(DAY), clock.start_of(DAY).tzinfo) == (MIDNIGHT, UTC)
    for moment, day in ((MIDNIGHT - MOMENT, DAY - timedelta(days=1)), (MIDNIGHT, DAY)):
        assert clock.campus_day(moment) == day
        with time_machine.travel(moment, tick=False):
            assert clock.today() == day


def test_the_same_moment_is_told_by_the_clock_of_the_campus() -> None:
    assert clock.to_campus(MIDNIGHT) == MIDNIGHT
    assert f"{clock.to_campus(MIDNIGHT):%Y-%m-%d %H:%M}" == "2026-11-23 00:00"


def test_the_zone_is_a_setting(in_jayapura: None) -> None:
    assert clock.start_of(DAY) == MIDNIGHT - timedelta(hours=2)
