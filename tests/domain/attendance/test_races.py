"""Many at once: the database decides every "only one"."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import update

from common.domain.assistants import actions as contract_actions
from common.domain.attendance.photos import photo_inspected
from common.domain.attendance.recording import correct, record
from common.domain.attendance.tables import attendances
from common.domain.attendance.verifying import approve, approve_all, reject
from common.domain.notifications.tables import messages
from common.domain.uploads.tables import UploadState, uploads
from common.platform.db import Connection, transaction
from tests import factories as make
from tests.bystanders import own
from tests.domain.attendance.scene import Scene, awaited_photo, form, photo, saved, scene
from tests.races import Decision, at_once, wait_for_a_lock

MANY = 12
# Together no more than there are connections.
PAIRS = 7
pytestmark = pytest.mark.usefixtures("committed")


def recording(one: Scene, sent: dict[str, Any]) -> Decision:
    return lambda db: record(db, one.aslab, one.contract.id, sent)


def rows() -> list[Any]:
    with transaction() as db:
        return saved(db)


def test_of_many_for_the_same_day_one_is_saved() -> None:
    with transaction() as db:
        one = scene(db)
        forms = [form(db, one) for _ in range(MANY)]
    assert at_once(recording(one, sent) for sent in forms) == {"done": 1, "already_recorded": MANY - 1}
    assert len(rows()) == 1


def test_a_double_tap_is_told_that_it_is_there_already() -> None:
    with transaction() as db:
        one = scene(db)
        sent = form(db, one)
    assert at_once([recording(one, sent)] * MANY) == {"done": 1, "already_recorded": MANY - 1}


def test_one_upload_proves_one_attendance() -> None:
    with transaction() as db:
        one = scene(db)
        places = [scene(db, student=one.student) for _ in range(MANY)]
        sent = form(db, one)
    assert at_once(recording(place, sent) for place in places) == {"done": 1, "photo_used_before": MANY - 1}
    assert len(rows()) == 1


def test_one_picture_proves_one_attendance_whoever_sends_it() -> None:
    with transaction() as db:
        crowd = [scene(db) for _ in range(MANY)]
        forms = [form(db, one, upload_id=photo(db, one, sha256="ab" * 32).id) for one in crowd]
    decisions = [recording(one, sent) for one, sent in zip(crowd, forms, strict=True)]
    assert at_once(decisions) == {"done": 1, "photo_used_before": MANY - 1}
    assert len(rows()) == 1


def test_of_many_equal_pictures_on_their_way_one_is_accepted() -> None:
    with transaction() as db:
        crowd = [scene(db) for _ in range(MANY)]
        coming = [awaited_photo(db, one) for one in crowd]
        for one, upload in zip(crowd, coming, strict=True):
            record(db, one.aslab, one.contract.id, form(db, one, upload_id=upload.id))
    assert at_once(verdict(upload, "cd" * 32) for upload in coming) == {"done": MANY}
    assert [row.state for row in rows()] == ["menunggu_verifikasi"]
    with transaction() as db:
        refused = db.scalars(own(uploads, uploads.c.refusal).where(uploads.c.state == UploadState.REFUSED)).all()
    assert refused == ["photo_used_before"] * (MANY - 1)


def verdict(upload: Any, sha256: str) -> Decision:
    """As `process_upload` decides: the upload is locked before anything else."""

    def inspect(db: Connection) -> None:
        mine = uploads.c.id == upload.id
        db.execute(own(uploads).where(mine).with_for_update())
        accepted = update(uploads).where(mine).values(state=UploadState.ACCEPTED, sha256=sha256)
        photo_inspected(db, db.execute(accepted.returning(uploads)).one())

    return inspect


def test_a_verdict_and_its_attendance_never_miss_each_other() -> None:
    with transaction() as db:
        crowd = [scene(db) for _ in range(PAIRS)]
        coming = [awaited_photo(db, one) for one in crowd]
        forms = [form(db, one, upload_id=upload.id) for one, upload in zip(crowd, coming, strict=True)]
    decisions = [recording(one, sent) for one, sent in zip(crowd, forms, strict=True)]
    decisions += [verdict(upload, f"{n:064x}") for n, upload in enumerate(coming)]
    assert at_once(decisions) == {"done": 2 * PAIRS}
    assert [row.state for row in rows()] == ["menunggu_verifikasi"] * PAIRS


def test_what_is_sent_while_the_contract_is_being_ended_comes_too_late() -> None:
    with transaction() as db:
        one = scene(db)
        sent = form(db, one)
    with ThreadPoolExecutor(1) as thread:
        with transaction() as db:
            contract_actions.end(db, one.lecturer, one.contract.id, reason=None)
            waiting = thread.submit(at_once, [recording(one, sent)])
            wait_for_a_lock()
        assert waiting.result(timeout=30) == {"contract_ended": 1}
    assert rows() == []


def test_approving_and_rejecting_at_once_decides_once() -> None:
    with transaction() as db:
        one = scene(db)
        made = make.attendance(db, one.contract)
    yes: Decision = lambda db: approve(db, one.lecturer, made.id)  # noqa: E731
    no: Decision = lambda db: reject(db, one.lecturer, made.id, reason="Kabur")  # noqa: E731
    assert at_once([yes, no] * (MANY // 2)) == {"done": 1, "illegal_move": MANY - 1}


def test_two_bulk_approvals_at_once_share_the_work_and_tell_once() -> None:
    with transaction() as db:
        one = scene(db)
        ids = [make.attendance(db, one.contract, day=make.clock.today() - make.timedelta(days=n)).id for n in range(10)]
    forwards: Decision = lambda db: approve_all(db, one.lecturer, ids)  # noqa: E731
    backwards: Decision = lambda db: approve_all(db, one.lecturer, ids[::-1])  # noqa: E731
    assert at_once([forwards, backwards] * 5) == {"done": 10}
    with transaction() as db:
        assert db.scalars(own(attendances, attendances.c.state)).all() == ["disetujui"] * 10
        assert len(db.execute(own(messages)).all()) == 1


def test_of_many_corrections_one_is_taken() -> None:
    with transaction() as db:
        one = scene(db)
        made = make.attendance(db, one.contract, state="ditolak", reason="Kabur", verified_by=one.teacher.id)
        db.execute(update(attendances).where(attendances.c.id == made.id).values(verified_at=make.clock.now()))
        photos = [photo(db, one).id for _ in range(MANY)]
    outcome = at_once(
        [lambda db, n=n: correct(db, one.aslab, made.id, {"activity": "Lagi", "upload_id": n}) for n in photos]  # type: ignore[misc]
    )
    assert outcome == {"done": 1, "correction_used": MANY - 1}
