"""An XLSX is a ZIP of XML: what is in it is looked at before anything is unpacked."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile

from common.platform.sheets.cells import Fault, Unreadable

ZIP_MARK: Final = b"PK\x03\x04"
# Both the format before 2007 and an XLSX under a password are in this container.
OLD_MARK: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# openpyxl would use it since it came with pyHanko, in place of the XML that defusedxml guards.
LXML: Final = "lxml.etree"

_MIB = 2**20
# 20,000 rows of six cells are 6 MiB of XML. What a ZIP says of its sizes is all that is unpacked of it.
_LARGEST_PART, _LARGEST, _MOST_PARTS = 48 * _MIB, 96 * _MIB, 2000
_CHUNK = 256 * 1024
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_LONGEST_MARK = 64  # more than what the pattern needs to see


def require_workbook(data: bytes) -> None:
    """Raises Unreadable for a ZIP that is no workbook, or that is far larger unpacked."""
    try:
        with ZipFile(BytesIO(data)) as packed:
            parts = packed.infolist()
    except (BadZipFile, ValueError, NotImplementedError, OSError):
        raise Unreadable(Fault.DAMAGED) from None
    names = {part.filename.lstrip("/") for part in parts}
    if "[Content_Types].xml" not in names or not any(name.endswith("workbook.xml") for name in names):
        raise Unreadable(Fault.NO_SHEET)
    sizes = [part.file_size for part in parts]
    if len(sizes) > _MOST_PARTS or max(sizes) > _LARGEST_PART or sum(sizes) > _LARGEST:
        raise Unreadable(Fault.TOO_LARGE)


def has_formulas(data: bytes) -> bool:
    """Whether any sheet may hold one."""
    with ZipFile(BytesIO(data)) as packed:
        sheets = [name for name in packed.namelist() if "worksheets/" in name and name.endswith(".xml")]
        return any(_holds_formula(packed, name) for name in sheets)


def _holds_formula(packed: ZipFile, name: str) -> bool:
    before = b""
    with packed.open(name) as part:
        while chunk := part.read(_CHUNK):
            if _FORMULA.search(before + chunk):
                return True
            before = chunk[-_LONGEST_MARK:]
    return False
