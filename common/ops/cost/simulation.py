"""One Cloud Run service for one day: which instance takes which request, what is billed, and who waits for a start.

Requests that an instance has at once share one vCPU: their turns come one after another, their waits side by side. A
new instance is started when all others are at their target, which stands in for the autoscaler's 60 % of CPU and
concurrency.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from math import ceil, inf
from typing import Final

from common.ops.cost.arrivals import Arrival
from common.ops.cost.services import BOOSTED_CPUS, Service, http
from common.ops.cost.visits import REQUESTS, UNASKED

KEEP_SECONDS: Final = 900.0  # an idle instance is kept about a quarter of an hour, unbilled
TARGET: Final = 0.6  # of concurrency, the autoscaler's
BACKLOG_SECONDS: Final = 1.0  # of turns ahead of a request; stands in for 60 % of CPU over a minute
PATIENCE_SECONDS: Final = 10.0  # what Cloud Run lets a request wait for an instance; events are delivered again
_BILLED_STEP = 0.1


@dataclass(slots=True)
class Instance:
    """`busy` holds the ends of its requests; `free` is when the vCPU has its next turn to give."""

    born: float
    ready: float
    free: float
    active_from: float
    active_until: float
    busy: list[float] = field(default_factory=list)


@dataclass
class Outcome:
    """`billed` and `starting` in seconds; `lives` are instances' births and ends. `met_by_people` are their requests
    that waited for a start."""

    service: Service
    served: int = 0
    refused: int = 0
    met_by_people: int = 0
    billed: float = 0.0
    starting: float = 0.0
    lives: list[tuple[float, float]] = field(default_factory=list)

    @property
    def cold_starts(self) -> int:
        return len(self.lives)

    @property
    def cpu_seconds(self) -> float:
        """A start is billed with the boosted vCPUs."""
        return self.billed + (BOOSTED_CPUS - 1) * self.starting

    @property
    def memory_seconds(self) -> float:
        return self.billed * self.service.memory


def simulate(service: Service, arrivals: Iterable[Arrival]) -> Outcome:
    """Run a day's arrivals, in order of time, through a service that begins with no instance."""
    outcome, alive = Outcome(service), list[Instance]()
    for now, name in arrivals:
        alive = _kept(alive, now, outcome)
        _take(service, alive, now, name, outcome)
    for instance in alive:
        _end(instance, outcome)
    return outcome


def _kept(alive: list[Instance], now: float, outcome: Outcome) -> list[Instance]:
    gone = False
    for instance in alive:
        while instance.busy and instance.busy[0] <= now:
            heappop(instance.busy)
        if now - instance.active_until > KEEP_SECONDS:
            _end(instance, outcome)
            gone = True
    return [one for one in alive if now - one.active_until <= KEEP_SECONDS] if gone else alive


def _take(service: Service, alive: list[Instance], now: float, name: str, outcome: Outcome) -> None:
    instance = _chosen(service, alive, now)
    begin = now if len(instance.busy) < service.concurrency else instance.busy[0]
    answered = http(REQUESTS[name].step)
    if answered and begin - now > PATIENCE_SECONDS:
        outcome.refused += 1
        return
    if len(instance.busy) >= service.concurrency:
        heappop(instance.busy)
    outcome.served += 1
    outcome.met_by_people += instance.ready > begin and answered and name not in UNASKED
    _work(instance, max(begin, instance.ready), now, name, outcome)


def _work(instance: Instance, begin: float, arrived: float, name: str, outcome: Outcome) -> None:
    request = REQUESTS[name]
    instance.free = max(begin, instance.free) + request.turn
    end = instance.free + request.wait
    heappush(instance.busy, end)
    if arrived > instance.active_until:
        _bill(instance, outcome)
        instance.active_from = arrived
    instance.active_until = max(instance.active_until, end)


def _chosen(service: Service, alive: list[Instance], now: float) -> Instance:
    """The first below its target; else a new one; else whichever has a place first."""
    target = max(1.0, service.concurrency * TARGET)
    for instance in alive:
        if len(instance.busy) < target and instance.free - max(now, instance.ready) <= BACKLOG_SECONDS:
            return instance
    if len(alive) < service.instances:
        ready = now + service.start
        alive.append(Instance(born=now, ready=ready, free=ready, active_from=now, active_until=ready))
        return alive[-1]
    return min(alive, key=lambda one: one.busy[0] if len(one.busy) >= service.concurrency else -inf)


def _bill(instance: Instance, outcome: Outcome) -> None:
    """Close a stretch in which it had a request, rounded up as Cloud Run does."""
    outcome.billed += ceil((instance.active_until - instance.active_from) / _BILLED_STEP - 1e-9) * _BILLED_STEP


def _end(instance: Instance, outcome: Outcome) -> None:
    _bill(instance, outcome)
    outcome.starting += instance.ready - instance.born
    outcome.lives.append((instance.born, instance.active_until + KEEP_SECONDS))
