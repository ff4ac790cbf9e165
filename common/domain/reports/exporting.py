"""Exports: a short list is written at once, a long one by the queue; its file is then fetched by a link."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4

from common.domain.reports.export_making import make_at_once
from common.domain.reports.export_tasks import MAKE, asked_by, export_task, object_of, wake_exports
from common.domain.reports.exportable import CONTENT_TYPES, export_of, loaded, require_reader
from common.platform import clock
from common.platform.auth import Actor
from common.platform.db import Connection, on_commit
from common.platform.errors import NotFound
from common.platform.queue import TaskState, add_tasks
from common.platform.settings import settings
from common.platform.sheets.exports import Format
from common.platform.text import ENGLISH

if TYPE_CHECKING:
    from common.domain.reports.export_tasks import Asked, ExportTask
    from common.domain.reports.views import ExportViewData
    from common.platform.sheets.exports import RowPage

# What fits into one page of so many rows is written at once.
_SHORT: Final = 1000
# For so long its task is left to the request; then the queue takes it.
_AT_ONCE: Final = timedelta(minutes=2)


def ask(
    db: Connection, actor: Actor, language: str, *, source: str, file_type: str, filters: Mapping[str, str]
) -> Callable[[], ExportViewData]:
    """What writes the file of a short list, once the task is committed; a long one is left to the queue.

    Raises Forbidden, Invalid for filters that the list has not, and what the list itself raises.
    """
    export = export_of(source)
    require_reader(export, actor)
    found = export.pages(db, actor, language, loaded(export, filters) | {"limit": _SHORT})
    export_id, asked = uuid4(), asked_by(actor, language, source, file_type, filters)
    if found["next"] is None:
        add_tasks(db, MAKE, [export_id], asked, claimed_until=clock.now() + _AT_ONCE)
        return partial(_written, export_id, asked, found)
    add_tasks(db, MAKE, [export_id], asked)
    on_commit(db, wake_exports)
    return partial(_shown, export_task(db, export_id), language)


def show(db: Connection, actor: Actor, language: str, export_id: UUID) -> Callable[[], ExportViewData]:
    """How far one's own export is, and once it is done a link to its file. Raises NotFound."""
    task = export_task(db, export_id)
    if (task.payload["person_id"], task.payload["role"]) != (str(actor.person_id), actor.role):
        raise NotFound()
    return partial(_shown, task, language)


def _written(export_id: UUID, asked: Asked, found: RowPage) -> ExportViewData:
    return _shown(make_at_once(export_id, asked, found["items"]), asked["language"])


def _shown(task: ExportTask, language: str) -> ExportViewData:
    asked = task.payload
    kept_until = task.done_at + timedelta(hours=settings().export_hours) if task.done_at else None
    there = task.state == TaskState.DONE and kept_until is not None and kept_until > clock.now()
    name = _file_name(task)
    return {
        "id": task.subject_id,
        "source": asked["source"],
        "file_type": asked["file_type"],
        "state": task.state,
        "rows": asked["rows"],
        "error": task.error_en if language == ENGLISH else task.error,
        "file_name": name,
        "url": _link(task, name) if there else None,
        "kept_until": kept_until,
    }


def _file_name(task: ExportTask) -> str:
    asked = task.payload
    title = export_of(asked["source"]).title.to(asked["language"])
    return f"{title} {clock.campus_day(task.done_at or clock.now()):%d-%m-%Y}.{asked['file_type']}"


def _link(task: ExportTask, file_name: str) -> str:
    from common.platform.storage import storage

    return storage().read_link(
        settings().export_bucket,
        object_of(task.subject_id),
        expires_in=timedelta(minutes=settings().link_minutes),
        content_type=CONTENT_TYPES[Format(task.payload["file_type"])],
        file_name=file_name,
        inline=False,
    )
