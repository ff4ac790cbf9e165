"""Scenes of what happens without a request: by the clock, by a signal, by a file that has come.

Named `<function>__<trigger>`, with a case after another `__`. They may touch rows of other scenes too, so that only
what is named is looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import time_machine
from sqlalchemy import Table, select

from common.domain.announcements.tasks import SPREAD
from common.domain.attendance.states import AttendanceState
from common.domain.attendance.tables import attendances
from common.domain.certificates.actions import issue
from common.domain.certificates.tables import certificates
from common.domain.imports.states import ImportState, LineKind
from common.domain.imports.tables import people_imports
from common.domain.imports.tasks import SAVE
from common.domain.notifications.tables import messages
from common.domain.recruitment.share_pages import page_of
from common.domain.recruitment.share_tasks import SHARE
from common.domain.recruitment.summaries import last_closed_day
from common.domain.recruitment.tables import applications
from common.domain.reports.export_tasks import MAKE, asked_by, export_task
from common.domain.uploads.tables import Purpose, UploadState, uploads
from common.platform import clock
from common.platform.db import transaction
from common.platform.queue import TaskState, add_tasks
from common.platform.settings import settings
from common.platform.storage import NoSuchObject, storage
from tests import factories as make
from tests import samples
from tests.bystanders import own
from tests.domain.certificates.conftest import deserved
from tests.functions.effects.scene import Cast, named, queued


@dataclass(frozen=True)
class Job:
    """What leads to it is there already. `start` is for a trigger that is not simply called."""

    names: dict[str, str] = field(default_factory=dict)
    start: Callable[[], None] | None = None
    after: Callable[[], list[str]] = list


def keep_house__begin_day(cast: Cast) -> Job:
    today = clock.today()
    with transaction() as db:
        owner = make.student(db)
        staff = {"lecturer": cast.lecturer, "admin": cast.admin}
        over = make.contract(db, student=owner, **staff, ends_on=today - timedelta(days=1))
        soon = make.contract(db, student=owner, **staff, ends_on=today + timedelta(days=7))
        make.contract(db, student=owner, **staff, ends_on=today + timedelta(days=9))
        silent, reminded = make.student(db), make.student(db)
        post = make.vacancy(db, cast.lecturer, accepted=2)
        seated = {"state": "diterima", "decided_at": clock.now()}
        seat = make.application(db, post, silent, **seated, confirm_by=today - timedelta(days=1))
        make.application(db, post, reminded, **seated, confirm_by=today)
    seats = named(seat=seat, silent=silent, reminded=reminded)
    return Job(named(contract=over, other_contract=soon, owner=owner, dosen=cast.lecturer) | seats)


def keep_house__sum_up_day(cast: Cast) -> Job:
    with transaction() as db:
        lecturer = make.lecturer(db)
        # One before six in the evening and one after it.
        for hour in (12, 20):
            at = clock.start_of(last_closed_day(clock.now())) + timedelta(hours=hour)
            make.application(db, make.vacancy(db, lecturer), cast.student, submitted_at=at)
    return Job(named(lecturer=lecturer))


def keep_house__remind_of_week(cast: Cast) -> Job:
    """On a Friday to come: who has nothing in that week, and somebody who has."""
    friday = clock.today() + timedelta(days=7 + (4 - clock.today().weekday()) % 7)
    with transaction() as db:
        absent, present = make.student(db), make.student(db)
        staff = {"lecturer": cast.lecturer, "admin": cast.admin}
        for who in (absent, present):
            made = make.contract(db, student=who, **staff)
        make.attendance(db, made, day=friday - timedelta(days=4))

    def start() -> None:
        with time_machine.travel(clock.start_of(friday) + timedelta(hours=16), tick=False):
            cast.portal.campus.host.deliver("keep_house", "/schedule/remind_of_week")

    return Job(named(absent=absent, present=present), start)


def keep_house__erase_personal_data(cast: Cast) -> Job:
    long_ago = clock.today() - timedelta(days=500)
    with transaction() as db:
        period = make.period(db, starts_on=long_ago - timedelta(days=90), ends_on=long_ago)
        post = make.vacancy(db, cast.lecturer, period_id=period.id)
        over = make.application(db, post, cast.student, state="ditolak", reason="Kuota penuh")
        kept = make.application(db, make.vacancy(db, cast.lecturer), cast.student, state="ditolak")
        ended = {"state": "selesai", "ended_at": clock.start_of(long_ago)}
        served = make.contract(db, student=make.student(db), lecturer=cast.lecturer, admin=make.admin(db), **ended)

    def after() -> list[str]:
        return [f"over: {_one(applications, over).email!r}", f"kept: {_one(applications, kept).email[-12:]}"]

    return Job(named(application=over, contract=served), after=after)


def keep_house__clear_files(cast: Cast) -> Job:
    with transaction() as db:
        unused = make.upload(db, cast.student, requested_at=clock.now() - timedelta(days=3))
        young = make.upload(db, cast.student, requested_at=clock.now() - timedelta(days=1))
    storage().write(settings().private_bucket, unused.stored_object, b"isi", "application/pdf")
    return Job(after=lambda: [f"unused: {_state(uploads, unused)}", f"young: {_state(uploads, young)}"])


def import_people__sweep__a_page_of_a_vacancy(cast: Cast) -> Job:
    """It is still there though the vacancy has closed."""
    past = clock.now() - timedelta(hours=1)
    with transaction() as db:
        closed = make.vacancy(db, cast.lecturer, closes_at=past)
        make.task(db, closed, SHARE, state=TaskState.DONE, done_at=past - timedelta(days=1))
    storage().write(settings().site_bucket, page_of(closed.id), b"isi", "text/html")
    return Job(after=lambda: [f"pages: {_pages(closed=closed) or 'none'}"])


def import_people__wake__a_page_of_a_vacancy(cast: Cast) -> Job:
    with transaction() as db:
        asked, unasked = make.vacancy(db, cast.lecturer), make.vacancy(db, cast.lecturer)
        make.task(db, asked, SHARE)
    return Job(after=lambda: [f"pages: {_pages(asked=asked, unasked=unasked)}"])


def _pages(**vacancies: Any) -> str:
    def is_there(vacancy: Any) -> bool:
        try:
            return storage().size(settings().site_bucket, page_of(vacancy.id)) > 0
        except NoSuchObject:
            return False

    return " ".join(name for name, vacancy in vacancies.items() if is_there(vacancy))


def deliver_notifications__sweep(cast: Cast) -> Job:
    with transaction() as db:
        waiting = queued(db, cast.student)
    return Job(after=lambda: [f"message: {_state(messages, waiting)}"])


def deliver_notifications__sweep__an_announcement(cast: Cast) -> Job:
    with transaction() as db:
        owner, post = make.student(db), make.vacancy(db, cast.lecturer)
        make.application(db, post, owner)
        among = {"audience": "pelamar", "among": [str(post.id)], "spread_at": None}
        add_tasks(db, SPREAD, [make.announcement(db, cast.admin, **among).id])
    return Job(named(owner=owner))


def deliver_notifications__wake__an_announcement(cast: Cast) -> Job:
    return deliver_notifications__sweep__an_announcement(cast)


def deliver_notifications__wake(cast: Cast) -> Job:
    return deliver_notifications__sweep(cast)


def draw_certificates__sweep(cast: Cast) -> Job:
    """The signal of the issuing is undone, so that the certificate waits for this job alone."""
    with transaction() as db:
        owner = make.student(db)
        contract = deserved(db, student=owner)
        key = issue(db, make.as_actor(cast.admin), contract.id)
        db.info["after_commit"].clear()
        made = db.execute(own(certificates).where(certificates.c.id == key)).one()
    return Job(named(certificate=made, owner=owner), after=lambda: [f"drawn: {_one(certificates, made).object[-4:]}"])


def draw_certificates__wake(cast: Cast) -> Job:
    return draw_certificates__sweep(cast)


def draw_certificates__sweep__a_long_export(cast: Cast) -> Job:
    asked = asked_by(make.as_actor(cast.admin), "id", "users", "csv", {"search": cast.student.number})
    subject = uuid4()
    with transaction() as db:
        add_tasks(db, MAKE, [subject], asked)
    names = {**named(admin=cast.admin), str(subject): "export"}
    return Job(names, after=lambda: [f"export: {_state_of_task(subject)}"])


def draw_certificates__wake__a_long_export(cast: Cast) -> Job:
    return draw_certificates__sweep__a_long_export(cast)


def import_people__sweep(cast: Cast) -> Job:
    """A piece that waits to be saved."""
    with transaction() as db:
        made = make.people_import(db, cast.admin, added=1, to_save=1, invited=False, state=ImportState.SAVING)
        piece = make.import_lines(db, made, [LineKind.NEW])
        by = {"actor_id": str(cast.admin.id), "ip": "127.0.0.1", "request_id": "uji"}
        make.task(db, piece, SAVE, payload=by)
    return Job(named(impor=made, admin=cast.admin), after=lambda: [f"import: {_state(people_imports, made)}"])


def import_people__wake(cast: Cast) -> Job:
    return import_people__sweep(cast)


def process_upload__judge_upload(cast: Cast) -> Job:
    """A photo that is as it should be: the attendance that waits for it goes on."""
    return _photo(cast, samples.photo(4711))


def process_upload__judge_upload__no_photo(cast: Cast) -> Job:
    return _photo(cast, b"bukan foto")


def process_upload__give_up_on_missing_files(cast: Cast) -> Job:
    photo, waiting = _awaited(cast, requested_at=clock.now() - timedelta(hours=2))
    return _about(cast, photo, waiting)


def _photo(cast: Cast, content: bytes) -> Job:
    photo, waiting = _awaited(cast)

    def arrive() -> None:
        storage().write(settings().incoming_bucket, photo.object, content, "image/jpeg")
        cast.views["aslab"].verdict(photo.id)

    return _about(cast, photo, waiting, arrive)


def _awaited(cast: Cast, **values: Any) -> tuple[Any, Any]:
    nothing = {"state": UploadState.AWAITED, "stored_object": None, "sha256": None, "judged_at": None}
    with transaction() as db:
        photo = make.upload(db, cast.aslab, Purpose.PHOTO, **nothing | values)
        contract = make.contract(db, student=cast.aslab, lecturer=cast.lecturer, admin=cast.admin)
        unseen = {"state": AttendanceState.AWAITING_PHOTO, "photo_id": photo.id, "photo_sha256": None}
        return photo, make.attendance(db, contract, **unseen)


def _about(cast: Cast, photo: Any, waiting: Any, start: Callable[[], None] | None = None) -> Job:
    def after() -> list[str]:
        return [f"photo: {_state(uploads, photo)}", f"attendance: {_state(attendances, waiting)}"]

    names = named(photo=photo, attendance=waiting, aslab=cast.aslab) | {str(waiting.contract_id): "contract"}
    return Job(names, start, after)


def _one(table: Table, row: Any) -> Any:
    with transaction() as db:
        return db.execute(select(table).where(table.c.id == row.id)).one_or_none()


def _state(table: Table, row: Any) -> str:
    found = _one(table, row)
    return str(found.state) if found else "gone"


def _state_of_task(subject: UUID) -> str:
    with transaction() as db:
        return str(export_task(db, subject).state)
