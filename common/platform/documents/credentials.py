"""Verifiable credentials as JWT (VC-JWT, ES256): the campus's keys for them, and its address as an issuer (did:web)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from common.platform.settings import settings

if TYPE_CHECKING:
    from jwt.api_jws import PyJWS

ALGORITHM = "ES256"
# Below it lie `did.json` and the lists of what was revoked.
PATH = "/v1/issuer"


@dataclass(frozen=True)
class Issuer:
    """`keys` are private, as JSON Web Keys: the first one signs, the others are good for what they have signed."""

    did: str
    keys: tuple[Mapping[str, Any], ...]

    def signed(self, claims: Mapping[str, Any]) -> str:
        """By the first key, the same words each time (RFC 6979): a file that they are in can be made again."""
        import jwt

        first = self.keys[0]
        head = {"kid": self._name(first), "typ": "vc+jwt"}
        said = json.dumps(claims, separators=(",", ":")).encode()
        return _signer().encode(said, jwt.PyJWK(dict(first)).key, algorithm=ALGORITHM, headers=head)

    def document(self) -> dict[str, Any]:
        """The public halves, as a verifier looks for them (DID Core 1.0, JsonWebKey)."""
        methods = [
            {
                "id": self._name(key),
                "type": "JsonWebKey",
                "controller": self.did,
                "publicKeyJwk": {part: value for part, value in key.items() if part not in {"d", "use", "kid"}},
            }
            for key in self.keys
        ]
        contexts = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"]
        names = [method["id"] for method in methods]
        return {"@context": contexts, "id": self.did, "verificationMethod": methods, "assertionMethod": names}

    def _name(self, key: Mapping[str, Any]) -> str:
        return f"{self.did}#{key['kid']}"


@cache
def _signer() -> PyJWS:
    """PyJWT's own, but for the random number in each signature."""
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.hashes import SHA256
    from jwt.algorithms import ECAlgorithm
    from jwt.api_jws import PyJWS
    from jwt.utils import der_to_raw_signature

    class Repeatable(ECAlgorithm):
        def sign(self, msg: bytes, key: EllipticCurvePrivateKey) -> bytes:
            signature = key.sign(msg, ECDSA(SHA256(), deterministic_signing=True))
            return der_to_raw_signature(signature, key.curve)

    found = PyJWS(algorithms=[])
    found.register_algorithm(ALGORITHM, Repeatable(Repeatable.SHA256))
    return found


def issuer() -> Issuer | None:
    """None without a key, and where the portal's address does not lead to the API: such an address may change."""
    here = settings()
    return _issuer(here.portal_url, here.badge_keys) if here.badge_keys and not here.allowed_origin else None


@cache
def _issuer(portal: str, keys: str) -> Issuer:
    host, path = quote(urlsplit(portal).netloc, safe="."), PATH.replace("/", ":")
    return Issuer(f"did:web:{host}{path}", tuple(json.loads(keys)["keys"]))
