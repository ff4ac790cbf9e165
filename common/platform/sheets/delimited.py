"""CSV as spreadsheets of any country save it: comma, semicolon or tab, in one of four encodings."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from io import StringIO
from itertools import islice

from common.platform.sheets.cells import COLUMNS, Fault, Row, Sheet, Unreadable, row_of, text_cell

_DELIMITERS = ";\t,"
_WIDEST = 10 * COLUMNS
_LOOKED_AT = 50  # rows, to see which delimiter it is
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# All that no text of rows and columns holds.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
# A line of Excel's own, which it does not show.
_DECLARED = re.compile(r'"?sep=([^\r\n"])"?(?:\r\n|\r|\n)', re.IGNORECASE)


def decoded(data: bytes) -> str:
    """The text. Raises Unreadable for what is none, and for a page of HTML, which some systems call a table."""
    text = _text(data).removesuffix("\x1a")
    if not text.strip() or _CONTROL.search(text) or text.lstrip().startswith("<"):
        raise Unreadable(Fault.NO_SHEET)
    return text


def read_delimited(data: bytes) -> Sheet:
    text = decoded(data)
    declared = _DECLARED.match(text)
    text = text[declared.end() :] if declared else text
    delimiter = declared[1] if declared else max(_DELIMITERS, key=lambda one: _evenness(text, one))
    return Sheet(_rows(text, delimiter), delimited=True)


def _text(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding)
    if b"\0" in data:
        return _decoded(data, _without_mark(data))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded(data, "cp1252")


def _without_mark(data: bytes) -> str:
    """UTF-16 has a zero byte beside most letters of a Latin text, always on one side."""
    even, odd = data[:1000:2].count(0), data[1:1000:2].count(0)
    if max(even, odd) < 4 * min(even, odd) + 2:
        raise Unreadable(Fault.NO_SHEET)
    return "utf-16-be" if even > odd else "utf-16-le"


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable(Fault.NO_SHEET) from None


def _evenness(text: str, delimiter: str) -> tuple[float, int]:
    """How many of the first rows have the commonest width, if that is more than one, and that width."""
    with_cells = [len(record) for record in _first_records(text, delimiter) if any(record)]
    width, times = max(Counter(with_cells).items(), key=lambda found: (found[0] > 1, found[1]), default=(0, 0))
    return (times / len(with_cells), width) if width > 1 else (0.0, width)


def _first_records(text: str, delimiter: str) -> Iterable[list[str]]:
    found: list[list[str]] = []
    with suppress(csv.Error):
        found.extend(islice(_reader(text, delimiter), _LOOKED_AT))
    return found


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    """Strict: after a quote that is not closed the rows that follow would be lost in one cell."""
    return csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    number = 0
    try:
        for number, record in enumerate(_reader(text, delimiter), 1):
            if len(record) > _WIDEST:
                raise Unreadable(Fault.TOO_WIDE, number)
            if row := row_of(number, [text_cell(text) for text in record[:COLUMNS]]):
                yield row
    except csv.Error:
        raise Unreadable(Fault.QUOTES, number + 1) from None
