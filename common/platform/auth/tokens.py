"""Access tokens: short, ES256, and good for one role of one session."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from common.platform import clock
from common.platform.auth.keys import ALGORITHM, public_keys, signing_key
from common.platform.errors import SessionEnded, Unauthenticated
from common.platform.settings import settings

_SKEW = timedelta(seconds=5)
_ALWAYS = ("iss", "aud", "iat", "exp")


@dataclass(frozen=True)
class Claims:
    person_id: UUID
    session_id: UUID
    role: str


def issue(claims: Claims) -> str:
    """A signed token that lives `access_minutes`."""
    payload = {"sub": str(claims.person_id), "sid": str(claims.session_id), "role": claims.role, "jti": str(uuid4())}
    return signed(payload, settings().token_audience, timedelta(minutes=settings().access_minutes))


def verify(token: str) -> Claims:
    """What a good token says. Raises SessionEnded for an expired one, Unauthenticated for any other fault."""
    payload = read_signed(token, settings().token_audience, ("sub", "sid", "role"))
    try:
        return Claims(UUID(payload["sub"]), UUID(payload["sid"]), str(payload["role"]))
    except (ValueError, TypeError, AttributeError) as bad:
        raise Unauthenticated() from bad


def signed(payload: Mapping[str, Any], audience: str, life: timedelta) -> str:
    """A JSON Web Token of the key that signs now."""
    import jwt

    key, now = signing_key(), clock.now()
    times = {"iat": now, "exp": now + life}
    claims = {"iss": settings().token_issuer, "aud": audience, **payload, **times}
    return jwt.encode(claims, key.key, algorithm=ALGORITHM, headers={"kid": key.id})


def read_signed(token: str, audience: str, required: Collection[str]) -> dict[str, Any]:
    """The claims of a token that was signed here. Raises SessionEnded when it has expired, else Unauthenticated."""
    import jwt

    try:
        key = public_keys()[jwt.get_unverified_header(token)["kid"]]
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            audience=audience,
            issuer=settings().token_issuer,
            leeway=_SKEW,
            options={"require": [*_ALWAYS, *required]},
        )
    except jwt.ExpiredSignatureError as expired:
        raise SessionEnded() from expired
    except (jwt.InvalidTokenError, KeyError, ValueError, TypeError) as bad:
        raise Unauthenticated() from bad
    return claims
