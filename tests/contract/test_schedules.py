"""Declared times: each is a cron line, and the local timer keeps to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from common.ops.contract import load_functions
from common.ops.contract.cron import next_time
from common.ops.contract.rules import faults
from common.ops.local.host import FunctionHost
from common.ops.local.scheduler import Scheduler
from common.ops.local.triggers import schedule

MONDAY = datetime(2026, 11, 22, 17, tzinfo=UTC)
"""Midnight of Monday, 23 November 2026 in Jakarta."""
HOURS = [timedelta(hours=hour) for hour in range(24)]
BELL = """
    '''Rings a bell.'''
    from threading import Event

    from common.http import on_schedule, serve

    RUNG = Event()

    @on_schedule('{line}')
    def ring(event) -> None:
        RUNG.set()

    entry = serve(__name__)
"""


@pytest.mark.parametrize(
    ("line", "due"),
    [
        ("*/5 * * * *", [timedelta(minutes=5 * n) for n in range(12)]),
        ("0,30 * * * *", [timedelta(minutes=30 * n) for n in range(4)]),
        ("17 * * * *", [hour + timedelta(minutes=17) for hour in HOURS[:4]]),
        ("0 6,18 * * *", [HOURS[6], HOURS[18], timedelta(days=1, hours=6)]),
        ("0 6 * * 1", [HOURS[6], timedelta(days=7, hours=6)]),
        ("15 0 1 * *", [timedelta(days=8, minutes=15), timedelta(days=39, minutes=15)]),
    ],
)
def test_a_line_is_due_by_the_clock_of_the_campus(line: str, due: list[timedelta]) -> None:
    moment = MONDAY - timedelta(seconds=1)
    for after in due:
        moment = next_time(line, moment)
        assert moment == MONDAY + after


@pytest.mark.parametrize("line", ["*/5 * * * *", "0,30 * * * *", "0 6 * * 1", "17 * * * *"])
def test_the_local_timer_calls_what_is_declared_when_it_is_due(
    add_function: Callable[[str, str], None], line: str
) -> None:
    add_function("ring_bell", BELL.format(line=line))
    functions = load_functions()
    rung = functions["ring_bell"].triggers[0].handler.__globals__["RUNG"]
    timer = Scheduler()
    schedule(FunctionHost({"ring_bell": functions["ring_bell"]}), timer, sweep_seconds=3600)
    due = next_time(line, MONDAY + timedelta(hours=5, minutes=55))
    with time_machine.travel(due - timedelta(seconds=1)), timer:
        assert not rung.wait(0.3)
        assert rung.wait(10)


@pytest.mark.parametrize("line", ["0 25 * * *", "* * * *", "*/0 * * * *", "0 0 30 2 *", "0 * * * * *", "daily"])
def test_a_schedule_that_is_no_cron_line_is_refused(add_function: Callable[[str, str], None], line: str) -> None:
    add_function("ring_bell", BELL.format(line=line))
    found = faults(load_functions())
    assert found == [f"ring_bell: ring is scheduled by {line}, which is no cron line of five fields"]
