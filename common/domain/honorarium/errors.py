"""Refusals about honoraria."""

from common.platform.errors import Conflict
from common.platform.text import Text


class MonthsOpen(Conflict):
    code = "months_open"
    title = Text("Periode belum dikunci: {names}", en="The period has not been locked: {names}")


class RateMissing(Conflict):
    code = "rate_missing"
    title = Text("Tarif belum ditetapkan: {courses}", en="No rate has been set: {courses}")


class NothingToPay(Conflict):
    code = "nothing_to_pay"
    title = Text("Tidak ada data pada periode ini", en="No data for this period")


class AlreadyListed(Conflict):
    code = "already_listed"
    title = Text("Sudah ada dalam daftar nomor {number}", en="Already in sheet number {number}")


class AlreadyPaid(Conflict):
    code = "already_paid"
    title = Text("Daftar sudah dibayar atau diganti", en="Already paid or replaced")
