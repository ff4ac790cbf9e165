"""Sheets of rows that somebody fills in: CSV and XLSX, read cell by cell, and XLSX written."""

from common.platform.sheets.cells import Cell, Doubt, Fault, Row, Sheet, Unreadable
from common.platform.sheets.reading import kind_of_sheet, read_sheet

__all__ = ["Cell", "Doubt", "Fault", "Row", "Sheet", "Unreadable", "kind_of_sheet", "read_sheet"]
