"""Module 3 in a browser: a lecturer writes, changes and closes the own vacancies."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import FilePayload, Page, expect

from common.domain.recruitment.states import VacancyState
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests import samples
from tests.bystanders import without_bystanders
from tests.client import Portal
from tests.portal.conftest import OpenWindow
from tests.portal.pages import look, look_at_all
from tests.portal.teaching import applicants, at, confirm, dialog, typed, vacancy

COURSE = "Jaringan Komputer"
MISSING = {
    "id": ("Tanggal buka wajib diisi", "Tanggal tutup wajib diisi"),
    "en": ("Opening date is required", "Closing date is required"),
}
PICTURE: FilePayload = {"name": "pamflet.jpg", "mimeType": "image/jpeg", "buffer": samples.photo(3, size=(300, 400))}


def write(page: Page, closes: str) -> None:
    page.get_by_label("Mata kuliah").fill(COURSE)
    page.get_by_label("Deskripsi").fill("Mendampingi praktikum jaringan.")
    page.get_by_label("Syarat").fill("Lulus Jaringan Komputer.")
    page.get_by_label("Kuota").fill("2")
    page.get_by_label("IPK minimal").fill("3,25")
    page.get_by_label("Tanggal tutup (WIB)").fill(closes)
    page.get_by_label("Kriteria 1", exact=True).fill("Nilai mata kuliah")
    page.get_by_label("Bobot").fill("60")
    expect(page.get_by_text("Jumlah bobot 60 dari 100")).to_be_visible()
    page.get_by_role("button", name="Tambah kriteria").click()
    expect(page.get_by_label("Kriteria 2", exact=True)).to_be_focused()
    page.keyboard.type("Wawancara")
    page.get_by_label("Bobot").nth(1).fill("40")
    expect(page.get_by_text("Jumlah bobot 100 dari 100")).to_be_visible()


def attach(page: Page, file: FilePayload) -> None:
    page.get_by_label("Unggah pamflet").set_input_files(file)


def test_low_01_only_own_vacancies_are_listed(portal: Portal, visitor: Page) -> None:
    lecturer, other = portal.new("dosen"), portal.new("dosen")
    vacancy(other, course="Milik orang lain")
    vacancy(lecturer, course="Masih draf", state=VacancyState.DRAFT)
    mine = vacancy(lecturer, course=COURSE, quota=3)
    applicants(mine, 2)
    at(visitor, lecturer, "/dosen/lowongan")
    card = visitor.get_by_role("article").filter(has_text=COURSE)
    for said in ("Dibuka", "Kuota 3, terisi 0", "2 pendaftar", "2 menunggu keputusan", "WIB"):
        expect(card).to_contain_text(said)
    expect(visitor.get_by_role("article").filter(has_text="Masih draf")).to_contain_text("Draf")
    expect(visitor.get_by_role("article")).to_have_count(2)
    visitor.get_by_role("button", name="Draf 1").click()
    expect(visitor.get_by_role("article")).to_have_count(1)


def test_low_02_a_complete_vacancy_is_published_with_its_pamphlet(portal: Portal, visitor: Page) -> None:
    """Dosen membuat lowongan dengan data lengkap: notifikasi sukses, kartu lowongan dan pamflet tampil."""
    lecturer = portal.new("dosen", name="Dr. Rina Wulandari", program="Matematika")
    at(visitor, lecturer, "/dosen")
    visitor.get_by_role("link", name="Buat lowongan").click()
    closes = clock.now() + timedelta(days=7)
    write(visitor, typed(closes))
    for day in ("Kamis", "Selasa"):
        visitor.get_by_label(day).check()
    attach(visitor, PICTURE)
    expect(visitor.get_by_text("pamflet.jpg diterima")).to_be_visible()
    with portal.awake():
        visitor.get_by_role("button", name="Terbitkan").click()
        expect(visitor.get_by_text("Lowongan berhasil diterbitkan")).to_be_visible()
    expect(visitor.get_by_role("article").filter(has_text=COURSE)).to_contain_text("Dibuka")

    visitor.goto("/lowongan")
    card = visitor.get_by_role("article").filter(has_text=COURSE)
    for said in (
        "Mendampingi praktikum jaringan.",
        "Dr. Rina Wulandari",
        "Kuota 2, terisi 0",
        "3,25",
        "Matematika",
        "Selasa, Kamis",
    ):
        expect(card).to_contain_text(said)
    [made] = without_bystanders(portal.call("list_vacancies")["items"])
    assert made["closes_at"][:19] == closes.strftime("%Y-%m-%dT%H:%M:59"), "the last minute counts"
    link = portal.call("open_pamphlet", vacancy_id=made["id"])
    assert portal.fetch(link["url"]).content.startswith(b"\xff\xd8\xff")


def test_low_03_what_is_empty_is_told_at_its_field_and_nothing_is_lost(portal: Portal, visitor: Page) -> None:
    """Mata kuliah, kuota, tanggal tutup kosong: pesan di tiap isian, isian dan pamflet tetap."""
    lecturer = portal.new("dosen")
    at(visitor, lecturer, "/dosen/lowongan/baru")
    visitor.get_by_label("Deskripsi").fill("Tetap di sini.")
    visitor.get_by_label("Tanggal tutup (WIB)").fill("")
    attach(visitor, PICTURE)
    expect(visitor.get_by_text("pamflet.jpg diterima")).to_be_visible()
    visitor.get_by_role("button", name="Terbitkan").click()
    wrong = {
        "Mata kuliah": "Mata kuliah wajib diisi",
        "Kuota": "Kuota wajib diisi",
        "Tanggal tutup (WIB)": "Tanggal tutup wajib diisi",
        "Kriteria 1": "Nama kriteria wajib diisi",
    }
    for label, message in wrong.items():
        expect(visitor.get_by_label(label, exact=True)).to_have_accessible_description(message)
    expect(visitor.get_by_label("Mata kuliah")).to_be_focused()
    expect(visitor.get_by_label("Deskripsi")).to_have_value("Tetap di sini.")
    expect(visitor.get_by_text("pamflet.jpg diterima")).to_be_visible()
    assert portal.as_(lecturer).call("list_own_vacancies")["items"] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "pamflet.jpg", "mimeType": "image/jpeg", "buffer": b"MZ" + bytes(2000)},
        {"name": "pamflet.svg", "mimeType": "image/svg+xml", "buffer": b"<svg xmlns='http://www.w3.org/2000/svg'/>"},
        {"name": "pamflet.png", "mimeType": "image/png", "buffer": bytes(6 * 1024 * 1024)},
    ],
    ids=["exe", "svg", "6MB"],
)
def test_low_04_a_pamphlet_is_judged_by_its_content(portal: Portal, visitor: Page, wrong: FilePayload) -> None:
    """Pamflet palsu, SVG, atau 6 MB ditolak sebelum lowongan dikirim."""
    at(visitor, portal.new("dosen"), "/dosen/lowongan/baru")
    attach(visitor, wrong)
    expect(visitor.get_by_text("Pamflet harus JPG, PNG, atau PDF maksimal 2 MB")).to_be_visible()


def test_low_05_low_06_and_low_10_dates_and_quota_are_judged_at_their_fields(portal: Portal, visitor: Page) -> None:
    lecturer = portal.new("dosen")
    mine = vacancy(lecturer, quota=3, accepted=3)
    at(visitor, lecturer, f"/dosen/lowongan/{mine.id}")
    visitor.get_by_label("Tanggal tutup (WIB)").fill(typed(clock.now() - timedelta(days=30)))
    for written, told in (("2,5", "Kuota harus bilangan bulat 1-100"), ("0", "Kuota harus bilangan bulat 1-100")):
        visitor.get_by_label("Kuota").fill(written)
        visitor.get_by_role("button", name="Simpan").click()
        expect(visitor.get_by_label("Kuota")).to_have_accessible_description(told)
    visitor.get_by_label("Kuota").fill("3")
    visitor.get_by_role("button", name="Simpan").click()
    expect(visitor.get_by_label("Tanggal tutup (WIB)")).to_be_focused()
    visitor.get_by_label("Tanggal tutup (WIB)").fill(typed(mine.closes_at))
    visitor.get_by_label("Kuota").fill("2")
    visitor.get_by_role("button", name="Simpan").click()
    told = "Kuota tidak boleh kurang dari jumlah diterima (3)"
    expect(visitor.get_by_label("Kuota")).to_have_accessible_description(told)


def test_low_07_a_vacancy_is_changed(portal: Portal, visitor: Page) -> None:
    lecturer = portal.new("dosen")
    mine = vacancy(lecturer, closes_at=clock.now() - timedelta(hours=1))
    applicants(mine, 1)
    at(visitor, lecturer, "/dosen/lowongan")
    visitor.get_by_role("link", name="Ubah").click()
    visitor.get_by_label("Kuota").fill("4")
    expect(visitor.get_by_label("Kriteria 1", exact=True)).not_to_be_editable()
    visitor.get_by_role("button", name="Simpan").click()
    expect(visitor.get_by_text("Lowongan berhasil diperbarui")).to_be_visible()
    expect(visitor.get_by_role("article")).to_contain_text("Kuota 4, terisi 0")


def test_low_14_an_earlier_vacancy_is_copied_and_dated(portal: Portal, windows: OpenWindow) -> None:
    """Salin lowongan: draf dengan teks dan kriteria, tanggal kosong; tanpa tanggal belum dapat diterbitkan."""
    for phone, language in ((False, "id"), (True, "en")):
        lecturer = portal.new("dosen", language=language)
        vacancy(lecturer, course=COURSE, closes_at=clock.now() - timedelta(hours=1))
        page = windows(phone=phone)
        at(page, lecturer, "/dosen/lowongan")
        copy, publish = ("Salin lowongan", "Terbitkan") if language == "id" else ("Copy vacancy", "Publish")
        page.get_by_role("button", name=f"{copy}: {COURSE}").click()
        page.get_by_label("Mata kuliah" if language == "id" else "Course").wait_for()
        closes = page.get_by_label("Tanggal tutup (WIB)" if language == "id" else "Closing date (WIB)")
        expect(closes).to_have_value("")
        expect(page.get_by_label("Kriteria 1" if language == "id" else "Criterion 1", exact=True)).to_have_value(
            "Nilai mata kuliah"
        )
        page.get_by_role("button", name=publish).click()
        for told in MISSING[language]:
            expect(page.get_by_text(told)).to_be_visible()
        look(page, "dosen-lowongan-salinan")
        page.goto("/dosen/lowongan")
        expect(page.get_by_text("Tanggal belum diisi" if language == "id" else "No dates yet")).to_be_visible()
        look(page, "dosen-lowongan-disalin")
        page.get_by_role("button", name=f"{copy}: {COURSE}").first.click()
        page.wait_for_url("**/dosen/lowongan/*-*")
        # From the form on to a copy of it: another draft, in the same form.
        address = page.url
        page.get_by_role("button", name=copy, exact=True).click()
        expect(page).not_to_have_url(address)
        expect(closes).to_have_value("")


def test_low_08_a_vacancy_is_closed_before_its_deadline(portal: Portal, visitor: Page) -> None:
    """Tutup sebelum batas: "Batal" tidak mengubah apa pun, lalu status "Ditutup" dan pendaftar tetap ada."""
    lecturer = portal.new("dosen")
    mine = vacancy(lecturer, course=COURSE)
    applicants(mine, 1)
    at(visitor, lecturer, "/dosen/lowongan")
    visitor.get_by_role("button", name="Tutup: ").click()
    confirm(visitor, "Batal")
    expect(dialog(visitor)).to_be_hidden()
    expect(visitor.get_by_role("article")).to_contain_text("Dibuka")
    visitor.get_by_role("button", name="Tutup: ").click()
    confirm(visitor, "Tutup lowongan")
    expect(visitor.get_by_role("article")).to_contain_text("Ditutup")
    expect(visitor.get_by_role("button", name="Tutup: ")).to_be_hidden()
    visitor.get_by_role("link", name=COURSE, exact=True).click()
    expect(visitor.get_by_role("button", name="Pendaftar 01", exact=True)).to_be_visible()


def test_letters_that_no_certificate_prints_are_named_while_the_course_is_typed(portal: Portal, visitor: Page) -> None:
    at(visitor, portal.new("dosen"), "/dosen/lowongan/baru")
    visitor.get_by_label("Mata kuliah").fill("Kimia 王")
    expect(visitor.get_by_text("Memuat huruf yang tidak dapat dicetak pada sertifikat: 王", exact=True)).to_be_visible()


def test_low_11_a_vacancy_without_applicants_can_be_deleted(portal: Portal, visitor: Page) -> None:
    lecturer = portal.new("dosen")
    applicants(vacancy(lecturer, course=COURSE), 1)
    vacancy(lecturer, course="Tanpa pendaftar")
    at(visitor, lecturer, "/dosen/lowongan")
    expect(visitor.get_by_role("button", name="Hapus: ")).to_have_count(1)
    visitor.get_by_role("button", name="Hapus: Tanpa pendaftar").click()
    confirm(visitor, "Hapus")
    expect(visitor.get_by_text("Lowongan dihapus")).to_be_visible()
    expect(visitor.get_by_role("article")).to_have_count(1)


def test_the_pages_of_a_lecturers_vacancies(portal: Portal, windows: OpenWindow) -> None:
    lecturer = portal.new("dosen", name="Dr. Rina Wulandari")
    with transaction() as db:
        make.period(db, name="Ganjil 2026/2027")
    mine = vacancy(lecturer, course="Pemrograman Berorientasi Objek")
    applicants(mine, 3)
    vacancy(lecturer, course="Statistika", state=VacancyState.DRAFT)
    pages = {
        "dosen": "/dosen",
        "dosen-lowongan": "/dosen/lowongan",
        "dosen-lowongan-baru": "/dosen/lowongan/baru",
        "dosen-lowongan-ubah": f"/dosen/lowongan/{mine.id}",
    }
    look_at_all(windows, pages, lecturer)
