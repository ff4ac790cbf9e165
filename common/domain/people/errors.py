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
