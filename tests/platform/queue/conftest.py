"""A queue of its own kind of task, whose service is a script: what each item meets is said beforehand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from common.platform import clock
from common.platform.db import transaction
from common.platform.queue import TASKS, Done, Lane, Tally, Task, add_tasks, tasks, work_off
from common.platform.text import Text
from tests.bystanders import own

KIND = "uji"
LANE = Lane(KIND, Text("Uji gagal", en="Test failed"))


class Service:
    """Takes every task, but for those that were said to meet a fault."""

    def __init__(self) -> None:
        self.faults: dict[UUID, Exception] = {}
        self.away: Exception | None = None
        self.seen: list[UUID] = []
        self.meanwhile: Callable[[], None] = lambda: None

    def __call__(self, task: Task) -> Done:
        self.seen.append(task.subject_id)
        self.meanwhile()
        if fault := self.away or self.faults.get(task.subject_id):
            raise fault
        return Done({"done_at": clock.now()})

    def sweep(self, *lanes: Lane, **how: Any) -> Tally:
        return work_off(TASKS, lanes or (LANE,), self, **how)


@pytest.fixture
def service(committed: None) -> Service:
    return Service()


def ask(count: int = 1, kind: str = KIND, **values: Any) -> list[UUID]:
    """Commit so many tasks; their subjects."""
    subjects = [uuid4() for _ in range(count)]
    with transaction() as db:
        add_tasks(db, kind, subjects)
        if values:
            db.execute(tasks.update().where(tasks.c.subject_id.in_(subjects)).values(values))
    return subjects


def rows() -> list[Any]:
    with transaction() as db:
        return list(db.execute(own(tasks).order_by(tasks.c.id)).all())


def row(subject: UUID) -> Any:
    with transaction() as db:
        return db.execute(own(tasks).where(tasks.c.subject_id == subject)).one()


def minutes_until(moment: datetime) -> float:
    return (moment - clock.now()).total_seconds() / 60
