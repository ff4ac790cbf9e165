"""What the verdict on a photo does to the attendance that waits for it, beside others that wait as well."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from common.domain.attendance.errors import PhotoUsedBefore
from common.domain.attendance.photos import photo_inspected
from common.domain.attendance.recording import correct
from common.domain.attendance.tables import attendance_corrections, attendances
from common.domain.attendance.verifying import approve, reject
from common.domain.audit.tables import audit_log
from common.domain.notifications.tables import messages
from common.domain.uploads.tables import Purpose, UploadState, uploads
from common.platform import clock
from tests import factories as make
from tests.bystanders import own
from tests.domain.attendance.scene import Scene, awaited_photo, photo, scene
from tests.domain.attendance.test_photos import judged, send

GONE = {"state": UploadState.REFUSED, "refusal": "not_a_photo", "sha256": None, "stored_object": None}
TEXT = {"activity": "Mendampingi modul 4", "upload_id": None}


def row(db: Connection, made: Any) -> Any:
    return db.execute(own(attendances).where(attendances.c.id == made.id)).one_or_none()


def of(db: Connection, one: Scene) -> list[tuple[str, str]]:
    wanted = own(messages, messages.c.kind, messages.c.channel).where(messages.c.person_id == one.student.id)
    return [tuple(found) for found in db.execute(wanted)]


def replaced(db: Connection, one: Scene, **first: Any) -> Any:
    """A photo that a correction has replaced."""
    old = photo(db, one, **first)
    made = send(db, one, old)
    reject(db, one.lecturer, made.id, reason="Kabur")
    correct(db, one.aslab, made.id, TEXT | {"upload_id": photo(db, one).id})
    return old


def test_a_refused_photo_takes_away_its_own_attendance_alone_and_the_log_says_which(db: Connection) -> None:
    one, other = scene(db), scene(db)
    coming, theirs = awaited_photo(db, one), awaited_photo(db, other)
    made, kept = send(db, one, coming), send(db, other, theirs)
    judged(db, coming, **GONE)
    assert (row(db, made), row(db, kept)) == (None, kept)
    line = db.execute(own(audit_log).where(audit_log.c.subject_id == str(made.id)).order_by(audit_log.c.id)).all()[-1]
    assert (line.action, line.actor_id, line.actor_role) == ("attendance.removed", None, "sistem")
    assert line.old == {
        "contract_id": str(one.contract.id),
        "day": clock.today().isoformat(),
        "activity": made.activity,
        "photo_id": str(coming.id),
    }
    assert (of(db, one), of(db, other)) == ([("photo_refused", "kotak_masuk")], [])


def test_an_accepted_photo_lets_its_own_attendance_go_on_alone(db: Connection) -> None:
    one, other = scene(db), scene(db)
    coming, theirs = awaited_photo(db, one), awaited_photo(db, other)
    made, kept = send(db, one, coming), send(db, other, theirs)
    after = judged(db, coming, fingerprint=3)
    now = row(db, made)
    assert (now.state, now.photo_sha256, now.photo_fingerprint) == ("menunggu_verifikasi", after.sha256, 3)
    assert row(db, kept) == kept


def test_a_photo_that_a_correction_replaced_is_refused_when_it_arrives_for_another_attendance(db: Connection) -> None:
    one, other = scene(db), scene(db)
    old = replaced(db, one)
    coming = awaited_photo(db, other)
    made = send(db, other, coming)
    after = judged(db, coming, sha256=old.sha256)
    assert (after.state, after.refusal, row(db, made)) == ("ditolak", "photo_used_before", None)


def test_a_photo_that_a_correction_replaced_is_refused_even_before_it_is_sent_in(db: Connection) -> None:
    one = scene(db)
    old = replaced(db, one)
    again = judged(db, awaited_photo(db, one), sha256=old.sha256)
    assert (again.state, again.refusal) == ("ditolak", "photo_used_before")


def test_a_new_photo_is_taken_though_others_were_used_and_replaced(db: Connection) -> None:
    one = scene(db)
    replaced(db, one)
    new = judged(db, awaited_photo(db, one))
    assert (new.state, new.refusal) == ("diterima", None)


@pytest.mark.parametrize("when", ["awaits verification", "replaced"])
def test_a_verdict_that_comes_again_after_the_photo_was_used_refuses_nothing(db: Connection, when: str) -> None:
    one = scene(db)
    if when == "replaced":
        used = replaced(db, one)
    else:
        used = photo(db, one)
        send(db, one, used)
    before = db.execute(own(uploads).where(uploads.c.id == used.id)).one()
    assert photo_inspected(db, before) == before
    assert db.execute(own(uploads).where(uploads.c.id == used.id)).one() == before


def test_a_correction_is_not_sent_with_a_photo_that_another_one_replaced(db: Connection) -> None:
    one, other = scene(db), scene(db)
    old = replaced(db, one)
    made = send(db, other, photo(db, other))
    reject(db, other.lecturer, made.id, reason="Kabur")
    with pytest.raises(PhotoUsedBefore), db.begin_nested():
        correct(db, other.aslab, made.id, TEXT | {"upload_id": photo(db, other, sha256=old.sha256).id})
    assert row(db, made).state == "ditolak"


def test_of_several_photos_that_look_alike_the_first_that_was_recorded_is_named(db: Connection) -> None:
    one = scene(db)
    mates = [scene(db, teacher=one.teacher, vacancy_id=one.contract.vacancy_id) for _ in range(3)]
    now = clock.now()
    for mate, hours in zip(mates, (1, 3, 2), strict=True):
        make.attendance(db, mate.contract, photo_fingerprint=5, recorded_at=now - timedelta(hours=hours))
    made = send(db, one, photo(db, one, fingerprint=5))
    first = own(attendances, attendances.c.id).where(attendances.c.contract_id == mates[1].contract.id)
    assert made.similar_to == db.scalar(first)


def test_a_photo_without_a_fingerprint_is_like_none(db: Connection) -> None:
    one = scene(db)
    mate = scene(db, teacher=one.teacher, vacancy_id=one.contract.vacancy_id)
    send(db, mate, photo(db, mate, fingerprint=0))
    assert send(db, one, photo(db, one)).similar_to is None


def test_a_pamphlet_may_be_a_picture_that_proved_an_attendance(db: Connection) -> None:
    one = scene(db)
    used = photo(db, one)
    send(db, one, used)
    pamphlet = make.upload(db, one.teacher, Purpose.PAMPHLET, sha256=used.sha256)
    assert photo_inspected(db, pamphlet) == pamphlet


def test_a_correction_says_what_changed_and_keeps_the_whole_verdict(db: Connection) -> None:
    one, other = scene(db), scene(db)
    first, better = photo(db, one), photo(db, one)
    made, theirs = send(db, one, first), send(db, other, photo(db, other))
    for mine in (one, other):
        reject(db, mine.lecturer, (made if mine is one else theirs).id, reason="Kabur")
    rejected, untouched = row(db, made), row(db, theirs)
    correct(db, one.aslab, made.id, {"activity": "Modul 5", "upload_id": better.id})
    line = db.execute(own(audit_log).where(audit_log.c.subject_id == str(made.id)).order_by(audit_log.c.id)).all()[-1]
    assert (line.action, line.actor_id) == ("attendance.corrected", one.student.id)
    assert line.old == {"activity": made.activity, "photo_id": str(first.id), "state": "ditolak"}
    assert line.new == {"activity": "Modul 5", "photo_id": str(better.id), "state": "menunggu_verifikasi"}
    kept = db.execute(own(attendance_corrections).where(attendance_corrections.c.attendance_id == made.id)).one()
    assert (kept.verified_by, kept.verified_at) == (one.teacher.id, rejected.verified_at)
    assert (kept.photo_sha256, kept.reason, kept.activity) == (first.sha256, "Kabur", made.activity)
    assert clock.now() - kept.corrected_at < timedelta(minutes=1)
    assert row(db, theirs) == untouched


def test_a_verdict_of_the_lecturer_leaves_the_other_days_of_the_contract(db: Connection) -> None:
    one = scene(db)
    yes, no, left = (make.attendance(db, one.contract, day=clock.today() - timedelta(days=n)) for n in range(3))
    approve(db, one.lecturer, yes.id)
    reject(db, one.lecturer, no.id, reason="Kabur")
    assert [row(db, made).state for made in (yes, no)] == ["disetujui", "ditolak"]
    assert [row(db, made).reason for made in (yes, no)] == [None, "Kabur"]
    assert row(db, no).verified_by == one.teacher.id
    assert row(db, left) == left
    line = db.execute(own(audit_log).where(audit_log.c.subject_id == str(no.id))).one()
    assert (line.actor_id, line.old, line.new) == (
        one.teacher.id,
        {"state": "menunggu_verifikasi"},
        {"state": "ditolak"},
    )
