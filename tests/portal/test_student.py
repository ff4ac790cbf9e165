"""The pages of a student: where they start, their applications and their certificates, at a desk and on a phone."""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal
from tests.domain.certificates.conftest import deserved, ended
from tests.portal.applicants import applied, choose, kept_of, publish, type_in
from tests.portal.conftest import OpenWindow
from tests.portal.pages import accessibility_violations, come_as, look, look_at_all, sign_in
from tests.samples import pdf

pytestmark = pytest.mark.without_bystanders

REASON = "Belum mengambil mata kuliah Basis Data."
PLACE = "Laboratorium Terpadu, ruang 204"


def card(page: Page, course: str) -> Locator:
    named = page.get_by_role("heading", name=course, exact=True)
    return page.get_by_role("article").filter(has=named)


def selected(portal: Portal, student: Any) -> dict[str, dict[str, Any]]:
    """One application in each state but withdrawn, by its course; one file serves them all."""
    lecturer = portal.new("dosen", name="Dr. Rina Wulandari")
    courses = ("Basis Data", "Jaringan Komputer", "Sistem Operasi", "Kecerdasan Buatan", "Grafika Komputer")
    posts = {course: publish(portal, lecturer, course=course, documents=[]) for course in courses}
    mine = portal.as_(student)
    form = {"email": "budi@mahasiswa.test", "whatsapp": "0812-3456-7890", "semester": 5, "ipk": "3,45"}
    form["documents"] = [{"kind": "cv", "upload_id": mine.upload("dokumen", pdf(), "application/pdf")}]
    made = {
        course: mine.call("submit_application", vacancy_id=post["id"], json=form).json for course, post in posts.items()
    }
    at = clock.now() + timedelta(days=2)
    view = portal.as_(lecturer)
    view.call("invite_candidate", application_id=made[courses[1]]["id"], json={"at": at.isoformat(), "place": PLACE})
    view.call("put_on_waiting_list", application_id=made[courses[2]]["id"])
    view.call("accept_candidate", application_id=made[courses[3]]["id"])
    view.call("reject_candidate", application_id=made[courses[4]]["id"], json={"reason": REASON})
    return made


def certified(portal: Portal, student: Any) -> Any:
    """A certificate with its PDF, sent; the operation's answer."""
    with transaction() as db:
        contract = deserved(db, student=student)
    admin = portal.as_(portal.new("admin"))
    issued = admin.call("issue_certificate", contract_id=contract.id, json={})
    portal.campus.outbox.wait_for_mail(to=student.email, subject_contains="ertifi", timeout=20)
    return issued


def test_auth_01_a_student_is_welcomed_by_name(portal: Portal, visitor: Page) -> None:
    """Masuk dengan NIM: dasbor mahasiswa, "Selamat datang, {nama}"; kuki sesi HttpOnly dan SameSite."""
    student = portal.new("mahasiswa", name="Budi Santoso")
    publish(portal, course="Segera Tutup", closes_at=(clock.now() + timedelta(hours=3)).isoformat())
    sign_in(visitor, student)
    expect(visitor).to_have_url(re.compile("/mahasiswa$"))
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Selamat datang, Budi Santoso")
    expect(visitor.get_by_text("Tidak ada pendaftaran yang sedang berjalan.")).to_be_visible()
    expect(visitor.get_by_role("link", name="Segera Tutup")).to_be_visible()
    cookies = [(cookie["httpOnly"], cookie["sameSite"]) for cookie in visitor.context.cookies()]
    assert cookies == [(True, "Strict")] * 2, "of the session, and of a device that is known"
    look(visitor, "mahasiswa-kosong")


def test_mhs_reg_11_all_own_applications_with_every_step(portal: Portal, visitor: Page) -> None:
    """Pendaftaran Saya: status, waktu tiap langkah, jadwal wawancara, alasan penolakan, kursi dan pendaftar."""
    student = portal.new("mahasiswa")
    made = selected(portal, student)
    with transaction() as db:
        make.application(db, SimpleNamespace(id=made["Basis Data"]["vacancy_id"]), make.student(db))
    come_as(visitor, student)
    visitor.goto("/mahasiswa")
    visitor.get_by_role("link", name="Pendaftaran Saya").first.click()
    expect(visitor.get_by_role("article")).to_have_count(5)
    seen = {
        "Basis Data": ("Menunggu", "Kuota 2, terisi 0", "Jumlah pendaftar2", "3,45", "Dr. Rina Wulandari"),
        "Jaringan Komputer": ("Wawancara", PLACE, "WIB"),
        "Sistem Operasi": ("Daftar tunggu",),
        "Kecerdasan Buatan": ("Diterima", "Kuota 2, terisi 1"),
        "Grafika Komputer": ("Ditolak", REASON),
    }
    for course, told in seen.items():
        for text in told:
            expect(card(visitor, course)).to_contain_text(text)
    steps = card(visitor, "Jaringan Komputer").get_by_role("list", name="Riwayat").get_by_role("listitem")
    expect(steps).to_have_count(2)
    for number, state in enumerate(("Menunggu", "Wawancara")):
        expect(steps.nth(number)).to_contain_text(state)
        expect(steps.nth(number)).to_contain_text("WIB")
    for course in ("Kecerdasan Buatan", "Grafika Komputer"):
        expect(card(visitor, course).get_by_role("button", name="Batalkan pendaftaran")).to_be_hidden()


