"""The number of a certificate, written by the campus's own form, and read from a file again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from string import Formatter

from common.platform.settings import settings

_PARTS = {"sequence": r"(?P<sequence>\d+)", "year": r"(?P<year>\d{4})"}


@dataclass(frozen=True)
class Number:
    text: str
    year: int
    sequence: int


def formatted(sequence: int, year: int) -> str:
    return settings().certificate_number_format.format(sequence=sequence, year=year)


def number_in(pdf: bytes) -> Number | None:
    """By the title that drawing gave it; None where it has none of today's form."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        metadata = PdfReader(BytesIO(pdf)).metadata
    except PyPdfError:
        return None
    found = _pattern().search((metadata.title if metadata else None) or "")
    return Number(found[0], int(found["year"]), int(found["sequence"])) if found else None


def _pattern() -> re.Pattern[str]:
    """A form may name a part twice; the first one is read."""
    seen: set[str] = set()
    text = ""
    for literal, field, _, _ in Formatter().parse(settings().certificate_number_format):
        text += re.escape(literal)
        if field:
            text += f"(?P={field})" if field in seen else _PARTS[field]
            seen.add(field)
    return re.compile(text)
