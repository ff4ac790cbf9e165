"""What has to be bought for the worst moment of the year: instances, the database's tier, the machine of a VPS."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import dropwhile
from math import ceil
from typing import Final

from common.ops.cost.arrivals import LONGEST_IDLE_SECONDS, POLL_SECONDS
from common.ops.cost.demand import REQUESTS, THINK_SECONDS, VISITS, Day, Request, Size, crowds
from common.ops.cost.prices import HOURS_A_MONTH, PRICES, Amount
from common.ops.cost.services import CONNECTION_BUDGET, MIB_A_GIB, RESERVED_CONNECTIONS, TIERS, planned, suite
from common.ops.cost.simulation import TARGET
from common.ops.lazily import lazily

# They take from a table what is due, as fast as they can; nobody's answer waits for them.
PULLING: Final = {"deliver_notifications", "draw_certificates", "import_people"}
_CONTAINER_GIB = 0.5  # four workers of 97 MiB each, as measured, and room


@dataclass(frozen=True)
class Database:
    """A tier of Cloud SQL; `cpus` are those that one can count on, `memory` in GiB. `monthly` at us-central1."""

    name: str
    connections: int
    cpus: float
    memory: float
    monthly: Amount


@dataclass(frozen=True)
class Machine:
    """A virtual machine, from e2-small by e2-medium and e2-standard to several of these: twice the size is twice the
    price. `cpus` are those that one can count on, with 4 GiB each."""

    cpus: float

    @property
    def monthly(self) -> Amount:
        """At us-central1."""
        return PRICES["vm_half_core"].amount * (self.cpus / 0.5)


_SHARED_CORES: Final = lazily(
    lambda: {
        "db-f1-micro": (0.2, 0.6, PRICES["sql_micro"].amount),
        "db-g1-small": (0.5, 1.7, PRICES["sql_small"].amount),
    }
)
# Terraform does not offer these; their connections are estimated as those of its own, a hundred for each vCPU.
_BEYOND: Final = {f"db-custom-{cpus}-{3840 * cpus}": 100 * cpus for cpus in (8, 16, 32, 64)}
_MACHINES: Final = tuple(Machine(cpus) for cpus in (0.5, 1, 2, 4, 8, 16, *range(32, 33 * 32, 32)))


def _database(name: str, connections: int) -> Database:
    if name in _SHARED_CORES:
        cpus, memory, hourly = _SHARED_CORES[name]
    else:
        cpus, memory = int(name.split("-")[2]), int(name.split("-")[3]) / MIB_A_GIB
        hourly = PRICES["sql_cpu"].amount * cpus + PRICES["sql_memory"].amount * memory
    return Database(name, connections, cpus, memory, hourly * HOURS_A_MONTH)


DATABASES: Final = lazily(lambda: tuple(_database(name, most) for name, most in {**TIERS, **_BEYOND}.items()))


def rates(day: Day, size: Size) -> Mapping[str, float]:
    """The most requests a second that come at once, by name, if all of the day's peaks fell together."""
    found: dict[str, float] = defaultdict(float)
    for crowd in crowds(day, size):
        rate = crowd.people / crowd.rhythm.width
        steps = VISITS[crowd.visit]
        for name in steps:
            found[name] += rate
        if steps[0] == "sign in":
            lasts = len(steps) * THINK_SECONDS + LONGEST_IDLE_SECONDS / 2
            found["inbox"] += min(rate * lasts, crowd.people) / POLL_SECONDS
    return found


def needed_scale(size: Size) -> int:
    """How many times the declared instances are needed, so that no function is short on any day."""
    return max(1, *(ceil(_shortage(rates(day, size))) for day in Day))


def scale(size: Size) -> int:
    """Terraform's `scale`: what is needed, and not less than the environment has."""
    return max(needed_scale(size), planned(size.environment)[1])


def _shortage(found: Mapping[str, float]) -> float:
    services, needs = suite(), defaultdict[str, float](float)
    for name, rate in found.items():
        request = REQUESTS[name]
        place = max(request.turn, (request.turn + request.wait) / services[request.step].concurrency)
        needs[request.step] += rate * place / TARGET
    return max((need / services[step].instances for step, need in needs.items() if step not in PULLING), default=0)


def database_cpus(size: Size) -> float:
    return _busy(size, lambda request: request.sql)


def _busy(size: Size, seconds: Callable[[Request], float]) -> float:
    """CPUs that have work at the worst moment."""
    return max(sum(rate * seconds(REQUESTS[name]) for name, rate in rates(day, size).items()) for day in Day) / TARGET


def connections(size: Size) -> int:
    """The connections that the suite may hold at its most, with its instances raised."""
    return CONNECTION_BUDGET * scale(size)


def database(size: Size) -> Database:
    """The smallest tier with enough connections for the suite and enough CPU, from that of the environment upwards."""
    needed, cpus = connections(size) + RESERVED_CONNECTIONS, database_cpus(size)
    offered = dropwhile(lambda one: one.name != planned(size.environment)[0], DATABASES)
    return next(one for one in offered if one.connections >= needed and one.cpus >= cpus)


def machine(size: Size, *, with_database: bool) -> Machine:
    """The smallest machine that bears the worst moment; with the database on it, also that one's CPU and memory."""
    cpus, memory = _busy(size, lambda request: request.turn), _CONTAINER_GIB
    if with_database:
        own = next(one for one in DATABASES if one.cpus >= database_cpus(size))
        cpus, memory = cpus + database_cpus(size), memory + own.memory
    return next(one for one in _MACHINES if one.cpus >= cpus and one.cpus * 4 >= memory)
