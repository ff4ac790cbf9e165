"""One day on Cloud Run: which instance takes which request, what is billed, who waits for a start, and what is used.

Requests that an instance has at once share one vCPU: their turns come one after another, their waits side by side. A
new instance is started when all others are at their target, which stands in for the autoscaler's 60 % of CPU and
concurrency. Where a campus is large, a sample of the day is simulated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, field, replace
from heapq import heappop, heappush
from itertools import accumulate
from math import ceil, inf
from typing import Final

from common.ops.cost.arrivals import Arrival
from common.ops.cost.demand import DAY_SECONDS, LETTERS_A_BATCH, REQUESTS, UNASKED, Day, Size, crowds
from common.ops.cost.services import BOOSTED_CPUS, HTTP, Service

KEEP_SECONDS: Final = 900.0  # an idle instance is kept about a quarter of an hour, unbilled
TARGET: Final = 0.6  # of concurrency, the autoscaler's
BACKLOG_SECONDS: Final = 1.0  # of turns ahead of a request; stands in for 60 % of CPU over a minute
PATIENCE_SECONDS: Final = 10.0  # what Cloud Run lets a request wait for an instance; events are delivered again
_BILLED_STEP = 0.1

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
    """`billed` in seconds; `lives` are instances' births and ends. `met_by_people` are their requests
    that waited for a start."""

    service: Service
    served: int = 0
    refused: int = 0
    met_by_people: int = 0
    billed: float = 0.0
    lives: list[tuple[float, float]] = field(default_factory=list)

    @property
    def usage(self) -> Usage:
        """A start is billed with the boosted vCPUs."""
        starts = len(self.lives)
        cpu_seconds = self.billed + (BOOSTED_CPUS - 1) * self.service.start * starts
        return Usage(cpu_seconds, self.billed * self.service.memory, self.refused, starts, self.met_by_people)


def simulate(service: Service, arrivals: Iterable[Arrival]) -> Outcome:
    """Run a day's arrivals, in order of time, through a service that begins with no instance."""
    outcome, alive = Outcome(service), list[Instance]()
    for now, name in arrivals:
        alive = _kept(alive, now, outcome)
        _take(alive, now, name, outcome)
    for instance in alive:
        _end(instance, outcome)
    return outcome


def _kept(alive: list[Instance], now: float, outcome: Outcome) -> list[Instance]:
    kept = []
    for instance in alive:
        if now - instance.active_until > KEEP_SECONDS:
            _end(instance, outcome)
            continue
        while instance.busy and instance.busy[0] <= now:
            heappop(instance.busy)
        kept.append(instance)
    return kept


def _take(alive: list[Instance], now: float, name: str, outcome: Outcome) -> None:
    instance, request = _chosen(outcome.service, alive, now), REQUESTS[name]
    full = len(instance.busy) >= outcome.service.concurrency
    begin = instance.busy[0] if full else now
    answered = request.step in HTTP
    if answered and begin - now > PATIENCE_SECONDS:
        outcome.refused += 1
        return
    if full:
        heappop(instance.busy)
    outcome.served += 1
    outcome.met_by_people += instance.ready > begin and answered and name not in UNASKED
    instance.free = max(begin, instance.ready, instance.free) + request.turn
    end = instance.free + request.wait
    heappush(instance.busy, end)
    if now > instance.active_until:
        _bill(instance, outcome)
        instance.active_from = now
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
    outcome.lives.append((instance.born, instance.active_until + KEEP_SECONDS))


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
    alive = accumulate(change for _, change in changes)
    return [(0.0, 0), *zip((moment for moment, _ in changes), alive, strict=True)]


def sample_of(day: Day, size: Size, scale: int) -> int:
    """How many visits each simulated one stands for."""
    visits = sum(crowd.people for crowd in crowds(day, size) if crowd.visit not in {"letters", "drawing"})
    return min(_MOST_SAMPLED, scale, ceil(visits / _MOST_VISITS)) or 1


def simulated(services: Mapping[str, Service], found: list[Arrival], sample: int) -> Simulated:
    """Each request goes to the service of its step."""
    queues: dict[Service, list[Arrival]] = {one: [] for one in services.values()}
    for arrival in found:
        queues[services[REQUESTS[arrival[1]].step]].append(arrival)
    sampled = ((replace(one, instances=max(1, one.instances // sample)), queue) for one, queue in queues.items())
    outcomes = tuple(simulate(one, queue) for one, queue in sampled)
    used = sum((one.usage for one in outcomes), _counted(found))
    return Simulated(outcomes, used.times(sample), sample)


def _counted(found: list[Arrival]) -> Usage:
    names = [name for _, name in found]
    calls = sum(REQUESTS[name].step in HTTP for name in names)
    people = calls - names.count("uptime check")
    # A signal is one document; so is each message's notice in the inbox of its person.
    decisions = sum(REQUESTS[name].signals for name in names)
    return Usage(
        requests=len(found),
        calls=calls,
        people=people,
        live_reads=2 * names.count("inbox"),  # the unread, and whether the session has ended
        live_writes=decisions + LETTERS_A_BATCH * names.count("deliver"),
        egress=calls * _ANSWER_GIB + people * _FIRST_LOADS * _PORTAL_GIB,
    )
