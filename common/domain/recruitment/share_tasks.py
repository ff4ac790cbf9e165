"""The task of a vacancy's page in the site's bucket: asked for by whoever changes the vacancy, and by the clock."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import exists, select

from common.domain.recruitment.states import VacancyState
from common.domain.recruitment.tables import vacancies
from common.domain.recruitment.vacancy_queries import is_open
from common.platform import clock
from common.platform.db import Connection, on_commit
from common.platform.queue import TASKS, Lane, TaskState, add_tasks, task_of, tasks, wake
from common.platform.text import Text

SHARE: Final = "share_vacancy"
SHARING: Final = Lane(SHARE, Text("Halaman lowongan gagal ditulis", en="The page of a vacancy could not be written"))
# What stands between the site's address and a vacancy's id; nothing else of the bucket may be written by functions.
FOLDER: Final = "bagikan/"

_V, _T = vacancies.c, tasks.c


def ask_for_page(db: Connection, vacancy_id: UUID) -> None:
    """The page of this vacancy is to be as the vacancy is: written, written anew, or taken away."""
    add_tasks(db, SHARE, [vacancy_id])
    TASKS.again(db, (_T.kind == SHARE) & (_T.subject_id == vacancy_id))
    on_commit(db, wake_sharing)


def ask_by_clock(db: Connection) -> None:
    """Vacancies that have opened or closed since their page was written."""
    now = clock.now()
    opened, closed = ((at <= now) & (_T.done_at < at) for at in (_V.opens_at, _V.closes_at))
    turned = select(_V.id).where(task_of(SHARE, _V.id), opened | closed)
    TASKS.again(db, (_T.kind == SHARE) & (_T.state == TaskState.DONE) & _T.subject_id.in_(turned))


def ask_for_all(db: Connection) -> None:
    """Every open vacancy once more, and whatever was given up: the site's bucket may have been away, or made anew."""
    _adopt(db)
    open_now = _T.subject_id.in_(select(_V.id).where(is_open(clock.now())))
    wanted = (_T.state == TaskState.FAILED) | ((_T.state == TaskState.DONE) & open_now)
    TASKS.again(db, (_T.kind == SHARE) & wanted)


def wake_sharing() -> None:
    """Signal that a page is to be written or taken away."""
    wake("vacancies")


def _adopt(db: Connection) -> None:
    """Of an older version of the code: published, and without a task."""
    known = exists().where(task_of(SHARE, _V.id))
    unknown = select(_V.id).where(_V.state == VacancyState.PUBLISHED, _V.closes_at > clock.now(), ~known)
    add_tasks(db, SHARE, db.scalars(unknown.order_by(_V.opens_at, _V.id)).all())
