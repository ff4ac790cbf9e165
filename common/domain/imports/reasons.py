"""Why a row, or a whole file, is refused."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from common.domain.imports.documents import Reasons
from common.domain.imports.schemas import FIELDS
from common.platform.sheets import Cell, Doubt, Fault
from common.platform.text import Text

TOO_MANY: Final = "too_many_import_rows"
NO_ROWS: Final = "no_import_rows"

_DOUBTS: Final = {
    Doubt.SCIENTIFIC: Text(
        "{label} ditulis dalam notasi ilmiah ({text}); ketik ulang sebagai teks",
        en="{label} is in scientific notation ({text}); type it again as text",
    ),
    Doubt.ROUNDED: Text(
        "{label} sudah dibulatkan Excel ({text}); ketik ulang sebagai teks",
        en="{label} was rounded by Excel ({text}); type it again as text",
    ),
    Doubt.FRACTION: Text("{label} bukan bilangan bulat ({text})", en="{label} is not a whole number ({text})"),
    Doubt.DATE: Text(
        "{label} terbaca sebagai tanggal atau jam ({text}); ketik ulang sebagai teks",
        en="{label} is a date or a time ({text}); type it again as text",
    ),
    Doubt.FORMULA: Text(
        "{label} berisi rumus tanpa hasil tersimpan; buka dan simpan berkas di Excel, atau tempel sebagai nilai",
        en="{label} is a formula without a stored value; open and save the file in Excel, or paste values",
    ),
    Doubt.ERROR: Text("{label} berisi galat ({text})", en="{label} is an error ({text})"),
    Doubt.TOO_LONG: Text("{label} terlalu panjang", en="{label} is too long"),
}
# A study program may be called 1E+5, a name may be a number: only what names somebody is hurt by these.
_HURT_NUMBERS: Final = {Doubt.SCIENTIFIC, Doubt.ROUNDED, Doubt.FRACTION}
_NUMBERS: Final = {"number", "whatsapp"}

SAME_NUMBER: Final = Text("NIM/NIP sama dengan baris {row}", en="The NIM/NIP is that of row {row}")
SAME_EMAIL: Final = Text("Email sama dengan baris {row}", en="The e-mail address is that of row {row}")
OTHER_ROLE: Final = Text(
    "NIM/NIP sudah terdaftar dengan peran {role}", en="The NIM/NIP is registered already, in the role {role}"
)
EMAIL_TAKEN: Final = Text("Email sudah digunakan akun lain", en="The e-mail address is used by another account")
SURPLUS: Final = Text(
    "Baris ini memiliki lebih banyak kolom daripada judulnya; beri tanda kutip pada isi yang memuat pemisah",
    en="This row has more columns than the head; quote what contains the delimiter",
)
SINCE: Final = Text(
    "Akun ini berubah setelah pratinjau; impor ulang berkasnya",
    en="This account has changed since the preview; import the file again",
)
JUST_TAKEN: Final = Text(
    "NIM/NIP atau email baru saja didaftarkan", en="The NIM/NIP or the e-mail address has just been registered"
)

_FAULTS: Final = {
    Fault.NO_SHEET: Text("Berkas ini bukan CSV atau XLSX", en="This file is neither CSV nor XLSX"),
    Fault.LOCKED_OR_OLD: Text(
        "Berkas ini dikunci atau berformat Excel lama; simpan sebagai .xlsx",
        en="This file is locked or in the old format of Excel; save it as .xlsx",
    ),
    Fault.TOO_LARGE: Text(
        "Isi berkas ini terlalu besar; salin barisnya ke lembar baru",
        en="What this file holds is too large; copy its rows to a new sheet",
    ),
    Fault.TOO_MANY_ROWS: Text(
        "Ada isi jauh di bawah data, pada baris {row}; hapus isi itu",
        en="Something stands far below the data, in row {row}; delete it",
    ),
    Fault.TOO_WIDE: Text("Baris {row} memiliki terlalu banyak kolom", en="Row {row} has too many columns"),
    Fault.QUOTES: Text("Tanda kutip pada baris {row} tidak ditutup", en="A quotation mark in row {row} is not closed"),
    Fault.DAMAGED: Text("Berkas ini rusak", en="This file is damaged"),
    TOO_MANY: Text("Berkas berisi lebih dari {row} pengguna", en="The file holds more than {row} people"),
    NO_ROWS: Text("Berkas ini tidak berisi satu pengguna pun", en="This file holds nobody"),
}


def fault_text(code: str, row: int | None) -> Text:
    return _FAULTS[Fault(code) if code in set(Fault) else code].format(row=row or "?")


def as_kept(reasons: Iterable[tuple[str, Text]]) -> Reasons:
    """In both languages: who reads them may speak another than who asked."""
    return [{"field": name, "id": str(text), "en": text.en} for name, text in reasons]


def doubt_text(field: str, cell: Cell) -> Text | None:
    """What is wrong with a cell whose text may not be what somebody entered; None when it does not matter there."""
    if cell.doubt is None or (cell.doubt in _HURT_NUMBERS and field not in _NUMBERS):
        return None
    return _DOUBTS[cell.doubt].format(label=FIELDS[field], text=cell.text)
