"""Which kind of sheet a file is, by its content, and its rows."""

from __future__ import annotations

from common.platform.content_types import CSV, XLSX
from common.platform.sheets.cells import Fault, Sheet, Unreadable
from common.platform.sheets.delimited import decoded, read_delimited
from common.platform.sheets.packed import OLD_MARK, ZIP_MARK, require_workbook
from common.platform.sheets.workbook import read_workbook


def kind_of_sheet(data: bytes) -> str:
    """CSV or XLSX, as far as that can be seen before its rows are read. Raises Unreadable."""
    if data.startswith(OLD_MARK):
        raise Unreadable(Fault.LOCKED_OR_OLD)
    if data.startswith(ZIP_MARK):
        require_workbook(data)
        return XLSX
    decoded(data)
    return CSV


def read_sheet(data: bytes) -> Sheet:
    """Its first sheet. Raises Unreadable, also while the rows are read."""
    return read_workbook(data) if kind_of_sheet(data) == XLSX else read_delimited(data)
