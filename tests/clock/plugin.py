"""A pytest plugin: `-p tests.clock.plugin --clock 2026-12-31T23:59:50` runs a session with its clock moved.

The time goes on from there. What runs in a process of its own keeps the machine's clock: PostgreSQL, whose now()
nothing asks; the bucket server; the scripts that a test starts. Pages in the browser get ours (tests/portal).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

CAMPUS = ZoneInfo("Asia/Jakarta")


class MovedClock:
    """From its start the session's time runs on from `moment`."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment
        self._move()

    def _move(self) -> None:
        # In UTC: given a zone, time-machine would make it the machine's own.
        self._travel = time_machine.travel(self._moment.astimezone(UTC), tick=True)
        self._travel.start()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtestloop(self) -> Iterator[Any]:
        """Modules took seconds to import: the first test begins at the moment."""
        self._travel.stop()
        self._move()
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[Any]:
        """The campus starts by the machine's clock, for gRPC's server waits in C for a time that Python computed."""
        if fixturedef.argname != "campus":
            return (yield)
        self._travel.stop()
        try:
            return (yield)
        finally:
            self._move()

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        terminalreporter.write_line(f"The clock began at {self._moment:%Y-%m-%dT%H:%M:%S} on campus")

    def pytest_unconfigure(self) -> None:
        self._travel.stop()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--clock", type=datetime.fromisoformat, help="begin the session at this moment of the campus")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    moment: datetime | None = config.getoption("clock")
    if moment:
        config.pluginmanager.register(MovedClock(moment.replace(tzinfo=CAMPUS)), "moved clock")
