"""Module 8: a month is locked when it is done, and an admin alone opens it again."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import time_machine
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select

from common.domain.attendance.tables import attendance_amendments, attendances
from common.domain.audit.tables import audit_log
from common.domain.recruitment.tables import vacancies
from common.platform import clock
from common.platform.calendar_text import indonesian_date, month_text
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal
from tests.uat import cast
from tests.uat.refusals import refused, settle, unchanged

LOCKED = ("Periode sudah dikunci", "The period has been locked")
ONLY_ONCE = ("Koreksi hanya dapat dikirim satu kali", "A correction can be sent only once")


def last_month() -> date:
    """Its last day."""
    return clock.today().replace(day=1) - timedelta(days=1)


def attended(contract: Any, day: date, state: str, **values: Any) -> str:
    with transaction() as db:
        return str(make.attendance(db, contract, day=day, state=state, **values).id)


def test_ver_07_a_locked_month_is_changed_by_nobody_until_an_admin_opens_it(portal: Portal) -> None:
    """Absensi pada bulan yang dikunci: "Periode sudah dikunci"; admin membukanya dengan alasan yang tercatat."""
    now = clock.start_of(last_month() + timedelta(days=1)) + timedelta(hours=9)
    with time_machine.travel(now, tick=True):
        _a_locked_month(portal)


def _a_locked_month(portal: Portal) -> None:
    student, teacher, boss = portal.new("mahasiswa"), portal.new("dosen"), portal.new("admin")
    contract = cast.contract(student, teacher, starts_on=clock.today() - timedelta(days=60))
    day, month = last_month(), f"{last_month():%Y-%m}"
    yes = attended(contract, day - timedelta(days=1), "disetujui")
    verdict = {"reason": "Kabur", "verified_by": teacher.id, "verified_at": clock.now()}
    no = attended(contract, day - timedelta(days=2), "ditolak", **verdict)
    waiting = attended(contract, day - timedelta(days=3), "menunggu_verifikasi")
    lecturer, aslab, admin = portal.as_(teacher), portal.as_(student, "aslab"), portal.as_(boss)
    lock: dict[str, Any] = {"json": {"month": month, "contract_ids": [str(contract.id)]}}
    with unchanged(portal):
        [failed] = lecturer.call("lock_months", **lock)["failed"]
    assert failed["message"] == "Masih ada 1 absensi yang menunggu verifikasi"
    lecturer.call("approve_attendance", attendance_id=waiting)
    assert lecturer.call("lock_months", **lock).json == {"locked": 1, "failed": []}

    with transaction() as db:
        photo = str(make.upload(db, student, "foto").id)
    late = {"upload_id": photo, "activity": "Praktikum", "day": day.isoformat(), "late_reason": "Lupa"}
    writes: list[tuple[Portal, str, dict[str, Any]]] = [
        (aslab, "record_attendance", {"contract_id": contract.id, "json": late}),
        (aslab, "correct_attendance", {"attendance_id": no, "json": {"activity": "Lagi"}}),
        (lecturer, "approve_attendance", {"attendance_id": no}),
        (lecturer, "reject_attendance", {"attendance_id": yes, "json": {"reason": "Salah"}}),
        (lecturer, "take_approval_back", {"attendance_id": yes, "json": {"reason": "Salah"}}),
    ]
    with unchanged(portal):
        for by, operation, call in writes:
            refused(by, operation, 409, *LOCKED, **call)
        many = lecturer.call("approve_attendances", json={"ids": [yes, no]})
        assert (many["approved"], {one["code"] for one in many["failed"]}) == (0, {"month_locked"})
        [again] = lecturer.call("lock_months", **lock)["failed"]
        assert again["message"] == LOCKED[0]
        opening: dict[str, Any] = {"contract_id": contract.id, "json": {"month": month, "reason": "Dosen salah kunci"}}
        lecturer.call("open_month", expect=403, **opening)
        silent = admin.call("open_month", expect=422, contract_id=contract.id, json={"month": month})
        assert silent.fields == {"reason": "Alasan wajib diisi"}
    assert aslab.call("list_attendances", contract_id=contract.id, query={"month": month})["locked"]
    [shown] = [one for one in admin.call("list_months", query={"month": month})["items"] if one["locked_at"]]
    assert (shown["contract_id"], shown["locked_by"]) == (str(contract.id), teacher.name)

    opened = admin.call("open_month", **opening)
    assert (opened["locked_at"], opened["lockable"]) == (None, True)
    aslab.call("correct_attendance", attendance_id=no, json={"activity": "Lagi"})
    with transaction() as db:
        [line] = db.execute(select(audit_log).where(audit_log.c.action == "month.opened")).all()
        assert db.scalar(select(attendances.c.state).where(attendances.c.id == no)) == "menunggu_verifikasi"
    assert (line.actor_id, line.reason, line.subject_id) == (boss.id, "Dosen salah kunci", str(contract.id))
    assert (line.old["month"], line.old["locked_by"]) == (month, str(teacher.id))


def test_ver_03_a_rejected_attendance_is_corrected_once(portal: Portal) -> None:
    """Ditolak dengan alasan: aslab diberi tahu alasannya dan dapat mengirim koreksi satu kali."""
    student, teacher = portal.new("mahasiswa"), portal.new("dosen")
    made = attended(cast.contract(student, teacher), clock.today(), "menunggu_verifikasi")
    lecturer, aslab = portal.as_(teacher), portal.as_(student, "aslab")
    lecturer.call("reject_attendance", attendance_id=made, json={"reason": "Foto tidak jelas"})
    _told_and_corrected_once(portal, student, aslab, made, "Foto tidak jelas", "attendance_rejected")


def test_ver_09_an_approval_is_taken_back_before_the_month_is_locked(portal: Portal) -> None:
    """Persetujuan dibatalkan dengan alasan; aslab diberi tahu dan dapat mengirim koreksi satu kali."""
    student, teacher = portal.new("mahasiswa"), portal.new("dosen")
    contract = cast.contract(student, teacher, starts_on=clock.today() - timedelta(days=100))
    made = attended(contract, last_month(), "menunggu_verifikasi")
    lecturer, aslab = portal.as_(teacher), portal.as_(student, "aslab")
    lecturer.call("approve_attendance", attendance_id=made)
    settle(portal)
    silent = lecturer.call("take_approval_back", attendance_id=made, json={}, expect=422)
    assert silent.fields == {"reason": "Alasan wajib diisi"}
    taken = lecturer.call("take_approval_back", attendance_id=made, json={"reason": "Bukan di lab"})
    assert (taken["state"], taken["reason"]) == ("ditolak", "Bukan di lab")
    with transaction() as db:
        line = db.execute(select(audit_log).where(audit_log.c.action == "attendance.taken_back")).one()
    assert (line.actor_id, line.reason, line.old) == (teacher.id, "Bukan di lab", {"state": "disetujui"})
    _told_and_corrected_once(portal, student, aslab, made, "Bukan di lab", "approval_taken_back")

    lecturer.call("approve_attendance", attendance_id=made)
    lock = {"month": f"{last_month():%Y-%m}", "contract_ids": [str(contract.id)]}
    assert lecturer.call("lock_months", json=lock)["locked"] == 1
    with unchanged(portal):
        late: dict[str, Any] = {"attendance_id": made, "json": {"reason": "Terlambat"}}
        refused(lecturer, "take_approval_back", 409, *LOCKED, **late)


def _told_and_corrected_once(portal: Portal, student: Any, aslab: Portal, made: str, reason: str, kind: str) -> None:
    settle(portal)
    mail = portal.campus.outbox.mails[-1]
    assert (mail.recipients, reason in mail.text) == ((student.email,), True)
    assert "Anda dapat mengirim koreksi satu kali." in mail.text
    [notice] = [one for one in aslab.call("read_inbox")["items"] if one["kind"] == kind]
    assert reason in notice["body"]
    again: dict[str, Any] = {"attendance_id": made, "json": {"activity": "Mendampingi modul 4"}}
    assert aslab.call("correct_attendance", **again)["state"] == "menunggu_verifikasi"
    refused(aslab, "correct_attendance", 409, *ONLY_ONCE, **again)


def test_lap_02_the_recap_of_a_month_is_printed_and_saved(portal: Portal) -> None:
    """Rekap bulanan per aslab: PDF dengan hari, jumlah disetujui, tempat tanda tangan, periode, waktu cetak."""
    student, teacher, other = portal.new("mahasiswa"), portal.new("dosen"), portal.new("dosen")
    contract = cast.contract(student, teacher, starts_on=clock.today() - timedelta(days=100))
    for ago in range(3):
        attended(contract, last_month() - timedelta(days=ago), "ditolak" if ago == 1 else "disetujui")
    asked: dict[str, Any] = {"contract_id": contract.id, "query": {"month": f"{last_month():%Y-%m}"}}
    lecturer = portal.as_(teacher)
    [paper] = PdfReader(BytesIO(lecturer.call("print_recap", **asked).response.content)).pages
    text = paper.extract_text()
    days = [indonesian_date(last_month() - timedelta(days=ago)) for ago in range(3)]
    month = month_text(last_month(), "id")
    for said in (
        *days,
        "2 dari 3",
        month,
        "Asisten laboratorium",
        "Dosen",
        f"Dicetak {indonesian_date(clock.today())}",
    ):
        assert said in text
    assert text.count(student.name) == text.count(teacher.name) == 2, "once as a fact, once where one signs"
    book = lecturer.call("download_recap", **asked).response.content
    rows = list(load_workbook(BytesIO(book)).active.iter_rows(values_only=True))
    assert [row[1].date() for row in rows[1:4]] == [last_month() - timedelta(days=ago) for ago in (2, 1, 0)]
    assert ("Jumlah disetujui", "2 dari 3") in [row[1:3] for row in rows]
    for name in ("print_recap", "download_recap"):
        portal.as_(other).call(name, expect=403, **asked)
        portal.as_(student, "aslab").call(name, expect=403, **asked)


def test_ver_08_an_admin_corrects_the_day_and_both_see_it(portal: Portal) -> None:
    """Nilai lama, nilai baru, siapa, kapan, dan alasan tersimpan; aslab dan dosen melihat koreksinya."""
    student, teacher, boss = portal.new("mahasiswa"), portal.new("dosen"), portal.new("admin")
    long = {"starts_on": clock.today() - timedelta(days=100)}
    contract, other = cast.contract(student, teacher, **long), cast.contract(student, teacher, **long)
    made, today = attended(contract, clock.today(), "disetujui"), clock.today()
    admin, new = portal.as_(boss), today - timedelta(days=1)
    change = {"day": new.isoformat(), "contract_id": str(other.id)}
    silent = admin.call("amend_attendance", attendance_id=made, json=change, expect=422)
    assert silent.fields == {"reason": "Alasan wajib diisi"}
    admin.call("amend_attendance", attendance_id=made, json=change | {"reason": "Salah pilih kontrak"})
    with transaction() as db:
        [line] = db.execute(select(audit_log).where(audit_log.c.action == "attendance.amended")).all()
        [kept] = db.execute(select(attendance_amendments).where(attendance_amendments.c.attendance_id == made)).all()
        course = db.scalar(select(vacancies.c.course).where(vacancies.c.id == contract.vacancy_id))
    assert (line.actor_id, line.reason, clock.now() - line.at < timedelta(minutes=1)) == (boss.id, kept.reason, True)
    assert line.old == {"day": today.isoformat(), "contract_id": str(contract.id)}
    assert line.new == {"day": new.isoformat(), "contract_id": str(other.id)}
    assert (kept.old_day, kept.new_day, kept.amended_by) == (today, new, boss.id)
    assert (kept.old_contract_id, kept.new_contract_id) == (contract.id, other.id)
    month: dict[str, Any] = {"contract_id": other.id, "query": {"month": f"{new:%Y-%m}"}}
    [mine] = portal.as_(student, "aslab").call("list_attendances", **month)["items"]
    [theirs] = portal.as_(teacher).call("list_attendances_to_verify")["items"]
    for seen in (mine, theirs):
        assert (seen["id"], seen["day"], seen["day_before"]) == (made, new.isoformat(), today.isoformat())
        assert (seen["amended_by"], seen["amended_reason"]) == (boss.name, "Salah pilih kontrak")
        assert seen["course_before"] == course
    portal.as_(teacher).call("amend_attendance", attendance_id=made, json=change | {"reason": "x"}, expect=403)
