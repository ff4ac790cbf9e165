"""A file in use is looked at once; when something lets go of it, the nights look at it again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Connection, delete, select, text, update

from common.domain.attendance.tables import attendances
from common.domain.recruitment.tables import application_documents, vacancies
from common.domain.uploads.tables import Purpose, uploads
from common.domain.uploads.unused import Batch, begin_leaving, references
from common.platform.db import transaction
from tests import factories as make
from tests.domain.uploads.test_unused import clear, left, old_upload

pytestmark = pytest.mark.usefixtures("committed")


def used_document() -> Any:
    """A file of an application, and that it is in use is known."""
    with transaction() as db:
        student = make.student(db)
        row = old_upload(db, student)
        made = make.application(db, make.vacancy(db, make.lecturer(db)), student)
        make.insert(db, application_documents, application_id=made.id, kind="cv", upload_id=row.id)
    clear()
    assert known(row.id)
    return row


def known(upload_id: Any) -> bool:
    with transaction() as db:
        return db.scalar(select(uploads.c.found_used_at).where(uploads.c.id == upload_id)) is not None


def removal(row: Any) -> Any:
    return delete(application_documents).where(application_documents.c.upload_id == row.id)


def test_what_is_in_use_is_looked_at_once() -> None:
    row = used_document()
    with transaction() as db:
        assert begin_leaving(db, limit=10) == Batch([], 0)
    assert row.id in left()


def test_a_batch_with_nothing_but_files_in_use_does_not_end_the_night() -> None:
    with transaction() as db:
        lecturer = make.lecturer(db)
        for _ in range(3):
            make.vacancy(db, lecturer, pamphlet_id=old_upload(db, lecturer, Purpose.PAMPHLET).id)
        gone = old_upload(db, lecturer)
    clear(batch=1)
    assert gone.id not in left()
    assert len(left()) == 3


def test_what_was_in_use_leaves_when_it_is_no_longer() -> None:
    row = used_document()
    with transaction() as db:
        db.execute(removal(row))
    clear()
    assert row.id not in left()


def test_what_was_replaced_leaves_and_what_took_its_place_stays() -> None:
    with transaction() as db:
        lecturer = make.lecturer(db)
        first, second = (old_upload(db, lecturer, Purpose.PAMPHLET) for _ in range(2))
        vacancy = make.vacancy(db, lecturer, pamphlet_id=first.id)
        other = make.vacancy(db, lecturer, pamphlet_id=second.id)
    clear()
    with transaction() as db:
        db.execute(update(vacancies).where(vacancies.c.id == other.id).values(pamphlet_id=None))
        db.execute(update(vacancies).where(vacancies.c.id == vacancy.id).values(pamphlet_id=second.id))
    clear()
    assert left() == {second.id}


def test_a_change_that_keeps_the_file_asks_for_nothing() -> None:
    with transaction() as db:
        student = make.student(db)
        contract = make.contract(db, student=student, lecturer=make.lecturer(db), admin=make.admin(db))
        photo = old_upload(db, student, Purpose.PHOTO)
        made = make.attendance(db, contract, photo_id=photo.id, photo_sha256=photo.sha256)
    clear()
    with transaction() as db:
        same = {"photo_id": photo.id, "activity": "Praktikum"}
        db.execute(update(attendances).where(attendances.c.id == made.id).values(same))
    assert known(photo.id)


def test_whoever_lets_go_while_the_night_looks_is_not_missed() -> None:
    """It has seen that the file is in use, and says so after the other has let go of it."""
    row = used_document()
    with transaction() as db:
        db.execute(update(uploads).where(uploads.c.id == row.id).values(found_used_at=None))

    def let_go() -> None:
        with transaction() as db:
            db.execute(removal(row))

    with ThreadPoolExecutor(1) as thread:
        with transaction() as db:
            assert begin_leaving(db, limit=10) == Batch([], 1)
            waiting = thread.submit(let_go)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.5)
        waiting.result(timeout=10)
    assert not known(row.id)


def test_the_night_passes_over_what_somebody_is_letting_go_of() -> None:
    row = used_document()
    with transaction() as db:
        db.execute(update(uploads).where(uploads.c.id == row.id).values(found_used_at=None))
    with transaction() as db:
        db.execute(removal(row))
        clear()
        assert row.id in left()
    assert not known(row.id)
    clear()
    assert row.id not in left()


TRIGGERS = text("""
    SELECT tgrelid::regclass::text || '.' || convert_from(trim(trailing '\\x00' FROM tgargs), 'UTF8'), count(*)
    FROM pg_trigger WHERE tgfoid = 'let_go_of_upload'::regproc AND tgenabled = 'O' GROUP BY 1
""")


def test_every_column_that_names_an_upload_says_so_when_it_lets_go(db: Connection) -> None:
    """At a deletion and at a change: a new foreign key needs both triggers."""
    found = {str(name): number for name, number in db.execute(TRIGGERS)}
    assert found == {str(column): 2 for column in references(db)}
