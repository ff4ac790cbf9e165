"""CSV as Excel opens it where decimals have a comma, as in Indonesia: semicolons, UTF-8 with its mark.

The separators follow the machine's region and not the reader's language, since a spreadsheet does so too. Numbers
keep their leading zeros in the file; a spreadsheet that opens it may still take them off, which an XLSX prevents.
"""

from __future__ import annotations

import csv
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from typing import Final

from common.platform.sheets.exports import Value

DAY: Final = "%d-%m-%Y"
MOMENT: Final = "%d-%m-%Y %H:%M"
# With these a spreadsheet takes a text for a formula (OWASP, CSV injection).
FORMULA_MARKS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_CHUNK: Final = 64 * 1024


def delimited_chunks(heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    yield BOM_UTF8
    writer.writerow([_harmless(head) for head in heads])
    for row in rows:
        writer.writerow([_cell(value) for value in row])
        if text.tell() > _CHUNK:
            yield _taken(text)
    yield _taken(text)


def _taken(text: StringIO) -> bytes:
    taken = text.getvalue().encode("utf-8", "replace")
    text.seek(0)
    text.truncate()
    return taken


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime(MOMENT)
    if isinstance(value, date):
        return value.strftime(DAY)
    if isinstance(value, (float, Decimal)):
        return str(value).replace(".", ",")
    return str(value) if isinstance(value, int) else _harmless(value)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_MARKS) else text
