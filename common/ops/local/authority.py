"""An authority of this machine's own, which vouches for nobody: its name says that it is for trying things out."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from common.ops.local.places import read_whole, write_whole
from common.platform import clock

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.x509 import Certificate, CertificateBuilder, ExtensionType, Name

AUTHORITY = "Otoritas Sertifikat SI-Aslab (uji coba)"
OFFICE = "Kepala Laboratorium Terpadu"
# Readers of PDFs know RSA longest.
_KEY_BITS, _YEARS = 2048, 10


def certificate_key(file: Path, campus: str) -> dict[str, str]:
    """The settings with the key that signs certificates, made once and kept in `file`."""
    kept = read_whole(file)
    if kept is None:
        kept = {"pem": new_chain(OFFICE, campus)}
        write_whole(file, json.dumps(kept).encode(), mode=0o600)
    return {"CERTIFICATE_KEY": kept["pem"]}


def new_chain(name: str, campus: str, purpose: ExtensionType | None = None) -> str:
    """PEM of a key, its certificate, which is for this purpose alone if one is given, and the authority's."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    root_key, key = _new_key(), _new_key()
    issuer, subject = _named(AUTHORITY, campus), _named(name, campus)
    authority = x509.BasicConstraints(ca=True, path_length=0)
    root = _signed(_begun(issuer, issuer, root_key, signs_others=True).add_extension(authority, True), root_key)
    begun = _begun(subject, issuer, key, signs_others=False)
    own = _signed(begun.add_extension(purpose, True) if purpose else begun, root_key)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return b"".join([private, *(one.public_bytes(Encoding.PEM) for one in (own, root))]).decode()


def _new_key() -> RSAPrivateKey:
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

    return generate_private_key(public_exponent=65537, key_size=_KEY_BITS)


def _named(name: str, campus: str) -> Name:
    from cryptography.x509 import Name, NameAttribute
    from cryptography.x509.oid import NameOID

    parts = ((NameOID.COUNTRY_NAME, "ID"), (NameOID.ORGANIZATION_NAME, campus), (NameOID.COMMON_NAME, name))
    return Name([NameAttribute(kind, text) for kind, text in parts])


def _begun(subject: Name, issuer: Name, key: RSAPrivateKey, *, signs_others: bool) -> CertificateBuilder:
    from cryptography import x509

    now = clock.now()
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
    )
    signs = {"key_cert_sign": signs_others, "crl_sign": signs_others}
    signs |= {"digital_signature": not signs_others, "content_commitment": not signs_others}
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * _YEARS))
        .add_extension(x509.KeyUsage(**usage, **signs), True)
    )


def _signed(builder: CertificateBuilder, by: RSAPrivateKey) -> Certificate:
    from cryptography.hazmat.primitives.hashes import SHA256

    return builder.sign(by, SHA256())
