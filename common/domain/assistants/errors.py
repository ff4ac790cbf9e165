"""Refusals about contracts."""

from common.platform.errors import Conflict, Forbidden
from common.platform.text import Text


class NotAccepted(Conflict):
    code = "not_accepted"
    title = Text(
        "Hanya pendaftar berstatus Diterima yang dapat diaktifkan", en="Only accepted applicants can be activated"
    )


class AlreadyActive(Conflict):
    code = "already_active"
    title = Text("Akun aslab sudah aktif", en="The lab assistant account is already active")


class EmailNotUsable(Conflict):
    code = "email_not_usable"
    title = Text(
        "Email mahasiswa belum valid, lengkapi data terlebih dahulu",
        en="The student has no valid e-mail address, complete the account first",
    )


class StudentDeactivated(Conflict):
    code = "student_deactivated"
    title = Text(
        "Akun mahasiswa dinonaktifkan, aktifkan akunnya terlebih dahulu",
        en="The student's account has been deactivated, activate the account first",
    )


class TooManyContracts(Conflict):
    code = "too_many_contracts"
    title = Text("Mahasiswa sudah memiliki {most} kontrak aktif", en="The student already has {most} active contracts")


class ContractAlreadyEnded(Conflict):
    code = "contract_already_ended"
    title = Text("Kontrak sudah berakhir", en="The contract has already ended")


class NotYourContract(Forbidden):
    code = "not_your_contract"
    title = Text("Ini bukan kontrak Anda", en="This contract is not yours")


class NotYetEvaluated(Conflict):
    code = "not_yet_evaluated"
    title = Text(
        "Penilaian dapat diisi mulai 14 hari sebelum kontrak berakhir",
        en="An evaluation can be written from 14 days before the contract ends",
    )


class EvaluationAnswered(Conflict):
    code = "evaluation_answered"
    title = Text(
        "Aslab sudah menanggapi penilaian ini, penilaian tidak dapat diubah lagi",
        en="The lab assistant has commented on this evaluation, it can no longer be changed",
    )


class CommentedBefore(Conflict):
    code = "commented_before"
    title = Text("Anda sudah menanggapi penilaian ini", en="You have already commented on this evaluation")
