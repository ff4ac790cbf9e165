"""XLSX written as it is read, row by row, and never a whole sheet in memory or in a file.

A function's disk is its memory, so a library that gathers the sheet in temporary files does not do. Here openpyxl makes
the workbook around an empty sheet, with its styles, and the rows are put into that while it is packed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, RawIOBase
from typing import Any, Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from common.platform.later import left_out
from common.platform.sheets.delimited_out import FORMULA_MARKS
from common.platform.sheets.exports import Value
from common.platform.sheets.packed import LXML

# A sheet of Excel ends here, its head among them; a cell holds so many letters.
MOST_ROWS: Final = 2**20
_LONGEST: Final = 32_767
_CHUNK: Final = 64 * 1024
_SHEET: Final = "xl/worksheets/sheet1.xml"
_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001
_FIRST_DAY: Final = _EPOCH.date()
_DAY_SECONDS: Final = 24 * 60 * 60
# What XML cannot hold; and what Excel would take for a letter's code (ECMA-376, ST_Xstring).
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class TooManyRows(Exception):
    """More than a sheet holds."""


@dataclass(frozen=True)
class _Styles:
    """Numbers of the workbook's styles. A `quoted` text stays one when somebody edits it."""

    head: int
    text: int
    quoted: int
    day: int
    moment: int


class _Sink(RawIOBase):
    """What is packed so far; it cannot be sought in, so that the packer never goes back."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        taken = b"".join(self._parts)
        self._parts.clear()
        return taken


def workbook_chunks(
    title: str, heads: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[Value]]
) -> Iterator[bytes]:
    """One sheet with a bold, frozen head. Raises TooManyRows."""
    shell, styles = _shell(title, widths)
    sink = _Sink()
    with ZipFile(BytesIO(shell)) as empty, ZipFile(sink, "w", ZIP_DEFLATED) as packed:
        for name in empty.namelist():
            if name != _SHEET:
                packed.writestr(name, empty.read(name))
        before, after = re.split(rb"<sheetData\s*/>|<sheetData>\s*</sheetData>", empty.read(_SHEET))
        with packed.open(_SHEET, "w") as sheet:
            sheet.write(before + b"<sheetData>")
            for lines in _gathered(_lines(heads, rows, styles)):
                sheet.write(lines.encode())
                yield sink.take()
            sheet.write(b"</sheetData>" + after)
    yield sink.take()


def _shell(title: str, widths: Sequence[int]) -> tuple[bytes, _Styles]:
    with left_out(LXML):
        from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31])
    sheet.freeze_panes = "A2"
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width

    def style(number_format: str = "General", *, quoted: bool = False, bold: bool = False) -> int:
        cell = WriteOnlyCell(sheet)
        cell.number_format, cell.quotePrefix = number_format, quoted
        if bold:
            cell.font = Font(bold=True)
        return int(cell.style_id)

    dated = (style("dd-mm-yyyy"), style("dd-mm-yyyy hh:mm"))
    styles = _Styles(style(bold=True), style("@"), style("@", quoted=True), *dated)
    written = BytesIO()
    book.save(written)
    return written.getvalue(), styles


def _gathered(lines: Iterable[str]) -> Iterator[str]:
    waiting, size = list[str](), 0
    for line in lines:
        waiting.append(line)
        size += len(line)
        if size > _CHUNK:
            yield "".join(waiting)
            waiting, size = [], 0
    yield "".join(waiting)


def _lines(heads: Sequence[str], rows: Iterable[Sequence[Value]], styles: _Styles) -> Iterator[str]:
    yield f"<row>{''.join(_text(head, styles.head) for head in heads)}</row>"
    for number, row in enumerate(rows, 2):
        if number > MOST_ROWS:
            raise TooManyRows
        yield f"<row>{''.join([_cell(value, styles) for value in row])}</row>"


def _cell(value: Value, styles: _Styles) -> str:
    """Without its place: cells follow one another (ECMA-376, 18.3.1.4)."""
    if isinstance(value, str):
        return _text(value, styles.quoted if value.startswith(FORMULA_MARKS) else styles.text)
    if value is None:
        return "<c/>"
    if isinstance(value, datetime):
        since = value - _EPOCH
        return f'<c s="{styles.moment}"><v>{since.days + since.seconds / _DAY_SECONDS:.10f}</v></c>'
    if isinstance(value, date):
        return f'<c s="{styles.day}"><v>{(value - _FIRST_DAY).days}</v></c>'
    return f"<c><v>{value:f}</v></c>" if isinstance(value, Decimal) else f"<c><v>{value}</v></c>"


def _text(text: str, style: int) -> str:
    if not text:
        return f'<c s="{style}"/>'
    clean = _UNWRITABLE.sub("", _LOOKS_CODED.sub("_x005F_", text[:_LONGEST]))
    space = ' xml:space="preserve"' if clean != clean.strip() or "\n" in clean else ""
    return f'<c s="{style}" t="inlineStr"><is><t{space}>{escape(clean)}</t></is></c>'
