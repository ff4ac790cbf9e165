"""The objects of a PDF, read straight from its bytes: what acts, attaches or locks has a name of its own.

A PDF may say in its table where each object is and then say it again elsewhere; readers repair what is broken, each
in its own way. So no table is followed here. Every place where an object may begin is read, the insides of object
streams too. What is text (strings, comments, page contents) is passed over. The work is bounded by the length.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from common.platform.documents.pdf_locks import Lock
from common.platform.documents.pdf_streams import Unfolding, measure, unpacked
from common.platform.documents.pdf_tokens import (
    ENDS,
    Node,
    Part,
    Reference,
    Unreadable,
    is_number,
    is_string,
    nodes,
    string_of,
    tokens,
)

MOST_OBJECTS = 50_000
MOST_OBJECT_STREAMS = 1_000
MOST_WITHOUT_NUMBER = 100
MOST_TOKENS = 600_000

_BEGINNING = re.compile(rb"(?<![A-Za-z])(?:obj|trailer)(?![A-Za-z])")
_NUMBER_BEFORE = re.compile(rb"([0-9]{1,10})[\x00\s]+([0-9]{1,5})[\x00\s]*$")
_LONGEST_NUMBERS = 40
_TRAILER = -1
# An object without any of these, in the clear or escaped, need not be taken apart.
_CANDIDATE = re.compile(
    rb"/(?:[^" + ENDS + rb"#]*#[0-9A-Fa-f]{2}|JavaScript|JS|AA|EF|Launch|EmbeddedFile|FileAttachment|RichMedia"
    rb"|SubmitForm|ImportData|XFA|Encrypt|ObjStm|First|Filter|OpenAction|(?:PA|A|UF|F)(?=[" + ENDS + rb"])|URI|Rect|FS"
    rb"|GoTo|Thread|Sound|Movie|Rendition|Named|Screen|3D|Hide|ResetForm|SetOCGState|Trans)"
)


@dataclass(frozen=True)
class _Place:
    """Where an object may begin: in the file itself, or in the inside of an object stream."""

    data: bytes
    start: int
    end: int
    number: int | None
    in_file: bool
    generation: int = 0


class Objects:
    """All objects of one file. Of an encrypted one what is packed is not looked into without its lock.

    Raises Unreadable when there is more than may be taken apart.
    """

    def __init__(self, data: bytes, lock: Lock | None = None) -> None:
        self._tokens_left = MOST_TOKENS
        self._unfolding = Unfolding(len(data))
        self._data, self._lock = data, lock
        self._file = _places(data)
        self._parts = list(self._candidates(self._file))
        self.encrypted = any(b"/Encrypt" in part.tokens for part in self._parts)
        packed: list[_Place] = []
        if lock or not self.encrypted:
            packed = [place for stream in self._object_streams() for place in self._inside(stream)]
            self._parts += self._candidates(packed)
        self._places = defaultdict[int | None, list[_Place]](list)
        for place in (*self._file, *packed):
            self._places[place.number].append(place)
        if len(self._places[None]) > MOST_WITHOUT_NUMBER:
            raise Unreadable("too many objects without a number")
        self._numbered: dict[int, list[Node]] = {}

    @property
    def one_lock(self) -> bool:
        """Whether all that is said of the encryption is said once, so that every reader decrypts alike."""
        said = [lock for found in self.candidates() for node in found for lock in node.values(b"/Encrypt")]
        if len(said) == 1 and isinstance(said[0], Node):
            return True
        same = len({str(lock) for lock in said}) == 1
        return same and isinstance(said[0], Reference) and len(self.numbered(said[0].number)) == 1

    def _object_streams(self) -> list[Part]:
        streams = [part for part in self._parts if self._is_object_stream(part)]
        if len(streams) > MOST_OBJECT_STREAMS:
            raise Unreadable("too many object streams")
        return streams

    def _is_object_stream(self, part: Part) -> bool:
        """Some readers do not ask for the type; no other kind of stream has a `First`. Others are only measured."""
        if part.stream_at is None:
            return False
        if b"/ObjStm" in part.tokens or b"/First" in part.tokens:
            return True
        # Tables of objects are never encrypted, and what describes the file need not be.
        if not self._lock or b"/XRef" in part.tokens or b"/Metadata" in part.tokens:
            measure(self._data, part, self._unfolding)
        if self._lock:
            measure(self._data, part, self._unfolding, self._lock)
        return False

    def _inside(self, stream: Part) -> Iterator[_Place]:
        content = unpacked(self._data, stream, self._unfolding, self._lock)
        first = _plain_number(stream.tokens, b"/First")
        numbers = content[:first].split()
        if len(numbers) % 2 or not all(is_number(number) for number in numbers):
            raise Unreadable("no table of contents")
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        beginnings = sorted((min(first + int(place), len(content)), int(number)) for number, place in pairs)
        for (start, number), (end, _) in pairwise([*beginnings, (len(content), 0)]):
            yield _Place(content, start, end, number, in_file=False)

    def candidates(self) -> Iterator[list[Node]]:
        """The objects that use a name of `_CANDIDATE`, each with all that is nested in it."""
        return (nodes(part.tokens) for part in self._parts)

    def numbered(self, number: int) -> list[Node]:
        """All objects that may be the one of that number: also those whose own cannot be read."""
        if number not in self._numbered:
            found = self._places.get(number, []) + self._places[None]
            self._numbered[number] = [nodes(self._part(place).tokens)[0] for place in found]
        return self._numbered[number]

    def _candidates(self, places: Sequence[_Place]) -> Iterator[Part]:
        for place in places:
            if _CANDIDATE.search(place.data, place.start, place.end):
                yield self._part(place)

    def _part(self, place: _Place) -> Part:
        most = self._tokens_left
        found, stream_at = tokens(place.data, place.start, place.end, may_be_stream=place.in_file, most=most)
        self._tokens_left -= len(found)
        if self._lock and place.in_file and place.number is not None:
            found = _with_addresses(found, place, self._lock)
        return Part(place.number, found, stream_at, place.generation)


def _with_addresses(found: list[bytes], place: _Place, lock: Lock) -> list[bytes]:
    """Of all strings only those that say an address are read, so that only they are decrypted."""
    for position in range(1, len(found)):
        if found[position - 1] in (b"/URI", b"/Base") and is_string(found[position]):
            plain = lock.string(string_of(found[position]), place.number or 0, place.generation)
            found[position] = b"<%s>" % plain.hex().encode()
    return found


def _places(data: bytes) -> list[_Place]:
    beginnings = list(_BEGINNING.finditer(data))
    if len(beginnings) > MOST_OBJECTS:
        raise Unreadable("too many objects")
    ends = [*(match.end() for match in beginnings), len(data)]
    return [
        _Place(data, match.end(), end, number, in_file=True, generation=generation)
        for match, end in zip(beginnings, ends[1:], strict=True)
        for number, generation in (_numbers(data, match),)
    ]


def _numbers(data: bytes, beginning: re.Match[bytes]) -> tuple[int | None, int]:
    """Of the object and of its generation."""
    if beginning[0] == b"trailer":
        return _TRAILER, 0
    before = data[max(0, beginning.start() - _LONGEST_NUMBERS) : beginning.start()]
    found = _NUMBER_BEFORE.search(before)
    return (int(found[1]), int(found[2])) if found else (None, 0)


def _plain_number(found: Sequence[bytes], key: bytes) -> int:
    place = found.index(key) + 1 if list(found).count(key) == 1 else len(found)
    number = found[place : place + 1]
    if not number or not is_number(number[0]) or list(found[place + 2 : place + 3]) == [b"R"]:
        raise Unreadable("no plain number")
    return int(number[0])
