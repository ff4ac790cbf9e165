"""The campus calendar in a browser: kept by the admin beside the academic periods."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal
from tests.portal.conftest import OpenWindow
from tests.portal.office import at, dialog, press, row
from tests.portal.pages import look, speak_english
from tests.portal.teaching import confirm

pytestmark = pytest.mark.without_bystanders
ADDRESS = "/admin/periode"


def import_csv(page: Page, text: str) -> None:
    file = {"name": "kalender.csv", "mimeType": "text/csv", "buffer": text.encode()}
    dialog(page).get_by_label("Berkas CSV").set_input_files([file])
    confirm(page, "Impor CSV")


def test_days_are_added_changed_removed_and_imported(portal: Portal, visitor: Page) -> None:
    at(visitor, portal, ADDRESS)
    visitor.get_by_role("button", name="Tambah tanggal").click()
    confirm(visitor, "Simpan")
    expect(dialog(visitor)).to_contain_text("Keterangan wajib diisi")
    dialog(visitor).get_by_label("Pekan ujian").check()
    dialog(visitor).get_by_label("Keterangan").fill("UTS")
    dialog(visitor).get_by_label("Tanggal mulai").fill("2061-03-07")
    dialog(visitor).get_by_label("Tanggal selesai").fill("2061-03-11")
    confirm(visitor, "Simpan")
    expect(row(visitor, "UTS")).to_contain_text("Pekan ujian")
    press(visitor, "Ubah UTS")
    dialog(visitor).get_by_label("Keterangan").fill("Ujian tengah semester")
    confirm(visitor, "Simpan")
    expect(row(visitor, "Ujian tengah semester")).to_be_visible()

    look(visitor, "admin-kalender")
    visitor.get_by_role("button", name="Impor CSV").click()
    import_csv(visitor, "2061-08-17,,libur,Merdeka\n2061-08-32,,libur,Salah\n2061-09-01,,cuti,Cuti\n")
    for line in ("Baris 2: Tanggal mulai tidak valid; Tanggal selesai tidak valid", "Baris 3: Jenis tidak valid"):
        expect(dialog(visitor).get_by_text(line)).to_be_visible()
    import_csv(visitor, "2061-08-17,,libur,Merdeka\n")
    expect(visitor.get_by_text("1 ditambahkan, 0 sudah ada")).to_be_visible()
    press(visitor, "Hapus Merdeka")
    confirm(visitor, "Hapus")
    expect(visitor.get_by_text("Merdeka dihapus dari kalender")).to_be_visible()
    expect(row(visitor, "Merdeka")).to_have_count(0)


def test_the_calendar_is_for_everyone(portal: Portal, windows: OpenWindow) -> None:
    with transaction() as db:
        make.calendar_entry(db)
    page = windows(phone=True)
    at(page, portal, ADDRESS)
    expect(row(page, "Hari Kemerdekaan")).to_be_visible()
    look(page, "admin-kalender")
    page.get_by_role("button", name="Impor CSV").click()
    import_csv(page, "2061-08-32,,libur,Salah\n")
    look(page, "admin-kalender-impor")
    page.keyboard.press("Escape")
    speak_english(page)
    look(page, "admin-kalender")
