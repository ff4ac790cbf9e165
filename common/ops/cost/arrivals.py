"""The requests of one simulated day, in the order of their arrival."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from random import Random
from typing import Final

from cronsim import CronSim

from common.ops.cost import demand
from common.ops.cost.demand import Crowd, Day, Size
from common.ops.cost.services import SCHEDULES

Arrival = tuple[float, str]  # second of the day, name of the request

POLL_SECONDS: Final = 60.0  # the bell of an open page
LONGEST_IDLE_SECONDS: Final = 300.0  # after which it no longer asks
CHECK_SECONDS, CHECKERS = 300, 6  # Terraform's period; from how many places Google asks, as recalled
_WAKE_SECONDS = 0.5  # from a decision to the event that notifies of it; assumed


def arrivals(day: Day, size: Size, sample: int = 1, seed: int = 2026) -> list[Arrival]:
    """Every request of the day, or one `sample`-th of the visits and of the schedules."""
    random = Random(f"{seed} {day}")  # noqa: S311
    found = list(_scheduled(sample))
    for crowd in demand.crowds(day, size):
        share = crowd.people / sample
        # Half a visit is one, half of the time.
        for _ in range(int(share) + (random.random() < share % 1)):
            found += _visit(crowd, random)
    return sorted(found)


def unswept(found: Iterable[Arrival]) -> list[Arrival]:
    """Without what nobody asked for: schedules, looks for work, uptime checks."""
    return [arrival for arrival in found if arrival[1] not in demand.UNASKED]


def _visit(crowd: Crowd, random: Random) -> Iterator[Arrival]:
    start = at = crowd.rhythm.moment(random)
    steps = demand.VISITS[crowd.visit]
    for name in steps:
        yield at, name
        if demand.REQUESTS[name].signals:
            yield from ((at + _WAKE_SECONDS, woken) for woken in demand.WOKEN)
        at += random.expovariate(1 / demand.THINK_SECONDS)
    if steps[0] == "sign in":
        end = at + random.random() * LONGEST_IDLE_SECONDS
        while start < end:
            yield start, "inbox"
            start += POLL_SECONDS


def _scheduled(sample: int) -> Iterator[Arrival]:
    for function, lines in SCHEDULES.items():
        times = sorted(time for line in lines for time in moments(line))
        yield from ((time, demand.SWEPT[function]) for time in times[::sample])
    checks = range(0, int(demand.DAY_SECONDS), CHECK_SECONDS // CHECKERS * sample)
    yield from ((float(time), "uptime check") for time in checks)


def moments(line: str) -> list[float]:
    """The seconds of one Monday at which a cron line is due."""
    midnight = datetime(2026, 11, 23, tzinfo=UTC)
    due = CronSim(line, midnight - timedelta(seconds=1))
    return [(at - midnight).total_seconds() for at in takewhile(lambda at: at < midnight + timedelta(days=1), due)]
