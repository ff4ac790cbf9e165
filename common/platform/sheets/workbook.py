"""The first sheet of an XLSX, row by row, as it is stored and not as it is shown."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from datetime import date, time, timedelta
from io import BytesIO
from itertools import repeat
from typing import TYPE_CHECKING, Any

from common.platform.later import left_out
from common.platform.sheets.cells import (
    BLANK,
    COLUMNS,
    Cell,
    Doubt,
    Fault,
    Row,
    Sheet,
    Unreadable,
    number_cell,
    row_of,
    text_cell,
)
from common.platform.sheets.packed import LXML, has_formulas, require_workbook

if TYPE_CHECKING:
    from openpyxl.cell.read_only import ReadOnlyCell

_FORMULA, _ERROR, _KEPT_TEXT = "f", "e", "str"
_ZEROS = re.compile("0+")


def read_workbook(data: bytes) -> Sheet:
    """Raises Unreadable."""
    require_workbook(data)
    return Sheet(_rows(data), delimited=False)


def _rows(data: bytes) -> Iterator[Row]:
    """The library names no family of errors for what strangers send."""
    try:
        yield from _stored(data)
    except Unreadable:
        raise
    except Exception as fault:
        raise Unreadable(Fault.DAMAGED) from fault


def _stored(data: bytes) -> Iterator[Row]:
    """With the values that were kept; where there are formulas, with a second look at which cells these are."""
    warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
    written = _cells(data, kept=False) if has_formulas(data) else repeat(())
    for number, (kept, formulas) in enumerate(zip(_cells(data, kept=True), written, strict=False), 1):
        found = {at for at, cell in enumerate(formulas) if cell.data_type == _FORMULA}
        if row := row_of(number, [_cell(cell, at in found) for at, cell in enumerate(kept)]):
            yield row


def _cells(data: bytes, *, kept: bool) -> Iterator[tuple[ReadOnlyCell, ...]]:
    with left_out(LXML):
        from openpyxl import load_workbook

    book = load_workbook(BytesIO(data), read_only=True, data_only=kept, keep_links=False)
    try:
        if not book.worksheets:
            raise Unreadable(Fault.NO_SHEET)
        sheet: Any = book.worksheets[0]
        # What a program wrote about the size of its sheet is often wrong.
        sheet.reset_dimensions()
        yield from (cells[:COLUMNS] for cells in sheet.iter_rows())
    finally:
        book.close()


def _cell(cell: ReadOnlyCell, formula: bool) -> Cell:
    value: object = cell.value
    if value is None:
        return Cell("", Doubt.FORMULA) if formula and cell.data_type != _KEPT_TEXT else BLANK
    if cell.data_type == _ERROR:
        return Cell(str(value), Doubt.ERROR)
    if isinstance(value, date | time | timedelta):
        return Cell(str(value), Doubt.DATE)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number_cell(value, _width(cell.number_format))
    return text_cell(str(value))


def _width(shown_as: str) -> int:
    """A format of nothing but zeros shows leading ones, as people make it for a NIM."""
    return len(shown_as) if _ZEROS.fullmatch(shown_as) else 0
