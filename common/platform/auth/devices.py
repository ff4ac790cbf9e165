"""Known devices: a browser keeps whose account it signed in to. That opens nothing.

It is only asked for when wrong passwords are counted. The audience is another one than that of access tokens, so that
neither is taken for the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from common.platform.auth.tokens import read_signed, signed
from common.platform.errors import Problem
from common.platform.settings import settings

_CLAIMS = ("sub", "did")


@dataclass(frozen=True)
class Device:
    id: UUID
    person_id: UUID


def device_token(device: Device) -> str:
    """A signed token that lives `device_days`."""
    life = timedelta(days=settings().device_days)
    return signed({"sub": str(device.person_id), "did": str(device.id)}, _audience(), life)


def known_device(token: str) -> Device | None:
    """The device of a good token; None for any other, as that of a stranger."""
    if not token:
        return None
    try:
        claims = read_signed(token, _audience(), _CLAIMS)
        return Device(UUID(claims["did"]), UUID(claims["sub"]))
    except (Problem, ValueError, TypeError, AttributeError):
        return None


def _audience() -> str:
    return f"{settings().token_audience}/device"
