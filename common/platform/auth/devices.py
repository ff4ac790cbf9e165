"""Known devices: a browser keeps whose accounts it signed in to. That opens nothing.

It is only asked for when wrong passwords are counted. The audience is another one than that of access tokens, so that
neither is taken for the other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from common.platform.auth.secrets import digest
from common.platform.auth.tokens import read_signed, signed
from common.platform.errors import Problem
from common.platform.settings import settings

_CLAIMS = ("did", "of")
_MOST_OWNERS = 4  # who share a browser; a cookie has to stay short


@dataclass(frozen=True)
class Owner:
    """One who signed in, and the stamp of the password that it was with."""

    person_id: UUID
    stamp: str

    @classmethod
    def by(cls, person_id: UUID, password_hash: str | None) -> Owner:
        """The stamp differs for each password that is set, since each hash is salted. It says nothing of either."""
        return cls(person_id, digest(password_hash or "")[:16])

    @classmethod
    def by_campus(cls, person_id: UUID) -> Owner:
        """One who signed in with the campus account: no password was shown, and none is stamped."""
        return cls(person_id, "")


@dataclass(frozen=True)
class Device:
    """A browser; the last `Owner` to sign in stands first."""

    id: UUID
    owners: tuple[Owner, ...] = ()

    def knows(self, owner: Owner) -> bool:
        """Whether the account was signed in to here with the password that it still has."""
        return owner in self.owners

    def signed_in_by(self, owner: Owner) -> Device:
        """The browser after a sign-in: the others stay known, up to the most, and so does a password's stamp."""
        if not owner.stamp and any(one.person_id == owner.person_id for one in self.owners):
            return self
        others = [one for one in self.owners if one.person_id != owner.person_id]
        return replace(self, owners=(owner, *others)[:_MOST_OWNERS])


def device_token(device: Device) -> str:
    """A signed token that lives `device_days`."""
    life = timedelta(days=settings().device_days)
    of = [[str(owner.person_id), owner.stamp] for owner in device.owners]
    return signed({"did": str(device.id), "of": of}, _audience(), life)


def known_device(token: str) -> Device | None:
    """The device of a good token; None for any other, as that of a stranger."""
    if not token:
        return None
    try:
        claims = read_signed(token, _audience(), _CLAIMS)
        return Device(UUID(claims["did"]), tuple(Owner(UUID(id_), str(stamp)) for id_, stamp in claims["of"]))
    except (Problem, ValueError, TypeError, AttributeError):
        return None


def _audience() -> str:
    return f"{settings().token_audience}/device"
