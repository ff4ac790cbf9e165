"""What a file is, by its first bytes alone: neither its name nor what the sender called it counts."""

from __future__ import annotations

from common.platform.content_types import PDF

JPEG = "image/jpeg"
PNG = "image/png"
WEBP = "image/webp"
HEIC = "image/heic"

IMAGES = frozenset({JPEG, PNG, WEBP, HEIC})

# Readers take the mark anywhere in the first kilobyte (ISO 32000-1, annex H, note 13): programs put a byte order mark,
# a blank line or a notice before it.
PDF_MARK = b"%PDF-"
_MARK_WITHIN = 1024

# The major brands of still pictures coded in HEVC, and of the two containers that phones put them into.
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"mif1", b"msf1"})


def kind_of(data: bytes) -> str | None:
    """One of the five types the product takes, else None.

    It says how to go on, not that the rest of the file is sound: photos are decoded and written anew, PDFs are
    walked through.
    """
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return HEIC
    return PDF if data.find(PDF_MARK, 0, _MARK_WITHIN) >= 0 else None
