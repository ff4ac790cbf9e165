"""Drawing what was issued: work that may fail and is then done by a later sweep.

A certificate's row stays locked while it is drawn and stored: two sweeps at once share the work, and one that dies
leaves nothing behind but perhaps an object, which the next one takes as it is.
"""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from common.domain.assistants.tables import contracts
from common.domain.certificates.facts import drawable
from common.domain.certificates.sending import send
from common.domain.certificates.tables import certificates
from common.domain.certificates.waiting import NO_FAULT, postpone, to_be_drawn
from common.platform import clock
from common.platform.content_types import PDF
from common.platform.db import Connection, transaction
from common.platform.outside import OutsideFault
from common.platform.settings import settings

if TYPE_CHECKING:
    from common.domain.certificates.facts import Facts


def draw_due(seconds: float = 45) -> int:
    """Until nothing waits or the time is used; how many were drawn. Raises OutsideFault when the bucket is away."""
    until = clock.now() + timedelta(seconds=seconds)
    drawn = 0
    while clock.now() < until:
        with transaction() as db:
            certificate = _next(db)
            if certificate is None:
                break
            drawn += _draw(db, certificate)
    return drawn


def _next(db: Connection) -> Any | None:
    wanted = (
        select(certificates, contracts.c.student_id)
        .join(contracts, contracts.c.id == certificates.c.contract_id)
        .where(to_be_drawn())
        .order_by(certificates.c.issued_at, certificates.c.sequence)
        .limit(1)
    )
    return db.execute(wanted.with_for_update(of=certificates, skip_locked=True)).one_or_none()


def _draw(db: Connection, certificate: Any) -> bool:
    """Whether it is stored and in the post; the file and the mail come to be together."""
    name = f"certificates/{certificate.id}.pdf"
    try:
        data = _stored(name, certificate.facts)
    except OutsideFault:  # the bucket's fault is not the certificate's
        raise
    except Exception as fault:  # one that cannot be drawn must not hold up all the others
        postpone(db, certificate, fault)
        return False
    values = {"object": name, "sha256": sha256(data).hexdigest(), "stored_at": clock.now(), **NO_FAULT}
    db.execute(update(certificates).where(certificates.c.id == certificate.id).values(values))
    send(db, certificate, name)
    return True


def _stored(name: str, facts: Facts) -> bytes:
    from common.platform.documents.certificates import render_certificate
    from common.platform.storage import ObjectExists, storage

    bucket, data = settings().certificate_bucket, render_certificate(drawable(facts))
    try:
        storage().write(bucket, name, data, PDF, only_new=True)
    except ObjectExists:
        return storage().read(bucket, name)
    return data
