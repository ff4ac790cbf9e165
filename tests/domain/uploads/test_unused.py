"""Files that nothing points to leave in the end, and never one that somebody has just used."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import text, update
from sqlalchemy.event import listen

import common.platform.storage
from common.domain.attendance.errors import PhotoNotUsable
from common.domain.attendance.recording import record
from common.domain.recruitment import applications
from common.domain.recruitment.errors import DocumentsNotUsable
from common.domain.recruitment.tables import application_documents
from common.domain.uploads.tables import Purpose, UploadState, uploads
from common.domain.uploads.unused import Batch, begin_leaving, clear_unused, references
from common.domain.uploads.usable import usable_files
from common.ops.local.campus import Campus
from common.platform import clock
from common.platform.db import Connection, metadata, transaction
from common.platform.outside import OUT_OF_REACH, Outage
from common.platform.settings import settings
from common.platform.storage import storage
from functions.keep_house.main import ENOUGH
from tests import factories as make
from tests.bystanders import is_own, own
from tests.domain.attendance.scene import form, scene
from tests.domain.recruitment.test_applications import form as application_form
from tests.domain.uploads.conftest import kept

pytestmark = pytest.mark.usefixtures("committed")
LONG_AGO = timedelta(days=2, minutes=1)


def old_upload(db: Connection, by: Any, purpose: Purpose = Purpose.DOCUMENT, **values: Any) -> Any:
    made = make.upload(db, by, purpose, requested_at=clock.now() - LONG_AGO, **values)
    if made.stored_object:
        storage().write(settings().private_bucket, made.stored_object, b"isi", "application/pdf")
    return made


def left() -> set[Any]:
    with transaction() as db:
        return set(db.scalars(own(uploads, uploads.c.id)))


def clear(batch: int = 100) -> None:
    clear_unused(within=ENOUGH, batch=batch)


def test_the_night_clears_all_that_is_old_and_unused_and_nothing_else(campus: Campus) -> None:
    with transaction() as db:
        student = make.student(db)
        gone = [old_upload(db, student, thumbnail_object=f"kecil/{n}.jpg") for n in range(3)]
        refused = old_upload(db, student, state=UploadState.REFUSED, stored_object=None)
        used, coming = old_upload(db, student), old_upload(db, student, state=UploadState.AWAITED)
        made = make.application(db, make.vacancy(db, make.lecturer(db)), student)
        make.insert(db, application_documents, application_id=made.id, kind="cv", upload_id=used.id)
        young = make.upload(db, student)
    assert refused.id in left()
    assert campus.host.deliver("keep_house", "/schedule/clear_files") == 204
    assert left() == {used.id, coming.id, young.id}
    assert [kept(row.stored_object) for row in (*gone, used)] == [False] * 3 + [True]


def test_what_does_not_fit_into_one_batch_leaves_in_the_next() -> None:
    with transaction() as db:
        for _ in range(5):
            old_upload(db, make.student(db))
    clear(batch=2)
    assert left() == set()


def test_when_the_time_is_up_the_rest_stays_for_another_night() -> None:
    with transaction() as db:
        for _ in range(3):
            old_upload(db, make.student(db))
    clear_unused(within=timedelta(0))
    assert len(left()) == 3


def test_no_transaction_is_open_while_the_bucket_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction() as db:
        old_upload(db, make.student(db))
    delete, open_ones = type(storage()).delete, []

    def watched(*asked: Any) -> None:
        with transaction() as db:
            mine = "datname = current_database() AND pid <> pg_backend_pid() AND state LIKE 'idle in transaction%'"
            open_ones.append(db.scalar(text(f"SELECT count(*) FROM pg_stat_activity WHERE {mine}")))
        delete(*asked)

    monkeypatch.setattr(type(storage()), "delete", watched)
    clear()
    assert open_ones == [0, 0]


def test_what_a_fault_has_left_behind_is_used_by_nobody_and_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction() as db:
        student = make.student(db)
        row = old_upload(db, student)
    with monkeypatch.context() as broken:
        broken.setattr(common.platform.storage, "storage", out_of_order)
        with pytest.raises(Outage):
            clear()
    with transaction() as db:
        refuse_to_apply(db, student, row.id)
    clear()
    assert row.id in left(), "another run may still be at it"
    with time_machine.travel(clock.now() + timedelta(minutes=61), tick=True):
        clear()
    assert row.id not in left()
    assert not kept(row.stored_object)


def out_of_order() -> Any:
    raise Outage(OUT_OF_REACH)


def refuse_to_apply(db: Connection, student: Any, upload_id: Any) -> None:
    vacancy = make.vacancy(db, make.lecturer(db), documents=["cv"])
    sent = application_form(db, student, documents=[{"kind": "cv", "upload_id": upload_id}])
    with pytest.raises(DocumentsNotUsable) as refused:
        applications.submit(db, make.as_actor(student), vacancy.id, sent)
    assert list(refused.value.fields) == ["documents.cv"]


def test_a_photo_on_its_way_out_proves_nothing() -> None:
    with transaction() as db:
        one = scene(db)
        photo = old_upload(db, one.student, Purpose.PHOTO, leaving_at=clock.now())
        with pytest.raises(PhotoNotUsable):
            record(db, one.aslab, one.contract.id, form(db, one, upload_id=photo.id))


def test_who_applies_while_the_file_is_being_taken_away_is_told_so(thread: ThreadPoolExecutor) -> None:
    with transaction() as db:
        student = make.student(db)
        vacancy = make.vacancy(db, make.lecturer(db), documents=["cv"])
        sent = application_form(db, student, documents=[{"kind": "cv", "upload_id": old_upload(db, student).id}])

    def apply() -> None:
        with transaction() as db:
            applications.submit(db, make.as_actor(student), vacancy.id, sent)

    with transaction() as db:
        assert len(begin_leaving(db, limit=10).leaving) == 1
        waiting: Future[None] = thread.submit(apply)
        with pytest.raises(TimeoutError):
            waiting.result(timeout=0.5)
    with pytest.raises(DocumentsNotUsable):
        waiting.result(timeout=10)


def test_a_file_that_was_looked_at_to_be_used_is_passed_over(thread: ThreadPoolExecutor) -> None:
    with transaction() as db:
        student = make.student(db)
        row = old_upload(db, student)
    with transaction() as db:
        assert usable_files(db, student.id, [row.id], Purpose.DOCUMENT) == {row.id: "diterima"}
        thread.submit(clear).result(timeout=10)
    assert row.id in left()
    assert kept(row.stored_object)


def behind_the_search(db: Connection, do: Callable[[], object]) -> None:
    """`do` comes when the files have been found, before they are locked."""
    asked: list[str] = []

    def meanwhile(*event: Any) -> None:
        asked.append(event[2])
        if len(asked) == 1:
            do()

    listen(db, "after_cursor_execute", meanwhile)


def test_a_file_that_came_into_use_after_it_was_found_stays() -> None:
    with transaction() as db:
        student = make.student(db)
        vacancy, row = make.vacancy(db, make.lecturer(db), documents=["cv"]), old_upload(db, student)
        sent = application_form(db, student, documents=[{"kind": "cv", "upload_id": row.id}])

    def apply() -> None:
        with transaction() as other:
            applications.submit(other, make.as_actor(student), vacancy.id, sent)

    with transaction() as db:
        behind_the_search(db, apply)
        found = [one.id for one in begin_leaving(db, limit=10).leaving]
    assert row.id not in found


def test_a_file_that_another_run_has_taken_meanwhile_is_left_to_it() -> None:
    with transaction() as db:
        old_upload(db, make.student(db))
    taken: list[Any] = []

    def take() -> None:
        with transaction() as other:
            taken.extend(begin_leaving(other, limit=10).leaving)

    with transaction() as db:
        behind_the_search(db, take)
        assert begin_leaving(db, limit=10) == Batch([], 0)
    assert len(taken) == 1


def test_two_runs_at_once_share_the_work() -> None:
    with transaction() as db:
        for _ in range(4):
            old_upload(db, make.student(db))
    with transaction() as one, transaction() as two:
        first = begin_leaving(one, limit=3).leaving
        second = begin_leaving(two, limit=4).leaving
    assert (len(first), len(second)) == (3, 1)
    with transaction() as db:
        assert begin_leaving(db, limit=4) == Batch([], 0)
        db.execute(update(uploads).where(is_own(uploads)).values(leaving_at=clock.now() - timedelta(minutes=61)))
        assert len(begin_leaving(db, limit=4).leaving) == 4


def test_every_column_that_names_an_upload_keeps_it(db: Connection) -> None:
    keys = {key.parent for table in metadata.sorted_tables for key in table.foreign_keys if key.column.table is uploads}
    assert {str(column) for column in references(db)} == {str(column) for column in keys}
    assert len(keys) >= 4
