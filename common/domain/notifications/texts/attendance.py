"""About attendances, to aslab."""

from common.domain.notifications.template import Template
from common.platform.auth import Role
from common.platform.text import Text

_HISTORY = "/absensi/riwayat"

ATTENDANCE = {
    "attendance_missing": Template(
        subject=Text("Belum ada absensi {course} minggu ini", en="No attendance for {course} this week yet"),
        body=Text(
            "Anda belum mencatat absensi untuk {course} minggu ini ({span}).\n\n"
            "Jika Anda sudah bertugas, silakan catat sekarang; hari yang terlewat dicatat sebagai susulan.",
            en="You have not recorded any attendance for {course} this week ({span}).\n\n"
            "If you were on duty, please record it now; a day that has passed is recorded as a late entry.",
        ),
        short=Text(
            "Anda belum mencatat absensi untuk {course} minggu ini ({span}).",
            en="you have not recorded any attendance for {course} this week ({span}).",
        ),
        path="/absensi",
        role=Role.ASLAB,
    ),
    "photo_refused": Template(
        subject=Text("Foto absensi {course} ditolak", en="Attendance photo for {course} was refused"),
        body=Text(
            "Foto absensi Anda untuk {course} tanggal {day} ditolak: {reason}.\n\n"
            "Absensi itu tidak tercatat, silakan kirim ulang.",
            en="The photo of your attendance for {course} on {day} was refused: {reason}.\n\n"
            "Nothing was recorded, please send it again.",
        ),
        short=Text(
            "foto absensi Anda untuk {course} tanggal {day} ditolak: {reason}. Silakan kirim ulang.",
            en="the photo of your attendance for {course} on {day} was refused: {reason}. Please send it again.",
        ),
        path="/absensi",
        role=Role.ASLAB,
    ),
    "attendance_rejected": Template(
        subject=Text("Absensi {course} tanggal {day} ditolak", en="Attendance for {course} on {day} was rejected"),
        body=Text(
            "Absensi Anda untuk {course} tanggal {day} ditolak.\n\nAlasan: {reason}\n\n"
            "Anda dapat mengirim koreksi satu kali.",
            en="Your attendance for {course} on {day} was rejected.\n\nReason: {reason}\n\n"
            "You may send one correction.",
        ),
        short=Text(
            "absensi Anda untuk {course} tanggal {day} ditolak. Alasan: {reason}",
            en="your attendance for {course} on {day} was rejected. Reason: {reason}",
        ),
        path=_HISTORY,
        role=Role.ASLAB,
    ),
    "approval_taken_back": Template(
        subject=Text(
            "Persetujuan absensi {course} tanggal {day} dibatalkan", en="Approval for {course} on {day} undone"
        ),
        body=Text(
            "Persetujuan absensi Anda untuk {course} tanggal {day} dibatalkan oleh dosen.\n\nAlasan: {reason}\n\n"
            "Anda dapat mengirim koreksi satu kali.",
            en="The lecturer has taken back the approval of your attendance for {course} on {day}.\n\n"
            "Reason: {reason}\n\nYou may send one correction.",
        ),
        short=Text(
            "persetujuan absensi Anda untuk {course} tanggal {day} dibatalkan. Alasan: {reason}",
            en="the approval of your attendance for {course} on {day} was taken back. Reason: {reason}",
        ),
        path=_HISTORY,
        role=Role.ASLAB,
    ),
    "correction_rejected": Template(
        subject=Text("Koreksi absensi {course} tanggal {day} ditolak", en="Correction for {course} on {day} rejected"),
        body=Text(
            "Koreksi absensi Anda untuk {course} tanggal {day} ditolak.\n\nAlasan: {reason}\n\n"
            "Jika ada pertanyaan, silakan hubungi dosen pengampu.",
            en="Your corrected attendance for {course} on {day} was rejected.\n\nReason: {reason}\n\n"
            "If you have questions, please ask the lecturer.",
        ),
        short=Text(
            "koreksi absensi Anda untuk {course} tanggal {day} ditolak. Alasan: {reason}",
            en="your corrected attendance for {course} on {day} was rejected. Reason: {reason}",
        ),
        path=_HISTORY,
        role=Role.ASLAB,
    ),
    "attendance_approved": Template(
        subject=Text("{count} absensi {course} disetujui", en="Attendances approved for {course}: {count}"),
        body=Text(
            "{count} absensi Anda untuk {course} ({span}) disetujui.",
            en="Approved attendances for {course} ({span}): {count}.",
        ),
        short=Text(
            "{count} absensi Anda untuk {course} ({span}) disetujui.",
            en="approved attendances for {course} ({span}): {count}.",
        ),
        path=_HISTORY,
        role=Role.ASLAB,
    ),
}
