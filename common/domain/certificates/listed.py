"""One line of the admin's list: an ended contract and what became of its certificate."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from common.domain.certificates.candidates import served
from common.platform.text import ENGLISH

if TYPE_CHECKING:
    from common.domain.assistants.service import Service
    from common.domain.certificates.candidates import Certifiable, Presence
    from common.domain.certificates.states import CertificateState
    from common.domain.certificates.views import CertificateCandidateViewData

    class Candidate(Certifiable, Protocol):
        """An ended contract with its last certificate, if there is one."""

        ended_at: datetime
        certificate_id: UUID | None
        number: str | None
        issued_at: datetime | None
        overruled: str | None
        revoked_at: datetime | None
        revoke_reason: str | None
        stated_start: str | None
        stated_end: str | None
        certificate_state: CertificateState
        error: str | None
        error_en: str | None


def listed(row: Candidate, met: Presence, language: str) -> CertificateCandidateViewData:
    days = served(row)
    return {
        "contract_id": row.contract_id,
        "name": row.name,
        "nim": row.nim,
        "course": row.course,
        "period": row.period,
        "starts_on": days.starts_on,
        "ends_on": days.ends_on,
        "ended_at": row.ended_at,
        "attended": met.attended,
        "expected": met.expected,
        "minimum": met.minimum,
        "enough": met.enough,
        "state": row.certificate_state,
        "certificate_id": row.certificate_id,
        "number": row.number,
        "issued_at": row.issued_at,
        "revoked_at": row.revoked_at,
        "revoke_reason": row.revoke_reason,
        "overruled": row.overruled,
        "days_differ": _differ(row, days),
        "error": row.error_en if language == ENGLISH else row.error,
    }


def _differ(row: Candidate, days: Service) -> bool:
    """Whether a valid certificate states other days than were served: issued by an older rule, it stays as it is."""
    if row.stated_start is None or row.revoked_at is not None:
        return False
    return (row.stated_start, row.stated_end) != (days.starts_on.isoformat(), days.ends_on.isoformat())
