"""The prices in Jakarta, in US dollars, as they were found on 2026-11-23; to be looked up again before money is spent.

`proven` ones come from a page of Google. The others are from third parties or estimated, with the reason in `source`,
and have a range where a wrong guess would matter.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

HOURS_A_MONTH: Final = 730.0  # Google's own month
DAYS_A_MONTH: Final = 365 / 12


@dataclass(frozen=True)
class Amount:
    """The lowest, usual and highest value. Sums go value by value: a total's range holds if all parts err alike."""

    low: float
    usual: float
    high: float

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.low + other.low, self.usual + other.usual, self.high + other.high)

    def __mul__(self, by: float | Amount) -> Amount:
        factor = by if isinstance(by, Amount) else exactly(by)
        return Amount(self.low * factor.low, self.usual * factor.usual, self.high * factor.high)

    def less(self, discount: float) -> Amount:
        """What is left after a discount that is never paid out."""
        return Amount(*(max(0.0, value - discount) for value in (self.low, self.usual, self.high)))


def exactly(value: float) -> Amount:
    return Amount(value, value, value)


def total(amounts: Iterable[Amount]) -> Amount:
    return sum(amounts, exactly(0.0))


@dataclass(frozen=True)
class Price:
    """`amount` in US dollars for one `unit`; the first `free` units cost nothing."""

    amount: Amount
    unit: str
    source: str
    free: float = 0.0
    proven: bool = False

    def of(self, quantity: float) -> Amount:
        return self.amount * max(0.0, quantity - self.free)


_RUN_PAGE = "cloud.google.com/run/pricing"
RUN_CPU: Final = Price(exactly(0.0000336), "vCPU-second", "a billing export of 2026-08")
RUN_MEMORY: Final = Price(exactly(0.0000035), "GiB-second", "a billing export of 2026-08")
RUN_REQUEST: Final = Price(exactly(0.40e-6), "request", _RUN_PAGE, free=2_000_000, proven=True)
# What is free is taken off the bill at the prices of us-central1, wherever it was used.
FREE_CPU: Final = Price(exactly(0.000024), "vCPU-second", _RUN_PAGE, proven=True).of(180_000).usual
FREE_MEMORY: Final = Price(exactly(0.0000025), "GiB-second", "recalled").of(360_000).usual
GATEWAY_CALL: Final = Price(
    exactly(3e-6), "call", "cloud.google.com/api-gateway/docs/pricing", free=2_000_000, proven=True
)

SQL_MICRO: Final = Price(exactly(0.0105), "hour", "Infracost's table; others find 7-11 dollars a month")
SQL_SMALL: Final = Price(exactly(0.035), "hour", "third parties")
SQL_CPU: Final = Price(exactly(0.0413), "vCPU-hour", "usage.ai, 2026-05, Enterprise edition, us-central1")
SQL_MEMORY: Final = Price(exactly(0.007), "GiB-hour", "usage.ai, 2026-05, Enterprise edition, us-central1")
SQL_DISK: Final = Price(exactly(0.17), "GB-month", "third parties, 2026")
SQL_BACKUP: Final = Price(exactly(0.08), "GB-month", "third parties, 2026")
# Jakarta's own prices for databases, machines and disks were not found; theirs are those of us-central1, times this.
UPLIFT: Final = Price(Amount(1.2, 1.3, 1.4), "factor", "usage.ai: Singapore and the like are 20-40 % dearer")

# Firestore's free units are those of a day.
_FIRESTORE = "a page of 2020; regions are said to be half"
FIRESTORE_READ: Final = Price(Amount(0.3e-6, 0.6e-6, 0.6e-6), "document", _FIRESTORE, free=50_000)
FIRESTORE_WRITE: Final = Price(Amount(0.9e-6, 1.8e-6, 1.8e-6), "document", _FIRESTORE, free=20_000)
FIRESTORE_DELETE: Final = Price(Amount(0.1e-6, 0.2e-6, 0.2e-6), "document", f"{_FIRESTORE}; TTL deletes are never free")

BUCKET: Final = Price(Amount(0.020, 0.023, 0.026), "GiB-month", "third parties; nothing is free in Asia")
EGRESS: Final = Price(Amount(0.105, 0.12, 0.19), "GiB", "egresscost.com, 2026-04; API Gateway's page says 0.105-0.19")
SCHEDULER_JOB: Final = Price(exactly(0.10), "job-month", "Google, quoted 2026-10", free=3, proven=True)
SECRET_VERSION: Final = Price(exactly(0.06), "version-month", "third parties; free: Google, quoted 2026-10", free=6)
IMAGE_STORAGE: Final = Price(exactly(0.10), "GB-month", "recalled", free=0.5)
ALERT: Final = Price(Amount(0.0, 0.10, 1.50), "condition-month", "announced at 1.50, then 0.10; not seen on a bill")
BALANCER: Final = Price(Amount(18.0, 18.25, 20.0), "month", "third parties: 0.025 an hour for the forwarding rules")

# The lowest is what two shared cores with 2 GiB cost at a discount host.
VM_HALF_CORE: Final = Price(Amount(6.0, 13.0, 13.0), "month", "e2-small, third parties; the lowest is recalled")
VM_DISK: Final = Price(Amount(0.04, 0.10, 0.10), "GB-month", "recalled: standard and balanced disk")
VM_ADDRESS: Final = Price(Amount(0.0, 2.92, 3.65), "month", "recalled: an external IPv4 address in use")
