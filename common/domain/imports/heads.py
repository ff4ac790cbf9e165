"""Finding the row with the names of the columns, below whatever titles, and what each name means."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from common.platform.sheets import Row

# So many rows with something in them are looked at.
LOOKED_AT: Final = 40
_FEWEST = 2
# What campuses write above a column, without blanks and signs.
_NAMES: Final = {
    "number": """nim nip npm nrp nidn nimnip nipnim nimnpm nomorinduk noinduk nomorindukmahasiswa noindukmahasiswa
        nomorindukpegawai noindukpegawai nomormahasiswa studentnumber studentid staffnumber employeenumber""",
    "name": """nama namalengkap namamahasiswa namamhs namadosen namapengguna namapegawai name fullname studentname
        lecturername""",
    "program": """programstudi prodi namaprodi namaprogramstudi jurusan programme studyprogram studyprogramme program
        major""",
    "email": "email emailaddress alamatemail emailmahasiswa emaildosen emailkampus surel alamatsurel mail",
    "whatsapp": """whatsapp wa nowa nomorwa nowhatsapp nomorwhatsapp nohp nomorhp hp nohpwa nowahp notelp notelepon
        nomortelepon telepon telp nomorponsel ponsel phone phonenumber mobile mobilenumber whatsappnumber handphone
        nohandphone""",
}
_FIELDS: Final = {name: field for field, names in _NAMES.items() for name in names.split()}


def found_head(rows: Sequence[Row]) -> tuple[Row, Mapping[str, int]] | None:
    """The row that names most fields, and where each is; None when no row names the number and something else."""
    meant = [(row, columns_of(row)) for row in rows]
    with_number = [found for found in meant if "number" in found[1] and len(found[1]) >= _FEWEST]
    return max(with_number, key=lambda found: len(found[1]), default=None)


def columns_of(row: Row) -> Mapping[str, int]:
    """A field's name to its column; of two columns of one name the first."""
    found: dict[str, int] = {}
    for place, cell in enumerate(row.cells):
        field = _FIELDS.get(_plain(cell.text))
        if field and field not in found:
            found[field] = place
    return found


def _plain(head: str) -> str:
    """Without what stands in brackets: "E-mail (wajib)*" is "email"."""
    return re.sub(r"[^a-z]", "", re.sub(r"\(.*?\)", "", head.casefold()))
