"""The life of one attendance. One whose photo is refused has no state: it is removed, and nothing of it counts."""

from enum import StrEnum

from common.platform.auth import SYSTEM, Role
from common.platform.states import StateTable, by


class AttendanceState(StrEnum):
    AWAITING_PHOTO = "menunggu_foto"
    AWAITING_VERIFICATION = "menunggu_verifikasi"
    APPROVED = "disetujui"
    REJECTED = "ditolak"


_S = AttendanceState

ATTENDANCE = StateTable(
    {
        (_S.AWAITING_PHOTO, _S.AWAITING_VERIFICATION): by(SYSTEM),
        (_S.AWAITING_VERIFICATION, _S.APPROVED): by(Role.LECTURER),
        (_S.AWAITING_VERIFICATION, _S.REJECTED): by(Role.LECTURER),
        # An approval is taken back until the month is locked.
        (_S.APPROVED, _S.REJECTED): by(Role.LECTURER),
        # A rejected attendance may be corrected once, with a photo that was inspected before; then it is verified anew.
        (_S.REJECTED, _S.AWAITING_VERIFICATION): by(Role.ASLAB),
    }
)
