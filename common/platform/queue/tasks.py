"""Tasks: work that follows a decision and has no table of its own, each written in the transaction of the decision.

A kind of work is a lane. What a kind does is said where its noun is; the function that does it works off its lane.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Identity,
    Index,
    Table,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, insert

from common.platform.db import metadata
from common.platform.db.columns import moment, one_of, words
from common.platform.db.personal import IMPERSONAL, Keep, personal
from common.platform.queue.columns import columns, due_index, fresh
from common.platform.queue.queue import Queue


class TaskState(StrEnum):
    QUEUED = "antre"
    DONE = "selesai"
    FAILED = "gagal"


_ASKED = personal("to do what somebody asked for", Keep("as long as the task is listed"), "who asked")

tasks = Table(
    "tasks",
    metadata,
    # Numbered, so that what was decided first is done first, also within one transaction.
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    words("kind", comment="what is to be done", info=IMPERSONAL),
    Column("subject_id", Uuid, nullable=False, comment="with what; the kind tells in which table it is"),
    Column("payload", JSONB, nullable=False, server_default="{}", info=_ASKED),
    words("state"),
    *columns(),
    moment("done_at", nullable=True),
    one_of("state", TaskState),
    UniqueConstraint("kind", "subject_id", name="one_task_per_kind_and_subject"),
    due_index("tasks", "kind"),
    Index("tasks_created_at_idx", "created_at"),
    Index("tasks_failed_idx", "kind", "subject_id", postgresql_where=text("state = 'gagal'")),
)

TASKS = Queue(tasks, lane="kind", done=TaskState.DONE, named_by="subject_id")


class Task(Protocol):
    id: int
    kind: str
    subject_id: UUID
    payload: Mapping[str, Any]


def add_tasks(
    db: Connection,
    kind: str,
    subjects: Iterable[UUID],
    payload: Mapping[str, Any] | None = None,
    *,
    claimed_until: datetime | None = None,
) -> None:
    """One for each subject; a subject that has one of this kind already keeps it.

    Until `claimed_until` nobody takes them: whoever adds them begins with them at once.
    """
    common = {"kind": kind, "payload": dict(payload or {}), "claimed_until": claimed_until, **fresh()}
    rows = [common | {"subject_id": subject} for subject in subjects]
    if rows:
        db.execute(insert(tasks).values(rows).on_conflict_do_nothing(constraint="one_task_per_kind_and_subject"))


def task_of(kind: str, subject: ColumnElement[UUID]) -> ColumnElement[bool]:
    """A condition on `tasks`: the one of this kind for a subject."""
    return (tasks.c.kind == kind) & (tasks.c.subject_id == subject)
