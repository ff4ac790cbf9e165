"""Which certificate one may touch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import select

from common.domain.assistants.tables import contracts
from common.domain.certificates.errors import AlreadyRevoked, CertificateNotFound, NotYourCertificate
from common.domain.certificates.tables import certificates
from common.platform.auth import Actor, Role
from common.platform.db import Connection, Query, maybe

if TYPE_CHECKING:
    from common.domain.certificates.rows import CertificateRow

    class Owned(CertificateRow, Protocol):
        """A certificate with whose it is."""

        student_id: UUID


def locked(db: Connection, certificate_id: UUID) -> Owned:
    """A valid certificate with its owner, for an admin. Raises CertificateNotFound, AlreadyRevoked."""
    row: Owned | None = maybe(db, _one(certificate_id).with_for_update(of=certificates))
    return _valid(row)


def readable(db: Connection, actor: Actor, certificate_id: UUID) -> Owned:
    """For an admin any, for its owner a valid one (CERT-07). Raises NotYourCertificate as well."""
    row: Owned | None = maybe(db, _one(certificate_id))
    if row is not None and actor.role == Role.ADMIN:
        return row
    if row is not None and row.student_id != actor.id:
        raise NotYourCertificate()
    return _valid(row)


def _one(certificate_id: UUID) -> Query:
    owned = select(certificates, contracts.c.student_id).join(contracts, contracts.c.id == certificates.c.contract_id)
    return owned.where(certificates.c.id == certificate_id)


def _valid(row: Owned | None) -> Owned:
    if row is None:
        raise CertificateNotFound()
    if row.revoked_at is not None:
        raise AlreadyRevoked()
    return row
