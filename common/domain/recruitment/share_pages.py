"""The small page that chats and search engines read of an open vacancy, in the site's bucket (LOW-16).

The portal itself is one page for all addresses; who shows a preview of a link runs no script.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import Text as SqlText
from sqlalchemy import cast, select

from common.domain.people.tables import people
from common.domain.recruitment.share_tasks import FOLDER, SHARING
from common.domain.recruitment.tables import vacancies
from common.domain.recruitment.vacancy_queries import is_open
from common.domain.uploads.tables import uploads
from common.platform import clock
from common.platform.db import Connection, maybe, reading
from common.platform.documents.kinds import JPEG
from common.platform.outside import Outage
from common.platform.queue import TASKS, Done, Held, Task, tasks, work_off
from common.platform.queue.backlog import report_backlog
from common.platform.settings import settings
from common.platform.text import Text

if TYPE_CHECKING:

    class SharedVacancy(Protocol):
        """What the page of an open vacancy says; the pamphlet is that in the private bucket."""

        id: UUID
        course: str
        program: str | None
        days: list[str]
        lecturer: str
        quota: int
        description: str
        requirements: str
        minimum_ipk: str | None
        minimum_semester: int | None
        opens_at: datetime
        closes_at: datetime
        pamphlet_id: UUID | None
        stored_object: str | None
        stored_type: str | None
        thumbnail_object: str | None


_V = vacancies.c
_HTML = "text/html; charset=utf-8"
# Asked for again each time, as the portal's own page is: what has closed is gone at once.
_ASK_AGAIN = "no-cache"
_CHANGED = Text("lowongan berubah saat halamannya ditulis", en="the vacancy changed while its page was written")


def share_due(seconds: float = 45) -> int:
    """Until no page is to be written or taken away, or the time is used; how many were."""
    return work_off(TASKS, (SHARING,), _share, seconds=seconds).done


def report_sharing() -> None:
    """How far behind the pages are."""
    report_backlog(TASKS, (SHARING,))


def page_of(vacancy_id: UUID) -> str:
    """The page's name in the site's bucket, and its path at the site's address."""
    return f"{FOLDER}{vacancy_id}"


def picture_of(vacancy_id: UUID) -> str:
    return f"{FOLDER}{vacancy_id}.jpg"


def thumbnail_of(vacancy_id: UUID) -> str:
    """The picture of the card in the list of vacancies."""
    return f"{FOLDER}{vacancy_id}-320.jpg"


def _share(task: Task) -> Done:
    seen = clock.now()
    with reading() as db:
        vacancy = _open_vacancy(db, task.subject_id)
    if vacancy is None:
        _take_away(*(name(task.subject_id) for name in (page_of, picture_of, thumbnail_of)))
    else:
        _write(vacancy)
    return Done({"done_at": seen}, then=lambda db: _require_unchanged(db, task, vacancy))


def _open_vacancy(db: Connection, vacancy_id: UUID) -> SharedVacancy | None:
    columns = (_V.id, _V.course, _V.program, _V.days, people.c.name.label("lecturer"), _V.quota)
    texts = (_V.description, _V.requirements)
    limits = (cast(_V.minimum_ipk, SqlText).label("minimum_ipk"), _V.minimum_semester, _V.opens_at, _V.closes_at)
    picture = (_V.pamphlet_id, uploads.c.stored_object, uploads.c.stored_type, uploads.c.thumbnail_object)
    wanted = select(*columns, *texts, *limits, *picture).join(people, people.c.id == _V.lecturer_id)
    wanted = wanted.outerjoin(uploads, uploads.c.id == _V.pamphlet_id)
    found: SharedVacancy | None = maybe(db, wanted.where(_V.id == vacancy_id, is_open(clock.now())))
    return found


def _write(vacancy: SharedVacancy) -> None:
    """The picture before the page that names it."""
    from common.domain.recruitment.share_html import share_html
    from common.platform.storage import storage

    here, picture = settings(), picture_of(vacancy.id)
    # A pamphlet may also be a PDF, of which there is no picture.
    pictured = vacancy.stored_object if vacancy.stored_type == JPEG else None
    for found, name in ((pictured, picture), (vacancy.thumbnail_object, thumbnail_of(vacancy.id))):
        if found:
            data = storage().read(here.private_bucket, found)
            storage().write(here.site_bucket, name, data, JPEG, cache_control=_ASK_AGAIN)
        else:
            _take_away(name)
    page = share_html(vacancy, page_of(vacancy.id), picture if pictured else None)
    storage().write(here.site_bucket, page_of(vacancy.id), page.encode(), _HTML, cache_control=_ASK_AGAIN)


def _take_away(*names: str) -> None:
    from common.platform.storage import storage

    for name in names:
        storage().delete(settings().site_bucket, name)


def _require_unchanged(db: Connection, task: Task, written: SharedVacancy | None) -> None:
    """Whoever changes the vacancy asks for its page in the same transaction, so waits for this one or is seen by it."""
    db.execute(select(tasks.c.id).where(tasks.c.id == task.id).with_for_update())
    if _open_vacancy(db, task.subject_id) != written:
        raise Held(Outage(_CHANGED))
