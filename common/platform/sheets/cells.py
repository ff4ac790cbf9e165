"""What a cell says, and the reasons why it may not be what was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from common.platform.fields.normal import line

# A name, an address and a number are shorter; a sheet may refer to one long text from every cell.
LONGEST: Final = 300
# So many columns are looked at; a row of text with more than ten times as many is no sheet.
COLUMNS: Final = 100
# Spreadsheets number their rows, blank ones included; behind this one nothing is expected.
LAST_ROW: Final = 100_000

_DIGITS_KEPT: Final = 15  # of a number, by spreadsheets (IEEE 754)
_SCIENTIFIC = re.compile(r"[+-]?\d+([.,]\d+)?E[+-]\d+", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"\d{17,}")


class Doubt(StrEnum):
    """Why the text of a cell is not, or may not be, what somebody entered."""

    SCIENTIFIC = "scientific"
    ROUNDED = "rounded"
    FRACTION = "fraction"
    DATE = "date"
    FORMULA = "formula"
    ERROR = "error"
    TOO_LONG = "too_long"


class Fault(StrEnum):
    """Why a file cannot be read as a sheet."""

    NO_SHEET = "no_sheet"
    LOCKED_OR_OLD = "locked_or_old"
    TOO_LARGE = "unpacked_too_large"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_WIDE = "too_wide"
    QUOTES = "quotes"
    DAMAGED = "damaged"


class Unreadable(Exception):
    """`row` is the row that is at fault, where one is."""

    def __init__(self, fault: Fault, row: int = 0) -> None:
        self.fault, self.row = fault, row
        super().__init__(fault.value)


@dataclass(frozen=True, slots=True)
class Cell:
    text: str = ""
    doubt: Doubt | None = None


BLANK: Final = Cell()


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is the one that a spreadsheet shows beside it; blank cells at its end are left out."""

    number: int
    cells: tuple[Cell, ...]

    def at(self, column: int) -> Cell:
        return self.cells[column] if column < len(self.cells) else BLANK


@dataclass(frozen=True)
class Sheet:
    """Rows that are not blank, in their order; reading on may raise Unreadable.

    In `delimited` text a row may have cells that belong to no column, since a comma was not quoted.
    """

    rows: Iterator[Row]
    delimited: bool


def text_cell(text: str) -> Cell:
    """What was entered as text: the text itself may show that a spreadsheet has changed it."""
    text = line(" ".join(text[: LONGEST * 4].split()))
    if not text:
        return BLANK
    if len(text) > LONGEST:
        return Cell(text[:LONGEST], Doubt.TOO_LONG)
    if _SCIENTIFIC.fullmatch(text):
        return Cell(text, Doubt.SCIENTIFIC)
    if _LONG_NUMBER.fullmatch(text) and not text[_DIGITS_KEPT:].strip("0"):
        return Cell(text, Doubt.ROUNDED)
    return Cell(text)


def number_cell(value: float, width: int = 0) -> Cell:
    """A number; `width` is how many digits its format shows at least."""
    if not abs(value) < 10**_DIGITS_KEPT:
        return Cell(str(value)[:LONGEST], Doubt.ROUNDED)
    if value != int(value):
        return Cell(str(value), Doubt.FRACTION)
    return Cell(str(int(value)).zfill(width))


def row_of(number: int, cells: list[Cell]) -> Row | None:
    """The row, unless nothing stands in it. Raises Unreadable."""
    while cells and cells[-1] is BLANK:
        cells.pop()
    if not cells:
        return None
    if number > LAST_ROW:
        raise Unreadable(Fault.TOO_MANY_ROWS, number)
    return Row(number, tuple(cells))
