"""Signing in and out, as a person meets it; what only the server decides is in tests/uat/test_auth.py."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.client import PASSWORD, Portal
from tests.portal.conftest import OpenWindow
from tests.portal.pages import come_as, look, look_at_all, sign_in


def fill(page: Page, number: str, password: str) -> None:
    page.goto("/masuk")
    page.get_by_label("NIM/NIP").fill(number)
    page.get_by_label("Kata sandi", exact=True).fill(password)
    page.get_by_role("button", name="Masuk", exact=True).click()


def test_auth_02_a_lecturer_sees_the_own_menu_only(portal: Portal, visitor: Page) -> None:
    """Dosen masuk dengan NIP: dasbor dosen terbuka, hanya menu dosen yang tampil."""
    sign_in(visitor, portal.new("dosen", name="Dr. Rina Wulandari"))
    expect(visitor).to_have_url("/dosen")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Selamat datang, Dr. Rina Wulandari")
    menu = visitor.get_by_role("navigation", name="Menu utama").get_by_role("link")
    expect(menu).to_have_text(["Beranda", "Lowongan Saya", "Verifikasi", "Aslab Aktif", "Rekap"])


def test_auth_04_a_wrong_password_and_an_unknown_number_are_told_alike(portal: Portal, visitor: Page) -> None:
    student = portal.new("mahasiswa")
    for number in (student.number, "9999999999"):
        fill(visitor, number, "bukan-kata-sandinya")
        expect(visitor.get_by_text("NIM/NIP atau kata sandi salah")).to_be_visible()
        expect(visitor).to_have_url(re.compile("/masuk$"))


def test_auth_06_empty_fields_are_told_at_the_field_and_the_first_has_the_focus(visitor: Page) -> None:
    fill(visitor, "", "")
    expect(visitor.get_by_text("NIM/NIP wajib diisi")).to_be_visible()
    expect(visitor.get_by_text("Kata sandi wajib diisi")).to_be_visible()
    expect(visitor.get_by_label("NIM/NIP")).to_be_focused()


def test_over_plain_http_the_page_says_that_signing_in_needs_https(windows: OpenWindow) -> None:
    page = windows(host="kampus.test")
    page.goto("/masuk")
    expect(page.get_by_text("Masuk hanya dapat dilakukan melalui sambungan aman")).to_be_visible()
    expect(page.get_by_text("https://")).to_be_visible()
    expect(page.get_by_role("button", name="Masuk", exact=True)).to_be_disabled()


def test_auth_24_a_phone_shows_the_letters_that_a_number_may_hold(phone: Page, portal: Portal) -> None:
    portal.new("dosen", number="F1D022101")
    phone.goto("/masuk")
    assert phone.get_by_label("NIM/NIP").get_attribute("inputmode") in (None, "text")
    fill(phone, " f1d 022 101", PASSWORD)
    expect(phone).to_have_url("/dosen")


def test_auth_07_a_closed_account_is_told_so(portal: Portal, visitor: Page) -> None:
    student = portal.new("mahasiswa", active=False)
    fill(visitor, student.number, PASSWORD)
    expect(visitor.get_by_text("Akun Anda tidak aktif. Hubungi admin.")).to_be_visible()


def test_auth_09_nothing_is_left_after_signing_out_and_going_back(portal: Portal, visitor: Page) -> None:
    student = portal.new("mahasiswa")
    sign_in(visitor, student)
    visitor.goto("/pendaftaran")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Pendaftaran Saya")
    visitor.get_by_role("button", name=student.name).click()
    look(visitor, "menu-akun")
    visitor.get_by_role("menuitem", name="Keluar").click()
    expect(visitor.get_by_text("Anda telah keluar")).to_be_visible()
    visitor.go_back()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Masuk")
    assert student.name not in visitor.content()
    visitor.reload()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Masuk")


def test_auth_09_signing_out_in_one_tab_signs_the_other_out(portal: Portal, visitor: Page) -> None:
    student = portal.new("mahasiswa")
    sign_in(visitor, student)
    other = visitor.context.new_page()
    other.goto("/pendaftaran")
    expect(other.get_by_role("heading", level=1)).to_have_text("Pendaftaran Saya")
    visitor.get_by_role("button", name=student.name).click()
    visitor.get_by_role("menuitem", name="Keluar").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Masuk")


def test_auth_10_the_page_that_was_asked_for_opens_after_the_sign_in(portal: Portal, visitor: Page) -> None:
    admin = portal.new("admin")
    visitor.goto("/admin/pengguna")
    expect(visitor.get_by_text("Silakan masuk terlebih dahulu")).to_be_visible()
    visitor.get_by_label("NIM/NIP").fill(admin.number)
    visitor.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    visitor.get_by_role("button", name="Masuk", exact=True).click()
    expect(visitor).to_have_url(re.compile("/admin/pengguna$"))
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Pengguna")


@pytest.mark.parametrize(
    "elsewhere", ["//jahat.example/", "https://jahat.example/", "/\\jahat.example", "/admin/audit"]
)
def test_auth_10_a_sign_in_leads_nowhere_else(portal: Portal, visitor: Page, elsewhere: str) -> None:
    student = portal.new("mahasiswa")
    visitor.goto(f"/masuk?tujuan={elsewhere}")
    visitor.get_by_label("NIM/NIP").fill(student.number)
    visitor.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    visitor.get_by_role("button", name="Masuk", exact=True).click()
    expect(visitor).to_have_url(re.compile("/mahasiswa$"))


def test_auth_11_the_page_of_another_role_is_refused(portal: Portal, visitor: Page) -> None:
    come_as(visitor, portal.new("mahasiswa"))
    visitor.goto("/admin/pengguna")
    expect(visitor.get_by_text("Anda tidak memiliki akses ke halaman ini")).to_be_visible()
    expect(visitor.get_by_role("heading", level=1)).not_to_have_text("Pengguna")
    look(visitor, "ditolak")


def test_usr_06_whose_account_is_closed_is_led_to_the_sign_in(portal: Portal, visitor: Page) -> None:
    student = portal.new("mahasiswa")
    sign_in(visitor, student)
    admin = portal.as_(portal.new("admin"))
    admin.call("deactivate_user", user_id=student.id)
    # The bell may have asked before, and the dialog be open already.
    visitor.get_by_role("link", name="Pendaftaran Saya").first.dispatch_event("click")
    dialog = visitor.get_by_role("dialog")
    expect(dialog).to_contain_text("Sesi Anda berakhir, silakan masuk kembali")
    dialog.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    dialog.get_by_role("button", name="Masuk kembali").click()
    expect(dialog).to_contain_text("Akun Anda tidak aktif. Hubungi admin.")
    dialog.get_by_role("button", name="Keluar").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Masuk")


def test_the_sign_in_page_and_a_lost_one(windows: OpenWindow) -> None:
    look_at_all(windows, {"masuk": "/masuk", "tidak-ditemukan": "/tidak/ada"})
