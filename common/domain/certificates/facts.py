"""What a certificate says: fixed when it is issued, so that it can be drawn again byte for byte."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from common.domain.certificates.codes import check_url
from common.domain.certificates.errors import NotDrawable
from common.platform import clock
from common.platform.settings import settings

if TYPE_CHECKING:
    from common.platform.documents.certificates import CertificateFacts

_DAYS = ("starts_on", "ends_on", "issued_on")


def snapshot(contract: Any, number: str, code: str) -> dict[str, Any]:
    """From a row of `candidates.contract_rows`, as JSON."""
    here = settings()
    return {
        "number": number,
        "name": contract.name,
        "nim": contract.nim,
        "course": contract.course,
        "period": contract.period or f"Tahun {contract.starts_on.year}",
        "starts_on": contract.starts_on.isoformat(),
        "ends_on": contract.ends_on.isoformat(),
        "attendances": contract.attended,
        "campus": here.campus_name,
        "place": here.campus_place,
        "signer": here.certificate_signer,
        "signer_title": here.certificate_signer_title,
        "issued_on": clock.today().isoformat(),
        "check_url": check_url(code),
    }


def drawable(facts: Mapping[str, Any]) -> CertificateFacts:
    from common.platform.documents.certificates import CertificateFacts

    return CertificateFacts(**{**facts, **{name: date.fromisoformat(facts[name]) for name in _DAYS}})


def not_drawable(facts: CertificateFacts) -> NotDrawable | None:
    from common.platform.documents.certificates import undrawable

    letters = undrawable(facts)
    return NotDrawable(letters=letters) if letters else None
