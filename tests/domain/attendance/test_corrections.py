"""A rejected attendance may be corrected once."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, update

from common.domain.assistants.tables import contracts
from common.domain.attendance.errors import (
    ContractEnded,
    CorrectionUsed,
    NotYourAttendance,
    PhotoStillChecked,
    PhotoUsedBefore,
)
from common.domain.attendance.recording import correct, record
from common.domain.attendance.tables import attendance_corrections
from common.domain.attendance.verifying import approve, reject
from common.domain.audit.tables import audit_log
from common.platform.errors import IllegalMove, NotFound
from tests.bystanders import own
from tests.domain.attendance.scene import Scene, awaited_photo, form, photo, saved, scene

TEXT = {"activity": "Mendampingi modul 4", "upload_id": None}


def rejected(db: Connection, one: Scene, **sent: Any) -> Any:
    made = record(db, one.aslab, one.contract.id, form(db, one, **sent))
    reject(db, one.lecturer, made.id, reason="Foto tidak jelas")
    return made


def test_a_correction_is_judged_anew_and_the_old_one_is_kept(db: Connection) -> None:
    one = scene(db)
    before = rejected(db, one)
    better = photo(db, one)
    after = correct(db, one.aslab, before.id, TEXT | {"upload_id": better.id})
    assert (after.state, after.photo_id, after.corrections) == ("menunggu_verifikasi", better.id, 1)
    assert (after.reason, after.verified_by, after.verified_at) == (None, None, None)
    kept = db.execute(own(attendance_corrections)).one()
    assert (kept.activity, kept.photo_id, kept.reason) == (before.activity, before.photo_id, "Foto tidak jelas")
    line = db.execute(own(audit_log).where(audit_log.c.action == "attendance.corrected")).one()
    assert (line.old["state"], line.new["photo_id"]) == ("ditolak", str(better.id))


def test_the_photo_may_stay(db: Connection) -> None:
    one = scene(db)
    before = rejected(db, one)
    assert correct(db, one.aslab, before.id, TEXT).photo_id == before.photo_id
    assert db.scalars(own(attendance_corrections, attendance_corrections.c.photo_sha256)).all() == [None]


def test_naming_the_same_photo_is_leaving_it(db: Connection) -> None:
    one = scene(db)
    before = rejected(db, one)
    assert correct(db, one.aslab, before.id, TEXT | {"upload_id": before.photo_id}).photo_id == before.photo_id


def test_a_correction_can_be_approved_and_counts(db: Connection) -> None:
    one = scene(db)
    correct(db, one.aslab, rejected(db, one).id, TEXT)
    approve(db, one.lecturer, saved(db)[0].id)
    assert saved(db)[0].state == "disetujui"


def test_a_second_correction_is_refused(db: Connection) -> None:
    one = scene(db)
    made = rejected(db, one)
    correct(db, one.aslab, made.id, TEXT)
    reject(db, one.lecturer, made.id, reason="Tetap tidak jelas")
    with pytest.raises(CorrectionUsed) as refused:
        correct(db, one.aslab, made.id, TEXT)
    assert refused.value.text() == "Koreksi hanya dapat dikirim satu kali"
    assert saved(db)[0].state == "ditolak"


def test_what_was_not_rejected_is_not_corrected(db: Connection) -> None:
    one = scene(db)
    made = record(db, one.aslab, one.contract.id, form(db, one))
    with pytest.raises(IllegalMove):
        correct(db, one.aslab, made.id, TEXT)
    approve(db, one.lecturer, made.id)
    with pytest.raises(IllegalMove):
        correct(db, one.aslab, made.id, TEXT)


def test_a_replaced_photo_stays_used(db: Connection) -> None:
    one, other = scene(db), scene(db)
    first = photo(db, one)
    correct(db, one.aslab, rejected(db, one, upload_id=first.id).id, TEXT | {"upload_id": photo(db, one).id})
    copy = photo(db, other, sha256=first.sha256)
    for upload in (first, copy):
        owner = one if upload is first else other
        place = scene(db, student=owner.student)
        with pytest.raises(PhotoUsedBefore), db.begin_nested():
            record(db, place.aslab, place.contract.id, form(db, place, upload_id=upload.id))


def test_a_correction_needs_a_photo_that_was_not_used(db: Connection) -> None:
    one, other = scene(db), scene(db)
    theirs = photo(db, other)
    record(db, other.aslab, other.contract.id, form(db, other, upload_id=theirs.id))
    own = photo(db, one)
    made = rejected(db, one, upload_id=own.id)
    for sha256 in (theirs.sha256, own.sha256):
        copy = photo(db, one, sha256=sha256)
        with pytest.raises(PhotoUsedBefore), db.begin_nested():
            correct(db, one.aslab, made.id, TEXT | {"upload_id": copy.id})
    assert {row.state for row in saved(db)} == {"menunggu_verifikasi", "ditolak"}


def test_a_correction_waits_for_the_verdict_on_its_photo(db: Connection) -> None:
    one = scene(db)
    made = rejected(db, one)
    with pytest.raises(PhotoStillChecked) as refused:
        correct(db, one.aslab, made.id, TEXT | {"upload_id": awaited_photo(db, one).id})
    assert refused.value.retry_after == 2


def test_a_correction_is_not_like_the_photo_that_it_replaces(db: Connection) -> None:
    one = scene(db)
    made = rejected(db, one, upload_id=photo(db, one, fingerprint=5).id)
    better = photo(db, one, fingerprint=5)
    assert correct(db, one.aslab, made.id, TEXT | {"upload_id": better.id}).similar_to is None


def test_nobody_corrects_for_another(db: Connection) -> None:
    one, other = scene(db), scene(db)
    made = rejected(db, one)
    with pytest.raises(NotYourAttendance):
        correct(db, other.aslab, made.id, TEXT)
    with pytest.raises(NotFound):
        correct(db, other.aslab, other.contract.id, TEXT)


def test_after_the_contract_there_is_nothing_to_correct(db: Connection) -> None:
    one = scene(db)
    made = rejected(db, one)
    db.execute(update(contracts).where(contracts.c.id == one.contract.id).values(state="selesai"))
    with pytest.raises(ContractEnded):
        correct(db, one.aslab, made.id, TEXT)
