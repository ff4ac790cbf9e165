"""What a day uses, by a simulation of it; sampled where a campus is large."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from math import ceil
from random import Random
from typing import Final

from common.cost.arrivals import Arrival, arrivals, visitors
from common.cost.requests import LETTERS_A_BATCH, REQUESTS
from common.cost.services import Service, http
from common.cost.simulation import Outcome, simulate
from common.cost.sizes import Size
from common.cost.year import Day

SEED: Final = 2026
# Most visits that are simulated one by one; beyond it one in N stands for all, with an N-th of the instances. N is no
# more than a function has instances, and below the minutes that an idle one is kept, so that sampled sweeps keep it.
_MOST_VISITS, _MOST_SAMPLED = 4_000, 12
_ANSWER_GIB: Final = 4 / 1024**2  # 4 KiB an answer, compressed; assumed
_PORTAL_GIB: Final = 170 / 1024**2  # the portal's first load is kept below 170 kB
_FIRST_LOADS: Final = 0.03  # of the requests, by a browser that has not kept it; assumed


@dataclass(frozen=True)
class Usage:
    """One day of one architecture. Seconds, GiB and counts; `calls` go through the gateway, `people` are those that
    people wait for, of which `met_by_people` waited for a start."""

    cpu_seconds: float = 0.0
    memory_seconds: float = 0.0
    requests: float = 0.0
    calls: float = 0.0
    people: float = 0.0
    refused: float = 0.0
    cold_starts: float = 0.0
    met_by_people: float = 0.0
    live_reads: float = 0.0
    live_writes: float = 0.0
    egress: float = 0.0

    def times(self, count: float) -> Usage:
        return Usage(*(getattr(self, one.name) * count for one in fields(self)))

    def __add__(self, other: Usage) -> Usage:
        return Usage(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


@dataclass(frozen=True)
class Simulated:
    """A day's outcomes by service. One in `sample` was simulated."""

    outcomes: tuple[Outcome, ...]
    usage: Usage
    sample: int


def sample_of(day: Day, size: Size, scale: int) -> int:
    """How many visits each simulated one stands for."""
    return min(_MOST_SAMPLED, scale, ceil(visitors(day, size) / _MOST_VISITS)) or 1


def arrivals_of(day: Day, size: Size, sample: int) -> list[Arrival]:
    """The same for every architecture."""
    return arrivals(day, size, Random(f"{SEED} {day}"), sample)  # noqa: S311


def in_functions(services: Mapping[str, Service], found: list[Arrival], sample: int) -> Simulated:
    """Each function takes the requests of its step."""
    queues: dict[str, list[Arrival]] = defaultdict(list)
    for arrival in found:
        queues[REQUESTS[arrival[1]].step].append(arrival)
    outcomes = tuple(simulate(_sampled(one, sample), queues[name]) for name, one in services.items())
    return _simulated(outcomes, found, sample)


def in_one(service: Service, found: list[Arrival], sample: int) -> Simulated:
    """One container takes all."""
    return _simulated((simulate(_sampled(service, sample), found),), found, sample)


def _simulated(outcomes: tuple[Outcome, ...], found: list[Arrival], sample: int) -> Simulated:
    return Simulated(outcomes, (_counted(found) + _billed(outcomes)).times(sample), sample)


def _sampled(service: Service, sample: int) -> Service:
    return replace(service, instances=max(1, service.instances // sample))


def _billed(outcomes: Iterable[Outcome]) -> Usage:
    return sum(
        (
            Usage(
                cpu_seconds=one.cpu_seconds,
                memory_seconds=one.memory_seconds,
                refused=one.refused,
                cold_starts=one.cold_starts,
                met_by_people=one.met_by_people,
            )
            for one in outcomes
        ),
        Usage(),
    )


def _counted(found: list[Arrival]) -> Usage:
    names = [name for _, name in found]
    calls = sum(http(REQUESTS[name].step) for name in names)
    people = calls - names.count("uptime check")
    # A signal is one document; so is each message's notice in the inbox of its person.
    decisions = sum(REQUESTS[name].signals for name in names)
    return Usage(
        requests=len(found),
        calls=calls,
        people=people,
        live_reads=names.count("inbox"),
        live_writes=decisions + LETTERS_A_BATCH * names.count("deliver"),
        egress=calls * _ANSWER_GIB + people * _FIRST_LOADS * _PORTAL_GIB,
    )
