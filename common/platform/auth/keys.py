"""Signing keys: two JSON Web Key sets, the private one for sign-in alone, the public one for everybody.

The first private key signs. A rotation goes so:

1. A new key is put behind it, and both public halves are published.
2. After longer than the gateway's five-minute JWKS cache, the new key moves to the front.
3. The old key is removed once every token that it signed has expired.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

from common.platform.later import load_later
from common.platform.settings import settings

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

ALGORITHM = "ES256"


def _x509() -> ModuleType:
    from cryptography import x509

    return x509


# PyJWT imports it for keys that come as a certificate.
load_later("cryptography.x509", _x509)


@dataclass(frozen=True)
class SigningKey:
    id: str
    key: Any


@cache
def signing_key() -> SigningKey:
    """The private key that signs now; only functions that declare the secret have one."""
    from jwt import PyJWK

    first = json.loads(settings().signing_keys)["keys"][0]
    return SigningKey(first["kid"], PyJWK(first).key)


@cache
def public_keys() -> dict[str, Any]:
    """Every key that is good at the moment, by its id."""
    from jwt import PyJWK

    return {key["kid"]: PyJWK(key).key for key in json.loads(settings().public_keys)["keys"]}


def public_key_set() -> dict[str, Any]:
    """The public set as it is published."""
    found: dict[str, Any] = json.loads(settings().public_keys)
    return found


def new_key(key_id: str) -> dict[str, str]:
    """A fresh private P-256 key as a JWK."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from jwt.algorithms import ECAlgorithm

    key: EllipticCurvePrivateKey = ec.generate_private_key(ec.SECP256R1())
    jwk = ECAlgorithm.to_jwk(key, as_dict=True)
    return {**jwk, "kid": key_id, "use": "sig", "alg": ALGORITHM}


def public_half(key_set: dict[str, Any]) -> dict[str, Any]:
    """The set without what must stay secret, fit to be published as the JWKS."""
    return {"keys": [{name: value for name, value in key.items() if name != "d"} for key in key_set["keys"]]}