def test_mhs_reg_11_own_documents_open_in_the_page(portal: Portal, visitor: Page) -> None:
    """Dokumen sendiri tampil tanpa meninggalkan daftar; Esc menutup dan fokus kembali ke tombolnya."""
    student = portal.new("mahasiswa")
    applied(portal, student, publish(portal))
    come_as(visitor, student)
    visitor.goto("/pendaftaran")
    button = visitor.get_by_role("button", name="Transkrip nilai")
    button.click()
    dialog = visitor.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Transkrip nilai: Basis Data")).to_be_focused()
    address = dialog.get_by_role("link", name="Buka di tab baru").get_attribute("href") or ""
    assert portal.fetch(address).content.startswith(b"%PDF-")
    expect(dialog.locator("iframe")).to_have_attribute("src", address)
    visitor.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()


def test_mhs_reg_12_an_application_is_withdrawn_and_sent_again(portal: Portal, visitor: Page) -> None:
    """Batalkan sebelum keputusan, lalu daftar lagi selama dibuka; keduanya ada di riwayat."""
    student, vacancy = portal.new("mahasiswa"), publish(portal)
    applied(portal, student, vacancy)
    come_as(visitor, student)
    visitor.goto("/pendaftaran")
    ask = visitor.get_by_role("button", name="Batalkan pendaftaran", exact=True)
    ask.click()
    dialog = visitor.get_by_role("dialog")
    dialog.get_by_role("button", name="Batal", exact=True).click()
    expect(dialog).to_be_hidden()
    expect(ask).to_be_focused()
    assert kept_of(student)[0].state == "menunggu"
    ask.click()
    dialog.get_by_role("button", name="Ya, batalkan pendaftaran").click()
    expect(visitor.get_by_text("Pendaftaran dibatalkan", exact=True)).to_be_visible()
    expect(ask).to_be_hidden()
    expect(visitor.get_by_role("heading", level=1)).to_be_focused()
    visitor.get_by_role("link", name="Daftar lagi").click()
    type_in(visitor)
    for label in ("CV", "Transkrip nilai"):
        choose(visitor, label)
    visitor.get_by_role("button", name="Kirim pendaftaran").click()
    expect(visitor.get_by_role("article")).to_have_count(2)
    for place, state in enumerate(("Menunggu", "Dibatalkan")):
        expect(visitor.get_by_role("article").nth(place)).to_contain_text(state)
    expect(visitor.get_by_role("link", name="Daftar lagi")).to_be_hidden()
    assert [kept.state for kept in kept_of(student)] == ["dibatalkan", "menunggu"]


def test_a_closed_vacancy_offers_no_second_try(portal: Portal, visitor: Page) -> None:
    student, lecturer = portal.new("mahasiswa"), portal.new("dosen")
    vacancy = publish(portal, lecturer)
    made = applied(portal, student, vacancy)
    portal.as_(student).call("withdraw_application", application_id=made["id"])
    portal.as_(lecturer).call("close_vacancy", vacancy_id=vacancy["id"])
    come_as(visitor, student)
    with visitor.expect_response(f"**/v1/vacancies/{vacancy['id']}"):
        visitor.goto("/pendaftaran")
    expect(visitor.get_by_role("article")).to_contain_text("Dibatalkan")
    visitor.wait_for_load_state("networkidle")
    expect(visitor.get_by_role("link", name="Daftar lagi")).to_be_hidden()


def test_cert_07_the_own_certificate_is_opened(portal: Portal, visitor: Page) -> None:
    """Sertifikat sendiri: PDF terbuka, alamat pemeriksaan disalin; yang dicabut disebut beserta alasannya."""
    student = portal.new("mahasiswa")
    issued = certified(portal, student)
    with transaction() as db:
        gone = ended(db, student=student)
        facts = {"course": "Mata Kuliah Lama", "period": "2025/2026", "attendances": 3}
        facts |= {"name": student.name, "issued_on": clock.today().isoformat()}
        revoked = {"revoked_at": clock.now(), "revoke_reason": "Salah nama"}
        make.certificate(db, gone, make.admin(db), facts=facts, **revoked)
    come_as(visitor, student, "mahasiswa")
    visitor.goto("/sertifikat-saya")
    old = card(visitor, "Mata Kuliah Lama")
    expect(old.get_by_text("Salah nama")).to_be_visible()
    expect(old.get_by_role("button", name="Lihat dan unduh")).to_be_hidden()
    served = visitor.get_by_role("region", name="Kehadiran yang dihitung").get_by_role("article")
    kept = served.filter(has=visitor.get_by_role("heading", name=issued["course"], exact=True))
    kept.get_by_text("1 kehadiran disetujui").click()
    expect(kept.get_by_role("listitem")).to_have_count(1)
    mine = card(visitor, issued["course"]).first
    for told in (issued["number"], issued["period"], "Terkirim"):
        expect(mine).to_contain_text(told)
    mine.get_by_role("button", name=re.compile("^Salin alamat")).click()
    expect(visitor.get_by_text("Alamat disalin")).to_be_visible()
    assert visitor.evaluate("navigator.clipboard.readText()") == issued["check_url"]
    mine.get_by_role("button", name="Lihat dan unduh").click()
    address = visitor.get_by_role("link", name="Buka di tab baru").get_attribute("href") or ""
    assert portal.fetch(address).content.startswith(b"%PDF-")
    expect(visitor.locator("iframe")).to_be_visible()
    assert accessibility_violations(visitor) == []


def test_the_pages_of_a_student(portal: Portal, windows: OpenWindow) -> None:
    student = portal.new("mahasiswa", name="Siti Nurhaliza Putri")
    selected(portal, student)
    certified(portal, student)
    pages = {"mahasiswa": "/mahasiswa", "pendaftaran": "/pendaftaran", "sertifikat-saya": "/sertifikat-saya"}
    look_at_all(windows, pages, student, "mahasiswa")
