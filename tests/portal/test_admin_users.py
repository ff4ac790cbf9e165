"""Module 2 in a browser: the people of the campus and the academic periods, as an admin looks after them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from common.domain.people.tables import people
from common.platform import clock
from common.platform.db import all_of, transaction
from tests import factories as make
from tests.client import Portal
from tests.portal.conftest import OpenWindow
from tests.portal.office import at, choose, dialog, press, row
from tests.portal.pages import look, look_at_all, settle, sign_in

USERS = "/admin/pengguna"


def fill(page: Page, **fields: str) -> None:
    for label, value in fields.items():
        dialog(page).get_by_label(label.replace("_", " ")).fill(value)


def add(page: Page, number: str, role: str = "", **fields: str) -> None:
    page.get_by_role("button", name="Tambah pengguna").click()
    dialog(page).get_by_label("NIM/NIP").fill(number)
    if role:
        choose(dialog(page), "Peran", role)
    fill(page, **fields)
    dialog(page).get_by_role("button", name="Simpan").click()


def test_usr_01_a_student_is_added_and_gets_the_link_for_the_password(visitor: Page, portal: Portal) -> None:
    """Admin menambah mahasiswa: tersimpan, tautan kata sandi dikirim lewat email."""
    at(visitor, portal, USERS)
    add(visitor, "0302011234", Nama="Rina Wulandari", Program_studi="Sistem Informasi", Email="rina@kampus.test")
    expect(visitor.get_by_text("Pengguna berhasil ditambahkan")).to_be_visible()
    expect(dialog(visitor)).to_have_count(0)
    expect(row(visitor, "0302011234")).to_contain_text("Rina Wulandari")
    expect(row(visitor, "0302011234")).to_contain_text("Mahasiswa")
    mail = portal.campus.outbox.wait_for_mail(to="rina@kampus.test")
    assert "/kata-sandi" in mail.text


def test_usr_02_a_lecturer_is_added_by_an_admin(visitor: Page, portal: Portal) -> None:
    """Admin menambah dosen: tersimpan dengan peran Dosen."""
    at(visitor, portal, USERS)
    add(visitor, "198001012005011001", "Dosen", Nama="Dr. Hasan", Email="hasan@kampus.test")
    expect(row(visitor, "198001012005011001")).to_contain_text("Dosen")


def test_users_are_put_in_the_order_of_their_names(visitor: Page, portal: Portal) -> None:
    for name in ("Zyx Citra", "Zyx Andi", "zyx budi"):
        portal.new("mahasiswa", name=name)
    at(visitor, portal, f"{USERS}?cari=zyx")
    names = visitor.get_by_role("main").locator("tbody strong")
    expect(names).to_have_text(["zyx budi", "Zyx Andi", "Zyx Citra"])
    visitor.get_by_label("Urutkan").select_option("Nama")
    expect(names).to_have_text(["Zyx Andi", "zyx budi", "Zyx Citra"])
    expect(visitor).to_have_url(re.compile("urut=nama"))
    visitor.reload()
    expect(names).to_have_text(["Zyx Andi", "zyx budi", "Zyx Citra"])


def test_users_are_counted_by_role_and_narrowed_to_one(visitor: Page, portal: Portal) -> None:
    lecturer, student = portal.new("dosen", name="Wzq Dosen"), portal.new("mahasiswa", name="Wzq Mahasiswa")
    at(visitor, portal, f"{USERS}?cari=wzq")
    names = visitor.get_by_role("main").locator("tbody strong")
    expect(names).to_have_count(2)
    of_roles = visitor.get_by_role("group", name="Peran").get_by_role("button")
    all_of_them, *each = [int(re.sub(r"\D", "", text)) for text in of_roles.all_inner_texts()]
    assert all_of_them == sum(each)
    with transaction() as db:
        assert each[1] == len(all_of(db, select(people.c.id).where(people.c.role == "dosen")))
    of_roles.filter(has_text="Dosen").click()
    expect(names).to_have_text([lecturer.name])
    expect(visitor).to_have_url(re.compile("peran=dosen"))
    of_roles.filter(has_text="Semua").click()
    expect(names).to_have_count(2)
    expect(names.filter(has_text=student.name)).to_be_visible()


def test_usr_03_a_number_that_is_there_is_refused_at_its_field(visitor: Page, portal: Portal) -> None:
    """NIM/NIP yang sudah ada ditolak di isiannya; yang sudah diketik tetap ada."""
    known = portal.new("mahasiswa")
    at(visitor, portal, USERS)
    add(visitor, known.number, Nama="Kembar", Email="kembar@kampus.test")
    expect(dialog(visitor).get_by_text("NIM/NIP sudah terdaftar").last).to_be_visible()
    expect(dialog(visitor).get_by_label("NIM/NIP")).to_be_focused()
    expect(dialog(visitor).get_by_label("Nama")).to_have_value("Kembar")
    dialog(visitor).get_by_role("button", name="Batal").click()
    expect(row(visitor, "Kembar")).to_have_count(0)


def test_usr_04_a_wrong_or_used_address_is_refused_at_its_field(visitor: Page, portal: Portal) -> None:
    """Email salah format atau sudah digunakan ditolak di isiannya."""
    known = portal.new("mahasiswa")
    at(visitor, portal, USERS)
    add(visitor, "0302019999", Nama="Baru", Email="bukan-email")
    expect(dialog(visitor).get_by_text("Format email tidak valid").last).to_be_visible()
    fill(visitor, Email=known.email)
    dialog(visitor).get_by_role("button", name="Simpan").click()
    expect(dialog(visitor).get_by_text("Email sudah digunakan").last).to_be_visible()
    expect(dialog(visitor).get_by_label("Email")).to_be_focused()


def test_letters_that_no_certificate_prints_are_named_while_the_name_is_typed(visitor: Page, portal: Portal) -> None:
    """Nama tetap dapat disimpan; admin mengetahuinya sekarang, bukan saat sertifikat terbit."""
    warning = dialog(visitor).get_by_text("Memuat huruf yang tidak dapat dicetak pada sertifikat: 小明王", exact=True)
    at(visitor, portal, USERS)
    visitor.get_by_role("button", name="Tambah pengguna").click()
    fill(visitor, Nama="王小明")
    expect(warning).to_be_visible()
    fill(visitor, Nama="Nguyễn Đỗ")
    expect(warning).to_have_count(0)
    fill(visitor, NIM="0302011777", Nama="王小明", Email="wang@kampus.test")
    expect(warning).to_be_visible()
    dialog(visitor).get_by_role("button", name="Simpan").click()
    expect(visitor.get_by_text("Pengguna berhasil ditambahkan")).to_be_visible()
    expect(row(visitor, "0302011777")).to_contain_text("王小明")


def test_usr_05_data_are_changed_and_the_number_is_not(visitor: Page, portal: Portal) -> None:
    """Admin mengubah data: tersimpan, NIM terkunci, nilai lama dan baru di log audit."""
    student = portal.new("mahasiswa", name="Nama Lama")
    at(visitor, portal, USERS)
    press(visitor, "Ubah Nama Lama")
    expect(dialog(visitor).get_by_label("NIM/NIP")).to_have_attribute("readonly", "")
    fill(visitor, Nama="Nama Baru", Nomor_WhatsApp="0812-3456-7890")
    dialog(visitor).get_by_role("button", name="Simpan").click()
    expect(visitor.get_by_text("Data berhasil diperbarui")).to_be_visible()
    expect(row(visitor, student.number)).to_contain_text("Nama Baru")
    expect(row(visitor, student.number)).to_contain_text("+6281234567890")
    visitor.goto("/admin/audit?tindakan=person.edited")
    line = row(visitor, "Data pengguna diubah")
    expect(line.get_by_role("row", name="Nama Nama Lama Nama Baru")).to_be_visible()


def test_usr_10_a_user_is_deleted_and_one_with_a_history_is_not(windows: OpenWindow, portal: Portal) -> None:
    """Tombol "Hapus" pada baris pengguna."""
    budi, sari = portal.new("mahasiswa", name="Budi Santoso"), portal.new("mahasiswa", name="Sari Dewi")
    with transaction() as db:
        make.application(db, make.vacancy(db, make.lecturer(db)), budi)
    page = windows()
    at(page, portal, USERS)
    press(page, "Hapus Budi Santoso")
    dialog(page).get_by_role("button", name="Hapus").click()
    expect(dialog(page)).to_contain_text("Pengguna memiliki riwayat. Gunakan nonaktifkan.")
    page.keyboard.press("Escape")
    press(page, "Hapus Sari Dewi")
    dialog(page).get_by_role("button", name="Hapus").click()
    expect(page.get_by_text("Pengguna dihapus")).to_be_visible()
    expect(page.get_by_text(sari.number)).to_have_count(0)
    expect(row(page, "Budi Santoso")).to_be_visible()


def test_usr_06_a_deactivated_user_is_out_at_once_and_may_come_back(windows: OpenWindow, portal: Portal) -> None:
    """Admin menonaktifkan pengguna yang sedang masuk: permintaan berikutnya kembali ke halaman masuk."""
    student = portal.new("mahasiswa", name="Budi Santoso")
    theirs, page = windows(), windows()
    sign_in(theirs, student)
    at(page, portal, USERS)
    press(page, "Nonaktifkan Budi Santoso")
    dialog(page).get_by_role("button", name="Batal").click()
    expect(row(page, "Budi Santoso")).to_contain_text("Aktif")
    expect(page.get_by_role("button", name="Nonaktifkan Budi Santoso")).to_be_focused()
    press(page, "Nonaktifkan Budi Santoso")
    dialog(page).get_by_role("button", name="Nonaktifkan").click()
    expect(page.get_by_text("Pengguna dinonaktifkan")).to_be_visible()
    expect(row(page, "Budi Santoso")).to_contain_text("Nonaktif")
    theirs.goto("/pendaftaran")
    expect(theirs.get_by_role("heading", name="Masuk", level=1)).to_be_visible()
    press(page, "Aktifkan Budi Santoso")
    expect(page.get_by_text("Pengguna diaktifkan")).to_be_visible()
    sign_in(theirs, student)


def test_usr_09_one_admin_stays(visitor: Page, portal: Portal) -> None:
    """Admin menonaktifkan diri sendiri: ditolak, tetap aktif."""
    me = at(visitor, portal, USERS)
    press(visitor, f"Nonaktifkan {me.name}")
    dialog(visitor).get_by_role("button", name="Nonaktifkan").click()
    expect(dialog(visitor).get_by_text("Minimal harus ada satu admin aktif")).to_be_visible()
    dialog(visitor).get_by_role("button", name="Batal").click()
    expect(row(visitor, me.number)).to_contain_text("Aktif")


def test_people_are_found_by_search_role_and_state(visitor: Page, portal: Portal) -> None:
    portal.new("mahasiswa", name="Siti Aminah")
    portal.new("mahasiswa", name="Ahmad Fauzi", active=False)
    at(visitor, portal, USERS)
    expect(row(visitor, "Ahmad Fauzi")).to_be_visible()
    visitor.get_by_role("searchbox").fill("siti")
    expect(row(visitor, "Ahmad Fauzi")).to_have_count(0)
    expect(row(visitor, "Siti Aminah")).to_be_visible()
    visitor.get_by_role("group", name="Peran").get_by_role("button").filter(has_text="Dosen").click()
    expect(visitor.get_by_text("Tidak ada pengguna yang cocok")).to_be_visible()
    visitor.goto(f"{USERS}?aktif=false")
    expect(row(visitor, "Ahmad Fauzi")).to_be_visible()
    expect(row(visitor, "Siti Aminah")).to_have_count(0)


@pytest.mark.without_bystanders
def test_a_period_is_added_and_changed(visitor: Page, portal: Portal) -> None:
    at(visitor, portal, "/admin/periode")
    expect(visitor.get_by_text("Belum ada periode akademik")).to_be_visible()
    visitor.get_by_role("button", name="Tambah periode").click()
    today = clock.today()
    starts, ends = today - timedelta(days=10), today + timedelta(days=100)
    fill(visitor, Nama_periode="Ganjil", Tanggal_mulai=ends.isoformat(), Tanggal_selesai=starts.isoformat())
    dialog(visitor).get_by_role("button", name="Simpan").click()
    expect(dialog(visitor).get_by_text("Tanggal selesai harus setelah tanggal mulai").last).to_be_visible()
    fill(visitor, Tanggal_mulai=starts.isoformat(), Tanggal_selesai=ends.isoformat())
    dialog(visitor).get_by_role("button", name="Simpan").click()
    expect(row(visitor, "Ganjil")).to_contain_text("Berjalan")
    press(visitor, "Ubah Ganjil")
    fill(visitor, Nama_periode="Ganjil 2026/2027")
    dialog(visitor).get_by_role("button", name="Simpan").click()
    expect(row(visitor, "Ganjil 2026/2027")).to_be_visible()


def test_people_and_periods_in_both_languages_and_widths(windows: OpenWindow, portal: Portal) -> None:
    with transaction() as db:
        make.period(db)
        make.student(db, active=False)
        make.lecturer(db)
    pages = {"admin-pengguna": USERS, "admin-periode": "/admin/periode"}
    look_at_all(windows, pages, portal.new("admin", name="Sulastri Handayani"))


def test_the_form_of_a_user_on_a_phone(phone: Page, portal: Portal) -> None:
    at(phone, portal, USERS)
    phone.get_by_role("button", name="Tambah pengguna").click()
    expect(dialog(phone).get_by_label("NIM/NIP")).to_be_visible()
    settle(phone)
    look(phone, "admin-pengguna-tambah")
