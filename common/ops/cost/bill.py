"""From what is used and kept to a monthly bill, line by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from common.ops.cost import prices
from common.ops.cost.capacity import Database, Machine
from common.ops.cost.demand import Day, Size
from common.ops.cost.prices import UPLIFT, Amount, total
from common.ops.cost.services import schedules, secrets
from common.ops.cost.usage import Usage

Bill = dict[str, Amount]  # dollars a month, by what they are paid for
Days = Mapping[Day, float]  # days of a month, by kind

ALERTS: Final = 12  # of terraform/monitoring.tf
_IMAGE_GB = 0.08  # what a function's image adds to the common base; assumed
_KEPT_IMAGES = 5  # of terraform/iam.tf

KEPT_SEMESTERS: Final = 10  # as the brief's stress, which keeps 11 M of attendances that grow by 1.1 M
_KIB_A_GIB: Final = 1024**2
# KiB of one in a bucket (three files, a photo with its small one) and in the database with its indexes; assumed.
_APPLICATION, _ATTENDANCE, _CERTIFICATE, _PAMPHLET = 3 * 500, 300 + 30, 100, 500
_PERSON_ROWS, _APPLICATION_ROWS, _ATTENDANCE_ROWS = 2.0, 12.0, 3.0
_SMALLEST_DISK: Final = 10.0  # GB, Cloud SQL's


@dataclass(frozen=True)
class Kept:
    """GiB in buckets, GB on the database's disk and in its backups."""

    buckets: float
    disk: float
    backups: float


def kept(size: Size) -> Kept:
    """Once the suite has run for as long as things are kept."""
    files = (
        size.applications * _APPLICATION
        + size.attendances * _ATTENDANCE
        + size.assistants * _CERTIFICATE
        + size.vacancies * _PAMPHLET
    )
    rows = size.applications * _APPLICATION_ROWS + size.attendances * _ATTENDANCE_ROWS
    used = (size.students * _PERSON_ROWS + rows * KEPT_SEMESTERS) / _KIB_A_GIB
    # Backups are kept as differences: together about as much as is used, and as much again in logs for recovery.
    return Kept(files * KEPT_SEMESTERS / _KIB_A_GIB, max(_SMALLEST_DISK, 1.5 * used), 2 * used)


def dollars(bill: Bill) -> Amount:
    return total(bill.values())


def cloud_run(month: Usage) -> Amount:
    """Compute and requests of a month."""
    return (
        prices.RUN_CPU.of(month.cpu_seconds).less(prices.FREE_CPU)
        + prices.RUN_MEMORY.of(month.memory_seconds).less(prices.FREE_MEMORY)
        + prices.RUN_REQUEST.of(month.requests)
    )


def firestore(days: Days, usage: Mapping[Day, Usage]) -> Amount:
    """What is free is free by the day, so that a quiet day does not help a busy one."""
    return total(_live_day(usage[day]) * count for day, count in days.items())


def _live_day(day: Usage) -> Amount:
    written = prices.FIRESTORE_WRITE.of(day.live_writes) + prices.FIRESTORE_DELETE.of(day.live_writes)
    return prices.FIRESTORE_READ.of(day.live_reads) + written


def cloud_sql(database: Database, size: Size) -> Amount:
    disk = prices.SQL_DISK.of(kept(size).disk) + prices.SQL_BACKUP.of(kept(size).backups)
    return (database.monthly + disk) * UPLIFT.amount


def vps(machine: Machine, data: float) -> Amount:
    """With `data` GB of a database of its own."""
    return (machine.monthly + prices.VM_DISK.of(10 + data)) * UPLIFT.amount + prices.VM_ADDRESS.amount


def shared(month: Usage, size: Size) -> Bill:
    """What every architecture pays alike: files, and traffic to the people."""
    return {"files": prices.BUCKET.of(kept(size).buckets), "traffic": prices.EGRESS.of(month.egress)}


def housekeeping(images: int) -> Amount:
    """Schedules, secrets, images and alerts."""
    return (
        prices.SCHEDULER_JOB.of(sum(len(lines) for lines in schedules().values()))
        + prices.SECRET_VERSION.of(len(secrets()))
        + prices.IMAGE_STORAGE.of(images * _IMAGE_GB * _KEPT_IMAGES)
        + prices.ALERT.of(ALERTS)
    )
