"""Passwords: argon2id with 19 MiB, two passes and one lane (OWASP's smallest recommended setting)."""

from __future__ import annotations

from functools import cache
from threading import BoundedSemaphore
from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    from argon2 import PasswordHasher

# Each takes 19 MiB and a whole core while it is computed: more at once would only be slower for everybody.
_room = BoundedSemaphore(4)


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _nobodys_hash() -> str:
    """What an unknown number is checked against, so that it takes as long as a known one."""
    return _hasher().hash("nobody has this password")


def hash_password(password: str) -> str:
    with _room:
        return _hasher().hash(password)


def password_fits(password_hash: str | None, password: str) -> bool:
    """Whether `password` is the hashed one; takes the same time when there is no hash.

    Forms give NFC. A hash of before may be of the decomposed letters that another device had sent.
    """
    spellings = dict.fromkeys((password, normalize("NFD", password)))
    return any(_fits(password_hash, spelling) for spelling in spellings)


def _fits(password_hash: str | None, password: str) -> bool:
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        with _room:
            _hasher().verify(password_hash or _nobodys_hash(), password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None
