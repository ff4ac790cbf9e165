"""Module 12: photos of attendances go when nobody can object any more (LAP-09)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

import common.platform.storage
from common.domain.assistants.tables import contracts
from common.domain.attendance.tables import attendance_corrections, attendances
from common.domain.audit.tables import audit_log
from common.domain.privacy.photos import PHOTO_KEPT
from common.domain.uploads.tables import Purpose
from common.platform import clock
from common.platform.db import transaction
from common.platform.outside import OUT_OF_REACH, Outage
from common.platform.settings import settings
from common.platform.storage import storage
from tests import factories as make
from tests import samples
from tests.client import Portal
from tests.uat.test_retention import stored

pytestmark = pytest.mark.without_bystanders
KEPT = timedelta(days=PHOTO_KEPT.days)
ERASED = {
    "id": "Foto sudah dihapus: masa keberatan atas sertifikat sudah lewat",
    "en": "The photo has been erased: the time to object to the certificate is over",
}


def night(portal: Portal, since: Any, later: timedelta, *, status: int = 204) -> None:
    with time_machine.travel(since + later, tick=False):
        assert portal.campus.host.deliver("keep_house", "/schedule/erase_personal_data", {}) == status


def keep(upload: Any) -> None:
    storage().write(settings().private_bucket, upload.stored_object, samples.photo(), "image/jpeg")


def served(db: Any, student: Any, lecturer: Any, **values: Any) -> tuple[Any, Any, list[Any]]:
    """A contract, an attendance that was corrected with another photo, and both photos, which are stored."""
    contract = make.contract(db, student=student, lecturer=lecturer, admin=make.admin(db), **values)
    photos = [make.upload(db, student, Purpose.PHOTO, stored_type="image/jpeg") for _ in range(2)]
    proof = {"photo_id": photos[1].id, "photo_sha256": photos[1].sha256, "state": "disetujui"}
    seen = make.attendance(db, contract, corrections=1, **proof)
    before = {"activity": "Mendampingi", "reason": "Buram", "verified_by": lecturer.id}
    times = {"verified_at": clock.now(), "corrected_at": clock.now()}
    first = {"photo_id": photos[0].id, "photo_sha256": photos[0].sha256}
    make.insert(db, attendance_corrections, attendance_id=seen.id, **first, **before, **times)
    for photo in photos:
        keep(photo)
    return contract, seen, photos


def test_lap_09_photos_go_when_the_time_to_object_is_over(portal: Portal) -> None:
    """Foto dan foto sebelum koreksi terhapus; absensi, sidik foto, dan kontrak lain tetap."""
    student, lecturer, now = portal.new("mahasiswa"), portal.new("dosen"), clock.now()
    over = {"state": "selesai", "ended_at": now}
    with transaction() as db:
        contract, seen, photos = served(db, student, lecturer, **over)
        late, _, certified = served(db, make.student(db), lecturer, **over)
        make.certificate(db, late, make.admin(db), issued_at=now + timedelta(days=9))
        _, _, running = served(db, make.student(db), lecturer)
    before = portal.as_(student).call("open_photo", attendance_id=seen.id)
    assert portal.fetch(before["url"]).status_code == 200

    night(portal, now, KEPT)
    assert {stored(photo.stored_object) for photo in (*photos, *certified, *running)} == {True}, (
        "the last day is still one"
    )
    night(portal, now, KEPT + timedelta(seconds=1))
    assert [stored(photo.stored_object) for photo in photos] == [False, False]
    assert {stored(photo.stored_object) for photo in (*certified, *running)} == {True}
    with transaction() as db:
        kept = db.execute(select(attendances).where(attendances.c.id == seen.id)).one()
        assert (kept.state, kept.photo_sha256) == ("disetujui", seen.photo_sha256)
        marked = select(contracts.c.id).where(contracts.c.photos_erased_at.is_not(None))
        assert db.scalars(marked).all() == [contract.id]
        lines = db.execute(select(audit_log).where(audit_log.c.action == "personal_data.erased")).all()
        assert [(line.actor_role, line.subject_type, line.subject_id) for line in lines] == [
            ("sistem", "contract", str(contract.id))
        ]
    for viewer in (student, lecturer):
        for language, sentence in ERASED.items():
            view = portal.as_(viewer)
            view.language = language
            for size in ("full", "thumb"):
                refused = view.call("open_photo", attendance_id=seen.id, query={"size": size}, expect=410)
                assert (refused.code, refused.title) == ("photo_erased", sentence)

    night(portal, now, KEPT + timedelta(days=9, seconds=1))
    assert [stored(photo.stored_object) for photo in certified] == [False, False]
    assert {stored(photo.stored_object) for photo in running} == {True}


def test_lap_09_what_the_bucket_did_not_do_is_done_in_the_next_night(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bila ember berkas terganggu di tengah jalan, tidak ada foto yang tertinggal."""
    student, lecturer, now = portal.new("mahasiswa"), portal.new("dosen"), clock.now()
    with transaction() as db:
        contract, seen, photos = served(db, student, lecturer, state="selesai", ended_at=now)

    def out_of_order() -> None:
        raise Outage(OUT_OF_REACH)

    with monkeypatch.context() as broken:
        broken.setattr(common.platform.storage, "storage", out_of_order)
        night(portal, now, KEPT + timedelta(days=1), status=503)
    assert True in [stored(photo.stored_object) for photo in photos]
    night(portal, now, KEPT + timedelta(days=2))
    assert [stored(photo.stored_object) for photo in photos] == [False, False]
    portal.as_(student).call("open_photo", attendance_id=seen.id, expect=410)
    with transaction() as db:
        assert db.scalar(select(contracts.c.photos_erased_at).where(contracts.c.id == contract.id)) is not None
