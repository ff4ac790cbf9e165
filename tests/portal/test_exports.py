"""Module 12 in a browser: the list of a page as a file, by the filters that are on."""

from __future__ import annotations

import csv
import re
from datetime import timedelta
from io import BytesIO, StringIO

from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import update

from common.domain.reports.export_tasks import MAKE
from common.platform import clock
from common.platform.db import transaction
from common.platform.queue import tasks
from tests import factories as make
from tests.client import Portal
from tests.domain.reports.exported import a_long_log
from tests.portal.conftest import OpenWindow
from tests.portal.office import at, dialog
from tests.portal.pages import come_as, look, look_twice, settle, speak_indonesian

USERS, AUDIT = "/admin/pengguna", "/admin/audit"


def begin(page: Page, file_type: str = "") -> None:
    page.get_by_role("button", name="Ekspor", exact=True).click()
    if file_type:
        dialog(page).get_by_role("radio", name=re.compile(file_type)).check()


def saved(page: Page, button: Locator) -> bytes:
    with page.expect_download() as download:
        button.click()
    assert f"{clock.today():%d-%m-%Y}" in download.value.suggested_filename
    return download.value.path().read_bytes()


def confirmed(page: Page) -> bytes:
    return saved(page, dialog(page).get_by_role("button", name="Ekspor"))


def test_lap_03_the_users_that_a_filter_shows_are_saved_as_excel_reads_them(visitor: Page, portal: Portal) -> None:
    """Admin mengekspor daftar yang disaring: XLSX dan CSV dengan nol di depan dan nama yang utuh."""
    portal.new("mahasiswa", name="Siti Nurʿaini", number="0012345")
    portal.new("mahasiswa", name="Budi Santoso")
    at(visitor, portal, f"{USERS}?cari=0012345")
    begin(visitor)
    sheet = load_workbook(BytesIO(confirmed(visitor))).active
    [head, row] = sheet.iter_rows(values_only=True)
    assert (head[:2], row[:2]) == (("NIM/NIP", "Nama"), ("0012345", "Siti Nurʿaini"))
    expect(visitor.get_by_text("1 baris diekspor")).to_be_visible()
    expect(dialog(visitor)).to_have_count(0)
    begin(visitor, "CSV")
    text = confirmed(visitor).decode("utf-8-sig")
    [line] = csv.DictReader(StringIO(text), delimiter=";")
    assert (line["NIM/NIP"], line["Peran"]) == ("0012345", "Mahasiswa")


def test_lap_05_a_filter_that_matches_nothing_saves_headings(visitor: Page, portal: Portal) -> None:
    """Saringan tanpa hasil: berkas hanya berisi judul kolom."""
    at(visitor, portal, f"{USERS}?cari=tidakada")
    begin(visitor)
    assert load_workbook(BytesIO(confirmed(visitor))).active.max_row == 1
    expect(visitor.get_by_text("Tidak ada data; berkas hanya berisi judul kolom")).to_be_visible()


def test_lap_08_a_long_list_has_a_page_that_shows_how_far_it_is(visitor: Page, portal: Portal) -> None:
    """Ekspor besar: halaman kemajuan, lalu tombol unduh."""
    subject = a_long_log()
    at(visitor, portal, f"{AUDIT}?objek=x&id={subject}")
    begin(visitor)
    dialog(visitor).get_by_role("button", name="Ekspor").click()
    expect(visitor).to_have_url(re.compile("/ekspor/"))
    expect(visitor.get_by_text("1.001 baris diekspor")).to_be_visible(timeout=20_000)
    content = saved(visitor, visitor.get_by_role("button", name="Unduh"))
    assert load_workbook(BytesIO(content)).active.max_row == 1002
    with transaction() as db:
        db.execute(update(tasks).where(tasks.c.kind == MAKE).values(done_at=clock.now() - timedelta(days=2)))
    visitor.reload()
    expect(visitor.get_by_text("Berkas sudah dihapus")).to_be_visible()


def test_the_export_of_a_list_in_both_languages_and_widths(windows: OpenWindow, portal: Portal) -> None:
    admin = portal.new("admin", name="Sulastri Handayani")
    with transaction() as db:
        make.period(db)
    body = {"source": "audit", "file_type": "csv", "filters": {"subject_id": a_long_log()}}
    made = portal.as_(admin).call("export_list", json=body)
    assert portal.campus.signals.wait_idle()
    for phone in (False, True):
        page = windows(phone=phone)
        come_as(page, admin)
        for name, address in {"admin-ekspor": f"/ekspor/{made['id']}", "admin-pengguna-ekspor": USERS}.items():
            page.goto(address)
            page.get_by_role("heading", level=1).wait_for()
            settle(page)
            look_twice(page, name)
            speak_indonesian(page)
        page.goto("/admin/statistik")
        page.get_by_role("button", name="Ekspor", exact=True).click()
        expect(dialog(page).get_by_role("radio", name="Pendaftar")).to_be_checked()
        settle(page)
        look(page, "admin-ekspor-dialog")
