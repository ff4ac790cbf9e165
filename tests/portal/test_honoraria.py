"""Modules 8 and 12 in a browser: rates, sheets of locked months, and what the aslab sees of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal
from tests.portal.conftest import OpenWindow
from tests.portal.office import at, dialog, press, row
from tests.portal.pages import come_as, look, look_at_all
from tests.portal.teaching import confirm
from tests.uat import cast
from tests.uat.test_honoraria import last_month, rate

pytestmark = pytest.mark.without_bystanders


def one_month(portal: Portal) -> tuple[Any, Any, Any]:
    """A lecturer, and an aslab with two approved days of last month, which is not locked."""
    lecturer, student = portal.new("dosen"), portal.new("mahasiswa", name="Dewi Ayu")
    contract = cast.contract(student, lecturer, starts_on=clock.today() - timedelta(days=100))
    with transaction() as db:
        for n in range(2):
            make.attendance(db, contract, day=last_month() - timedelta(days=n), state="disetujui")
    return lecturer, student, contract


def lock(portal: Portal, lecturer: Any, contract: Any) -> None:
    ids = {"month": f"{last_month():%Y-%m}", "contract_ids": [str(contract.id)]}
    assert portal.as_(lecturer).call("lock_months", json=ids)["locked"] == 1


def make_one(page: Page) -> None:
    page.get_by_role("button", name="Buat daftar").click()
    confirm(page, "Buat daftar")


def test_lap_10_11_a_sheet_is_made_saved_and_marked_as_paid(portal: Portal, visitor: Page) -> None:
    """Tarif, daftar bulan yang dikunci, berkas PDF dan XLSX, tanda dibayar; aslab membaca nomornya."""
    lecturer, student, contract = one_month(portal)
    at(visitor, portal, "/admin/honorarium")
    visitor.get_by_role("button", name="Tetapkan tarif").click()
    confirm(visitor, "Simpan")
    expect(dialog(visitor)).to_contain_text("Tarif per sesi wajib diisi")
    dialog(visitor).get_by_label("Tarif per sesi").fill("50.000")
    dialog(visitor).get_by_label("Berlaku mulai").fill((last_month() - timedelta(days=60)).isoformat())
    confirm(visitor, "Simpan")
    expect(row(visitor, "Semua mata kuliah")).to_contain_text("50.000")
    make_one(visitor)
    expect(dialog(visitor)).to_contain_text("Periode belum dikunci: Dewi Ayu")
    lock(portal, lecturer, contract)
    confirm(visitor, "Buat daftar")
    number = f"001/HONOR-ASLAB/{clock.today().year}"
    expect(row(visitor, number)).to_contain_text("100.000")
    for kind, mark in (("PDF", b"%PDF"), ("XLSX", b"PK")):
        with visitor.expect_download() as saved:
            press(visitor, f"{kind} {number}")
        assert saved.value.path().read_bytes().startswith(mark)
    press(visitor, f"Tandai dibayar {number}")
    confirm(visitor, "Tandai dibayar")
    expect(row(visitor, number)).to_contain_text("Dibayar")

    come_as(visitor, student, "aslab")
    visitor.goto(f"/absensi/riwayat?bulan={last_month():%Y-%m}")
    expect(visitor.get_by_text(f"Honorarium: dibayar, daftar nomor {number}")).to_be_visible()


def test_the_page_is_for_everyone(portal: Portal, windows: OpenWindow) -> None:
    lecturer, student, contract = one_month(portal)
    admin = portal.new("admin")
    rate(portal.as_(admin), 50_000)
    lock(portal, lecturer, contract)
    portal.as_(admin).call("make_sheet", json={"month": f"{last_month():%Y-%m}"})
    look_at_all(windows, {"admin-honorarium": "/admin/honorarium"}, admin)
    look_at_all(windows, {"aslab-honorarium": f"/absensi/riwayat?bulan={last_month():%Y-%m}"}, student, "aslab")
    page = windows(phone=True)
    at(page, portal, "/admin/honorarium", admin)
    page.get_by_role("button", name="Tetapkan tarif").click()
    look(page, "admin-honorarium-tarif")
