"""The prices, in US dollars, as they were found on 2026-11-23; to be looked up again before money is spent.

`proven` ones come from a page of Google or a bill. The others are from third parties or reckoned, with the reason in
`source`, and have a range where a wrong guess would be felt.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from common.cost.amounts import Amount, exactly

AS_OF: Final = "2026-11-23"
HOURS_A_MONTH: Final = 730.0  # Google's own month
DAYS_A_MONTH: Final = 365 / 12


@dataclass(frozen=True)
class Price:
    """`amount` in US dollars for one `unit`."""

    amount: Amount
    unit: str
    source: str
    proven: bool = False

    def of(self, quantity: float, free: float = 0.0) -> Amount:
        """What `quantity` units cost when the first `free` ones do not."""
        return self.amount * max(0.0, quantity - free)


class Tier(IntEnum):
    """Cloud Run's price tier of a region: ONE as us-central1 (and Tokyo), TWO as Jakarta and Singapore."""

    ONE = 1
    TWO = 2


def _proven(dollars: float, unit: str, source: str) -> Price:
    return Price(exactly(dollars), unit, source, proven=True)


_RUN_PAGE = "cloud.google.com/run/pricing"
RUN_CPU: Final = {
    Tier.ONE: _proven(0.000024, "vCPU-second", _RUN_PAGE),
    Tier.TWO: Price(exactly(0.0000336), "vCPU-second", "a billing export of 2026-08"),
}
RUN_MEMORY: Final = {
    Tier.ONE: Price(exactly(0.0000025), "GiB-second", "recalled; the page's copy does not reach it"),
    Tier.TWO: Price(exactly(0.0000035), "GiB-second", "a billing export of 2026-08"),
}
RUN_REQUEST: Final = _proven(0.40e-6, "request", _RUN_PAGE)
# What is free is taken off the bill at the prices of tier 1, wherever it was used.
FREE_CPU_SECONDS: Final = 180_000
FREE_MEMORY_SECONDS: Final = 360_000
FREE_REQUESTS: Final = 2_000_000

GATEWAY_CALL: Final = _proven(3e-6, "call", "cloud.google.com/api-gateway/docs/pricing")
FREE_GATEWAY_CALLS: Final = 2_000_000

SQL_MICRO: Final = Price(exactly(0.0105), "hour", "Infracost's table; others find 7-11 dollars a month")
SQL_SMALL: Final = Price(exactly(0.035), "hour", "third parties")
SQL_CPU: Final = Price(exactly(0.0413), "vCPU-hour", "usage.ai, 2026-05, Enterprise edition, us-central1")
SQL_MEMORY: Final = Price(exactly(0.007), "GiB-hour", "usage.ai, 2026-05, Enterprise edition, us-central1")
SQL_DISK: Final = Price(exactly(0.17), "GB-month", "third parties, 2026")
SQL_BACKUP: Final = Price(exactly(0.08), "GB-month", "third parties, 2026")
# Jakarta's own prices for databases, machines and disks were not found.
UPLIFT: Final = {
    Tier.ONE: Price(exactly(1.0), "factor", "prices are those of us-central1"),
    Tier.TWO: Price(Amount(1.2, 1.3, 1.4), "factor", "usage.ai: Singapore and the like are 20-40 % dearer"),
}

FIRESTORE_READ: Final = Price(Amount(0.3e-6, 0.6e-6, 0.6e-6), "document", "a page of 2020; regions are said to be half")
FIRESTORE_WRITE: Final = Price(
    Amount(0.9e-6, 1.8e-6, 1.8e-6), "document", "a page of 2020; regions are said to be half"
)
FIRESTORE_DELETE: Final = Price(
    Amount(0.1e-6, 0.2e-6, 0.2e-6), "document", "a page of 2020; TTL deletes are never free"
)
FREE_READS_A_DAY: Final = 50_000
FREE_WRITES_A_DAY: Final = 20_000

BUCKET: Final = Price(Amount(0.020, 0.023, 0.026), "GiB-month", "third parties; nothing is free in Asia")
EGRESS: Final = Price(Amount(0.105, 0.12, 0.19), "GiB", "egresscost.com, 2026-04; API Gateway's page says 0.105-0.19")
SCHEDULER_JOB: Final = _proven(0.10, "job-month", "Google, quoted 2026-10")
FREE_SCHEDULER_JOBS: Final = 3
SECRET_VERSION: Final = Price(
    exactly(0.06), "version-month", "third parties; the free six are Google's, quoted 2026-10"
)
FREE_SECRET_VERSIONS: Final = 6
IMAGE_STORAGE: Final = Price(exactly(0.10), "GB-month", "recalled")
FREE_IMAGE_GB: Final = 0.5
ALERT: Final = Price(Amount(0.0, 0.10, 1.50), "condition-month", "announced at 1.50, then 0.10; not seen on a bill")
BALANCER: Final = Price(Amount(18.0, 18.25, 20.0), "month", "third parties: 0.025 an hour for the forwarding rules")

# The lowest is what two shared cores with 2 GiB cost at a discount host.
VM_HALF_CORE: Final = Price(Amount(6.0, 13.0, 13.0), "month", "e2-small, third parties; the lowest is recalled")
VM_DISK: Final = Price(Amount(0.04, 0.10, 0.10), "GB-month", "recalled: standard and balanced disk")
VM_ADDRESS: Final = Price(Amount(0.0, 2.92, 3.65), "month", "recalled: an external IPv4 address in use")
