"""A sheet on paper and as a workbook: the same lines, the same totals, the hash of its lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from common.domain.attendance.locked import first_of
from common.domain.honorarium import queries
from common.platform.calendar_text import date_text, moment_text, month_text
from common.platform.db import Connection
from common.platform.settings import settings
from common.platform.text import ENGLISH, Text

if TYPE_CHECKING:
    from common.domain.honorarium.queries import ListedLine
    from common.domain.honorarium.views import SheetViewData
    from common.platform.sheets.exports import Value

_TITLE = Text("Daftar Honorarium Asisten Laboratorium", en="Honoraria of Lab Assistants")
_HEADS = (
    *(Text("No.", en="No."), Text("NIM", en="NIM"), Text("Nama", en="Name"), Text("Mata kuliah", en="Course")),
    *(Text("Sesi", en="Sessions"), Text("Tarif", en="Rate"), Text("Jumlah", en="Amount")),
    *(Text("Pajak", en="Tax"), Text("Diterima", en="Net")),
)
_TOTAL = Text("Jumlah", en="Total")
_NUMBER, _PERIOD = Text("Nomor", en="Number"), Text("Periode", en="Period")
_PROGRAM, _CAMPUS = Text("Program studi", en="Study programme"), Text("Seluruh kampus", en="The whole campus")
_HASH = Text("Sidik isi (SHA-256)", en="Hash of the lines (SHA-256)")
_REPLACES = Text("Menggantikan", en="In place of")
_PAID = Text("Dibayar", en="Paid")
_MADE = Text("Dibuat {at} oleh {name}", en="Made {at} by {name}")
_KNOWING, _PAYING = Text("Mengetahui", en="Seen by"), Text("Bendahara", en="Treasurer")


class Paper(NamedTuple):
    """A sheet with its lines."""

    about: SheetViewData
    lines: Sequence[ListedLine]


def paper(db: Connection, sheet_id: UUID) -> Paper:
    return Paper(queries.sheet(db, sheet_id), queries.lines(db, sheet_id))


def as_pdf(of: Paper, language: str) -> bytes:
    """A4 across, with places for two signatures."""
    from common.platform.documents.printed import Printed, render_printed

    def money(amount: int) -> str:
        return f"{amount:,}" if language == ENGLISH else f"{amount:,}".replace(",", ".")

    rows = [[_said(cell, money) for cell in row] for row in _rows(of)]
    totals = [_said(cell, money) for cell in _total(of, language)]
    return render_printed(
        Printed(
            _TITLE.to(language),
            _facts(of, language),
            [head.to(language) for head in _HEADS],
            (4, 12, 24, 20, 6, 10, 12, 10, 12),
            [*rows, totals],
            signatures=[(_KNOWING.to(language), settings().certificate_signer), (_PAYING.to(language), "")],
            foot=f"{of.about['number']} · {_made(of, language)}",
            numbers=frozenset(range(4, 9)),
            across=True,
        )
    )


def as_workbook(of: Paper, language: str) -> bytes:
    from common.platform.sheets.workbook_out import workbook_chunks

    below: list[list[Value]] = [[None, None, name, value] for name, value in _facts(of, language)]
    made: list[Value] = [None, None, _made(of, language)]
    rows = [*_rows(of), _total(of, language), *below, made]
    heads = [head.to(language) for head in _HEADS]
    return b"".join(workbook_chunks(_TITLE.to(language), heads, (6, 16, 32, 28, 8, 12, 14, 12, 14), rows))


def file_name(of: Paper, ending: str) -> str:
    return f"honorarium-{of.about['month']}-{of.about['number'].replace('/', '-')}.{ending}"


def _rows(of: Paper) -> list[list[Value]]:
    return [
        [place, line.nim, line.name, line.course, line.sessions, line.rate, line.gross, line.tax, line.net]
        for place, line in enumerate(of.lines, 1)
    ]


def _total(of: Paper, language: str) -> list[Value]:
    about = of.about
    amounts = (about["sessions"], None, about["gross"], about["tax"], about["net"])
    return [None, None, _TOTAL.to(language), None, *amounts]


def _said(cell: Value, money: Callable[[int], str]) -> str:
    return money(cell) if isinstance(cell, int) else str(cell or "")


def _facts(of: Paper, language: str) -> list[tuple[str, str]]:
    about = of.about
    facts = {
        _NUMBER: about["number"],
        _PERIOD: month_text(first_of(about["month"]), language),
        _PROGRAM: about["program"] or _CAMPUS.to(language),
        _HASH: about["sha256"],
    }
    if about["replaces"]:
        facts[_REPLACES] = about["replaces"]
    paid: date | None = about["paid_on"]
    if paid:
        facts[_PAID] = date_text(paid, language)
    return [(name.to(language), said) for name, said in facts.items()]


def _made(of: Paper, language: str) -> str:
    return _MADE.format(at=moment_text(of.about["made_at"], language), name=of.about["made_by"]).to(language)
