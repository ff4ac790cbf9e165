"""Drawing what was issued: work that may fail and is then done by a later sweep.

A sweep that dies after storing leaves an object, which the next one takes as it is.
"""

from __future__ import annotations

from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select, update

from common.domain.assistants.tables import contracts
from common.domain.certificates.facts import drawable
from common.domain.certificates.sending import send
from common.domain.certificates.tables import certificates
from common.domain.certificates.tasks import DRAWING, adopt_undrawn
from common.platform import clock
from common.platform.content_types import PDF, VC_JWT
from common.platform.db import Connection, one, transaction
from common.platform.queue import TASKS, Done, Task, work_off
from common.platform.queue.backlog import report_backlog
from common.platform.settings import settings

_REASON = "Penerbitan sertifikat"
_BADGE, _BADGE_IS = "sertifikat.jwt", "Open Badges 3.0"

if TYPE_CHECKING:
    from common.domain.certificates.facts import Facts
    from common.domain.certificates.policy import Owned
    from common.domain.certificates.rows import CertificateRow


def draw_due(seconds: float = 45) -> int:
    """Until nothing waits or the time is used; how many were drawn."""
    with transaction() as db:
        adopt_undrawn(db)
    return work_off(TASKS, (DRAWING,), _draw, seconds=seconds).done


def report_drawing() -> None:
    """How far behind drawing is."""
    report_backlog(TASKS, (DRAWING,))


def _draw(task: Task) -> Done:
    with transaction() as db:
        certificate: CertificateRow = one(db, select(certificates).where(certificates.c.id == task.subject_id))
    data = _stored(object_of(certificate.id), certificate)
    return Done({"done_at": clock.now()}, then=partial(keep, task.subject_id, data))


def object_of(certificate_id: UUID) -> str:
    return f"certificates/{certificate_id}.pdf"


def keep(certificate_id: UUID, data: bytes, db: Connection) -> None:
    """The file and the mail come to be together; unless it was revoked, or drawn by another sweep, meanwhile."""
    name = object_of(certificate_id)
    values = {"object": name, "sha256": sha256(data).hexdigest(), "stored_at": clock.now()}
    wanted = (
        select(certificates, contracts.c.student_id)
        .join(contracts, contracts.c.id == certificates.c.contract_id)
        .where(certificates.c.id == certificate_id)
    )
    certificate: Owned = one(db, wanted.with_for_update(of=certificates))
    if certificate.stored_at is None and certificate.revoked_at is None:
        db.execute(update(certificates).where(certificates.c.id == certificate.id).values(values))
        send(db, certificate, name)


def drawn(facts: Facts) -> bytes:
    """What is printed alone, the same bytes each time."""
    from common.platform.documents.certificates import render_certificate

    return render_certificate(drawable(facts))


def unsigned(row: CertificateRow) -> bytes:
    """With the credential as an attachment, the same bytes each time while its key stays."""
    from common.domain.certificates.badges import badge_of
    from common.platform.documents.attachments import Attachment, attach

    page, badge = drawn(row.facts), badge_of(row)
    return attach(page, Attachment(_BADGE, badge, VC_JWT, _BADGE_IS)) if badge else page


def signed(row: CertificateRow) -> bytes:
    """The file with the campus's signature, other bytes each time. Raises Outage, Alarm."""
    from common.platform.documents.pades import Signature, pdf_signer

    facts = row.facts
    office = f"{facts['signer_title']}, {facts['campus']}"
    return pdf_signer().sign(unsigned(row), Signature(office, facts["place"], f"{_REASON} {facts['number']}"))


def _stored(name: str, row: CertificateRow) -> bytes:
    """What another sweep has stored before is taken as it is: it may have been signed at another moment."""
    from common.platform.storage import ObjectExists, storage

    bucket, data = settings().certificate_bucket, signed(row)
    try:
        storage().write(bucket, name, data, PDF, only_new=True)
    except ObjectExists:
        return storage().read(bucket, name)
    return data
