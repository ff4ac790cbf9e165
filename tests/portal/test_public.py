"""What a visitor finds: what is open, what a vacancy asks for, and whether a certificate is genuine."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select, update

from common.domain.assistants.tables import contracts
from common.domain.recruitment.states import VacancyState
from common.domain.recruitment.tables import vacancies
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests import samples
from tests.client import Portal
from tests.portal.conftest import OpenWindow
from tests.portal.pages import come_as, look, look_at_all, settle, sign_in
from tests.uat import cast

CODE = "7KQ2-M0XA-93TR-C5VE"
NEWER = "8KQ2-M0XA-93TR-C5VE"
FACTS = {
    "name": "Siti Nurhaliza Putri",
    "course": "Basis Data",
    "period": "2026/2027 Ganjil",
    "starts_on": "2026-09-01",
    "ends_on": "2026-12-20",
    "attendances": 14,
    "issued_on": "2026-12-21",
}
SHIFTS = """() => { window.shifted = 0; new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value
}).observe({ type: 'layout-shift', buffered: true }) }"""


def published(portal: Portal, **changed: Any) -> Any:
    lecturer = portal.as_(portal.new("dosen", name="Rina Wulandari"))
    return lecturer.call("publish_vacancy", json=cast.vacancy_form(**changed))


def certified(**values: Any) -> Any:
    """A certificate in the books, committed."""
    with transaction() as db:
        admin, student = make.admin(db), make.student(db)
        ended = {"state": "selesai", "ended_at": clock.now()}
        contract = make.contract(db, student=student, lecturer=make.lecturer(db), admin=admin, **ended)
        return make.certificate(db, contract, admin, **{"facts": FACTS, "code": CODE} | values)


def test_public_pages_in_both_languages_and_widths(windows: OpenWindow, portal: Portal) -> None:
    vacancy = published(portal, minimum_ipk="3,25", minimum_semester=3)["id"]
    certified()
    pages = {
        "mulai": "/",
        "lowongan": "/lowongan",
        "lowongan-rinci": f"/lowongan/{vacancy}",
        "cek": "/sertifikat",
        "cek-sah": f"/sertifikat/{CODE}",
        "cek-tidak-ada": f"/sertifikat/{NEWER}",
    }
    look_at_all(windows, pages)


@pytest.mark.without_bystanders
@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_the_start_page_says_what_it_is_before_any_answer_and_does_not_move(
    windows: OpenWindow, portal: Portal, phone: bool
) -> None:
    for course in ("Basis Data", "Jaringan Komputer", "Sistem Digital"):
        published(portal, course=course)
    page = windows(phone=phone)
    held: list[Route] = []
    page.route("**/v1/vacancies*", lambda route: held.append(route))
    page.add_init_script(f"({SHIFTS})()")
    with page.expect_request("**/v1/vacancies*"):
        page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Asisten laboratorium, dari lowongan sampai sertifikat")
    expect(page.get_by_role("heading", name="Cara kerjanya")).to_be_visible()
    page.evaluate("document.fonts.ready")
    held[0].continue_()
    expect(page.get_by_role("article")).to_have_count(3)
    settle(page)
    assert page.evaluate("window.shifted") < 0.01
    page.get_by_role("link", name="Lihat semua lowongan").click()
    expect(page).to_have_url("/lowongan")


@pytest.mark.without_bystanders
def test_the_start_page_leads_in(visitor: Page, portal: Portal) -> None:
    visitor.goto("/")
    expect(visitor.get_by_text("Belum ada lowongan yang dibuka")).to_be_visible()
    visitor.get_by_role("main").get_by_role("link", name="Masuk").click()
    expect(visitor).to_have_url("/masuk")
    sign_in(visitor, portal.new("mahasiswa"))
    visitor.goto("/")
    visitor.get_by_role("link", name="Ke beranda").click()
    expect(visitor).to_have_url("/mahasiswa")


@pytest.mark.without_bystanders
def test_the_start_page_survives_a_server_that_does_not_answer(visitor: Page, portal: Portal) -> None:
    refused = '{"status": 409, "code": "busy", "title": "Sistem sedang sibuk."}'
    visitor.route("**/v1/vacancies*", lambda route: route.fulfill(status=409, body=refused))
    visitor.goto("/")
    expect(visitor.get_by_role("alert")).to_contain_text("Sistem sedang sibuk.")
    visitor.unroute("**/v1/vacancies*")
    visitor.get_by_role("button", name="Coba lagi").click()
    expect(visitor.get_by_text("Belum ada lowongan yang dibuka")).to_be_visible()


@pytest.mark.without_bystanders
def test_mhs_reg_01_cards_of_open_vacancies_are_searched_by_keyboard_on_a_phone(phone: Page, portal: Portal) -> None:
    """Kartu lowongan terbuka dengan jam tutup WIB; pencarian; 360 px dan papan ketik."""
    published(portal, course="Basis Data", quota=3)
    published(portal, course="Jaringan Komputer")
    closed = published(portal, course="Basis Data Lanjut")
    with transaction() as db:
        db.execute(update(vacancies).where(vacancies.c.id == closed["id"]).values(state=VacancyState.CLOSED))
    phone.goto("/lowongan")
    expect(phone.get_by_role("article")).to_have_count(2)
    phone.get_by_role("searchbox", name="Cari mata kuliah atau dosen").focus()
    phone.keyboard.type("Basis Data")
    expect(phone.get_by_role("article")).to_have_count(1)
    for told in ("Rina Wulandari", "Kuota 3, terisi 0", "WIB", "Mendampingi praktikum"):
        expect(phone.get_by_role("article")).to_contain_text(told)
    link = phone.get_by_role("link", name="Basis Data", exact=True)
    for _ in range(6):
        phone.keyboard.press("Tab")
        if link.evaluate("link => link === document.activeElement"):
            break
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Basis Data")
    expect(phone.get_by_role("heading", level=1)).to_be_focused()
    for told in ("Lulus Basis Data dengan nilai minimal B.", "Transkrip nilai", "Nilai Basis Data", "60%", "WIB"):
        expect(phone.get_by_role("main")).to_contain_text(told)


def test_a_visitor_who_wants_to_apply_signs_in_first(visitor: Page, portal: Portal) -> None:
    vacancy = published(portal)["id"]
    visitor.goto(f"/lowongan/{vacancy}")
    visitor.get_by_role("link", name="Daftar", exact=True).click()
    expect(visitor.get_by_text("Silakan masuk terlebih dahulu")).to_be_visible()
    expect(visitor).to_have_url(f"/masuk?tujuan=/lowongan/{vacancy}/daftar")


def test_low_08_a_closed_vacancy_offers_no_form(visitor: Page, portal: Portal) -> None:
    """Tombol Daftar hilang untuk semua orang; lowongan tetap dapat dibaca."""
    teacher = portal.new("dosen")
    lecturer = portal.as_(teacher)
    vacancy = lecturer.call("publish_vacancy", json=cast.vacancy_form())["id"]
    come_as(visitor, teacher)
    visitor.goto(f"/lowongan/{vacancy}")
    expect(visitor.get_by_text("Dibuka", exact=True).first).to_be_visible()
    expect(visitor.get_by_role("link", name="Daftar", exact=True)).to_have_count(0)
    lecturer.call("close_vacancy", vacancy_id=vacancy)
    visitor.reload()
    expect(visitor.get_by_text("Lowongan sudah ditutup")).to_be_visible()


def test_low_02_the_pamphlet_is_shown_and_opens_by_a_link(visitor: Page, portal: Portal) -> None:
    """Kartu lowongan memuat pamfletnya."""
    lecturer = portal.as_(portal.new("dosen"))
    pictures = lecturer.upload("pamflet", samples.photo(3), "image/jpeg")
    paper = lecturer.upload("pamflet", samples.pdf(), "application/pdf")
    shown, linked = (
        lecturer.call("publish_vacancy", json=cast.vacancy_form(pamphlet_id=pamphlet))["id"]
        for pamphlet in (pictures, paper)
    )
    visitor.goto(f"/lowongan/{shown}")
    picture = visitor.get_by_role("img", name="Pamflet lowongan Basis Data")
    expect(picture).to_be_visible()
    visitor.wait_for_function("image => image.naturalWidth > 0", arg=picture.element_handle())
    look(visitor, "lowongan-pamflet")
    visitor.goto(f"/lowongan/{linked}")
    address = visitor.get_by_role("link", name="Buka pamflet (PDF, tab baru)").get_attribute("href") or ""
    assert portal.fetch(address).content.startswith(b"%PDF-")


def test_cert_08_the_address_in_the_qr_tells_a_stranger_that_it_is_genuine(phone: Page, portal: Portal) -> None:
    """QR dari PDF yang dikirim: "Sah" dengan nama, mata kuliah, periode, tanggal terbit; tanpa NIM dan email."""
    student, today = portal.new("mahasiswa", name="Siti Nurhaliza Putri"), clock.today()
    dates = {"starts_on": today - timedelta(days=20), "ends_on": today - timedelta(days=1)}
    contract = cast.contract(student, portal.new("dosen"), state="selesai", ended_at=clock.now(), **dates)
    with transaction() as db:
        for days in (19, 12, 5):
            make.attendance(db, contract, day=today - timedelta(days=days), state="disetujui")
    issued = portal.as_(portal.new("admin")).call("issue_certificate", contract_id=contract.id, json={})
    mail = portal.campus.outbox.wait_for_mail(to=student.email, subject_contains="ertifikat", timeout=20)
    phone.goto(samples.qr_of(mail.attachments[0].content))
    verdict = phone.get_by_role("region", name="Sah")
    with phone.expect_download() as saved:
        phone.get_by_role("link", name="Unduh lencana digital").click()
    assert saved.value.path().read_text().count(".") == 2  # a JWT
    for told in ("Siti Nurhaliza Putri", issued["course"], issued["period"], issued["number"], "3 pertemuan"):
        expect(verdict).to_contain_text(told)
    expect(verdict).to_contain_text("Tanggal terbit")
    for hidden in (student.number, student.email):
        expect(phone.get_by_role("main")).not_to_contain_text(hidden)


def test_cert_08_cert_13_a_code_is_typed_and_a_changed_one_is_not_found(visitor: Page, portal: Portal) -> None:
    certified()
    visitor.goto("/sertifikat")
    code = visitor.get_by_label("Kode sertifikat")
    visitor.get_by_role("button", name="Periksa", exact=True).click()
    expect(visitor.get_by_text("Kode sertifikat wajib diisi")).to_be_visible()
    expect(code).to_be_focused()
    code.fill(CODE.lower().replace("-", " "))
    code.press("Enter")
    expect(visitor.get_by_role("region", name="Sah")).to_contain_text("21 Desember 2026")
    visitor.goto("/sertifikat")
    code.fill(f"https://kampus.test/sertifikat/{CODE.replace('-', chr(0x2011))}\u200b")
    code.press("Enter")
    expect(visitor.get_by_role("region", name="Sah")).to_contain_text("21 Desember 2026")
    visitor.goto("/sertifikat/7KQ2-M0XA-93TR-C5VF")
    expect(visitor.get_by_role("alert")).to_contain_text("Sertifikat tidak ditemukan")
    expect(visitor.get_by_label("Kode sertifikat")).to_be_visible()


def test_cert_09_a_revoked_certificate_leads_to_the_new_one(visitor: Page, portal: Portal) -> None:
    """Halaman cek sertifikat lama: "Dicabut" dengan tanggal dan tautan ke yang baru."""
    old = certified(revoked_at=clock.now(), revoke_reason="Nama salah")
    with transaction() as db:
        contract = db.execute(select(contracts).where(contracts.c.id == old.contract_id)).one()
        make.certificate(db, contract, make.admin(db), facts=FACTS, code=NEWER, replaces=old.id)
    visitor.goto(f"/sertifikat/{CODE}")
    verdict = visitor.get_by_role("region", name="Dicabut")
    expect(verdict).to_contain_text(str(clock.today().year))
    expect(verdict).not_to_contain_text("Nama salah")
    look(visitor, "cek-dicabut")
    verdict.get_by_role("link", name="Lihat sertifikat penggantinya").click()
    expect(visitor.get_by_role("region", name="Sah")).to_be_visible()
    expect(visitor.get_by_role("heading", level=1)).to_be_focused()


def test_on_paper_there_is_only_the_answer(visitor: Page, portal: Portal) -> None:
    certified()
    visitor.goto(f"/sertifikat/{CODE}")
    expect(visitor.get_by_role("region", name="Sah")).to_be_visible()
    visitor.emulate_media(media="print")
    expect(visitor.get_by_role("region", name="Sah")).to_be_visible()
    for around in (visitor.get_by_role("banner"), visitor.get_by_role("contentinfo"), visitor.get_by_text("Cetak")):
        expect(around).not_to_be_visible()
