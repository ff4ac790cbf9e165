"""Shows anybody whether a certificate is genuine, by its code or the hash of its file, and gives it as a badge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.domain.certificates import badges
from common.domain.certificates.errors import CertificateNotFound, FileNotIssued, NoCertificateCode, NoCredentials
from common.domain.certificates.queries import check, check_file
from common.domain.certificates.schemas import CheckView
from common.http import Call, Reply, endpoint, serve
from common.platform.auth import PUBLIC
from common.platform.content_types import DID, VC_JWT

if TYPE_CHECKING:
    from common.domain.certificates.views import CheckViewData

# Whoever asks again within a minute may get the answer of before: a revoked one is known everywhere after it.
FRESH = {"Cache-Control": "public, max-age=30"}
KEPT = {"Cache-Control": "public, max-age=300"}


@endpoint(
    "GET",
    "/v1/certificate-checks/{code}",
    roles=PUBLIC,
    returns=CheckView,
    errors=(CertificateNotFound, NoCertificateCode),
)
def check_certificate(call: Call, code: str) -> CheckViewData:
    """Whether the certificate with this code is valid, and what it says, so that a changed PDF is noticed."""
    return check(call.db, code)


@endpoint("GET", "/v1/certificate-files/{digest}", roles=PUBLIC, returns=CheckView, errors=(FileNotIssued,))
def check_certificate_file(call: Call, digest: str) -> CheckViewData:
    """The certificate whose PDF has this SHA-256, in hexadecimal: the file itself stays where it is."""
    return check_file(call.db, digest)


@endpoint(
    "GET",
    "/v1/certificate-checks/{code}/badge",
    roles=PUBLIC,
    returns=VC_JWT,
    errors=(CertificateNotFound, NoCertificateCode, NoCredentials),
)
def take_badge(call: Call, code: str) -> Reply:
    """The certificate as an Open Badges 3.0 credential (VC-JWT), which says what the check says."""
    return Reply.file(badges.credential(call.db, code), VC_JWT, "sertifikat.jwt")


@endpoint("GET", "/v1/issuer/did.json", roles=PUBLIC, returns=DID, errors=(NoCredentials,))
def show_issuer(call: Call) -> Reply:
    """The campus as an issuer of credentials, with its public keys (did:web)."""
    return Reply(content=badges.did_document(), content_type=DID, headers=KEPT)


@endpoint("GET", "/v1/issuer/status/{year}", roles=PUBLIC, returns=VC_JWT, errors=(NoCredentials,))
def list_revoked(call: Call, year: str) -> Reply:
    """Which credentials of a year were revoked, as a Bitstring status list."""
    return Reply(content=badges.status_list(call.db, year), content_type=VC_JWT, headers=FRESH)


entry = serve(__name__, secrets=("badge_keys",))
