"""Working imports off: files that wait to be read, and pieces that wait to be saved."""

from __future__ import annotations

from common.domain.imports.reading import read_import
from common.domain.imports.saving import save_piece
from common.domain.imports.tasks import LANES, READ
from common.platform.queue import TASKS, Done, Task, work_off
from common.platform.queue.backlog import report_backlog


def import_due(seconds: float = 100) -> int:
    """Until nothing waits or the time is used; how many files and pieces were done."""
    return work_off(TASKS, LANES, _work, limit=1, seconds=seconds).done


def report_imports() -> None:
    """How far behind imports are."""
    report_backlog(TASKS, LANES)


def _work(task: Task) -> Done:
    return read_import(task) if task.kind == READ else save_piece(task)
