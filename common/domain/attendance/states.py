"""The life of one attendance. One whose photo is refused has no state: it is removed, and nothing of it counts."""

from enum import StrEnum

from common.platform.auth import SYSTEM, Role
from common.platform.states import StateTable, by


class AttendanceState(StrEnum):
    AWAITING_PHOTO = "menunggu_foto"
    AWAITING_VERIFICATION = "menunggu_verifikasi"
    APPROVED = "disetujui"
    REJECTED = "ditolak"


_A = AttendanceState

ATTENDANCE = StateTable(
    {
        (_A.AWAITING_PHOTO, _A.AWAITING_VERIFICATION): by(SYSTEM),
        (_A.AWAITING_VERIFICATION, _A.APPROVED): by(Role.LECTURER),
        (_A.AWAITING_VERIFICATION, _A.REJECTED): by(Role.LECTURER),
        # A rejected attendance may be corrected once, with a photo that was inspected before; then it is verified anew.
        (_A.REJECTED, _A.AWAITING_VERIFICATION): by(Role.ASLAB),
    }
)
