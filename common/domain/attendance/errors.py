"""Refusals about attendances."""

from __future__ import annotations

from typing import Any, ClassVar

from common.platform.errors import Conflict, Forbidden, Invalid, Problem
from common.platform.text import Text


class _AtField(Invalid):
    """A refusal with a code of its own that also stands at the field that it is about."""

    field: ClassVar[str]

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        sentence = self.text()
        self.fields = {self.field: [Text(sentence, sentence.en, self.code)]}


class ContractEnded(Problem):
    status = 403
    code = "contract_ended"
    title = Text("Kontrak Anda sudah berakhir", en="Your contract has ended")


class ContractSuspended(Problem):
    status = 403
    code = "contract_suspended"
    title = Text(
        "Kontrak Anda sedang ditangguhkan. Hubungi admin.", en="Your contract has been suspended. Ask an admin."
    )


class PhotoErased(Problem):
    status = 410
    code = "photo_erased"
    title = Text(
        "Foto sudah dihapus: masa keberatan atas sertifikat sudah lewat",
        en="The photo has been erased: the time to object to the certificate is over",
    )


class AlreadyRecorded(Conflict):
    """`at` is the hour of the first attendance, with the zone's name, in both languages."""

    code = "already_recorded"
    title = Text("Anda sudah absen hari ini pukul {at}", en="You have already recorded today's attendance at {at}")


class AlreadyRecordedThatDay(Conflict):
    code = "already_recorded_that_day"
    title = Text(
        "Anda sudah absen untuk {day}, dikirim pukul {at}",
        en="You have already recorded the attendance of {day}, sent at {at}",
    )


class DayInFuture(_AtField):
    field = "day"
    code = "day_in_future"
    title = Text("Tanggal tidak boleh di masa depan", en="The day cannot be in the future")


class TooLate(_AtField):
    field = "day"
    code = "too_late"
    title = Text(
        "Batas absensi susulan {days} hari, hubungi dosen",
        en="Attendance can be entered up to {days} days later, ask the lecturer",
    )


class DayOutsideContract(_AtField):
    field = "day"
    code = "day_outside_contract"
    title = Text("Tanggal di luar masa kontrak", en="The day is not within the contract")


class LateReasonMissing(_AtField):
    field = "late_reason"
    code = "late_reason_missing"
    title = Text("Alasan wajib diisi", en="A reason is required")


class PhotoNotUsable(_AtField):
    """There is no such photo, or it is somebody else's, or it was announced and did not come."""

    field = "upload_id"
    code = "photo_not_usable"
    title = Text("Foto tidak ditemukan, unggah kembali", en="There is no such photo, please upload it again")


class PhotoRefused(_AtField):
    """`why` is the sentence of the photo's own refusal."""

    field = "upload_id"
    code = "photo_refused"
    title = Text("{why}", en="{why}")


class PhotoUsedBefore(Conflict):
    code = "photo_used_before"
    title = Text("Foto sudah pernah digunakan", en="This photo has been used before")


class PhotoStillChecked(Conflict):
    code = "photo_still_checked"
    title = Text("Foto masih diperiksa, coba sebentar lagi", en="The photo is still being checked")
    retry_after = 2


class CorrectionUsed(Conflict):
    code = "correction_used"
    title = Text("Koreksi hanya dapat dikirim satu kali", en="A correction can be sent only once")


class MonthLocked(Conflict):
    code = "month_locked"
    title = Text("Periode sudah dikunci", en="The period has been locked")


class MonthNotOver(Conflict):
    code = "month_not_over"
    title = Text("Periode ini belum berakhir", en="The period is not over yet")


class MonthOutsideContract(Conflict):
    code = "month_outside_contract"
    title = Text("Periode di luar masa kontrak", en="The period is not within the contract")


class AttendancesWaiting(Conflict):
    code = "attendances_waiting"
    title = Text("Masih ada {count} absensi yang menunggu verifikasi", en="{count} attendances wait for verification")


class AnotherAslab(_AtField):
    field = "contract_id"
    code = "another_aslab"
    title = Text("Kontrak ini milik aslab lain", en="This is another lab assistant's contract")


class DayTaken(_AtField):
    field = "day"
    code = "day_taken"
    title = Text("Sudah ada absensi pada tanggal ini", en="There is an attendance of this day already")


class NothingChanged(_AtField):
    field = "day"
    code = "nothing_changed"
    title = Text("Tidak ada yang berubah", en="Nothing changed")


class NotYourAslab(Forbidden):
    code = "not_your_aslab"
    title = Text("Ini bukan aslab Anda", en="This is not your lab assistant")


class NotYourAttendance(Forbidden):
    code = "not_your_attendance"
    title = Text("Ini bukan absensi Anda", en="This attendance is not yours")
