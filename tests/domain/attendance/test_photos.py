"""The photo as proof: one's own, a real one, used once; and what its verdict does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import Connection, update

from common.domain.assistants.tables import contracts
from common.domain.attendance import entering
from common.domain.attendance.errors import PhotoNotUsable, PhotoRefused, PhotoUsedBefore
from common.domain.attendance.photos import photo_inspected
from common.domain.attendance.recording import record
from common.domain.audit.tables import audit_log
from common.domain.notifications.tables import messages
from common.domain.uploads.tables import Purpose, UploadState, uploads
from common.platform import clock
from tests import factories as make
from tests.bystanders import own
from tests.domain.attendance.scene import Scene, awaited_photo, form, photo, saved, scene


def send(db: Connection, one: Scene, upload: Any) -> Any:
    return record(db, one.aslab, one.contract.id, form(db, one, upload_id=upload.id))


def judged(db: Connection, upload: Any, **verdict: Any) -> Any:
    """The upload after a verdict, as `process_upload` hands it on."""
    accepted = {"state": UploadState.ACCEPTED, "sha256": uuid4().hex * 2, "stored_object": f"photos/{upload.id}.jpg"}
    changed = update(uploads).where(uploads.c.id == upload.id).values(accepted | verdict)
    return photo_inspected(db, db.execute(changed.returning(uploads)).one())


def test_only_ones_own_photo_counts(db: Connection) -> None:
    one, other = scene(db), scene(db)
    document = make.upload(db, one.student, Purpose.DOCUMENT)
    for upload_id in (photo(db, other).id, document.id, uuid4()):
        with pytest.raises(PhotoNotUsable) as refused:
            record(db, one.aslab, one.contract.id, form(db, one, upload_id=upload_id))
        assert set(refused.value.fields) == {"upload_id"}
    assert saved(db) == []


def test_a_refused_photo_is_refused_in_the_words_of_its_verdict(db: Connection) -> None:
    one = scene(db)
    bad = photo(db, one, state=UploadState.REFUSED, refusal="not_a_photo", sha256=None)
    with pytest.raises(PhotoRefused) as refused:
        send(db, one, bad)
    told = refused.value.fields["upload_id"][0]
    assert (told, told.en) == ("Foto harus JPG, PNG, atau WebP", "The photo must be a JPG, PNG or WebP")
    assert saved(db) == []


def test_the_same_upload_is_not_used_twice(db: Connection) -> None:
    one = scene(db)
    second = scene(db, student=one.student)
    used = photo(db, one)
    send(db, one, used)
    with pytest.raises(PhotoUsedBefore), db.begin_nested():
        send(db, second, used)


def test_the_same_picture_is_not_used_by_another_aslab(db: Connection) -> None:
    one, other = scene(db), scene(db)
    first = photo(db, one)
    send(db, one, first)
    with pytest.raises(PhotoUsedBefore) as refused, db.begin_nested():
        send(db, other, photo(db, other, sha256=first.sha256))
    assert refused.value.text() == "Foto sudah pernah digunakan"
    assert len(saved(db)) == 1


def test_an_attendance_waits_for_a_photo_that_is_on_its_way(db: Connection) -> None:
    one = scene(db)
    coming = awaited_photo(db, one)
    made = send(db, one, coming)
    assert (made.state, made.photo_sha256) == ("menunggu_foto", None)
    after = judged(db, coming)
    [now] = saved(db)
    assert (now.state, now.photo_sha256) == ("menunggu_verifikasi", after.sha256)


def test_with_a_refused_photo_the_attendance_goes_and_the_aslab_is_told(db: Connection) -> None:
    one = scene(db)
    coming = awaited_photo(db, one)
    made = send(db, one, coming)
    judged(db, coming, state=UploadState.REFUSED, refusal="not_a_photo", sha256=None, stored_object=None)
    assert saved(db) == []
    line = db.execute(own(audit_log).where(audit_log.c.action == "attendance.removed")).one()
    assert (line.subject_id, line.actor_role, line.reason) == (
        str(made.id),
        "sistem",
        "Foto harus JPG, PNG, atau WebP",
    )
    told = db.execute(own(messages).where(messages.c.kind == "photo_refused")).one()
    assert (told.channel, told.person_id, told.data["day"]) == ("kotak_masuk", one.student.id, made.day.isoformat())


def test_the_reason_is_told_in_the_aslabs_language(db: Connection) -> None:
    one = scene(db, student=make.student(db, language="en"))
    coming = awaited_photo(db, one)
    send(db, one, coming)
    judged(db, coming, state=UploadState.REFUSED, refusal="too_large", sha256=None, stored_object=None)
    assert db.execute(own(messages, messages.c.data)).scalar_one()["reason"] == "A photo may have at most 10 MB"


def test_after_a_refused_photo_the_day_is_free_again(db: Connection) -> None:
    one = scene(db)
    coming = awaited_photo(db, one)
    send(db, one, coming)
    judged(db, coming, state=UploadState.REFUSED, refusal="not_a_photo", sha256=None, stored_object=None)
    assert send(db, one, photo(db, one)).state == "menunggu_verifikasi"


def test_a_photo_used_before_is_refused_when_it_arrives(db: Connection) -> None:
    one, other = scene(db), scene(db)
    first = photo(db, one)
    send(db, one, first)
    coming = awaited_photo(db, other)
    send(db, other, coming)
    after = judged(db, coming, sha256=first.sha256)
    assert (after.state, after.refusal) == ("ditolak", "photo_used_before")
    assert [row.contract_id for row in saved(db)] == [one.contract.id]
    [told] = db.scalars(own(messages, messages.c.data).where(messages.c.kind == "photo_refused"))
    assert told["reason"] == "Foto sudah pernah digunakan"


def test_a_photo_used_before_is_refused_even_before_it_is_sent_in(db: Connection) -> None:
    one = scene(db)
    first = photo(db, one)
    send(db, one, first)
    again = judged(db, awaited_photo(db, one), sha256=first.sha256)
    assert (again.state, again.refusal) == ("ditolak", "photo_used_before")
    with pytest.raises(PhotoUsedBefore):
        send(db, one, again)


def test_a_verdict_that_comes_twice_changes_nothing_more(db: Connection) -> None:
    one = scene(db)
    coming = awaited_photo(db, one)
    send(db, one, coming)
    after = judged(db, coming)
    [before] = saved(db)
    assert photo_inspected(db, after).state == UploadState.ACCEPTED
    assert saved(db) == [before]


def test_a_document_concerns_no_attendance(db: Connection) -> None:
    document = make.upload(db, make.student(db), Purpose.DOCUMENT)
    assert photo_inspected(db, document) == document


@pytest.mark.parametrize(("fingerprint", "alike"), [(0b111111, True), (0b1111111, False), (-1 << 63, True)])
def test_a_photo_that_looks_alike_is_marked_for_the_lecturer(db: Connection, fingerprint: int, alike: bool) -> None:
    one = scene(db)
    first = send(db, one, photo(db, one, fingerprint=0))
    mate = scene(db, teacher=one.teacher, vacancy_id=one.contract.vacancy_id)
    second = send(db, mate, photo(db, mate, fingerprint=fingerprint))
    assert second.similar_to == (first.id if alike else None)


@pytest.mark.parametrize(
    ("variants", "alike"), [([-1, 0b1111], True), ([0b11111], False), ([], False), (None, False), ([-1 << 63], True)]
)
def test_one_that_was_like_it_before_it_was_changed_is_marked_too(
    db: Connection, variants: list[int] | None, alike: bool
) -> None:
    one = scene(db)
    first = send(db, one, photo(db, one, fingerprint=0))
    mate = scene(db, teacher=one.teacher, vacancy_id=one.contract.vacancy_id)
    second = send(db, mate, photo(db, mate, fingerprint=-1, fingerprint_variants=variants))
    assert second.similar_to == (first.id if alike else None)


def test_photos_of_all_vacancies_of_one_lecturer_are_compared(db: Connection) -> None:
    one = scene(db)
    other = scene(db, teacher=one.teacher)
    assert other.contract.vacancy_id != one.contract.vacancy_id
    first = send(db, one, photo(db, one, fingerprint=5))
    assert send(db, other, photo(db, other, fingerprint=5)).similar_to == first.id


@pytest.mark.parametrize(("days", "compared"), [(700, True), (760, False)])
def test_photos_of_contracts_that_ended_two_years_ago_are_compared_no_more(
    db: Connection, days: int, compared: bool
) -> None:
    # The statement is built once for the process, which lives longer than its first request.
    entering._statement.cache_clear()
    with time_machine.travel(clock.now() - timedelta(days=60), tick=False):
        entering._statement()
    one = scene(db)
    other = scene(db, teacher=one.teacher)
    first = send(db, one, photo(db, one, fingerprint=5))
    over = update(contracts).where(contracts.c.id == one.contract.id)
    db.execute(over.values(state="selesai", ended_at=clock.now() - timedelta(days=days)))
    assert send(db, other, photo(db, other, fingerprint=5)).similar_to == (first.id if compared else None)
    again = scene(db, student=one.student)
    assert send(db, again, photo(db, again, fingerprint=5)).similar_to == first.id


def test_photos_of_all_contracts_of_one_person_are_compared(db: Connection) -> None:
    one = scene(db)
    other = scene(db, student=one.student)
    first = send(db, one, photo(db, one, fingerprint=5))
    assert send(db, other, photo(db, other, fingerprint=5)).similar_to == first.id


def test_photos_of_other_lecturers_and_people_are_not_compared(db: Connection) -> None:
    one, other = scene(db), scene(db)
    send(db, one, photo(db, one, fingerprint=5))
    assert send(db, other, photo(db, other, fingerprint=5)).similar_to is None


def test_a_photo_that_arrives_later_is_compared_too(db: Connection) -> None:
    one = scene(db)
    mate = scene(db, teacher=one.teacher, vacancy_id=one.contract.vacancy_id)
    first = send(db, one, photo(db, one, fingerprint=5))
    coming = awaited_photo(db, mate)
    send(db, mate, coming)
    judged(db, coming, fingerprint=4)
    assert {row.similar_to for row in saved(db)} == {None, first.id}
