"""The names a PDF uses, read straight from its bytes: what acts, attaches or locks has a name of its own.

A PDF may say in its table where each object is and then say it again elsewhere; readers repair what is broken, each
in its own way. So no table is followed here. Every place where an object may begin is read, the insides of object
streams too. What is text (strings, comments, page contents) is passed over. The work is bounded by the length.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

MOST_OBJECTS = 50_000
MOST_OBJECT_STREAMS = 1_000
MOST_UNPACKED_BYTES = 8 * 1024 * 1024
MOST_TOKENS = 500_000

_ENDS = rb"\x00\t\n\x0c\r ()<>\[\]{}/%"
_BEGINNING = re.compile(rb"(?<![A-Za-z])(?:obj|trailer)(?![A-Za-z])")
_TOKEN = re.compile(rb"%[^\r\n]*|<<|>>|<[^>]*>?|[(){}\[\]>]|/[^" + _ENDS + rb"]*|[^" + _ENDS + rb"]+")
_IN_STRING = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_NUMBER = re.compile(rb"[0-9]{1,10}")
_LINE_END = re.compile(rb"\r?\n|\r|")
# An object without any of these, in the clear or escaped, need not be taken apart.
_CANDIDATE = re.compile(
    rb"/(?:[^" + _ENDS + rb"#]*#[0-9A-Fa-f]{2}|JavaScript|JS|AA|EF|Launch|EmbeddedFile|FileAttachment|RichMedia"
    rb"|SubmitForm|ImportData|XFA|Encrypt|ObjStm|First)"
)
# Fonts call glyphs by such short names too; with their own meaning a value of their own kind follows them.
_SHORT = {b"/JS": b"(<0123456789", b"/AA": b"<0123456789", b"/EF": b"<0123456789"}


class Unreadable(Exception):
    """Too much to look through, or packed in a way that no common program uses."""


@dataclass(frozen=True)
class _Part:
    tokens: list[bytes]
    stream_at: int | None
    """Where the object's stream begins."""


class _Work:
    """What may still be taken apart before a file counts as unreadable."""

    def __init__(self) -> None:
        self.tokens = MOST_TOKENS
        self.bytes = MOST_UNPACKED_BYTES

    def parts(self, data: bytes, places: list[tuple[int, int]], *, may_be_streams: bool) -> Iterator[_Part]:
        for start, end in places:
            if _CANDIDATE.search(data, start, end):
                part = _part(data, start, end, may_be_streams, self.tokens)
                self.tokens -= len(part.tokens)
                yield part


def used_names(data: bytes) -> set[bytes]:
    """Names, unescaped and without their slash, of all objects that use a name of `_CANDIDATE`.

    When `Encrypt` is among them, what is packed has not been looked into. Raises Unreadable.
    """
    work = _Work()
    names: set[bytes] = set()
    streams = []
    for part in work.parts(data, _objects(data), may_be_streams=True):
        names.update(_meant(part.tokens))
        if _is_object_stream(part):
            streams.append(part)
    return names if b"Encrypt" in names else names | _packed_names(data, streams, work)


def _objects(data: bytes) -> list[tuple[int, int]]:
    beginnings = [match.end() for match in _BEGINNING.finditer(data)]
    if len(beginnings) > MOST_OBJECTS:
        raise Unreadable("too many objects")
    return list(pairwise([*beginnings, len(data)]))


def _part(data: bytes, position: int, end: int, may_be_stream: bool, most_tokens: int) -> _Part:
    """The tokens from `position` on; the word `stream` ends them once every bracket is closed.

    A closing bracket that fits no open one closes nothing: reading too far is safe, stopping too early is not.
    """
    tokens: list[bytes] = []
    open_brackets: list[bytes] = []
    while match := _TOKEN.search(data, position, end):
        token, position = match[0], match.end()
        if token == b"stream" and may_be_stream and not open_brackets:
            return _Part(tokens, position)
        if token == b"(":
            position = _after_string(data, position, end)
        if token[:1] != b"%":
            tokens.append(_unescaped(token))
            _follow(open_brackets, token)
        if len(tokens) > most_tokens:
            raise Unreadable("too many tokens")
    return _Part(tokens, None)


