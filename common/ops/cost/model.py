"""The answer: for each size its year in five architectures, by simulated days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from common.ops.cost import bill, capacity
from common.ops.cost.arrivals import arrivals, unswept
from common.ops.cost.bill import Bill, Days
from common.ops.cost.capacity import Database
from common.ops.cost.demand import SIZES, Day, Size, months
from common.ops.cost.prices import PRICES, Amount, exactly, total
from common.ops.cost.services import container, suite
from common.ops.cost.simulation import Simulated, Usage, sample_of, simulated


class Architecture(StrEnum):
    SUITE = "suite"
    BALANCED = "suite, load balancer"
    CONTAINER = "one container"
    VPS = "VPS, own database"
    VPS_SQL = "VPS, Cloud SQL"


@dataclass(frozen=True)
class Answer:
    """What a size needs, and what each architecture does on each kind of day.

    `asleep` is the container without the sweeps, which the paper's has not, and which keep it awake.
    """

    size: Size
    scale: int
    connections: int
    database: Database
    suite: Mapping[Day, Simulated]
    container: Mapping[Day, Simulated]
    asleep: Mapping[Day, Simulated]

    def monthly(self, architecture: Architecture, part: str = "") -> Amount:
        """Dollars a month, over the year; of one part of the bill where it is named."""
        bills = [self._bill(architecture, days) for days in months()]
        paid = (one.get(part, exactly(0.0)) if part else total(one.values()) for one in bills)
        return total(paid) * (1 / len(bills))

    def _bill(self, architecture: Architecture, days: Days) -> Bill:
        month = _month(days, self.suite)
        paid = {"files": PRICES["bucket"].of(bill.files(self.size)), "traffic": PRICES["egress"].of(month.egress)}
        if architecture is not Architecture.VPS:
            paid["database"] = bill.cloud_sql(self.database, self.size)
        if architecture is Architecture.CONTAINER:
            paid["functions"] = bill.cloud_run(_month(days, self.container))
            paid["housekeeping"] = bill.housekeeping(month)
        elif architecture in (Architecture.VPS, Architecture.VPS_SQL):
            paid |= self._machine(with_database=architecture is Architecture.VPS)
        else:
            paid["functions"] = bill.cloud_run(month)
            paid["gateway"] = PRICES["gateway_call"].of(month.calls)
            paid["Firestore"] = bill.firestore(days, {day: one.usage for day, one in self.suite.items()})
            paid["housekeeping"] = bill.housekeeping(month)
        if architecture is Architecture.BALANCED:
            paid["load balancer"] = PRICES["balancer"].amount
        return paid

    def _machine(self, *, with_database: bool) -> Bill:
        data = sum(bill.disk_and_backups(self.size)) if with_database else 0.0
        return {"machine": bill.vps(capacity.machine(self.size, with_database=with_database), data)}


def answers() -> list[Answer]:
    return [answer(size) for size in SIZES]


def answer(size: Size) -> Answer:
    scale, connections = capacity.scale(size), capacity.connections(size)
    samples = {day: sample_of(day, size, scale) for day in Day}
    asked = {day: arrivals(day, size, samples[day]) for day in Day}
    wanted, one = {day: unswept(found) for day, found in asked.items()}, container(connections)
    runs = ((suite(scale), asked), (one, asked), (one, wanted))
    days = ({day: simulated(services, found[day], samples[day]) for day in Day} for services, found in runs)
    return Answer(size, scale, connections, capacity.database(size), *days)


def _month(days: Days, simulations: Mapping[Day, Simulated]) -> Usage:
    return sum((simulations[day].usage.times(count) for day, count in days.items()), Usage())
