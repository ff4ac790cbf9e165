"""What a certificate says: fixed when it is issued, so that it can be drawn again byte for byte."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypedDict

from common.domain.certificates.candidates import served
from common.domain.certificates.codes import check_url
from common.domain.certificates.errors import NotDrawable, SignerNotNamed
from common.platform import clock
from common.platform.settings import settings

if TYPE_CHECKING:
    from common.domain.certificates.candidates import Certifiable
    from common.platform.documents.certificates import CertificateFacts


class Facts(TypedDict):
    """As JSON; days are ISO dates."""

    number: str
    name: str
    nim: str
    course: str
    period: str
    starts_on: str
    ends_on: str
    attendances: int
    campus: str
    place: str
    signer: str
    signer_title: str
    issued_on: str
    check_url: str


def snapshot(contract: Certifiable, number: str, code: str) -> Facts:
    """From a row of `candidates.contract_rows`, as JSON; the days are those that were really served."""
    here, days = settings(), served(contract)
    return {
        "number": number,
        "name": contract.name,
        "nim": contract.nim,
        "course": contract.course,
        "period": contract.period or f"Tahun {days.starts_on.year}",
        "starts_on": days.starts_on.isoformat(),
        "ends_on": days.ends_on.isoformat(),
        "attendances": contract.attended,
        "campus": here.campus_name,
        "place": here.campus_place,
        "signer": here.certificate_signer,
        "signer_title": here.certificate_signer_title,
        "issued_on": clock.today().isoformat(),
        "check_url": check_url(code),
    }


def signer_not_named() -> SignerNotNamed | None:
    """Whether the settings leave out who signs, in which office, or where."""
    here = settings()
    named = here.certificate_signer.strip() and here.certificate_signer_title.strip() and here.campus_place.strip()
    return None if named else SignerNotNamed()


def drawable(facts: Facts) -> CertificateFacts:
    from common.platform.documents.certificates import CertificateFacts

    return CertificateFacts(
        number=facts["number"],
        name=facts["name"],
        nim=facts["nim"],
        course=facts["course"],
        period=facts["period"],
        starts_on=date.fromisoformat(facts["starts_on"]),
        ends_on=date.fromisoformat(facts["ends_on"]),
        attendances=facts["attendances"],
        campus=facts["campus"],
        signer=facts["signer"],
        signer_title=facts["signer_title"],
        issued_on=date.fromisoformat(facts["issued_on"]),
        check_url=facts["check_url"],
        place=facts["place"],
    )


def not_drawable(facts: CertificateFacts) -> NotDrawable | None:
    from common.platform.documents.certificates import undrawable

    letters = undrawable(facts)
    return NotDrawable(letters=letters) if letters else None
