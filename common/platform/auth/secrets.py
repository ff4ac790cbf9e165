"""Random secrets that are handed out once and kept only as a digest."""

from __future__ import annotations

from hashlib import sha256
from secrets import token_urlsafe


def new_secret() -> str:
    """256 random bits, safe in a URL and a cookie."""
    return token_urlsafe(32)


def digest(secret: str) -> str:
    """What is stored; a random secret of this length needs no slow hash."""
    return sha256(secret.encode()).hexdigest()
