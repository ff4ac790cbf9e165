"""Module 6 in a browser: "Siap Diaktifkan", one or many at once, and contracts that are suspended and resumed."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from common.domain.people.tables import people
from common.domain.recruitment.tables import application_documents, applications
from common.platform import clock
from common.platform.calendar_text import indonesian_date
from common.platform.db import transaction
from tests import factories as make
from tests.client import PASSWORD, Portal
from tests.portal.conftest import OpenWindow
from tests.portal.office import at, choose, dialog, press, row
from tests.portal.pages import look, look_at_all, settle
from tests.uat import cast

pytestmark = pytest.mark.without_bystanders

READY = "/admin/aktivasi"


def days() -> tuple[date, date]:
    """Of a period that runs: its first day and its last."""
    return clock.today() - timedelta(days=3), clock.today() + timedelta(days=100)


def accepted(portal: Portal, *names: str) -> tuple[list[Any], Any]:
    """Accepted students of one vacancy in a period, and its lecturer."""
    lecturer = portal.new("dosen", name="Dr. Ratna Dewanti")
    students = [portal.new("mahasiswa", name=name) for name in names]
    with transaction() as db:
        first, last = days()
        period = make.period(db, starts_on=first, ends_on=last)
        post = make.vacancy(db, lecturer, course="Basis Data", accepted=1, quota=50, period_id=period.id)
        for student in students:
            make.application(db, post, student, state="diterima", decided_at=clock.now())
    return students, lecturer


def test_act_01_exactly_the_accepted_without_a_contract_are_listed(visitor: Page, portal: Portal) -> None:
    """Daftar Siap Diaktifkan: hanya yang diterima dan belum memiliki kontrak."""
    accepted(portal, "Siti Aminah")
    waiting, active = portal.new("mahasiswa", name="Masih Menunggu"), portal.new("mahasiswa", name="Sudah Aktif")
    with transaction() as db:
        post = make.vacancy(db, make.lecturer(db))
        make.application(db, post, waiting)
        made = make.contract(db, student=active, lecturer=make.lecturer(db), admin=make.admin(db))
    at(visitor, portal, READY)
    expect(row(visitor, "Siti Aminah")).to_contain_text("Basis Data")
    expect(row(visitor, "Masih Menunggu")).to_have_count(0)
    assert made.state == "aktif"


def test_who_is_ready_is_found_by_course_and_lecturer(visitor: Page, portal: Portal) -> None:
    accepted(portal, "Siti Aminah", "Budi Santoso")
    with transaction() as db:
        post = make.vacancy(db, make.lecturer(db, name="Hendra Gunawan"), course="Kalkulus", accepted=1)
        student = make.student(db, name="Maria Goreti")
        make.application(db, post, student, state="diterima", decided_at=clock.now())
    at(visitor, portal, READY)
    search = visitor.get_by_label("Cari nama, NIM, mata kuliah, atau dosen")
    for words, found in (
        ("hendra", ["Maria Goreti"]),
        ("basis", ["Siti Aminah", "Budi Santoso"]),
        (student.number, ["Maria Goreti"]),
        ("budi s", ["Budi Santoso"]),
    ):
        search.fill(words)
        for name in ("Siti Aminah", "Budi Santoso", "Maria Goreti"):
            expect(row(visitor, name)).to_have_count(int(name in found))
    expect(visitor).to_have_url(re.compile(r"\?cari=budi\+s$"))
    search.fill("tidak ada")
    expect(visitor.get_by_text("Tidak ada yang cocok di antara yang menunggu aktivasi")).to_be_visible()


def test_act_02_dates_come_from_the_period_and_documents_open(visitor: Page, portal: Portal) -> None:
    """Membuka satu pendaftar: data, dokumen, dan tanggal dari periode akademik."""
    student, lecturer = portal.new("mahasiswa", name="Siti Aminah"), portal.new("dosen")
    first, last = days()
    with transaction() as db:
        period = make.period(db, starts_on=first, ends_on=last)
        post = make.vacancy(db, lecturer, course="Basis Data", period_id=period.id)
    me = portal.as_(student)
    mine = me.call("submit_application", vacancy_id=post.id, json=cast.application_form(me))
    portal.as_(lecturer).call("accept_candidate", application_id=mine["id"])
    at(visitor, portal, READY)
    expect(row(visitor, "Siti Aminah")).to_contain_text(indonesian_date(clock.today()))
    press(visitor, "Transkrip nilai Siti Aminah")
    expect(visitor.get_by_role("heading", name="Transkrip nilai · Siti Aminah")).to_be_visible()
    expect(visitor.locator("iframe")).to_have_attribute("src", re.compile("^http"))
    visitor.keyboard.press("Escape")
    press(visitor, "Aktifkan Siti Aminah")
    for text in ("Basis Data", lecturer.name, student.number):
        expect(dialog(visitor)).to_contain_text(text)
    expect(dialog(visitor).get_by_label("Tanggal mulai")).to_have_value(clock.today().isoformat())
    expect(dialog(visitor).get_by_label("Tanggal selesai")).to_have_value(last.isoformat())


def test_act_03_an_end_before_the_start_or_a_missing_date_is_refused(visitor: Page, portal: Portal) -> None:
    """Tanggal selesai sebelum mulai, atau kosong: ditolak di isiannya, tidak ada yang tersimpan."""
    accepted(portal, "Siti Aminah")
    at(visitor, portal, READY)
    press(visitor, "Aktifkan Siti Aminah")
    ends = dialog(visitor).get_by_label("Tanggal selesai")
    ends.fill((clock.today() - timedelta(days=1)).isoformat())
    dialog(visitor).get_by_role("button", name="Aktifkan", exact=True).click()
    expect(dialog(visitor).get_by_text("Tanggal selesai harus setelah tanggal mulai").last).to_be_visible()
    expect(ends).to_be_focused()
    ends.fill("")
    dialog(visitor).get_by_role("button", name="Aktifkan", exact=True).click()
    expect(dialog(visitor).get_by_text("Tanggal selesai wajib diisi").last).to_be_visible()
    dialog(visitor).get_by_role("button", name="Batal").click()
    expect(row(visitor, "Siti Aminah")).to_be_visible()


def test_act_07_many_are_activated_and_only_the_rest_is_repeated(visitor: Page, portal: Portal) -> None:
    """15 sekaligus, satu gagal dengan alasannya; mengulang hanya mengerjakan yang tersisa."""
    students, _ = accepted(portal, *(f"Calon {number:02d}" for number in range(15)))
    with transaction() as db:
        db.execute(update(people).where(people.c.id == students[4].id).values(email=None))
    at(visitor, portal, READY)
    visitor.get_by_label("Pilih semua (15)").check()
    visitor.get_by_role("button", name="Aktifkan yang dipilih").click()
    dialog(visitor).get_by_role("button", name="Aktifkan", exact=True).click()
    expect(dialog(visitor).get_by_text("14 berhasil, 1 gagal")).to_be_visible()
    expect(dialog(visitor).get_by_role("listitem").filter(has_text="Calon 04")).to_contain_text(
        "Email mahasiswa belum valid, lengkapi data terlebih dahulu"
    )
    with transaction() as db:
        db.execute(update(people).where(people.c.id == students[4].id).values(email="calon04@kampus.test"))
    dialog(visitor).get_by_role("button", name="Ulangi yang gagal (1)").click()
    expect(dialog(visitor).get_by_text("1 berhasil, 0 gagal")).to_be_visible()
    look(visitor, "admin-aktivasi-hasil")
    dialog(visitor).get_by_role("button", name="Tutup").click()
    expect(visitor.get_by_text("Tidak ada mahasiswa yang menunggu aktivasi")).to_be_visible()
    assert len(portal.as_(portal.new("admin")).call("list_contracts")["items"]) == 15


def test_act_08_a_contract_is_suspended_with_a_reason_and_resumed(windows: OpenWindow, portal: Portal) -> None:
    """Kontrak ditangguhkan lalu dilanjutkan: akses berhenti dan kembali pada permintaan berikutnya."""
    student, page = portal.new("mahasiswa", name="Siti Aminah"), windows()
    cast.contract(student, portal.new("dosen"))
    aslab = portal.as_(student, "aslab")
    at(page, portal, "/admin/kontrak")
    press(page, "Tangguhkan Siti Aminah")
    dialog(page).get_by_role("button", name="Tangguhkan").click()
    expect(dialog(page).get_by_text("Alasan wajib diisi").last).to_be_visible()
    dialog(page).get_by_label("Alasan").fill("Cuti satu bulan")
    dialog(page).get_by_role("button", name="Tangguhkan").click()
    expect(page.get_by_text("Kontrak ditangguhkan")).to_be_visible()
    expect(row(page, "Siti Aminah")).to_contain_text("Ditangguhkan")
    assert aslab.call("list_own_contracts", expect=403).code == "aslab_suspended"
    choose(page, "Status", "Ditangguhkan")
    press(page, "Lanjutkan Siti Aminah")
    expect(page.get_by_text("Kontrak aktif kembali")).to_be_visible()
    page.goto("/admin/kontrak?status=aktif")
    expect(row(page, "Siti Aminah")).to_contain_text("Aktif")
    assert portal.as_(student, "aslab").call("list_own_contracts")["items"]


def test_act_09_an_activated_student_may_choose_the_role_at_the_next_sign_in(
    windows: OpenWindow, portal: Portal
) -> None:
    """Admin mengaktifkan mahasiswa: email instruksi terkirim, dan mahasiswa dapat memilih peran Aslab."""
    [student], _ = accepted(portal, "Siti Aminah")
    office, theirs = windows(), windows()
    at(office, portal, READY)
    press(office, "Aktifkan Siti Aminah")
    dialog(office).get_by_role("button", name="Aktifkan", exact=True).click()
    expect(office.get_by_text("Siti Aminah kini aslab, instruksi login dikirim")).to_be_visible()
    expect(row(office, "Siti Aminah")).to_have_count(0)
    portal.campus.outbox.wait_for_mail(to=student.email, subject_contains="slab")
    theirs.goto("/masuk")
    theirs.get_by_label("NIM/NIP").fill(student.number)
    theirs.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    theirs.get_by_role("button", name="Masuk", exact=True).click()
    expect(dialog(theirs).get_by_role("heading", name="Pilih peran")).to_be_visible()
    dialog(theirs).get_by_role("button", name="Masuk sebagai Aslab").click()
    expect(theirs).to_have_url(f"{portal.url}/aslab")


def test_activation_and_contracts_in_both_languages_and_widths(windows: OpenWindow, portal: Portal) -> None:
    students, lecturer = accepted(portal, "Siti Nurhaliza Rahmadani", "Budi Santoso")
    for state in ("aktif", "ditangguhkan", "selesai"):
        cast.contract(portal.new("mahasiswa"), lecturer, state=state)
    with transaction() as db:
        one = applications.c.student_id == students[0].id
        ready = db.execute(applications.select().where(one)).one()
        for kind in ("cv", "transkrip"):
            file = make.upload(db, students[0])
            make.insert(db, application_documents, application_id=ready.id, kind=kind, upload_id=file.id)
    pages = {"admin-aktivasi": READY, "admin-kontrak": "/admin/kontrak"}
    look_at_all(windows, pages, portal.new("admin", name="Sulastri Handayani"))


def test_the_dialog_of_an_activation_on_a_phone(phone: Page, portal: Portal) -> None:
    accepted(portal, "Siti Aminah")
    at(phone, portal, READY)
    press(phone, "Aktifkan Siti Aminah")
    expect(dialog(phone).get_by_label("Tanggal mulai")).to_be_visible()
    settle(phone)
    look(phone, "admin-aktivasi-satu")


def test_contracts_are_searched_and_the_search_is_in_the_address(visitor: Page, portal: Portal) -> None:
    lecturer = portal.new("dosen")
    for name in ("Budi Santoso", "Citra Lestari", "Budi Hartono"):
        cast.contract(portal.new("mahasiswa", name=name), lecturer)
    at(visitor, portal, "/admin/kontrak?cari=santoso")
    expect(visitor.locator("tbody tr")).to_have_count(1)
    expect(row(visitor, "Budi Santoso")).to_be_visible()
    visitor.get_by_role("searchbox", name="Cari nama, NIM, atau mata kuliah").fill("budi")
    expect(visitor.locator("tbody tr")).to_have_count(2)
    expect(visitor).to_have_url(re.compile(r"\?cari=budi$"))
    visitor.reload()
    expect(visitor.locator("tbody tr")).to_have_count(2)
    visitor.get_by_role("searchbox").fill("tidak ada")
    expect(visitor.get_by_text("Tidak ada data pada periode ini")).to_be_visible()
