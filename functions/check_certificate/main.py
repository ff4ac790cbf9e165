"""Shows anybody whether a certificate is genuine, by the code in its QR."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.domain.certificates.errors import CertificateNotFound, NoCertificateCode
from common.domain.certificates.queries import check
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


entry = serve(__name__)
