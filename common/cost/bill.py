"""From what is used to a monthly bill, line by line, for each architecture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from common.cost import prices
from common.cost.amounts import NOTHING, Amount, total
from common.cost.capacity import Database, Machine
from common.cost.prices import Tier
from common.cost.services import functions, schedules, secrets
from common.cost.storage import Kept
from common.cost.usage import Usage
from common.cost.year import Day

Bill = dict[str, Amount]  # dollars a month, by what they are paid for
Days = Mapping[Day, float]  # days of a month, by kind

ALERTS: Final = 12  # of terraform/monitoring.tf
IMAGE_GB = 0.08  # what a function's image adds to the common base; assumed
KEPT_IMAGES = 5  # of terraform/iam.tf


def dollars(bill: Bill) -> Amount:
    return total(bill.values())


def cloud_run(month: Usage, tier: Tier) -> Amount:
    """Compute and requests of a month, with what is free taken off at the prices of tier 1."""
    free_cpu = prices.FREE_CPU_SECONDS * prices.RUN_CPU[Tier.ONE].amount.usual
    free_memory = prices.FREE_MEMORY_SECONDS * prices.RUN_MEMORY[Tier.ONE].amount.usual
    return (
        prices.RUN_CPU[tier].of(month.cpu_seconds).less(free_cpu)
        + prices.RUN_MEMORY[tier].of(month.memory_seconds).less(free_memory)
        + prices.RUN_REQUEST.of(month.requests, prices.FREE_REQUESTS)
    )


def gateway(month: Usage) -> Amount:
    return prices.GATEWAY_CALL.of(month.calls, prices.FREE_GATEWAY_CALLS)


def firestore(days: Days, usage: Mapping[Day, Usage]) -> Amount:
    """What is free is free by the day, so that a quiet day does not help a busy one."""
    return total(_live_day(usage[day]) * count for day, count in days.items())


def _live_day(day: Usage) -> Amount:
    return (
        prices.FIRESTORE_READ.of(day.live_reads, prices.FREE_READS_A_DAY)
        + prices.FIRESTORE_WRITE.of(day.live_writes, prices.FREE_WRITES_A_DAY)
        + prices.FIRESTORE_DELETE.of(day.live_writes)
    )


def cloud_sql(database: Database, kept: Kept, tier: Tier) -> Amount:
    disk = prices.SQL_DISK.of(kept.disk) + prices.SQL_BACKUP.of(kept.backups)
    return (database.monthly + disk) * prices.UPLIFT[tier].amount


def vps(machine: Machine, kept: Kept | None, tier: Tier) -> Amount:
    """With `kept`, the database's disk and backups are the machine's own."""
    disk = prices.VM_DISK.of(10 + (kept.disk + kept.backups if kept else 0))
    return (machine.monthly + disk) * prices.UPLIFT[tier].amount + prices.VM_ADDRESS.amount


def shared(month: Usage, kept: Kept) -> Bill:
    """What every architecture pays alike: files, and traffic to the people."""
    return {"files": prices.BUCKET.of(kept.buckets), "traffic": prices.EGRESS.of(month.egress)}


def housekeeping(images: int) -> Amount:
    """Schedules, secrets, images and alerts."""
    jobs = sum(len(lines) for lines in schedules().values())
    return (
        prices.SCHEDULER_JOB.of(jobs, prices.FREE_SCHEDULER_JOBS)
        + prices.SECRET_VERSION.of(len(secrets()), prices.FREE_SECRET_VERSIONS)
        + prices.IMAGE_STORAGE.of(images * IMAGE_GB * KEPT_IMAGES, prices.FREE_IMAGE_GB)
        + prices.ALERT.of(ALERTS)
    )


def suite(month: Usage, live: Amount, tier: Tier, *, balanced: bool) -> Bill:
    """All of the suite but what is shared and the database."""
    return {
        "functions": cloud_run(month, tier),
        "gateway": gateway(month),
        "Firestore": live,
        "housekeeping": housekeeping(len(functions()) + 1),  # and the migration
        "load balancer": prices.BALANCER.amount if balanced else NOTHING,
    }


def container(month: Usage, tier: Tier) -> Bill:
    return {"functions": cloud_run(month, tier), "housekeeping": housekeeping(1)}
