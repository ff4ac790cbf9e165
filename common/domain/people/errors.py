"""Refusals about accounts, sign-in and passwords."""

from common.platform.errors import Conflict, Problem
from common.platform.text import Text


class WrongCredentials(Problem):
    """The same for an unknown number and a wrong password, so that nobody can probe for accounts."""

    status = 401
    code = "wrong_credentials"
    title = Text("NIM/NIP atau kata sandi salah", en="Wrong NIM/NIP or password")


class AccountInactive(Problem):
    """Only shown to somebody who knows the password."""

    status = 403
    code = "account_inactive"
    title = Text("Akun Anda tidak aktif. Hubungi admin.", en="Your account is not active. Ask an admin.")


class CampusAccountUnknown(Problem):
    """Nobody's here, of a foreign domain, or with an address that the campus has not verified."""

    status = 403
    code = "campus_account_unknown"
    title = Text(
        "Akun kampus ini belum terdaftar. Hubungi admin.", en="This campus account is not registered yet. Ask an admin."
    )


class CampusSignInFailed(Problem):
    """The answer was not the campus's, not to this browser, or came too late; which of them is in the audit log."""

    status = 403
    code = "campus_sign_in_failed"
    title = Text(
        "Masuk dengan akun kampus gagal. Coba lagi.", en="Signing in with the campus account failed. Try again."
    )


class PasswordSignInOff(Problem):
    """Only shown to somebody who knows the password."""

    status = 403
    code = "password_sign_in_off"
    title = Text("Silakan masuk dengan akun kampus Anda.", en="Please sign in with your campus account.")


class TooManyTries(Problem):
    status = 429
    code = "too_many_tries"
    title = Text(
        "Terlalu banyak percobaan. Coba lagi dalam {minutes} menit.",
        en="Too many tries. Try again in {minutes} minutes.",
    )


class LinkNotValid(Problem):
    status = 410
    code = "link_not_valid"
    title = Text("Tautan tidak berlaku atau sudah kedaluwarsa", en="This link is not valid or has expired")


class NumberTaken(Conflict):
    code = "number_taken"
    title = Text("NIM/NIP sudah terdaftar", en="This NIM/NIP is already registered")


class EmailTaken(Conflict):
    code = "email_taken"
    title = Text("Email sudah digunakan", en="This e-mail address is already in use")


class HasHistory(Conflict):
    code = "has_history"
    title = Text("Pengguna memiliki riwayat. Gunakan nonaktifkan.", en="This user has a history. Deactivate instead.")


class LastAdmin(Conflict):
    code = "last_admin"
    title = Text("Minimal harus ada satu admin aktif", en="At least one admin must stay active")


class StillResponsible(Conflict):
    """A lecturer whose vacancies and aslab nobody has taken over yet."""

    code = "still_responsible"
    title = Text(
        "Dosen ini masih memegang {courses}. Serahkan dahulu kepada dosen lain",
        en="This lecturer is still responsible for {courses}. Hand them over to another lecturer first",
    )
