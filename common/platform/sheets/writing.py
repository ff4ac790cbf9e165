"""XLSX written: every cell is text, so that a spreadsheet neither rounds a number nor works out a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.styles import Font
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

_AS_TEXT = "@"
_WIDTH = 24  # letters


def workbook(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]], *, blank: int = 0) -> bytes:
    """One sheet with a bold, frozen head; `blank` more rows keep the format of text for what is filled in."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book, bold = Workbook(write_only=True), Font(bold=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for place in range(1, len(heads) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTH
    sheet.append([_cell(sheet, head, bold) for head in heads])
    for row in rows:
        sheet.append([_cell(sheet, text) for text in row])
    for _ in range(blank):
        sheet.append([_cell(sheet, "") for _ in heads])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _cell(sheet: WriteOnlyWorksheet, text: str, font: Font | None = None) -> Cell:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell: Cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text) or None)
    cell.number_format = _AS_TEXT
    if text:
        # As it stands, a text that begins with "=" would be a formula.
        cell.data_type = "s"
        cell.quotePrefix = text[0] in "=+-@"
    if font:
        cell.font = font
    return cell
