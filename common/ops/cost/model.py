"""The answer: for each size its year in five architectures, by simulated days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from common.ops.cost import bill, capacity
from common.ops.cost.arrivals import unswept
from common.ops.cost.bill import Bill, Days
from common.ops.cost.capacity import Database
from common.ops.cost.demand import SIZES, Day, Size, months
from common.ops.cost.prices import BALANCER, GATEWAY_CALL, Amount, exactly, total
from common.ops.cost.services import container, functions, suite
from common.ops.cost.usage import Simulated, Usage, arrivals_of, in_functions, in_one, sample_of


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
        paid = (one.get(part, exactly(0.0)) if part else bill.dollars(one) for one in bills)
        return total(paid) * (1 / len(bills))

    def _bill(self, architecture: Architecture, days: Days) -> Bill:
        month = _month(days, self.suite)
        paid = bill.shared(month, self.size)
        if architecture is not Architecture.VPS:
            paid["database"] = bill.cloud_sql(self.database, self.size)
        if architecture is Architecture.CONTAINER:
            paid |= {"functions": bill.cloud_run(_month(days, self.container)), "housekeeping": bill.housekeeping(1)}
        elif architecture in (Architecture.VPS, Architecture.VPS_SQL):
            paid |= self._machine(with_database=architecture is Architecture.VPS)
        else:
            live = bill.firestore(days, {day: one.usage for day, one in self.suite.items()})
            paid |= {"functions": bill.cloud_run(month), "gateway": GATEWAY_CALL.of(month.calls), "Firestore": live}
            paid["housekeeping"] = bill.housekeeping(len(functions()) + 1)  # and the migration
        if architecture is Architecture.BALANCED:
            paid["load balancer"] = BALANCER.amount
        return paid

    def _machine(self, *, with_database: bool) -> Bill:
        kept = bill.kept(self.size)
        data = kept.disk + kept.backups if with_database else 0.0
        return {"machine": bill.vps(capacity.machine(self.size, with_database=with_database), data)}


def answers(sizes: tuple[Size, ...] = SIZES) -> list[Answer]:
    return [answer(size) for size in sizes]


def answer(size: Size) -> Answer:
    scale, connections = capacity.scale(size), capacity.connections(size)
    samples = {day: sample_of(day, size, scale) for day in Day}
    requests = {day: arrivals_of(day, size, samples[day]) for day in Day}
    functions, one = suite(scale), container(connections)
    return Answer(
        size,
        scale,
        connections,
        capacity.database(size),
        suite={day: in_functions(functions, requests[day], samples[day]) for day in Day},
        container={day: in_one(one, requests[day], samples[day]) for day in Day},
        asleep={day: in_one(one, unswept(requests[day]), samples[day]) for day in Day},
    )


def _month(days: Days, simulated: Mapping[Day, Simulated]) -> Usage:
    return sum((simulated[day].usage.times(count) for day, count in days.items()), Usage())
