"""Refusals about certificates."""

from common.platform.errors import Conflict, Forbidden, NotFound, Problem
from common.platform.text import Text


class CertificateNotFound(NotFound):
    code = "certificate_not_found"
    title = Text("Sertifikat tidak ditemukan", en="Certificate not found")


class NoCertificateCode(NotFound):
    """What was typed cannot be a code at all."""

    code = "no_certificate_code"
    title = Text("Ini bukan kode sertifikat", en="This is not the code of a certificate")


class FileNotIssued(NotFound):
    """No certificate has exactly these bytes."""

    code = "certificate_file_not_issued"
    title = Text("Berkas telah diubah", en="The file has been changed")


class ContractNotEnded(Conflict):
    code = "contract_not_ended"
    title = Text("Kontrak belum selesai", en="The contract has not ended yet")


class NeverServed(Conflict):
    """There are no days that a certificate could state."""

    code = "never_served"
    title = Text("Kontrak berakhir sebelum masa tugasnya dimulai", en="The contract ended before its first day")


class SignerNotNamed(Conflict):
    """A certificate without name, office and place of who answers for it is worth nothing."""

    code = "signer_not_named"
    title = Text(
        "Nama dan jabatan penanda tangan serta tempat sertifikat belum diatur; hubungi pengelola sistem",
        en="The name and office of who signs certificates, and the place, are not set; ask who runs the system",
    )


class AttendanceBelowMinimum(Conflict):
    """Only a written reason overrules it."""

    code = "attendance_below_minimum"
    title = Text(
        "Kehadiran {attended} dari {expected}, syarat minimal {minimum}",
        en="Attendance {attended} of {expected}, the minimum is {minimum}",
    )


class AlreadyIssued(Conflict):
    code = "already_issued"
    title = Text(
        "Sertifikat sudah terbit dengan nomor {number}", en="The certificate was already issued with number {number}"
    )


class NotDrawable(Conflict):
    """Name or course hold letters that the certificate has no glyph for."""

    code = "not_drawable"
    title = Text(
        "Nama atau mata kuliah memuat huruf yang tidak dapat dicetak: {letters}",
        en="Name or course hold letters that cannot be printed: {letters}",
    )


class AlreadyRevoked(Conflict):
    code = "already_revoked"
    title = Text("Sertifikat sudah dicabut", en="The certificate was revoked")


class NotDrawnYet(Conflict):
    code = "not_drawn_yet"
    title = Text("Sertifikat masih disiapkan", en="The certificate is still being made")


class StillQueued(Conflict):
    code = "still_in_post"
    title = Text("Email masih dalam antrean", en="The e-mail is still waiting to be sent")


class NotYourCertificate(Forbidden):
    code = "not_your_certificate"
    title = Text("Ini bukan sertifikat Anda", en="This certificate is not yours")


class NoCredentials(Problem):
    """Of a campus without a key for them, or without an address that stays."""

    status = 404
    code = "no_credentials"
    title = Text("Kampus ini belum menerbitkan lencana digital", en="This campus does not issue digital badges yet")
