"""Sheets as campuses send them, made in place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

from common.platform.sheets import read_sheet

SHEET = "xl/worksheets/sheet1.xml"
HEAD = ["NIM", "Nama", "Program Studi", "Email", "WhatsApp"]
ROWS = [
    ["0022311101", "Siti Aminah", "Teknik Elektro", "siti101@contoh.id", "0812-3456-7101"],
    ["0022311102", "Putra; Budi", "Fisika", "budi102@contoh.id", "081234567102"],
    ["0022311103", "Ma\u2019ruf Nu\u2019man", "Kimia", "maruf103@contoh.id", "+62 812 3456 7103"],
]


def csv(delimiter: str, rows: Iterable[list[str]] = (), end: str = "\r\n") -> str:
    """Quoted where it has to be."""
    quoted = ([f'"{cell}"' if delimiter in cell else cell for cell in row] for row in rows or [HEAD, *ROWS])
    return "".join(delimiter.join(row) + end for row in quoted)


def xlsx(*rows: list[Any], change: Callable[[Any], object] = lambda sheet: None) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    change(book.active)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def shared(data: bytes) -> bytes:
    """The same with its texts in one table, as Excel stores them; openpyxl writes each into its cell."""
    texts: dict[bytes, int] = {}

    def place(found: re.Match[bytes]) -> bytes:
        return b't="s"><v>%d</v>' % texts.setdefault(found[1], len(texts))

    data = repacked(data, SHEET, lambda part: re.sub(rb't="inlineStr"><is>(.*?)</is>', place, part))
    table = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</sst>'
    listed = table % b"".join(b"<si>%s</si>" % text for text in texts)
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    entry = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % kind
    data = repacked(data, "[Content_Types].xml", lambda part: part.replace(b"</Types>", entry))
    out = BytesIO(data)
    with ZipFile(out, "a", ZIP_DEFLATED) as packed:
        packed.writestr("xl/sharedStrings.xml", listed)
    return out.getvalue()


def repacked(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """An XLSX with another content of one part."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, change(content) if part == name else content)
    return out.getvalue()


def texts(data: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in read_sheet(data).rows]


def doubts(data: bytes) -> list[list[str | None]]:
    return [[cell.doubt for cell in row.cells] for row in read_sheet(data).rows]


def numbers(data: bytes) -> list[int]:
    return [row.number for row in read_sheet(data).rows]
