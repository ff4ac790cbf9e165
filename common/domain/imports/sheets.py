"""The sheets that an import gives out: a template to fill in, and the refused rows to correct."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Final
from uuid import UUID

from common.domain.imports.queries import reasons_in, refused_lines
from common.domain.imports.schemas import FIELDS
from common.platform.db import Connection
from common.platform.sheets.workbook_out import workbook_chunks
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.imports.rows import PeopleImportLineRow

# As a spreadsheet has them above its columns; `heads` knows each of them.
_HEADS: Final = {
    "number": Text("NIM/NIP", en="NIM/NIP"),
    "name": Text("Nama", en="Name"),
    "program": Text("Program studi", en="Study programme"),
    "email": Text("Email", en="E-mail"),
    "whatsapp": Text("WhatsApp", en="WhatsApp"),
}
_REASON: Final = Text("Alasan ditolak", en="Why it was refused")
_ROW: Final = Text("Baris", en="Row")
# Blank rows keep the format of text for what is filled in; a column is so many letters wide.
_BLANK_ROWS: Final = 500
_WIDTH: Final = 24
_TITLE: Final = Text("Pengguna", en="People")


def template(language: str) -> bytes:
    """Its cells are text, so that a spreadsheet takes nothing away from a number."""
    heads = _heads(language)
    return _workbook(language, heads, repeat([""] * len(heads), _BLANK_ROWS))


def refused(db: Connection, import_id: UUID, language: str) -> bytes:
    """The refused rows as they stand in the file, each with its reasons; corrected, it can be imported."""
    rows = [_cells(line, language) for line in refused_lines(db, import_id)]
    return _workbook(language, [*_heads(language), _ROW.to(language), _REASON.to(language)], rows)


def _workbook(language: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    return b"".join(workbook_chunks(_TITLE.to(language), heads, [_WIDTH] * len(heads), rows))


def _heads(language: str) -> list[str]:
    return [_HEADS[name].to(language) for name in FIELDS]


def _cells(line: PeopleImportLineRow, language: str) -> list[str]:
    why = "; ".join(one["message"] for one in reasons_in(line, language))
    return [*(line.cells.get(name, "") for name in FIELDS), str(line.row), why]
