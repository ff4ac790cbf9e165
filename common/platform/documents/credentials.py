"""Verifiable credentials as JWT (VC-JWT, ES256): the campus's keys for them, and its address as an issuer (did:web)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote, urlsplit

from common.platform.settings import settings

ALGORITHM = "ES256"
# Below it lie `did.json` and the lists of what was revoked.
PATH = "/v1/issuer"


@dataclass(frozen=True)
class Issuer:
    """`keys` are private, as JSON Web Keys: the first one signs, the others are good for what they have signed."""

    did: str
    keys: tuple[Mapping[str, Any], ...]

    def signed(self, claims: Mapping[str, Any]) -> str:
        import jwt

        first = self.keys[0]
        head = {"kid": self._name(first), "typ": "vc+jwt"}
        return jwt.encode(dict(claims), jwt.PyJWK(dict(first)).key, algorithm=ALGORITHM, headers=head)

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


def issuer() -> Issuer | None:
    """None without a key, and where the portal's address does not lead to the API: such an address may change."""
    here = settings()
    return _issuer(here.portal_url, here.badge_keys) if here.badge_keys and not here.allowed_origin else None


@cache
def _issuer(portal: str, keys: str) -> Issuer:
    host, path = quote(urlsplit(portal).netloc, safe="."), PATH.replace("/", ":")
    return Issuer(f"did:web:{host}{path}", tuple(json.loads(keys)["keys"]))
