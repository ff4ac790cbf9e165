"""Lets an admin preview, issue, revoke and resend certificates, and their owners fetch them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from common.domain.assistants.errors import EmailNotUsable
from common.domain.assistants.schemas import Reason
from common.domain.certificates import actions, errors, preview, queries, schemas, sending
from common.domain.uploads.schemas import LinkView
from common.http import Call, Reply, endpoint, serve
from common.platform.auth import Role
from common.platform.content_types import PDF
from common.platform.errors import NotFound

if TYPE_CHECKING:
    from common.domain.assistants.forms import ReasonForm
    from common.domain.certificates import forms, views
    from common.domain.uploads.views import LinkViewData

ADMIN, OWNERS, AUTHORS = {Role.ADMIN}, {Role.STUDENT, Role.ASLAB}, {Role.ADMIN, Role.LECTURER}
DRAW = (errors.ContractNotEnded, errors.NeverServed, errors.NotDrawable)
CHANGE = (errors.CertificateNotFound, errors.AlreadyRevoked)


@endpoint(
    "GET",
    "/v1/certificates",
    roles=ADMIN,
    query=schemas.CertificateQuery,
    returns=schemas.CertificateCandidatePage,
    errors=(NotFound,),
)
def list_certificates(call: Call[forms.CertificateQueryForm]) -> views.CertificateCandidatePageData:
    """Ended contracts with the state of their certificate, the last ended first."""
    return queries.certificate_page(call.db, call.language, **call.query)


@endpoint("GET", "/v1/certificates/letters", roles=AUTHORS, query=schemas.LettersQuery, returns=schemas.LettersView)
def check_letters(call: Call[forms.LettersQueryForm]) -> views.LettersViewData:
    """Which letters of a name or a course no certificate can print."""
    return preview.letters(**call.query)


@endpoint("GET", "/v1/contracts/{contract_id}/certificate/preview", roles=ADMIN, returns=PDF, errors=DRAW)
def preview_certificate(call: Call, contract_id: UUID) -> Reply:
    """The certificate as it would be issued now; nothing is issued and nothing sent."""
    return Reply(content=preview.preview(call.db, contract_id), content_type=PDF)


@endpoint(
    "POST",
    "/v1/contracts/{contract_id}/certificate",
    roles=ADMIN,
    body=schemas.Issuing,
    returns=schemas.CertificateView,
    status=201,
    errors=(*DRAW, errors.AttendanceBelowMinimum, errors.AlreadyIssued, errors.SignerNotNamed),
)
def issue_certificate(call: Call[forms.IssuingForm], contract_id: UUID) -> views.CertificateViewData:
    """Issue a certificate; it is drawn and sent right after. Below the minimum attendance it takes a reason."""
    return queries.certificate(call.db, actions.issue(call.db, call.actor, contract_id, **call.body))


@endpoint("POST", "/v1/certificates/batch", roles=ADMIN, body=schemas.Batch, returns=schemas.BatchView)
def issue_certificates(call: Call[forms.BatchForm]) -> views.BatchViewData:
    """Issue up to a hundred at once; those that cannot be issued are named with the reason."""
    outcomes = actions.issue_batch(call.db, call.actor, call.body["contract_ids"])
    return actions.summary(outcomes, call.language)


@endpoint(
    "POST",
    "/v1/certificates/{certificate_id}/revoke",
    roles=ADMIN,
    body=Reason,
    returns=schemas.CertificateView,
    errors=CHANGE,
)
def revoke_certificate(call: Call[ReasonForm], certificate_id: UUID) -> views.CertificateViewData:
    """Revoke with a reason: the check page says so, and a corrected one may be issued."""
    actions.revoke(call.db, call.actor, certificate_id, **call.body)
    return queries.certificate(call.db, certificate_id)


@endpoint(
    "POST",
    "/v1/certificates/{certificate_id}/resend",
    roles=ADMIN,
    returns=schemas.CertificateView,
    status=202,
    errors=(*CHANGE, errors.NotDrawnYet, errors.StillQueued, EmailNotUsable),
)
def resend_certificate(call: Call, certificate_id: UUID) -> views.CertificateViewData:
    """Send the same file again, to the address that the owner has now; what could not be drawn is drawn once more."""
    sending.send_again(call.db, call.actor, certificate_id)
    return queries.certificate(call.db, certificate_id)


@endpoint(
    "GET",
    "/v1/certificates/{certificate_id}/file",
    roles=ADMIN | OWNERS,
    returns=LinkView,
    errors=(*CHANGE, errors.NotYourCertificate, errors.NotDrawnYet),
)
def open_certificate(call: Call, certificate_id: UUID) -> Callable[[], LinkViewData]:
    """A short-lived link to the PDF, for admins and for its owner."""
    return queries.file_link(call.db, call.actor, certificate_id)


@endpoint("GET", "/v1/my/certificates", roles=OWNERS, returns=schemas.MyCertificatesView)
def list_own_certificates(call: Call) -> views.MyCertificatesViewData:
    """One's own certificates, the newest first."""
    return queries.own_certificates(call.db, call.actor)


entry = serve(__name__, live=True, buckets={"certificate_bucket": ("read", "sign")}, memory=512)
