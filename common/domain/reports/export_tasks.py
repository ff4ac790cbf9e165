"""The task of an export: what was asked for, how far it is, and the line that it leaves in the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final, Protocol, TypedDict
from uuid import UUID

from sqlalchemy import select, update

from common.domain import audit
from common.platform.auth import Actor
from common.platform.db import Connection, one
from common.platform.queue import Lane, TaskState, tasks, wake
from common.platform.text import Text

if TYPE_CHECKING:

    class Asked(TypedDict):
        """What is exported and for whom: the payload of a task."""

        source: str
        file_type: str
        filters: Mapping[str, str]
        language: str
        person_id: str
        role: str
        ip: str
        request_id: str
        rows: int

    class ExportTask(Protocol):
        """An export with what the queue keeps of it."""

        id: int
        subject_id: UUID
        payload: Asked
        state: TaskState
        attempts: int
        done_at: datetime | None
        error: str | None
        error_en: str | None


MAKE: Final = "make_export"
MAKING: Final = Lane(MAKE, Text("Ekspor gagal dibuat", en="The export could not be made"))


def asked_by(actor: Actor, language: str, source: str, file_type: str, filters: Mapping[str, str]) -> Asked:
    return {
        "source": source,
        "file_type": file_type,
        "filters": filters,
        "language": language,
        "person_id": str(actor.person_id),
        "role": actor.role,
        "ip": actor.ip,
        "request_id": actor.request_id,
        "rows": 0,
    }


def actor_of(asked: Asked) -> Actor:
    """The one who asked, as they were then: their rows are the export's."""
    return Actor(UUID(asked["person_id"]), asked["role"], ip=asked["ip"], request_id=asked["request_id"])


def export_task(db: Connection, export_id: UUID) -> ExportTask:
    """Raises NotFound."""
    return one(db, select(tasks).where(tasks.c.kind == MAKE, tasks.c.subject_id == export_id))


def keep_rows(db: Connection, task: ExportTask, rows: int) -> None:
    """How many have been written so far."""
    db.execute(update(tasks).where(tasks.c.id == task.id).values(payload={**task.payload, "rows": rows}))


def record_export(db: Connection, task: ExportTask, rows: int) -> None:
    asked = task.payload
    what = {"source": asked["source"], "file_type": asked["file_type"], "filters": asked["filters"], "rows": rows}
    audit.record(db, actor_of(asked), "export.made", "export", task.subject_id, new=what)


def object_of(export_id: UUID) -> str:
    return f"exports/{export_id}"


def wake_exports() -> None:
    """Signal that a list is to be exported."""
    wake("exports")
