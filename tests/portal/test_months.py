"""Module 8 in a browser: a lecturer locks months, and an admin opens one again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from common.platform import clock
from common.platform.calendar_text import indonesian_date
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal
from tests.portal.conftest import OpenWindow
from tests.portal.office import at as at_office
from tests.portal.office import press
from tests.portal.pages import come_as, look, look_at_all
from tests.portal.teaching import at, attended, confirm, dialog
from tests.uat import cast

pytestmark = pytest.mark.without_bystanders


def last_month() -> date:
    """Its last day."""
    return clock.today().replace(day=1) - timedelta(days=1)


def two_aslab(portal: Portal) -> tuple[Any, Any]:
    """The lecturer of two aslab, of whom one has an attendance that waits, and the contract of the other."""
    lecturer, done, waiting = (
        portal.new("dosen", name="Dr. Ratna Sari"),
        portal.new("mahasiswa", name="Dewi Ayu"),
        portal.new("mahasiswa", name="Budi Santoso"),
    )
    long = {"starts_on": clock.today() - timedelta(days=100)}
    contract, other = cast.contract(done, lecturer, **long), cast.contract(waiting, lecturer, **long)
    with transaction() as db:
        for days in range(3):
            make.attendance(db, contract, day=last_month() - timedelta(days=days), state="disetujui")
        make.attendance(db, other, day=last_month())
    return lecturer, contract


def card(page: Page, name: str) -> Locator:
    return page.locator("main li").filter(has=page.get_by_role("heading", name=name))


def test_ver_07_a_month_is_locked_by_the_lecturer_and_opened_by_an_admin(portal: Portal, visitor: Page) -> None:
    """Dosen mengunci bulan lalu; admin membukanya kembali dengan alasan."""
    lecturer, contract = two_aslab(portal)
    at(visitor, lecturer, "/rekap")
    expect(card(visitor, "Dewi Ayu")).to_contain_text("3 disetujui")
    expect(card(visitor, "Budi Santoso")).to_contain_text("1 menunggu verifikasi")
    visitor.get_by_role("button", name="Kunci semua (1)").click()
    expect(dialog(visitor)).to_contain_text("Dewi Ayu")
    confirm(visitor, "Kunci")
    expect(visitor.get_by_text("1 dikunci")).to_be_visible()
    expect(card(visitor, "Dewi Ayu")).to_contain_text("Dikunci")
    expect(card(visitor, "Dewi Ayu")).to_contain_text("oleh Dr. Ratna Sari")

    at_office(visitor, portal, "/rekap")
    press(visitor, "Buka kembali Dewi Ayu")
    confirm(visitor, "Buka kembali")
    expect(dialog(visitor)).to_contain_text("Alasan wajib diisi")
    dialog(visitor).get_by_label("Alasan").fill("Satu absensi belum dicatat")
    confirm(visitor, "Buka kembali")
    expect(card(visitor, "Dewi Ayu")).to_contain_text("Belum dikunci")
    month = f"{last_month():%Y-%m}"
    [shown] = [
        one
        for one in portal.as_(lecturer).call("list_months", query={"month": month})["items"]
        if one["contract_id"] == str(contract.id)
    ]
    assert shown["lockable"]


def test_lap_02_a_recap_is_saved_as_a_file(portal: Portal, visitor: Page) -> None:
    lecturer, _ = two_aslab(portal)
    at(visitor, lecturer, "/rekap")
    for kind, mark in (("PDF", b"%PDF"), ("XLSX", b"PK")):
        with visitor.expect_download() as saved:
            card(visitor, "Dewi Ayu").get_by_role("button", name=f"{kind} rekap Dewi Ayu").click()
        assert saved.value.suggested_filename.endswith(f"-{last_month():%Y-%m}.{kind.lower()}")
        assert saved.value.path().read_bytes().startswith(mark)


def test_what_could_not_be_locked_is_named(portal: Portal, visitor: Page) -> None:
    lecturer, contract = two_aslab(portal)
    at(visitor, lecturer, "/rekap")
    card(visitor, "Dewi Ayu").get_by_role("button", name="Kunci Dewi Ayu").click()
    with transaction() as db:
        make.attendance(db, contract, day=last_month() - timedelta(days=9))
    confirm(visitor, "Kunci")
    expect(visitor.get_by_role("alert")).to_contain_text("Masih ada 1 absensi yang menunggu verifikasi")


def test_the_months_are_for_everyone(portal: Portal, windows: OpenWindow) -> None:
    lecturer, contract = two_aslab(portal)
    month = {"month": f"{last_month():%Y-%m}", "contract_ids": [str(contract.id)]}
    portal.as_(lecturer).call("lock_months", json=month)
    look_at_all(windows, {"dosen-rekap": "/rekap"}, lecturer)
    look_at_all(windows, {"admin-rekap": "/rekap"}, portal.new("admin"))
    page = windows()
    at_office(page, portal, "/rekap")
    press(page, "Buka kembali Dewi Ayu")
    look(page, "admin-rekap-buka")


def test_ver_09_an_approval_is_taken_back_with_a_reason(portal: Portal, visitor: Page) -> None:
    lecturer, student = portal.new("dosen"), portal.new("mahasiswa", name="Dewi Ayu")
    attended(student, lecturer, activity="Modul 4", state="disetujui")
    at(visitor, lecturer, "/dosen/verifikasi?minggu=ini")
    visitor.get_by_role("button", name="Batalkan persetujuan").click()
    look(visitor, "dosen-batal-setuju")
    dialog(visitor).get_by_label("Alasan").fill("Bukan di lab")
    confirm(visitor, "Batalkan persetujuan")
    expect(dialog(visitor)).to_be_hidden()
    expect(visitor.get_by_role("region", name="Absensi yang dibuka")).to_contain_text("Bukan di lab")
    [row] = portal.as_(lecturer).call("list_attendances_to_verify")["items"]
    assert (row["state"], row["reason"]) == ("ditolak", "Bukan di lab")


def test_ver_08_an_admin_corrects_the_day_and_both_see_it(portal: Portal, visitor: Page) -> None:
    """Admin mengoreksi tanggal; aslab dan dosen membaca "Dikoreksi oleh admin" dengan nilai lamanya."""
    lecturer, student = portal.new("dosen"), portal.new("mahasiswa", name="Dewi Ayu")
    attended(student, lecturer, activity="Modul 4")
    today = clock.today()
    new = today - timedelta(days=2)
    at_office(visitor, portal, f"/rekap?bulan={today:%Y-%m}")
    press(visitor, "Koreksi absensi Dewi Ayu")
    field = dialog(visitor).get_by_role("combobox", name="Absensi")
    expect(field.get_by_role("option")).to_have_count(1)
    field.select_option(index=1)
    expect(dialog(visitor).get_by_label("Tanggal yang benar")).to_have_value(today.isoformat())
    dialog(visitor).get_by_label("Tanggal yang benar").fill(new.isoformat())
    confirm(visitor, "Simpan")
    expect(dialog(visitor)).to_contain_text("Alasan wajib diisi")
    look(visitor, "admin-rekap-koreksi")
    dialog(visitor).get_by_label("Alasan").fill("Salah hari")
    confirm(visitor, "Simpan")
    expect(visitor.get_by_text("Absensi Dewi Ayu dikoreksi")).to_be_visible()
    pages = ((lecturer, None, "/dosen/verifikasi"), (student, "aslab", f"/absensi/riwayat?bulan={new:%Y-%m}"))
    for person, role, address in pages:
        come_as(visitor, person, role)
        visitor.goto(address)
        expect(visitor.get_by_text("Dikoreksi oleh admin")).to_be_visible()
        expect(visitor.get_by_text(f"Semula {indonesian_date(today)}")).to_be_visible()
