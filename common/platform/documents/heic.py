"""Opening the HEIC that phones write: decoded by libheif, upright by its own marks."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

_SHORT, _LONG = 8, 16


def opened(file: BytesIO) -> Any:
    """The picture as one of Pillow's, not yet decoded; its size is that of the upright picture.

    libheif allocates no more than the size that is given here, whatever the coded stream says. Raises ValueError for a
    picture that is put together of overlays: each may show another picture in full, and thousands cost a few bytes.
    """
    found = list(_descriptions(file.getvalue()))
    if not found or any(b"iovl" in description for description in found):
        raise ValueError("describes no plain picture")
    from pi_heif.as_plugin import HeifImageFile  # type: ignore[import-untyped]

    return HeifImageFile(file)


def _descriptions(data: bytes) -> Iterator[bytes]:
    """The boxes at the top that say what the file holds, without the pictures themselves (ISO/IEC 14496-12, 4.2)."""
    place = 0
    while place + _SHORT <= len(data):
        size, header = int.from_bytes(data[place : place + 4], "big"), _SHORT
        if size == 1:
            size, header = int.from_bytes(data[place + _SHORT : place + _LONG], "big"), _LONG
        end = place + size if size else len(data)
        if data[place + 4 : place + _SHORT] == b"meta":
            yield data[place:end]
        if end < place + header:
            return
        place = end
