"""What a PDF's streams unfold to: the insides of object streams, and of all others only how much it is."""

from __future__ import annotations

import binascii
import re
import zlib
from base64 import a85decode
from collections.abc import Iterator, Sequence
from contextlib import suppress

from common.platform.documents.pdf_locks import Lock
from common.platform.documents.pdf_tokens import Part, Unreadable

# Ten pages scanned in grey at 300 dpi; a reader has to hold what a page shows.
MOST_UNFOLDED_BYTES = 100_000_000
MOST_PACKED_OBJECTS_BYTES = 8 * 1024 * 1024
_LEAST_READ = 32_000_000

_LINE_END = re.compile(rb"\r?\n|\r")
_FLATE = (b"/FlateDecode", b"/Fl")
_HEX = (b"/ASCIIHexDecode", b"/AHx")
_BASE_85 = (b"/ASCII85Decode", b"/A85")
_LZW = (b"/LZWDecode", b"/LZW")
_RUNS = (b"/RunLengthDecode", b"/RL")
_CRYPT = b"/Crypt"
_CLEAR, _LAST = 256, 257
_SLOWER = 16  # than what zlib does
_FIRST_PIECE, _LARGEST_PIECE = 512, 65_536


class Unfolding:
    """What may still be read and unfolded before a file counts as unreadable; streams may lie inside each other."""

    def __init__(self, length: int) -> None:
        self._unfolded = MOST_UNFOLDED_BYTES
        self._packed_objects = MOST_PACKED_OBJECTS_BYTES
        self._read = 8 * length + _LEAST_READ

    def read(self, size: int) -> None:
        self._read -= size
        if self._read < 0:
            raise Unreadable("streams inside streams")

    def unfold(self, size: int) -> None:
        self._unfolded -= size
        if self._unfolded < 0:
            raise Unreadable("unfolds to too much")

    def unpack_objects(self, size: int) -> None:
        self._packed_objects -= size
        if self._packed_objects < 0:
            raise Unreadable("too much packed")


def unpacked(data: bytes, stream: Part, unfolding: Unfolding, lock: Lock | None = None) -> bytes:
    """An object stream up to where the packing itself ends; neither a length nor `endstream` is trusted."""
    _refuse_other_packing(stream.tokens)
    if lock and _is_plain(data, _start(data, stream)):
        raise Unreadable("not encrypted, in a file that is")
    content = []
    try:
        for piece in _inflated(_pieces(data, stream, unfolding, lock)):
            unfolding.unpack_objects(len(piece))
            content.append(piece)
    except zlib.error as broken:
        raise Unreadable("broken packing") from broken
    return b"".join(content)


def _is_plain(data: bytes, start: int) -> bool:
    """A reader that takes the file for one that is not encrypted would see other objects than those inspected."""
    try:
        return bool(zlib.decompressobj().decompress(data[start : start + _FIRST_PIECE], _FIRST_PIECE))
    except zlib.error:
        return False


def _refuse_other_packing(found: Sequence[bytes]) -> None:
    place = list(found).index(b"/Filter") + 1 if list(found).count(b"/Filter") == 1 else len(found)
    plain = list(found[place : place + 1]) == [b"/FlateDecode"]
    listed = list(found[place : place + 3]) == [b"[", b"/FlateDecode", b"]"]
    if not (plain or listed) or b"/Predictor" in found or b"/F" in found:
        raise Unreadable("unusual packing")


def measure(data: bytes, stream: Part, unfolding: Unfolding, lock: Lock | None = None) -> None:
    """Unfold any other stream and forget it. One that is broken counts as far as it goes. Raises Unreadable."""
    filters = _filters(stream.tokens)
    pieces = _pieces(data, stream, unfolding, lock)
    if filters == [_CRYPT]:
        return
    if filters and filters[0] in _HEX + _BASE_85:
        pieces = iter((_from_text(pieces, filters.pop(0)),))
    if filters and filters[0] in _LZW + _RUNS:
        _measure_old(b"".join(pieces), filters, unfolding)
        return
    if any(name in (*_LZW, *_RUNS, *_HEX, *_BASE_85, _CRYPT) for name in filters):
        raise Unreadable("unusual packing")
    with suppress(zlib.error):
        for _ in range(filters.count(b"/FlateDecode") + filters.count(b"/Fl")):
            pieces = _counted(_inflated(pieces), unfolding)
        if filters and filters[0] in _FLATE:
            for _ in pieces:
                pass


