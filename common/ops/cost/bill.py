"""From what is used and kept to a monthly bill, line by line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from common.ops.cost.capacity import Database, Machine
from common.ops.cost.demand import ASSUMED, Day, Size
from common.ops.cost.prices import PRICES, Amount, total
from common.ops.cost.services import SCHEDULES, SECRETS
from common.ops.cost.simulation import Usage

Bill = dict[str, Amount]  # dollars a month, by what they are paid for
Days = Mapping[Day, float]  # days of a month, by kind

ALERTS: Final = 14  # of terraform/monitoring.tf
_IMAGE_GB = 0.08  # what an image adds to the common base; assumed
_KEPT_IMAGES = 5  # of terraform/iam.tf
# One image for all steps, each month by the pins and at times for a change; assumed.
_BUILDS, _BUILD_MINUTES = 4, 8
_LOG_KIB = 2.0  # of a request: Cloud Run's own line, and sometimes one of ours; assumed

KEPT_SEMESTERS: Final = 10  # as the brief's stress, which keeps 11 M of attendances that grow by 1.1 M
_KIB_A_GIB: Final = 1024**2
_SMALLEST_DISK: Final = 10.0  # GB, Cloud SQL's


def files(size: Size) -> float:
    """GiB in buckets, once the suite has run for as long as things are kept."""
    return _gib("files", size) * KEPT_SEMESTERS


def disk_and_backups(size: Size) -> tuple[float, float]:
    """GB of the database by then, with room to grow.

    Backups are kept as differences: together about as much as is used, and as much again in logs for recovery.
    """
    used = _gib("people", size) + _gib("rows", size) * KEPT_SEMESTERS
    return max(_SMALLEST_DISK, 1.5 * used), 2 * used


def _gib(part: str, size: Size) -> float:
    return sum(size.count(of) * float(kib) for of, kib in ASSUMED["kept"][part].items()) / _KIB_A_GIB


def cloud_run(month: Usage) -> Amount:
    """Compute and requests of a month."""
    return (
        PRICES["run_cpu"].of(month.cpu_seconds).less(PRICES["run_free_cpu"].amount.usual)
        + PRICES["run_memory"].of(month.memory_seconds).less(PRICES["run_free_memory"].amount.usual)
        + PRICES["run_request"].of(month.requests)
    )


def firestore(days: Days, usage: Mapping[Day, Usage]) -> Amount:
    """What is free is free by the day, so that a quiet day does not help a busy one."""
    return total(_live_day(usage[day]) * count for day, count in days.items())


def _live_day(day: Usage) -> Amount:
    written = PRICES["firestore_write"].of(day.live_writes) + PRICES["firestore_delete"].of(day.live_writes)
    return PRICES["firestore_read"].of(day.live_reads) + written


def cloud_sql(database: Database, size: Size) -> Amount:
    disk, backups = disk_and_backups(size)
    kept = PRICES["sql_disk"].of(disk) + PRICES["sql_backup"].of(backups)
    return (database.monthly + kept) * PRICES["uplift"].amount


def vps(machine: Machine, data: float) -> Amount:
    """With `data` GB of a database of its own."""
    return (machine.monthly + PRICES["vm_disk"].of(10 + data)) * PRICES["uplift"].amount + PRICES["vm_address"].amount


def housekeeping(month: Usage) -> Amount:
    """Schedules, secrets, builds and their images, logs and alerts."""
    return (
        PRICES["scheduler_job"].of(sum(len(lines) for lines in SCHEDULES.values()))
        + PRICES["secret_version"].of(len(SECRETS))
        + PRICES["build"].of(_BUILDS * _BUILD_MINUTES)
        + PRICES["image_storage"].of(_IMAGE_GB * _KEPT_IMAGES)
        + PRICES["log"].of(month.requests * _LOG_KIB / _KIB_A_GIB)
        + PRICES["alert"].of(ALERTS)
    )
