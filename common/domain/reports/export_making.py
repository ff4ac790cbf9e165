"""Writing the file of an export, row by row into its bucket."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import select

from common.domain.notifications.queue import Recipient, notify
from common.domain.notifications.states import Channel
from common.domain.people.tables import people
from common.domain.reports.export_tasks import MAKING, actor_of, export_task, keep_rows, object_of, record_export
from common.domain.reports.exportable import CONTENT_TYPES, chunks, export_of, loaded
from common.platform import clock
from common.platform.db import Connection, reading, transaction, value
from common.platform.outside import Permanent
from common.platform.queue import TASKS, Done, work_off
from common.platform.queue.backlog import report_backlog
from common.platform.settings import settings
from common.platform.sheets.exports import Format
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.reports.export_tasks import Asked, ExportTask

    Items = Sequence[Mapping[str, object]]

_TOO_MANY = Text("lebih dari 1.048.575 baris, pilih CSV", en="more than 1,048,575 rows, choose CSV")
_PAGE: Final = 2000


def make_due(seconds: float = 45) -> int:
    """Until nothing waits or the time is used; how many were made."""
    return work_off(TASKS, (MAKING,), _make, limit=1, seconds=seconds).done


def report_making() -> None:
    """How far behind exports are."""
    report_backlog(TASKS, (MAKING,))


def make_at_once(export_id: UUID, asked: Asked, items: Items) -> ExportTask:
    """The file of a short list, whose rows were read already; the task as it is then."""
    _write(export_id, asked, [items])
    with transaction() as db:
        task = export_task(db, export_id)
        record_export(db, task, len(items))
        keep_rows(db, task, len(items))
        TASKS.finish(db, task, {"done_at": clock.now()})
        return export_task(db, export_id)


def _make(task: ExportTask) -> Done:
    rows = 0

    def counted() -> Iterator[Items]:
        nonlocal rows
        for items in _pages(task.payload):
            yield items
            rows += len(items)
            with transaction() as db:
                keep_rows(db, task, rows)

    _write(task.subject_id, task.payload, counted())
    return Done({"done_at": clock.now()}, then=lambda db: _made(db, task, rows))


def _made(db: Connection, task: ExportTask, rows: int) -> None:
    record_export(db, task, rows)
    asked = task.payload
    language, person_id = asked["language"], UUID(asked["person_id"])
    name: str = value(db, select(people.c.name).where(people.c.id == person_id))
    title = export_of(asked["source"]).title.to(language)
    data = {"name": name, "list": title, "rows": rows, "export_id": task.subject_id, "hours": settings().export_hours}
    to = Recipient(person_id, language=language)
    notify(db, to, "export_made", f"export_made:{task.subject_id}", data, channels=(Channel.INBOX,))


def _pages(asked: Asked) -> Iterator[Items]:
    """Each in a reading of its own, so that no connection is held while its rows are written."""
    export, actor = export_of(asked["source"]), actor_of(asked)
    wanted = loaded(export, asked["filters"]) | {"limit": _PAGE}
    more = True
    while more:
        with reading() as db:
            found = export.pages(db, actor, asked["language"], wanted)
        yield found["items"]
        wanted["after"], more = found["next"], found["next"] is not None


def _write(export_id: UUID, asked: Asked, pages: Iterable[Items]) -> None:
    from common.platform.sheets.workbook_out import TooManyRows
    from common.platform.storage import storage

    export, language, file_type = export_of(asked["source"]), asked["language"], Format(asked["file_type"])
    rows = (row for items in pages for row in export.rows(items, language))
    parts, content_type = chunks(export, file_type, language, rows), CONTENT_TYPES[file_type]
    try:
        storage().write_parts(settings().export_bucket, object_of(export_id), parts, content_type)
    except TooManyRows:
        raise Permanent(_TOO_MANY) from None
