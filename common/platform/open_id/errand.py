"""An errand: what a browser keeps while its owner is at the campus's page, signed, for ten minutes.

The answer has to bring the same state, the ID token the same nonce, and only who knows the verifier can use the code.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from dataclasses import asdict, dataclass
from datetime import timedelta
from hashlib import sha256

from common.platform.auth.secrets import new_secret
from common.platform.auth.tokens import read_signed, signed
from common.platform.errors import Problem
from common.platform.settings import settings

LIFE = timedelta(minutes=10)
_PAGE = re.compile(r"/(?![/\\])[^\x00-\x20\\\x7f]{0,500}")


@dataclass(frozen=True)
class Errand:
    """`page` is the one to open afterwards, empty for the role's own start."""

    state: str
    nonce: str
    verifier: str
    page: str

    @classmethod
    def to(cls, page: str) -> Errand:
        """A new one; only a page of our own is kept."""
        return cls(new_secret(), new_secret(), new_secret(), page if _PAGE.fullmatch(page) else "")

    @property
    def challenge(self) -> str:
        return urlsafe_b64encode(sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()

    def token(self) -> str:
        return signed(asdict(self), _audience(), LIFE)


def errand_of(token: str) -> Errand | None:
    """The errand of a good token; None for any other, and for one that took too long."""
    if not token:
        return None
    try:
        claims = read_signed(token, _audience(), ("state", "nonce", "verifier", "page"))
    except Problem:
        return None
    return Errand(*(str(claims[name]) for name in ("state", "nonce", "verifier", "page")))


def _audience() -> str:
    return f"{settings().token_audience}/errand"
