"""The service account of the local cloud: its key signs upload policies and links, as Google's does."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from common.ops.local.places import Places, read_whole, write_whole

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

PROJECT = "local"
EMAIL = f"si-aslab@{PROJECT}.iam.gserviceaccount.com"
_KEY_BITS = 2048


@dataclass(frozen=True)
class Account:
    """An account and the file with its private key, in the form of a Google service-account key."""

    email: str
    key_file: Path

    def environment(self) -> dict[str, str]:
        return {"SIGNING_ACCOUNT": self.email, "SIGNING_KEY_FILE": str(self.key_file)}

    def public_key(self) -> RSAPublicKey:
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        key = load_pem_private_key(json.loads(self.key_file.read_text())["private_key"].encode(), None)
        assert isinstance(key, RSAPrivateKey)
        return key.public_key()


def local_account(places: Places) -> Account:
    """The account of this set of parts, its key made once."""
    key_file = places.folder("account") / "service-account.json"
    if read_whole(key_file) is None:
        write_whole(key_file, json.dumps(_key_document(_new_key()), indent=1).encode(), mode=0o600)
    return Account(EMAIL, key_file)


def _new_key() -> RSAPrivateKey:
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

    return generate_private_key(public_exponent=65537, key_size=_KEY_BITS)


def _key_document(key: RSAPrivateKey) -> dict[str, str]:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return {
        "type": "service_account",
        "project_id": PROJECT,
        "private_key_id": secrets.token_hex(20),
        "private_key": pem,
        "client_email": EMAIL,
        "client_id": "0",
        # Nobody answers there: this account signs, it never fetches a token.
        "token_uri": "http://127.0.0.1:9/token",
    }
