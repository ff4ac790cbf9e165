"""Where a JPEG ends, by its own markers: phones put a clip, a gain map or another picture behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass

# A byte FF followed by neither a stuffed zero, nor another FF, nor a restart (ISO/IEC 10918-1, B.1.1).
_MARKER = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])", re.DOTALL)
_SCAN, _END = b"\xda", b"\xd9"
_BARE = (b"\x01", b"\xd8")
_END_MARKER = b"\xff\xd9"
# Would become pixels if something of the picture were missing.
_FILLING = b"\x55\xaa\x33\xcc" * 64


@dataclass(frozen=True)
class Scans:
    """`number` of scans after the first; `end` is where the end marker stands, None without one."""

    number: int
    end: int | None


def scans(data: bytes, position: int) -> Scans:
    """What follows `position`, which is inside the first scan's header; bytes behind the end marker do not count."""
    number = 0
    while marker := _MARKER.search(data, position):
        if marker[1] == _END:
            return Scans(number, marker.start())
        number += marker[1] == _SCAN
        position = marker.end() if marker[1] in _BARE else _after(data, marker.end())
    return Scans(number, None)


def _after(data: bytes, position: int) -> int:
    """Where a marker's segment ends; its length counts the two bytes of itself."""
    return position + max(2, int.from_bytes(data[position : position + 2], "big"))


def ended_in_two_ways(data: bytes) -> tuple[bytes, bytes]:
    """A JPEG without its end marker, with one: at once, and behind bytes that a complete picture has no use for."""
    whole = data.rstrip(b"\xff")
    return whole + _END_MARKER, whole + _FILLING + _END_MARKER
