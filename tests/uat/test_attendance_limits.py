"""Modules 7 and 8: for which day and which contract an attendance is taken, and who looks at it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select

from common.domain.attendance.tables import attendances
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests import samples
from tests.client import Portal, operations
from tests.outcomes import lines
from tests.uat import cast
from tests.uat.refusals import refusals_logged, refused, refused_at, unchanged

FUTURE = ("Tanggal tidak boleh di masa depan", "The day cannot be in the future")
CONTRACT_ENDED = ("Kontrak Anda sudah berakhir", "Your contract has ended")
ACCESS_ENDED = (
    "Kontrak Anda sudah berakhir. Akses Aslab Anda telah berakhir.",
    "Your contract has ended. Your access as a lab assistant has ended.",
)
NOT_YOUR_ASLAB = ("Ini bukan aslab Anda", "This is not your lab assistant")
NOT_YOUR_VACANCY = ("Anda bukan pemilik lowongan ini", "This vacancy is not yours")


def photographed(aslab: Portal, seed: int = 5) -> dict[str, str]:
    """The form of an attendance, with a photo that was inspected."""
    photo = aslab.upload("foto", samples.photo(seed, size=(400, 300)), "image/jpeg")
    return {"upload_id": photo, "activity": "Mendampingi praktikum modul 3"}


def test_abs_06_a_day_to_come_is_refused_by_the_servers_clock(portal: Portal) -> None:
    """Tanggal di masa depan: "Tanggal tidak boleh di masa depan"; jam server yang menentukan, bukan jam ponsel."""
    student, teacher, now = portal.new("mahasiswa"), portal.new("dosen"), clock.now()
    contract = cast.contract(student, teacher)
    cast.contract(portal.new("mahasiswa"), teacher)
    aslab = portal.as_(student, "aslab")
    form = photographed(aslab)
    with unchanged(portal):
        for ahead in (1, 30):
            day = {"day": (clock.today() + timedelta(days=ahead)).isoformat()}
            taken = {"taken_at": (now + timedelta(days=ahead)).isoformat()}
            for sent in (form | day, form | day | taken):
                body: dict[str, Any] = {"contract_id": contract.id, "json": sent}
                answer = refused_at(aslab, "record_attendance", "day", *FUTURE, **body)
                assert (answer.code, answer.title) == ("day_in_future", FUTURE[0])
    by_phone = form | {"taken_at": (now + timedelta(days=1)).isoformat()}
    aslab.call("record_attendance", contract_id=contract.id, json=by_phone)
    with transaction() as db:
        [made] = db.execute(select(attendances).where(attendances.c.contract_id == contract.id)).all()
    assert (made.day, made.late_entry) == (clock.today(), False)
    assert now <= made.taken_at <= made.recorded_at <= clock.now()


def test_abs_09_after_the_end_nothing_is_recorded(portal: Portal) -> None:
    """Kontrak berakhir, lalu kirim lewat API atau tab lama: 403 "Kontrak Anda sudah berakhir", tidak tersimpan."""
    student, teacher = portal.new("mahasiswa"), portal.new("dosen")
    first, second = (cast.contract(student, teacher) for _ in range(2))
    with transaction() as db:
        rejected = make.attendance(db, first, day=clock.today() - timedelta(days=1), state="ditolak", reason="Buram")
    old_tab, lecturer = portal.as_(student, "aslab"), portal.as_(teacher)
    form = photographed(old_tab)
    record: dict[str, Any] = {"contract_id": first.id, "json": form}
    correct: dict[str, Any] = {"attendance_id": rejected.id, "json": {"activity": "Praktikum modul 2"}}

    lecturer.call("end_contract", contract_id=first.id, json={"reason": "Semester berakhir"})
    with unchanged(portal):
        refused(old_tab, "record_attendance", 403, *CONTRACT_ENDED, **record)
        refused(old_tab, "correct_attendance", 403, *CONTRACT_ENDED, **correct)
    lecturer.call("end_contract", contract_id=second.id, json={"reason": "Semester berakhir"})
    with unchanged(portal):
        refused(old_tab, "record_attendance", 403, *ACCESS_ENDED, **record)
        refused(old_tab, "correct_attendance", 403, *ACCESS_ENDED, **correct)
        photo = {"purpose": "foto", "content_type": "image/jpeg", "size": 1000}
        refused(old_tab, "request_upload", 403, *ACCESS_ENDED, json=photo)
    with transaction() as db:
        assert lines(db, rejected.id) == []
        kept = select(attendances.c.id).where(attendances.c.contract_id.in_([first.id, second.id]))
        assert db.scalars(kept).all() == [rejected.id]


def test_ver_05_attendances_and_photos_are_for_the_own_lecturer(portal: Portal) -> None:
    """Dosen lain membuka absensi atau alamat foto aslab orang lain: 403, foto tidak ditampilkan."""
    student, owner, stranger = portal.new("mahasiswa"), portal.new("dosen"), portal.new("dosen")
    contract = cast.contract(student, owner)
    with transaction() as db:
        others = cast.contract(portal.new("mahasiswa"), stranger)
        own = make.attendance(db, others)
    aslab = portal.as_(student, "aslab")
    made = aslab.call("record_attendance", contract_id=contract.id, json=photographed(aslab))
    this: dict[str, Any] = {"attendance_id": made["id"]}
    other = portal.as_(stranger)
    reason = {"reason": "Foto buram"}
    with unchanged(portal):
        refused(other, "open_photo", 403, *NOT_YOUR_ASLAB, **this)
        refused(other, "open_photo", 403, *NOT_YOUR_ASLAB, query={"size": "thumb"}, **this)
        refused(other, "approve_attendance", 403, *NOT_YOUR_ASLAB, **this)
        refused(other, "reject_attendance", 403, *NOT_YOUR_ASLAB, json=reason, **this)
        contract_of_others = {"contract_id": str(contract.id)}
        refused(other, "list_attendances_to_verify", 403, *NOT_YOUR_VACANCY, query=contract_of_others)
        many = other.call("approve_attendances", json={"ids": [made["id"]]})
        assert (many["approved"], [one["id"] for one in many["failed"]]) == (0, [made["id"]])
    operation = {name: operations()[name].operation_id for name in operations()}
    assert refusals_logged(stranger) == [
        ("not_your_aslab", operation["open_photo"]),
        ("not_your_aslab", operation["approve_attendance"]),
        ("not_your_aslab", operation["reject_attendance"]),
        ("not_your_vacancy", operation["list_attendances_to_verify"]),
        ("not_your_aslab", made["id"]),
    ]
    assert [one["id"] for one in other.call("list_attendances_to_verify")["items"]] == [str(own.id)]

    link = portal.as_(owner).call("open_photo", **this)["url"]
    assert portal.fetch(link).content.startswith(b"\xff\xd8\xff")
    bare = portal.fetch(urlsplit(link)._replace(query="").geturl())
    assert (bare.status_code, bare.content.startswith(b"\xff\xd8\xff")) == (403, False)
