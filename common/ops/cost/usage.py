"""What a day uses, by a simulation of it; sampled where a campus is large."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, replace
from math import ceil
from random import Random
from typing import Final

from common.ops.cost.arrivals import Arrival, arrivals
from common.ops.cost.demand import Day, Size, crowds
from common.ops.cost.services import Service, http
from common.ops.cost.simulation import Outcome, simulate
from common.ops.cost.visits import DAY_SECONDS, LETTERS_A_BATCH, REQUESTS

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
    refused: float = 0.0
    cold_starts: float = 0.0
    met_by_people: float = 0.0
    requests: float = 0.0
    calls: float = 0.0
    people: float = 0.0
    live_reads: float = 0.0
    live_writes: float = 0.0
    egress: float = 0.0

    def times(self, count: float) -> Usage:
        return Usage(*(value * count for value in astuple(self)))

    def __add__(self, other: Usage) -> Usage:
        return Usage(*(one + more for one, more in zip(astuple(self), astuple(other), strict=True)))


@dataclass(frozen=True)
class Simulated:
    """A day's outcomes by service. One in `sample` was simulated."""

    outcomes: tuple[Outcome, ...]
    usage: Usage
    sample: int

    def instances(self) -> list[tuple[float, int]]:
        """Moments of change until midnight, with the number of instances that are alive from then on."""
        found = alive_over_time(life for one in self.outcomes for life in one.lives)
        return [(moment, alive * self.sample) for moment, alive in found if moment <= DAY_SECONDS]


def alive_over_time(lives: Iterable[tuple[float, float]]) -> list[tuple[float, int]]:
    """Moments of change, in order, with the number that is alive from then on."""
    changes = sorted(change for born, ends in lives for change in ((born, 1), (ends, -1)))
    found, alive = [(0.0, 0)], 0
    for moment, change in changes:
        alive += change
        found.append((moment, alive))
    return found


def sample_of(day: Day, size: Size, scale: int) -> int:
    """How many visits each simulated one stands for."""
    visits = sum(crowd.people for crowd in crowds(day, size) if crowd.visit not in {"letters", "drawing"})
    return min(_MOST_SAMPLED, scale, ceil(visits / _MOST_VISITS)) or 1


def arrivals_of(day: Day, size: Size, sample: int) -> list[Arrival]:
    """The same for every architecture."""
    return arrivals(day, size, Random(f"{SEED} {day}"), sample)  # noqa: S311


def in_functions(services: Mapping[str, Service], found: list[Arrival], sample: int) -> Simulated:
    """Each function takes the requests of its step."""
    queues: dict[str, list[Arrival]] = defaultdict(list)
    for arrival in found:
        queues[REQUESTS[arrival[1]].step].append(arrival)
    return _simulated([(one, queues[name]) for name, one in services.items()], found, sample)


def in_one(service: Service, found: list[Arrival], sample: int) -> Simulated:
    """One container takes all."""
    return _simulated([(service, found)], found, sample)


def _simulated(queues: list[tuple[Service, list[Arrival]]], found: list[Arrival], sample: int) -> Simulated:
    sampled = ((replace(one, instances=max(1, one.instances // sample)), queue) for one, queue in queues)
    outcomes = tuple(simulate(one, queue) for one, queue in sampled)
    used = sum((_used(one) for one in outcomes), _counted(found))
    return Simulated(outcomes, used.times(sample), sample)


def _used(one: Outcome) -> Usage:
    return Usage(one.cpu_seconds, one.memory_seconds, one.refused, one.cold_starts, one.met_by_people)


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
