"""ID tokens: who signed in at the campus, if the campus says so, to us, now, and about this errand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from hmac import compare_digest
from typing import Any

from common.platform.open_id.server import Server
from common.platform.settings import settings

# Signatures by a key pair alone: "none" has no signature, and a shared secret would be anybody's who holds it.
ALGORITHMS = ("RS256", "PS256", "ES256")
_SKEW = timedelta(seconds=30)
_REQUIRED = ["iss", "aud", "exp", "iat", "sub", "nonce"]


class NotValid(Exception):
    """An answer that is not the campus's to this errand; `fault` is a word for the audit log."""

    def __init__(self, fault: str) -> None:
        self.fault = fault
        super().__init__(fault)


def claims_of(token: str, campus: Server, nonce: str) -> Mapping[str, Any]:
    """The claims of a good token. Raises NotValid."""
    import jwt

    try:
        claims = _verified(token, campus)
    except jwt.ExpiredSignatureError as expired:
        raise NotValid("expiry") from expired
    except jwt.InvalidIssuerError as other:
        raise NotValid("issuer") from other
    except jwt.InvalidAudienceError as other:
        raise NotValid("audience") from other
    except (jwt.InvalidAlgorithmError, NotImplementedError) as other:
        raise NotValid("algorithm") from other
    except (jwt.PyJWTError, ValueError, TypeError) as bad:
        raise NotValid("signature") from bad
    if not compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
        raise NotValid("nonce")
    _require_own_party(claims)
    return claims


def _verified(token: str, campus: Server) -> dict[str, Any]:
    import jwt

    header = jwt.get_unverified_header(token)
    if header.get("alg") not in ALGORITHMS:
        raise jwt.InvalidAlgorithmError("not one of ours")
    key = campus.key(str(header.get("kid", "")))
    if key is None:
        raise jwt.InvalidKeyError("not one of the campus's")
    return jwt.decode(
        token,
        key,
        algorithms=list(ALGORITHMS),
        audience=settings().campus_client_id,
        issuer=campus.issuer,
        leeway=_SKEW,
        options={"require": _REQUIRED},
    )


def _require_own_party(claims: Mapping[str, Any]) -> None:
    """A token for several has to name us as the one it was made for."""
    party = claims.get("azp", None if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 else _client())
    if party != _client():
        raise NotValid("audience")


def _client() -> str:
    return settings().campus_client_id