def _follow(open_brackets: list[bytes], token: bytes) -> None:
    if token in (b"<<", b"["):
        open_brackets.append(token)
    elif open_brackets and (open_brackets[-1], token) in ((b"<<", b">>"), (b"[", b"]")):
        open_brackets.pop()


def _after_string(data: bytes, position: int, end: int) -> int:
    depth = 1
    while match := _IN_STRING.search(data, position, end):
        depth += {b"(": 1, b")": -1}.get(match[0], 0)
        position = match.end()
        if not depth:
            return position
    return end


def _unescaped(token: bytes) -> bytes:
    return _ESCAPE.sub(lambda escape: bytes([int(escape[1], 16)]), token) if token[:1] == b"/" else token


def _meant(tokens: list[bytes]) -> Iterator[bytes]:
    for token, after in zip(tokens, [*tokens[1:], b""], strict=True):
        if token[:1] == b"/" and (token not in _SHORT or (after and after[:1] in _SHORT[token])):
            yield token[1:]


def _is_object_stream(part: _Part) -> bool:
    """Some readers do not ask for the type; no other kind of stream has a `First`."""
    return part.stream_at is not None and (b"/ObjStm" in part.tokens or b"/First" in part.tokens)


def _packed_names(data: bytes, streams: list[_Part], work: _Work) -> set[bytes]:
    if len(streams) > MOST_OBJECT_STREAMS:
        raise Unreadable("too many object streams")
    names: set[bytes] = set()
    for stream in streams:
        content = _unpacked(data, stream, work)
        places = _packed_objects(content, _number(stream.tokens, b"/First"))
        for part in work.parts(content, places, may_be_streams=False):
            names.update(_meant(part.tokens))
    return names


def _unpacked(data: bytes, stream: _Part, work: _Work) -> bytes:
    """Up to where the packing itself ends; neither a length nor the word `endstream` is trusted."""
    _refuse_other_packing(stream.tokens)
    start = _LINE_END.match(data, stream.stream_at or 0)
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(memoryview(data)[start.end() if start else 0 :], work.bytes + 1)
    except zlib.error as broken:
        raise Unreadable("broken packing") from broken
    work.bytes -= len(content)
    if work.bytes < 0:
        raise Unreadable("too much packed")
    return content


def _refuse_other_packing(tokens: list[bytes]) -> None:
    place = tokens.index(b"/Filter") + 1 if tokens.count(b"/Filter") == 1 else len(tokens)
    plain = tokens[place : place + 1] == [b"/FlateDecode"]
    listed = tokens[place : place + 3] == [b"[", b"/FlateDecode", b"]"]
    if not (plain or listed) or b"/Predictor" in tokens or b"/F" in tokens:
        raise Unreadable("unusual packing")


def _number(tokens: list[bytes], key: bytes) -> int:
    place = tokens.index(key) + 1 if tokens.count(key) == 1 else len(tokens)
    number = tokens[place : place + 1]
    if not number or not _NUMBER.fullmatch(number[0]) or tokens[place + 2 : place + 3] == [b"R"]:
        raise Unreadable("no plain number")
    return int(number[0])


def _packed_objects(content: bytes, first: int) -> list[tuple[int, int]]:
    """The stream opens with pairs of an object's number and its place, counted from `first`."""
    numbers = content[:first].split()
    if len(numbers) % 2 or not all(_NUMBER.fullmatch(number) for number in numbers):
        raise Unreadable("no table of contents")
    beginnings = {min(first + int(place), len(content)) for place in numbers[1::2]}
    return list(pairwise([*sorted(beginnings), len(content)]))
