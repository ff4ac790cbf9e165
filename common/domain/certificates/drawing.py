"""Drawing what was issued: work that may fail and is then done by a later sweep.

A sweep that dies after storing leaves an object, which the next one takes as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import select, update

from common.domain.assistants.tables import contracts
from common.domain.certificates.facts import drawable
from common.domain.certificates.sending import send
from common.domain.certificates.tables import certificates
from common.domain.certificates.tasks import DRAWING, adopt_undrawn
from common.platform import clock
from common.platform.content_types import PDF
from common.platform.db import Connection, one, transaction
from common.platform.queue import TASKS, Done, Task, work_off
from common.platform.queue.backlog import report_backlog
from common.platform.settings import settings

if TYPE_CHECKING:
    from common.domain.certificates.facts import Facts
    from common.domain.certificates.policy import Owned

    class Issued(Protocol):
        """What is drawn."""

        id: UUID
        facts: Facts


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
        certificate: Issued = one(db, select(certificates).where(certificates.c.id == task.subject_id))
    name = f"certificates/{certificate.id}.pdf"
    data = _stored(name, certificate.facts)
    values = {"object": name, "sha256": sha256(data).hexdigest(), "stored_at": clock.now()}
    return Done({"done_at": clock.now()}, then=partial(_keep, task, values))


def _keep(task: Task, values: Mapping[str, object], db: Connection) -> None:
    """The file and the mail come to be together; unless it was revoked, or drawn by another sweep, meanwhile."""
    wanted = (
        select(certificates, contracts.c.student_id)
        .join(contracts, contracts.c.id == certificates.c.contract_id)
        .where(certificates.c.id == task.subject_id)
    )
    certificate: Owned = one(db, wanted.with_for_update(of=certificates))
    if certificate.stored_at is None and certificate.revoked_at is None:
        db.execute(update(certificates).where(certificates.c.id == certificate.id).values(values))
        send(db, certificate, str(values["object"]))


def _stored(name: str, facts: Facts) -> bytes:
    from common.platform.documents.certificates import render_certificate
    from common.platform.storage import ObjectExists, storage

    bucket, data = settings().certificate_bucket, render_certificate(drawable(facts))
    try:
        storage().write(bucket, name, data, PDF, only_new=True)
    except ObjectExists:
        return storage().read(bucket, name)
    return data
