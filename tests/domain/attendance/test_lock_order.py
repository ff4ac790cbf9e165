"""Lecturers, verdicts on photos and the clock, all at the same attendances: nobody waits in a circle."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import update

from common.domain.attendance.recording import record
from common.domain.attendance.tables import attendances
from common.domain.attendance.verifying import approve, approve_all
from common.domain.uploads.tables import uploads
from common.ops.local.campus import Campus
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.bystanders import own
from tests.domain.attendance.scene import awaited_photo, form, photo, saved, scene
from tests.races import done, wait_for_a_lock

pytestmark = pytest.mark.usefixtures("committed")
SECONDS = 5


@pytest.mark.parametrize("at_once", [False, True])
def test_a_like_photo_is_entered_while_the_first_is_being_approved(thread: ThreadPoolExecutor, at_once: bool) -> None:
    with transaction() as db:
        first = scene(db)
        made = make.attendance(db, first.contract, photo_fingerprint=7)
        today = form(db, first, upload_id=photo(db, first, fingerprint=7).id)
        db.execute(update(attendances).where(attendances.c.id == made.id).values(day=clock.today() - timedelta(days=7)))
    with transaction() as db:
        if at_once:
            approve_all(db, first.lecturer, [made.id])
        else:
            approve(db, first.lecturer, made.id)
        entering = thread.submit(done, lambda db: record(db, first.aslab, first.contract.id, today))
        entering.result(timeout=SECONDS)
    with transaction() as db:
        assert [row.similar_to for row in saved(db)] == [None, made.id]


def test_what_never_came_is_given_up_one_by_one(campus: Campus, thread: ThreadPoolExecutor) -> None:
    with transaction() as db:
        crowd = [scene(db), scene(db)]
        for hours, one in zip((6, 5), crowd, strict=True):
            coming = awaited_photo(db, one)
            record(db, one.aslab, one.contract.id, form(db, one, upload_id=coming.id))
            asked_for = {"requested_at": clock.now() - timedelta(hours=hours)}
            db.execute(update(uploads).where(uploads.c.id == coming.id).values(asked_for))
    with transaction() as db:
        later = attendances.c.contract_id == crowd[1].contract.id
        db.execute(own(attendances).where(later).with_for_update())
        run = thread.submit(campus.host.deliver, "process_upload", "/schedule/give_up_on_missing_files")
        wait_for_a_lock()
        with transaction() as other:
            assert [row.contract_id for row in saved(other)] == [crowd[1].contract.id]
    assert run.result(timeout=SECONDS) == 204
    with transaction() as db:
        assert saved(db) == []


def test_an_approval_in_bulk_waits_for_no_attendance_but_its_own(thread: ThreadPoolExecutor) -> None:
    with transaction() as db:
        one = scene(db)
        wanted, other = (make.attendance(db, one.contract, day=clock.today() - timedelta(days=n)).id for n in range(2))
    with transaction() as db:
        db.execute(own(attendances).where(attendances.c.id == other).with_for_update())
        run = thread.submit(done, lambda db: approve_all(db, one.lecturer, [wanted]))
        run.result(timeout=SECONDS)
    with transaction() as db:
        states = {row.id: row.state for row in saved(db)}
    assert (states[wanted], states[other]) == ("disetujui", "menunggu_verifikasi")
