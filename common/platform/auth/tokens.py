"""Access tokens: short, ES256, and good for one role of one session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from common.platform import clock
from common.platform.auth.keys import ALGORITHM, public_keys, signing_key
from common.platform.errors import SessionEnded, Unauthenticated
from common.platform.settings import settings

_SKEW = timedelta(seconds=5)


@dataclass(frozen=True)
class Claims:
    person_id: UUID
    session_id: UUID
    role: str


def issue(claims: Claims) -> str:
    """A signed token that lives `access_minutes`."""
    import jwt

    here, key, now = settings(), signing_key(), clock.now()
    payload = {
        "iss": here.token_issuer,
        "aud": here.token_audience,
        "sub": str(claims.person_id),
        "sid": str(claims.session_id),
        "role": claims.role,
        "iat": now,
        "exp": now + timedelta(minutes=here.access_minutes),
        "jti": str(uuid4()),
    }
    return jwt.encode(payload, key.key, algorithm=ALGORITHM, headers={"kid": key.id})


def verify(token: str) -> Claims:
    """What a good token says. Raises SessionEnded for an expired one, Unauthenticated for any other fault."""
    import jwt

    try:
        key = public_keys()[jwt.get_unverified_header(token)["kid"]]
        payload = jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            audience=settings().token_audience,
            issuer=settings().token_issuer,
            leeway=_SKEW,
            options={"require": ["iss", "aud", "sub", "sid", "role", "iat", "exp"]},
        )
        return Claims(UUID(payload["sub"]), UUID(payload["sid"]), str(payload["role"]))
    except jwt.ExpiredSignatureError as expired:
        raise SessionEnded() from expired
    except (jwt.InvalidTokenError, KeyError, ValueError, TypeError) as bad:
        raise Unauthenticated() from bad
