"""The task of drawing a certificate: written when it is issued, withdrawn when it is revoked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.sql import FromClause

from common.domain.certificates.tables import certificates
from common.platform.db import Connection, columns_of, maybe, on_commit
from common.platform.queue import TASKS, Lane, Task, add_tasks, repeatable, task_of, tasks, wake
from common.platform.text import Text

DRAW: Final = "draw_certificate"
DRAWING: Final = Lane(DRAW, Text("Sertifikat gagal dibuat", en="The certificate could not be made"), grave=True)
_REVOKED = Text("sertifikat dicabut", en="the certificate was revoked")


def ask_for_drawing(db: Connection, ids: Iterable[UUID]) -> None:
    add_tasks(db, DRAW, ids)
    on_commit(db, wake_drawing)


def drawing_of(certificate: FromClause) -> ColumnElement[bool]:
    """A condition on `tasks`: the drawing of `certificate` (a table or a part of a query)."""
    return task_of(DRAW, certificate.c.id)


def draw_again(db: Connection, certificate_id: UUID) -> None:
    TASKS.again(db, _task(certificate_id))
    on_commit(db, wake_drawing)


def was_given_up(db: Connection, certificate_id: UUID) -> bool:
    """Whether it can be drawn again, and has to be asked for."""
    task: Task | None = maybe(db, select(tasks).where(_task(certificate_id)).with_for_update())
    return task is not None and repeatable(columns_of(task))


def stop_drawing(db: Connection, certificate_id: UUID) -> None:
    TASKS.withdraw(db, _task(certificate_id), _REVOKED)


def adopt_undrawn(db: Connection) -> None:
    """While a deployment is under way, an older version of the code may issue certificates without a task."""
    undrawn = certificates.c.stored_at.is_(None) & certificates.c.revoked_at.is_(None)
    order = (certificates.c.issued_at, certificates.c.sequence)
    without = select(certificates.c.id).where(undrawn, ~exists().where(drawing_of(certificates))).order_by(*order)
    add_tasks(db, DRAW, db.scalars(without).all())


def wake_drawing() -> None:
    """Signal that something is to be drawn."""
    wake("certificates")


def _task(certificate_id: UUID) -> ColumnElement[bool]:
    return (tasks.c.kind == DRAW) & (tasks.c.subject_id == certificate_id)
