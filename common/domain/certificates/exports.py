"""Ended contracts with their certificates as a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.domain.attendance.exports import ENDS_ON, STARTS_ON
from common.domain.certificates.queries import certificate_page
from common.domain.certificates.schemas import CertificateQuery
from common.domain.certificates.states import CertificateState
from common.domain.people.exports import NAME
from common.domain.recruitment.exports import COURSE
from common.platform.auth import Actor, Role
from common.platform.db import Connection
from common.platform.sheets.exports import Column, Export, Kind
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.certificates.forms import CertificateQueryForm
    from common.domain.certificates.views import CertificateCandidatePageData

_STATES = {
    CertificateState.NOT_ISSUED: Text("Belum terbit", en="Not issued"),
    CertificateState.ISSUED: Text("Terbit", en="Issued"),
    CertificateState.SENT: Text("Terkirim", en="Sent"),
    CertificateState.NOT_SENT: Text("Gagal terkirim", en="Not delivered"),
    CertificateState.REVOKED: Text("Dicabut", en="Revoked"),
}


def _certificates(
    db: Connection, actor: Actor, language: str, wanted: CertificateQueryForm
) -> CertificateCandidatePageData:
    return certificate_page(db, language, **wanted)


CERTIFICATES = Export(
    "certificates",
    Text("Sertifikat", en="Certificates"),
    frozenset({Role.ADMIN}),
    CertificateQuery,
    (
        Column("nim", Text("NIM", en="NIM")),
        NAME,
        COURSE,
        Column("period", Text("Periode", en="Period"), width=28),
        STARTS_ON,
        ENDS_ON,
        Column("attended", Text("Hadir", en="Attended"), Kind.NUMBER, width=10),
        Column("expected", Text("Pertemuan", en="Meetings"), Kind.NUMBER, width=11),
        Column("state", Text("Status", en="State"), words=_STATES),
        Column("number", Text("Nomor sertifikat", en="Certificate number"), width=26),
        Column("issued_at", Text("Diterbitkan", en="Issued at"), Kind.MOMENT),
        Column("revoked_at", Text("Dicabut pada", en="Revoked at"), Kind.MOMENT),
        Column("revoke_reason", Text("Alasan pencabutan", en="Reason for revoking"), width=32),
    ),
    _certificates,
)
