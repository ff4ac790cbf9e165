"""The answer: for each size its year in four architectures, by simulated days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from common.cost import bill, capacity
from common.cost.amounts import NOTHING, Amount, total
from common.cost.arrivals import unswept
from common.cost.bill import Bill, Days
from common.cost.capacity import Database
from common.cost.prices import Tier
from common.cost.services import container, suite
from common.cost.sizes import SIZES, Size
from common.cost.storage import kept
from common.cost.usage import Simulated, Usage, arrivals_of, in_functions, in_one, sample_of
from common.cost.year import Day, months


class Architecture(StrEnum):
    SUITE = "suite"
    BALANCED = "suite, load balancer"
    CONTAINER = "one container"
    VPS = "VPS, own database"
    VPS_SQL = "VPS, Cloud SQL"


@dataclass(frozen=True)
class Answer:
    """What a size needs, does on each kind of day, and pays in each month of the year (`bills`, by tier).

    `asleep` is the container without the sweeps, which the paper's has not, and which keep it awake.
    """

    size: Size
    scale: int
    connections: int
    database: Database
    suite: Mapping[Day, Simulated]
    container: Mapping[Day, Simulated]
    asleep: Mapping[Day, Simulated]
    bills: Mapping[Tier, Mapping[Architecture, list[Bill]]]

    def monthly(self, architecture: Architecture, part: str = "", tier: Tier = Tier.TWO) -> Amount:
        """Dollars a month, over the year; of one part of the bill where it is named."""
        months = self.bills[tier][architecture]
        paid = (one.get(part, NOTHING) if part else bill.dollars(one) for one in months)
        return total(paid) * (1 / len(months))


def answers(sizes: tuple[Size, ...] = SIZES) -> list[Answer]:
    return [answer(size) for size in sizes]


def answer(size: Size) -> Answer:
    scale, connections, database = capacity.scale(size), capacity.connections(size), capacity.database(size)
    samples = {day: sample_of(day, size, scale) for day in Day}
    requests = {day: arrivals_of(day, size, samples[day]) for day in Day}
    functions, one = suite(scale), container(connections)
    ours = {day: in_functions(functions, requests[day], samples[day]) for day in Day}
    theirs = {day: in_one(one, requests[day], samples[day]) for day in Day}
    asleep = {day: in_one(one, unswept(requests[day]), samples[day]) for day in Day}
    bills = {tier: _Year(size, database, _used(ours), _used(theirs), tier).bills() for tier in Tier}
    return Answer(size, scale, connections, database, ours, theirs, asleep, bills)


def _used(days: Mapping[Day, Simulated]) -> dict[Day, Usage]:
    return {day: one.usage for day, one in days.items()}


@dataclass(frozen=True)
class _Year:
    """One size in one tier; `ours` and `theirs` are the usage of the suite and of the container on each kind of day."""

    size: Size
    database: Database
    ours: Mapping[Day, Usage]
    theirs: Mapping[Day, Usage]
    tier: Tier

    def bills(self) -> dict[Architecture, list[Bill]]:
        own: dict[Architecture, Callable[[Days], Bill]] = {
            Architecture.SUITE: lambda days: self._suite(days, balanced=False),
            Architecture.BALANCED: lambda days: self._suite(days, balanced=True),
            Architecture.CONTAINER: self._container,
            Architecture.VPS: lambda _: self._vps(with_database=True),
            Architecture.VPS_SQL: lambda _: self._vps(with_database=False),
        }
        return {name: [make(days) | self._shared(days) for days in months()] for name, make in own.items()}

    def _sql(self) -> Bill:
        return {"database": bill.cloud_sql(self.database, kept(self.size), self.tier)}

    def _suite(self, days: Days, *, balanced: bool) -> Bill:
        live = bill.firestore(days, self.ours)
        return bill.suite(_month(days, self.ours), live, self.tier, balanced=balanced) | self._sql()

    def _container(self, days: Days) -> Bill:
        return bill.container(_month(days, self.theirs), self.tier) | self._sql()

    def _vps(self, *, with_database: bool) -> Bill:
        machine = capacity.machine(self.size, with_database=with_database)
        if with_database:
            return {"machine": bill.vps(machine, kept(self.size), self.tier)}
        return {"machine": bill.vps(machine, None, self.tier)} | self._sql()

    def _shared(self, days: Days) -> Bill:
        return bill.shared(_month(days, self.ours), kept(self.size))


def _month(days: Days, use: Mapping[Day, Usage]) -> Usage:
    return sum((use[day].times(count) for day, count in days.items()), Usage())
