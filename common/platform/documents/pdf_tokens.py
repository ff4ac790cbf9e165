"""A PDF's tokens: names, numbers, strings and brackets, as they stand in its bytes; comments are left out."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

ENDS = rb"\x00\t\n\x0c\r ()<>\[\]{}/%"
_TOKEN = re.compile(rb"%[^\r\n]*|<<|>>|<[^>]*>?|[(){}\[\]>]|/[^" + ENDS + rb"]*|[^" + ENDS + rb"]+")
_IN_STRING = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")


_IN_TEXT = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_SIGNS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_LINE_ENDS = (b"\n", b"\r", b"\r\n")


class Unreadable(Exception):
    """Too much to look through, or packed in a way that no common program uses."""


@dataclass(frozen=True)
class Part:
    """One object: `number` is None where none can be read, `stream_at` is where its stream begins."""

    number: int | None
    tokens: Sequence[bytes]
    stream_at: int | None
    generation: int = 0


@dataclass(frozen=True)
class Reference:
    """To the object of that number."""

    number: int


class Node(list["bytes | Reference | Node"]):
    """What stands in an array, a dictionary or an object, in order."""

    def __init__(self, *, dictionary: bool) -> None:
        self.dictionary = dictionary
        super().__init__()

    def pairs(self) -> Iterator[tuple[bytes | Reference | Node, bytes | Reference | Node | None]]:
        """Each item with the one after it."""
        return zip(self, [*self, None][1:], strict=True)

    def values(self, key: bytes) -> list[bytes | Reference | Node | None]:
        """What follows each name `key`: readers differ in which one they take, and in what they call a key."""
        return [after for name, after in self.pairs() if name == key]


def tokens(data: bytes, position: int, end: int, *, may_be_stream: bool, most: int) -> tuple[list[bytes], int | None]:
    """Those from `position` on, and where the stream begins; the word `stream` counts once every bracket is closed.

    A closing bracket that fits no open one closes nothing: reading too far is safe, stopping too early is not.
    Raises Unreadable for more than `most`.
    """
    found: list[bytes] = []
    open_brackets: list[bytes] = []
    while match := _TOKEN.search(data, position, end):
        token, position = match[0], match.end()
        if token == b"stream" and may_be_stream and not open_brackets:
            return found, position
        if token == b"(":
            position = _after_string(data, position, end)
            token = data[match.start() : position]
        if token[:1] != b"%":
            found.append(_unescaped(token))
            _follow(open_brackets, token)
        if len(found) > most:
            raise Unreadable("too many tokens")
    return found, None


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


def nodes(found: Sequence[bytes]) -> list[Node]:
    """The object itself and all that is nested in it; brackets count as in `tokens`."""
    every = [Node(dictionary=False)]
    open_nodes = every[:]
    for token in found:
        here = open_nodes[-1]
        if token in (b"<<", b"["):
            inner = Node(dictionary=token == b"<<")
            here.append(inner)
            every.append(inner)
            open_nodes.append(inner)
        elif token in (b">>", b"]"):
            if len(open_nodes) > 1 and here.dictionary == (token == b">>"):
                open_nodes.pop()
        elif token == b"R" and len(here) > 1 and is_number(here[-2]) and is_number(here[-1]):
            here[-2:] = [Reference(int(bytes(here[-2])))]  # type: ignore[arg-type]
        else:
            here.append(token)
    return every


def is_number(item: object) -> bool:
    return isinstance(item, bytes) and item.isdigit() and len(item) <= 10


def is_string(item: object) -> bool:
    return isinstance(item, bytes) and (item[:1] == b"(" or (item[:1] == b"<" and item != b"<<"))


def string_of(token: bytes) -> bytes:
    """What a string says (ISO 32000-2, 7.3.4); empty for any other token."""
    if token[:1] == b"(":
        return _IN_TEXT.sub(lambda found: _meaning(found[1]), token[1:-1])
    digits = b"".join(token[1:].rstrip(b">").split()) if is_string(token) else b""
    try:
        return binascii.unhexlify(digits + b"0" * (len(digits) % 2))
    except ValueError:
        return b""


def _meaning(escaped: bytes) -> bytes:
    if escaped.isdigit():
        return bytes([int(escaped, 8) & 0xFF])
    return _SIGNS.get(escaped, b"" if escaped in _LINE_ENDS else escaped)
