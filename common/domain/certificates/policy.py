"""Which certificate one may touch."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from common.domain.assistants.tables import contracts
from common.domain.certificates.errors import AlreadyRevoked, CertificateNotFound, NotYourCertificate
from common.domain.certificates.tables import certificates
from common.platform.auth import Actor, Role
from common.platform.db import Connection


def locked(db: Connection, certificate_id: UUID) -> Any:
    """A valid certificate with its owner, for an admin. Raises CertificateNotFound, AlreadyRevoked."""
    return _valid(db.execute(_one(certificate_id).with_for_update(of=certificates)).one_or_none())


def readable(db: Connection, actor: Actor, certificate_id: UUID) -> Any:
    """For an admin any, for its owner a valid one (CERT-07). Raises NotYourCertificate as well."""
    row = db.execute(_one(certificate_id)).one_or_none()
    if row is not None and actor.role == Role.ADMIN:
        return row
    if row is not None and row.student_id != actor.id:
        raise NotYourCertificate()
    return _valid(row)


def _one(certificate_id: UUID) -> Select[Any]:
    owned = select(certificates, contracts.c.student_id).join(contracts, contracts.c.id == certificates.c.contract_id)
    return owned.where(certificates.c.id == certificate_id)


def _valid(row: Any | None) -> Any:
    if row is None:
        raise CertificateNotFound()
    if row.revoked_at is not None:
        raise AlreadyRevoked()
    return row
