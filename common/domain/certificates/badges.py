"""A certificate as an Open Badges 3.0 credential, and which of them were revoked (Bitstring Status List 1.0).

It says what the public check page says, and nothing else. The number of a certificate within its year is its place in
the year's list, so that no further number has to be kept.
"""

from __future__ import annotations

import gzip
import json
import re
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from common.domain.certificates.codes import check_url, normal
from common.domain.certificates.errors import CertificateNotFound, NoCertificateCode, NoCredentials
from common.domain.certificates.tables import certificates
from common.platform import clock
from common.platform.db import Connection, one
from common.platform.documents.credentials import PATH, Issuer, issuer
from common.platform.errors import NotFound
from common.platform.settings import settings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from common.domain.certificates.facts import Facts
    from common.domain.certificates.rows import CertificateRow

_CONTEXT = "https://www.w3.org/ns/credentials/v2"
_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
# The least that a list may have, so that nobody is found by its length.
_BITS = 131_072
_LIST_IS_GOOD = timedelta(days=1)
_C = certificates.c


def did_document() -> bytes:
    """Raises NoCredentials."""
    return json.dumps(_issuer().document()).encode()


def credential(db: Connection, code: str) -> bytes:
    """Of a certificate that was revoked as well: its list says so. Raises NoCertificateCode, CertificateNotFound."""
    by, wanted = _issuer(), normal(code)
    if wanted is None:
        raise NoCertificateCode()
    row: CertificateRow = one(db, select(certificates).where(_C.code == wanted), CertificateNotFound)
    return by.signed(_claims(by, row)).encode()


def badge_of(row: CertificateRow) -> bytes | None:
    """To be attached to the file; None where the campus gives out none."""
    by = issuer()
    return by.signed(_claims(by, row)).encode() if by else None


def status_list(db: Connection, year: str) -> bytes:
    """Of all certificates of a year, those that were revoked. Raises NotFound for what is no year."""
    by = _issuer()
    if not re.fullmatch(r"20\d\d", year):
        raise NotFound()
    revoked = db.scalars(select(_C.sequence).where(_C.year == int(year), _C.revoked_at.is_not(None)))
    address, now = _list_of(year), clock.now()
    subject = {
        "id": f"{address}#list",
        "type": "BitstringStatusList",
        "statusPurpose": "revocation",
        "encodedList": _encoded(revoked),
    }
    said = {
        "@context": [_CONTEXT],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": by.did,
        "validFrom": _iso(now),
        "validUntil": _iso(now + _LIST_IS_GOOD),
        "credentialSubject": subject,
    }
    return by.signed({**said, "iss": by.did, "jti": address, "nbf": int(now.timestamp())}).encode()


def _issuer() -> Issuer:
    found = issuer()
    if found is None:
        raise NoCredentials()
    return found


def _claims(by: Issuer, row: CertificateRow) -> dict[str, object]:
    address, list_, place = check_url(row.code), _list_of(str(row.year)), row.sequence - 1
    status = {
        "id": f"{list_}#{place}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(place),
        "statusListCredential": list_,
    }
    said = {
        "@context": [_CONTEXT, _BADGES],
        "id": address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": f"Sertifikat {row.number}",
        "issuer": {"id": by.did, "type": ["Profile"], "name": row.facts["campus"], "url": settings().portal_url},
        "validFrom": _iso(row.issued_at),
        "credentialSubject": _subject(address, row.facts),
        "credentialStatus": status,
    }
    return {**said, "iss": by.did, "jti": address, "nbf": int(row.issued_at.timestamp())}


def _subject(address: str, facts: Facts) -> dict[str, object]:
    """Whose it is by the printed name alone: there is no other identity that everybody may read."""
    whose = {"type": "IdentityObject", "hashed": False, "identityHash": facts["name"], "identityType": "name"}
    achievement = {
        "id": f"{address}#achievement",
        "type": ["Achievement"],
        "achievementType": "Certificate",
        "name": f"Asisten Laboratorium {facts['course']}",
        "description": f"{facts['course']}, {facts['period']}, {facts['campus']}",
        "criteria": {
            "narrative": f"{facts['attendances']} pertemuan yang diverifikasi dosen, "
            f"{facts['starts_on']} sampai {facts['ends_on']}."
        },
    }
    return {"type": ["AchievementSubject"], "identifier": [whose], "achievement": achievement}


def _list_of(year: str) -> str:
    return f"{settings().portal_url}{PATH}/status/{year}"


def _encoded(places: Iterable[int]) -> str:
    """The first certificate of a year is the leftmost bit."""
    bits = bytearray(_BITS // 8)
    for sequence in places:
        byte, bit = divmod(sequence - 1, 8)
        bits[byte] |= 0x80 >> bit
    return "u" + urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("=")


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
