"""Shows anybody whether a certificate is genuine, by the code in its QR or by the hash of its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.domain.certificates.errors import CertificateNotFound, FileNotIssued, NoCertificateCode
from common.domain.certificates.queries import check, check_file
from common.domain.certificates.schemas import CheckView
from common.http import Call, endpoint, serve
from common.platform.auth import PUBLIC

if TYPE_CHECKING:
    from common.domain.certificates.views import CheckViewData


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


entry = serve(__name__)
