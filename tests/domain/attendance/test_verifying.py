"""Verifying: a lecturer's own aslab only, with a reason, and one notice for many."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection

from common.domain.attendance.errors import NotYourAslab
from common.domain.attendance.recording import correct, record
from common.domain.attendance.verifying import approve, approve_all, reject, take_back
from common.domain.audit.tables import audit_log
from common.domain.notifications.tables import messages
from common.domain.recruitment.tables import co_lecturers
from common.platform import clock
from common.platform.errors import IllegalMove, NotFound
from tests import factories as make
from tests.bystanders import own
from tests.domain.attendance.scene import Scene, form, saved, scene


def sent(db: Connection, one: Scene, days: int = 1) -> list[Any]:
    """Attendances of the last `days` days."""
    today = clock.today()
    return [make.attendance(db, one.contract, day=today - timedelta(days=n)) for n in range(days)]


def lines(db: Connection, action: str) -> list[Any]:
    return list(db.execute(own(audit_log).where(audit_log.c.action == action).order_by(audit_log.c.id)).all())


def told(db: Connection) -> list[tuple[str, str]]:
    return [
        tuple(row)
        for row in db.execute(own(messages, messages.c.kind, messages.c.channel).order_by(messages.c.channel))
    ]


def test_an_approval_bears_name_and_hour(db: Connection) -> None:
    one = scene(db)
    [made] = sent(db, one)
    approve(db, one.lecturer, made.id)
    [now] = saved(db)
    assert (now.state, now.verified_by) == ("disetujui", one.teacher.id)
    assert clock.now() - now.verified_at < timedelta(minutes=1)
    [line] = lines(db, "attendance.approved")
    assert (line.old, line.new) == ({"state": "menunggu_verifikasi"}, {"state": "disetujui"})
    assert told(db) == [("attendance_approved", "kotak_masuk")]


def test_a_rejection_reaches_the_aslab_with_its_reason(db: Connection) -> None:
    one = scene(db)
    [made] = sent(db, one)
    reject(db, one.lecturer, made.id, reason="Foto di luar lab")
    [now] = saved(db)
    assert (now.state, now.reason) == ("ditolak", "Foto di luar lab")
    assert lines(db, "attendance.rejected")[0].reason == "Foto di luar lab"
    assert told(db) == [("attendance_rejected", "email"), ("attendance_rejected", "kotak_masuk")]
    assert db.scalars(own(messages, messages.c.data)).first()["reason"] == "Foto di luar lab"


def test_a_correction_that_is_rejected_is_told_apart(db: Connection) -> None:
    one = scene(db)
    made = record(db, one.aslab, one.contract.id, form(db, one))
    reject(db, one.lecturer, made.id, reason="Kabur")
    correct(db, one.aslab, made.id, {"activity": "Modul 4", "upload_id": None})
    reject(db, one.lecturer, made.id, reason="Masih kabur")
    assert {kind for kind, _ in told(db)} == {"attendance_rejected", "correction_rejected"}


@pytest.mark.parametrize("state", ["menunggu_foto", "disetujui", "ditolak"])
def test_only_what_waits_is_verified(db: Connection, state: str) -> None:
    one = scene(db)
    made = make.attendance(db, one.contract, state=state)
    with pytest.raises(IllegalMove):
        approve(db, one.lecturer, made.id)
    with pytest.raises(IllegalMove):
        reject(db, one.lecturer, made.id, reason="Salah")
    assert saved(db)[0].state == state


def test_an_approval_is_taken_back_as_often_as_it_was_given(db: Connection) -> None:
    """After the one correction no other follows, and the message says so."""
    one = scene(db)
    [made] = sent(db, one)
    approve(db, one.lecturer, made.id)
    take_back(db, one.lecturer, made.id, reason="Bukan di lab")
    with pytest.raises(IllegalMove):
        take_back(db, one.lecturer, made.id, reason="Bukan di lab")
    assert [line.old for line in lines(db, "attendance.taken_back")] == [{"state": "disetujui"}]
    correct(db, one.aslab, made.id, {"activity": "Modul 4", "upload_id": None})
    approve(db, one.lecturer, made.id)
    take_back(db, one.lecturer, made.id, reason="Masih bukan")
    kinds = {kind for kind, _ in told(db)}
    assert kinds == {"attendance_approved", "approval_taken_back", "correction_rejected"}


def test_another_lecturer_is_refused(db: Connection) -> None:
    one, other = scene(db), scene(db)
    [made] = sent(db, one)
    with pytest.raises(NotYourAslab) as refused:
        approve(db, other.lecturer, made.id)
    with pytest.raises(NotYourAslab):
        reject(db, other.lecturer, made.id, reason="Salah")
    with pytest.raises(NotFound):
        approve(db, other.lecturer, uuid4())
    assert refused.value.audited
    assert saved(db)[0].state == "menunggu_verifikasi"


def test_a_co_lecturer_verifies_too(db: Connection) -> None:
    one, helper = scene(db), make.lecturer(db)
    make.insert(db, co_lecturers, vacancy_id=one.contract.vacancy_id, lecturer_id=helper.id)
    [made] = sent(db, one)
    approve(db, make.as_actor(helper), made.id)
    assert saved(db)[0].verified_by == helper.id


def test_the_week_is_approved_at_once_with_one_notice_an_aslab(db: Connection) -> None:
    one = scene(db)
    mate = scene(db, teacher=one.teacher)
    ids = [row.id for row in (*sent(db, one, 15), *sent(db, mate, 15))]
    assert approve_all(db, one.lecturer, ids) == {"approved": 30, "failed": []}
    assert {row.state for row in saved(db)} == {"disetujui"}
    assert len(lines(db, "attendance.approved")) == 30
    notices = db.execute(own(messages)).all()
    assert {notice.person_id for notice in notices} == {one.student.id, mate.student.id}
    assert [notice.data["count"] for notice in notices] == [15, 15]


def test_an_aslab_with_two_courses_gets_one_notice(db: Connection) -> None:
    one = scene(db)
    second = scene(db, student=one.student, teacher=one.teacher)
    ids = [row.id for row in (*sent(db, one, 3), *sent(db, second, 2))]
    approve_all(db, one.lecturer, ids)
    [notice] = db.execute(own(messages)).all()
    assert (notice.data["count"], notice.data["course"].count(", ")) == (5, 1)
    assert notice.data["last_on"] == clock.today().isoformat()


def test_what_cannot_be_approved_is_named_and_does_not_hinder_the_rest(db: Connection) -> None:
    one, other = scene(db), scene(db)
    good, done = sent(db, one, 2)
    [foreign] = sent(db, other)
    approve(db, one.lecturer, done.id)
    unknown = uuid4()
    answer = approve_all(db, one.lecturer, [good.id, good.id, done.id, foreign.id, unknown])
    assert answer["approved"] == 1
    assert {str(one["id"]): one["code"] for one in answer["failed"]} == {
        str(done.id): "illegal_move",
        str(foreign.id): "not_your_aslab",
        str(unknown): "not_found",
    }
    assert [line.subject_id for line in lines(db, "refused.not_your_aslab")] == [str(foreign.id)]
    assert {row.id: row.state for row in saved(db)}[foreign.id] == "menunggu_verifikasi"
