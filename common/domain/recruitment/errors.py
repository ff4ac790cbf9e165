"""Refusals about vacancies, applications and selection."""

from common.platform.errors import Conflict, Forbidden, Invalid, Problem
from common.platform.text import Text


class NotYourVacancy(Forbidden):
    code = "not_your_vacancy"
    title = Text("Anda bukan pemilik lowongan ini", en="This vacancy is not yours")


class VacancyClosed(Conflict):
    code = "vacancy_closed"
    title = Text("Lowongan sudah ditutup", en="This vacancy is closed")


class VacancyNotOpenYet(Conflict):
    code = "vacancy_not_open_yet"
    title = Text("Lowongan belum dibuka", en="This vacancy is not open yet")


class VacancyHasApplicants(Conflict):
    code = "vacancy_has_applicants"
    title = Text(
        "Lowongan sudah memiliki pendaftar, silakan tutup", en="This vacancy has applicants, please close it instead"
    )


class QuotaBelowAccepted(Conflict):
    code = "quota_below_accepted"
    title = Text(
        "Kuota tidak boleh kurang dari jumlah diterima ({accepted})",
        en="The quota cannot be less than the number accepted ({accepted})",
    )


class CriteriaInUse(Conflict):
    code = "criteria_in_use"
    title = Text(
        "Kriteria tidak dapat diubah setelah ada pendaftar", en="Criteria cannot change once somebody has applied"
    )


class AlreadyApplied(Conflict):
    code = "already_applied"
    title = Text("Anda sudah mendaftar", en="You have already applied")


class BelowMinimum(Problem):
    """IPK or semester below what the vacancy asks for; shown at the field."""

    status = 422
    code = "below_minimum"
    title = Text("Anda belum memenuhi syarat minimal", en="You do not meet the minimum requirement")


class DocumentsNotUsable(Invalid):
    """A document is missing, refused, not yet inspected or not the applicant's own; shown at the document."""

    code = "documents_not_usable"


class QuotaFull(Conflict):
    code = "quota_full"
    title = Text(
        "Kuota lowongan sudah penuh ({accepted}/{quota})", en="The vacancy's seats are all taken ({accepted}/{quota})"
    )


class AlreadyActivated(Conflict):
    code = "already_activated"
    title = Text(
        "Mahasiswa sudah diaktifkan, akhiri kontrak terlebih dahulu",
        en="The student has been activated, end the contract first",
    )


class AskTheLecturer(Conflict):
    """Who is an aslab already does not step back alone; the lecturer ends the contract."""

    code = "ask_the_lecturer"
    title = Text(
        "Anda sudah diaktifkan sebagai aslab. Hubungi dosen untuk mengundurkan diri",
        en="You are already working as a lab assistant. Contact your lecturer to withdraw",
    )


class NothingToConfirm(Conflict):
    code = "nothing_to_confirm"
    title = Text("Tidak ada penerimaan yang perlu dikonfirmasi", en="There is no acceptance to be confirmed")


class AlreadyDecided(Conflict):
    """The student reads the points with the decision; they do not change behind it."""

    code = "already_decided"
    title = Text("Nilai tidak dapat diubah setelah keputusan", en="Scores cannot change after the decision")


class PamphletInUse(Conflict):
    code = "pamphlet_in_use"
    title = Text("Pamflet ini sudah dipakai lowongan lain", en="This pamphlet belongs to another vacancy")


class CriterionUnknown(Invalid):
    """A score for a criterion that the vacancy does not have."""

    code = "criterion_unknown"


class NoSlotLeft(Conflict):
    code = "no_slot_left"
    title = Text("Tidak ada slot wawancara lagi pada hari itu", en="There is no interview slot left on that day")


class PeriodOver(Conflict):
    code = "period_over"
    title = Text("Periode akademik sudah berakhir", en="The academic period is over")


class OfThisPeriod(Conflict):
    code = "of_this_period"
    title = Text("Lowongan ini sudah termasuk periode itu", en="This vacancy belongs to that period already")


class CopiedBefore(Conflict):
    code = "copied_before"
    title = Text("Lowongan ini sudah disalin ke periode itu", en="This vacancy was copied to that period before")


class PeriodNameTaken(Conflict):
    code = "period_name_taken"
    title = Text("Nama periode sudah dipakai", en="There is already a period of this name")


class DaysTaken(Conflict):
    code = "days_taken"
    title = Text("Tanggal ini sudah ada di kalender kampus", en="These days are already in the campus calendar")


class PeriodsOverlap(Conflict):
    code = "periods_overlap"
    title = Text("Periode akademik bertumpang tindih", en="Academic periods overlap")


class OwnerDeactivated(Conflict):
    code = "owner_deactivated"
    title = Text(
        "Akun dosennya nonaktif, serahkan lowongannya terlebih dahulu",
        en="The lecturer's account has been deactivated, hand the vacancy over first",
    )


class InviteeDeactivated(Conflict):
    code = "invitee_deactivated"
    title = Text("Akunnya dinonaktifkan", en="The account has been deactivated")


class HasApplied(Conflict):
    code = "has_applied"
    title = Text("Sudah mendaftar di lowongan ini", en="Has already applied for this vacancy")


class InvitedBefore(Conflict):
    code = "invited_before"
    title = Text("Sudah diundang", en="Already invited")