def _filters(found: Sequence[bytes]) -> list[bytes]:
    """In the order of decoding; where they are said elsewhere, the usual one is tried."""
    place = list(found).index(b"/Filter") + 1 if b"/Filter" in found else len(found)
    if found[place : place + 1] == [b"["]:
        end = list(found).index(b"]", place) if b"]" in found[place:] else len(found)
        return list(found[place + 1 : end])
    named = list(found[place : place + 1])
    return named if named and named[0][:1] == b"/" else [_FLATE[0]]


def _start(data: bytes, stream: Part) -> int:
    start = _LINE_END.match(data, stream.stream_at or 0)
    return start.end() if start else stream.stream_at or 0


def _pieces(data: bytes, stream: Part, unfolding: Unfolding, lock: Lock | None) -> Iterator[bytes]:
    pieces = _read(data, _start(data, stream), unfolding)
    return lock.stream(pieces, stream.number or 0, stream.generation) if lock else pieces


def _read(data: bytes, start: int, unfolding: Unfolding) -> Iterator[bytes]:
    """Larger and larger, so that many small streams do not read the file over and over."""
    size = _FIRST_PIECE
    while piece := data[start : start + size]:
        unfolding.read(len(piece))
        yield piece
        start, size = start + size, min(2 * size, _LARGEST_PIECE)


def _inflated(pieces: Iterator[bytes]) -> Iterator[bytes]:
    unpacking = zlib.decompressobj()
    for piece in pieces:
        left = piece
        while left and not unpacking.eof:
            yield unpacking.decompress(left, _LARGEST_PIECE)
            left = unpacking.unconsumed_tail
        if unpacking.eof:
            return


def _counted(pieces: Iterator[bytes], unfolding: Unfolding) -> Iterator[bytes]:
    for piece in pieces:
        unfolding.unfold(len(piece))
        yield piece


def _from_text(pieces: Iterator[bytes], name: bytes) -> bytes:
    text, mark = b"", b">" if name in _HEX else b"~>"
    for piece in pieces:
        text += piece
        if mark in text[-len(piece) - 1 :]:
            break
    text = b"".join(text.partition(mark)[0].split())
    try:
        return binascii.unhexlify(text + b"0" * (len(text) % 2)) if name in _HEX else a85decode(text)
    except ValueError as broken:
        raise Unreadable("broken text") from broken


def _measure_old(data: bytes, filters: Sequence[bytes], unfolding: Unfolding) -> None:
    """Two packings of the last century, which stand alone; what they hold is counted, not unpacked."""
    if len(filters) > 1:
        raise Unreadable("unusual packing")
    unfolding.read(_SLOWER * len(data))
    for size in _lzw_sizes(data) if filters[0] in _LZW else _run_sizes(data):
        unfolding.unfold(size)


def _run_sizes(data: bytes) -> Iterator[int]:
    position = 0
    while position < len(data) and data[position] != 128:
        length = data[position]
        yield 257 - length if length > 128 else length + 1
        position += 2 if length > 128 else length + 2


def _lzw_sizes(data: bytes) -> Iterator[int]:
    """The length of what each code stands for: one more than that of the code before, for each new one."""
    sizes, before, width, held, bits = [1] * 258, 0, 9, 0, 0
    for byte in data:
        held, bits = (held << 8 | byte) & 0xFFFFFF, bits + 8
        if bits < width:
            continue
        bits -= width
        code = held >> bits & (1 << width) - 1
        if code == _LAST:
            return
        if code == _CLEAR:
            sizes, before, width = [1] * 258, 0, 9
            continue
        if before and len(sizes) < 4096:
            sizes.append(before + 1)
        before = sizes[code] if code < len(sizes) else 1
        yield before
        width = max(9, min(12, (len(sizes) + 1).bit_length()))
