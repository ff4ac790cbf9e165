"""A PDF that opens without a password although it is encrypted: its owner only forbids printing or copying.

pypdf checks the password and derives the key. Streams are decrypted here, piece by piece: neither their length nor
their padding is trusted, and only as much is read as their packing takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import md5
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers import CipherContext

_BLOCK = 16
_IDENTITY, _AES_128, _AES_256 = "/Identity", "/AESV2", "/AESV3"


@dataclass(frozen=True)
class Lock:
    """`length` in bytes; `streams` and `strings` are the methods of encryption, as PDF names them."""

    key: bytes
    length: int
    streams: str
    strings: str

    @classmethod
    def of(cls, encryption: Any) -> Lock:
        """What pypdf has opened."""
        length = 5 if encryption.V == 1 else encryption.Length // 8
        return cls(encryption._key, length, encryption.StmF, encryption.StrF)

    def string(self, data: bytes, number: int, generation: int) -> bytes:
        return b"".join(self._decrypted(iter((data,)), self.strings, number, generation))

    def stream(self, pieces: Iterator[bytes], number: int, generation: int) -> Iterator[bytes]:
        return self._decrypted(pieces, self.streams, number, generation)

    def _decrypted(self, pieces: Iterator[bytes], method: str, number: int, generation: int) -> Iterator[bytes]:
        if method == _IDENTITY:
            yield from pieces
            return
        key, start = self._key_of(method, number, generation), b""
        if method in (_AES_128, _AES_256):
            piece = next(pieces, b"")
            start, rest = piece[:_BLOCK], piece[_BLOCK:]
            if len(start) < _BLOCK:
                return
            decryptor = _decryptor(key, start)
            yield decryptor.update(rest)
        else:
            decryptor = _decryptor(key, None)
        for piece in pieces:
            yield decryptor.update(piece)

    def _key_of(self, method: str, number: int, generation: int) -> bytes:
        """ISO 32000-2, 7.6.3: algorithms 1 and 1.A."""
        if method == _AES_256:
            return self.key
        salted = (number & 0xFFFFFF).to_bytes(3, "little") + (generation & 0xFFFF).to_bytes(2, "little")
        salted += b"sAlT" if method == _AES_128 else b""
        digest = md5(self.key[: self.length] + salted, usedforsecurity=False).digest()
        return digest[: min(self.length + 5, 16)]


def _decryptor(key: bytes, start: bytes | None) -> CipherContext:
    from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
    from cryptography.hazmat.primitives.ciphers import Cipher
    from cryptography.hazmat.primitives.ciphers.algorithms import AES
    from cryptography.hazmat.primitives.ciphers.modes import CBC

    return Cipher(ARC4(key), None).decryptor() if start is None else Cipher(AES(key), CBC(start)).decryptor()
