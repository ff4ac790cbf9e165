"""Module 3: what a vacancy does not allow, and when it closes by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import time_machine
from sqlalchemy import select

from common.domain.recruitment.tables import applications, co_lecturers, vacancies
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.bystanders import without_bystanders
from tests.client import Portal, operations
from tests.outcomes import lines, row
from tests.uat.cast import application_form, vacancy_form
from tests.uat.refusals import refusals_logged, refused, refused_at, unchanged

CLOSED = ("Lowongan sudah ditutup", "This vacancy is closed")
QUOTA = ("Kuota harus bilangan bulat 1-100", "The quota must be a whole number 1-100")
NOT_YOURS = ("Anda bukan pemilik lowongan ini", "This vacancy is not yours")


def test_low_06_a_quota_is_a_whole_number_from_1_to_100(portal: Portal) -> None:
    """Kuota 0, -1, 2,5 atau 1000: "Kuota harus bilangan bulat 1-100", tidak ada yang tersimpan atau berubah."""
    lecturer = portal.as_(portal.new("dosen"))
    kept = lecturer.call("publish_vacancy", json=vacancy_form(quota=1))
    with unchanged(portal):
        for quota in (0, -1, 2.5, 1000):
            refused_at(lecturer, "publish_vacancy", "quota", *QUOTA, json=vacancy_form(quota=quota))
            refused_at(lecturer, "change_vacancy", "quota", *QUOTA, vacancy_id=kept["id"], json={"quota": quota})
    assert lecturer.call("publish_vacancy", json=vacancy_form(quota=100))["quota"] == 100


def test_low_09_a_deadline_on_campus_closes_the_vacancy_by_itself(portal: Portal) -> None:
    """Tutup 23.59.59 WIB: 23.59.30 diterima, 00.00.05 ditolak; daftar menampilkan "Ditutup" tanpa diklik siapa pun."""
    teacher, early, late = portal.new("dosen"), portal.new("mahasiswa"), portal.new("mahasiswa")
    midnight = clock.start_of(clock.today() + timedelta(days=2))
    assert (midnight.utcoffset(), f"{clock.to_campus(midnight):%H:%M %Z}") == (timedelta(), "00:00 WIB")
    form = vacancy_form(closes_at=(midnight - timedelta(seconds=1)).isoformat())
    other = vacancy_form(closes_at=(midnight + timedelta(days=1)).isoformat())
    closing, open_longer = (portal.as_(teacher).call("publish_vacancy", json=one)["id"] for one in (form, other))
    forms = {person.id: application_form(portal.as_(person)) for person in (early, late)}
    with transaction() as db:
        before = row(db, vacancies, closing)

    with time_machine.travel(midnight - timedelta(seconds=30), tick=False):
        assert listed(portal, teacher) == {closing: "dibuka", open_longer: "dibuka"}
        portal.as_(early).call("submit_application", vacancy_id=closing, json=forms[early.id])
    with time_machine.travel(midnight + timedelta(seconds=5), tick=False):
        assert listed(portal, teacher) == {closing: "ditutup", open_longer: "dibuka"}
        assert portal.call("show_vacancy", vacancy_id=closing)["status"] == "ditutup"
        [card] = without_bystanders(portal.call("list_vacancies", query={"search": "basis"})["items"])
        assert card["id"] == open_longer
        student = portal.as_(late)
        with unchanged(portal):
            refused(student, "submit_application", 409, *CLOSED, vacancy_id=closing, json=forms[late.id])
        student.call("submit_application", vacancy_id=open_longer, json=forms[late.id])
    with transaction() as db:
        assert row(db, vacancies, closing) == before
        assert [line.action for line in lines(db, closing)] == ["vacancy.created"]
        sent = db.scalars(select(applications.c.student_id).where(applications.c.vacancy_id == closing))
        assert list(sent) == [early.id]


def listed(portal: Portal, lecturer: Any) -> dict[str, str]:
    """Status of each own vacancy."""
    items = portal.as_(lecturer).call("list_own_vacancies")["items"]
    return {vacancy["id"]: vacancy["status"] for vacancy in items}


def test_low_10_the_quota_does_not_fall_below_the_seats_taken(portal: Portal) -> None:
    """Kuota di bawah jumlah diterima: "Kuota tidak boleh kurang dari jumlah diterima (3)", kuota tetap."""
    teacher = portal.new("dosen")
    lecturer = portal.as_(teacher)
    with transaction() as db:
        full, empty = make.vacancy(db, teacher, quota=5), make.vacancy(db, teacher, quota=5)
        accepted = [make.application(db, full, make.student(db)) for _ in range(4)][:3]
    for one in accepted:
        lecturer.call("accept_candidate", application_id=one.id)
    told = (
        "Kuota tidak boleh kurang dari jumlah diterima (3)",
        "The quota cannot be less than the number accepted (3)",
    )
    with unchanged(portal):
        for quota in (2, 1):
            lowered: dict[str, Any] = {"vacancy_id": full.id, "json": {"quota": quota}}
            answer = refused(lecturer, "change_vacancy", 409, *told, **lowered)
            assert (answer.code, answer.fields) == ("quota_below_accepted", {"quota": told[0]})
    assert lecturer.call("change_vacancy", vacancy_id=full.id, json={"quota": 3})["quota"] == 3
    assert lecturer.call("change_vacancy", vacancy_id=empty.id, json={"quota": 2})["quota"] == 2


def test_low_12_a_vacancy_is_neither_opened_nor_changed_by_another_lecturer(portal: Portal) -> None:
    """Dosen lain membuka atau menyimpan: 403 "Anda bukan pemilik lowongan ini", tidak berubah, tercatat."""
    owner, stranger, helper = (portal.new("dosen") for _ in range(3))
    vacancy = portal.as_(owner).call("publish_vacancy", json=vacancy_form())
    with transaction() as db:
        make.insert(db, co_lecturers, vacancy_id=vacancy["id"], lecturer_id=helper.id)
        make.vacancy(db, stranger)
    this: dict[str, Any] = {"vacancy_id": vacancy["id"]}
    reading = ["show_own_vacancy", "list_candidates"]
    saving = {"change_vacancy": {"quota": 9}, "close_vacancy": None, "delete_vacancy": None}
    with unchanged(portal):
        other, beside = portal.as_(stranger), portal.as_(helper)
        for operation in reading:
            refused(other, operation, 403, *NOT_YOURS, **this)
        for operation, body in saving.items():
            for view in (other, beside):
                refused(view, operation, 403, *NOT_YOURS, json=body, **this)
    logged = [("not_your_vacancy", operations()[name].operation_id) for name in [*reading, *saving]]
    assert refusals_logged(stranger) == logged
    assert refusals_logged(helper) == logged[len(reading) :]
    shown = portal.as_(owner).call("show_own_vacancy", **this)
    assert (shown["quota"], shown["status"]) == (2, "dibuka")
    assert portal.as_(helper).call("show_own_vacancy", **this)["id"] == vacancy["id"], "a co-lecturer may look"
