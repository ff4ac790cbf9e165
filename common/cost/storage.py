"""How much is kept, in buckets and in the database, once the suite has run for as long as things are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from common.cost.sizes import Size

KEPT_SEMESTERS: Final = 10  # as the brief's stress, which keeps 11 M of attendances that grow by 1.1 M
_KIB_A_GIB: Final = 1024**2

# KiB of one in a bucket; assumed, below the limits that the suite sets.
_APPLICATION_FILES: Final = 3 * 500
_ATTENDANCE_PHOTOS: Final = 300 + 30  # at 1280 pixels, and the small one
_CERTIFICATE: Final = 100
_PAMPHLET: Final = 500
# KiB of one in the database, with its indexes, lines of the log and messages; assumed.
_PERSON_ROWS, _APPLICATION_ROWS, _ATTENDANCE_ROWS = 2.0, 12.0, 3.0
_SMALLEST_DISK: Final = 10.0  # GB, Cloud SQL's


@dataclass(frozen=True)
class Kept:
    """GiB in buckets, GB on the database's disk and in its backups."""

    buckets: float
    disk: float
    backups: float


def kept(size: Size, semesters: float = KEPT_SEMESTERS) -> Kept:
    files = (
        size.applications * _APPLICATION_FILES
        + size.attendances * _ATTENDANCE_PHOTOS
        + size.assistants * _CERTIFICATE
        + size.vacancies * _PAMPHLET
    )
    rows = size.applications * _APPLICATION_ROWS + size.attendances * _ATTENDANCE_ROWS
    used = (size.students * _PERSON_ROWS + rows * semesters) / _KIB_A_GIB
    # Backups are kept as differences: together about as much as is used, and as much again in logs for recovery.
    return Kept(files * semesters / _KIB_A_GIB, max(_SMALLEST_DISK, 1.5 * used), 2 * used)
