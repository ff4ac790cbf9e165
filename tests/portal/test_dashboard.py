"""LAP-01 in a browser: the figures of a period, in numbers and bars."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal
from tests.portal.conftest import OpenWindow
from tests.portal.office import at, choose
from tests.portal.pages import come_as, look_twice, sign_in
from tests.uat.test_reports import a_semester, an_earlier_one

pytestmark = pytest.mark.without_bystanders

TILES = {
    "Lowongan": "vacancies",
    "Pendaftar": "applications",
    "Diterima": "accepted",
    "Aslab aktif": "active_aslab",
    "Kehadiran": "attendances",
    "Sertifikat": "certificates",
}


def test_lap_01_numbers_and_bars_agree(visitor: Page, portal: Portal) -> None:
    """Dasbor admin: enam angka sama dengan daftar di baliknya, dan setiap grafik menyebut angkanya."""
    boss, teachers = portal.new("admin"), [portal.new("dosen") for _ in range(2)]
    a_semester(portal, teachers, boss)
    shown = portal.as_(boss).call("show_dashboard").json
    at(visitor, portal, "/admin/statistik", boss)
    numbers = visitor.get_by_role("navigation", name="Angka periode")
    for name, key in TILES.items():
        expect(numbers.get_by_role("link", name=name)).to_contain_text(str(shown["totals"][key]))
    week = visitor.get_by_role("figure").filter(has_text="Kehadiran per minggu")
    states = ("approved", "waiting", "rejected")
    expect(week.get_by_role("columnheader")).to_have_text(["Minggu mulai", "Disetujui", "Menunggu", "Ditolak"])
    assert week.locator("tbody td").all_inner_texts() == [
        str(one[state]) for one in shown["attendance_by_week"] for state in states
    ]
    assert [sum(one[state] for one in shown["attendance_by_week"]) for state in states] == [4, 2, 2]
    most = max(sum(one[state] for state in states) for one in shown["attendance_by_week"])
    drawn = week.locator(".bars").evaluate_all(
        "all => all.map(bar => [...bar.children].map(part => part.offsetWidth / bar.offsetWidth))"
    )
    for one, parts in zip(shown["attendance_by_week"], drawn, strict=True):
        assert parts == pytest.approx([one[state] / most for state in states], abs=0.02)


def test_lap_01_each_number_leads_to_the_list_behind_it(visitor: Page, portal: Portal) -> None:
    """Setiap angka membuka daftar di baliknya, dengan jumlah yang sama."""
    boss = portal.new("admin")
    lecturer = portal.new("dosen")
    a_semester(portal, [lecturer], boss)
    an_earlier_one(portal, lecturer, boss)
    totals = portal.as_(boss).call("show_dashboard")["totals"]
    at(visitor, portal, "/admin/statistik", boss)
    numbers = visitor.get_by_role("navigation", name="Angka periode")
    numbers.get_by_role("link", name="Pendaftar").click()
    applicants = visitor.get_by_role("figure").filter(has_text="Pendaftar per lowongan")
    rows = [line.locator("td").all_inner_texts() for line in applicants.locator("tbody tr").all()]
    assert len(rows) == totals["vacancies"]
    assert [sum(int(cells[column]) for cells in rows) for column in (0, 1)] == [
        totals["applications"],
        totals["accepted"],
    ]
    numbers.get_by_role("link", name="Aslab aktif").click()
    expect(visitor.get_by_role("heading", name="Kontrak", level=1)).to_be_visible()
    expect(visitor.locator("tbody tr")).to_have_count(totals["active_aslab"])
    visitor.go_back()
    numbers.get_by_role("link", name="Sertifikat").click()
    issued = visitor.locator("tbody tr").filter(has_text=re.compile("/UJI")).filter(has_not_text="Dicabut")
    expect(issued).to_have_count(totals["certificates"])


def test_lap_05_another_period_is_chosen_and_an_empty_one_is_no_error(visitor: Page, portal: Portal) -> None:
    """Periode tanpa data: nol di semua angka, "Tidak ada data pada periode ini" di grafik."""
    boss = portal.new("admin")
    a_semester(portal, [portal.new("dosen")], boss)
    with transaction() as db:
        far = clock.today() - timedelta(days=900)
        make.period(db, name="Genap lama", starts_on=far, ends_on=far + timedelta(days=90))
    at(visitor, portal, "/admin/statistik", boss)
    numbers = visitor.get_by_role("navigation", name="Angka periode")
    expect(numbers.get_by_role("link", name="Lowongan")).not_to_contain_text("–")
    choose(visitor, "Periode akademik", "Genap lama")
    for name in TILES:
        expect(numbers.get_by_role("link", name=name)).to_contain_text("0")
    by_vacancy = visitor.get_by_role("figure").filter(has_text="Pendaftar per lowongan")
    expect(by_vacancy).to_contain_text("Tidak ada data pada periode ini")
    visitor.reload()
    expect(numbers.get_by_role("link", name="Lowongan")).to_contain_text("0")


def test_without_any_period_the_way_to_the_first_is_shown(visitor: Page, portal: Portal) -> None:
    at(visitor, portal, "/admin/statistik")
    expect(visitor.get_by_text("Belum ada periode akademik")).to_be_visible()
    visitor.get_by_role("link", name="Tambah periode").click()
    expect(visitor.get_by_role("heading", name="Periode akademik", level=1)).to_be_visible()


def test_auth_03_the_admin_sees_the_own_menu_only(visitor: Page, portal: Portal) -> None:
    """Admin masuk: dasbor admin terbuka, hanya menu admin yang tampil."""
    boss = portal.new("admin", name="Sulastri Handayani")
    sign_in(visitor, boss)
    expect(visitor).to_have_url(f"{portal.url}/admin")
    expect(visitor.get_by_role("heading", name="Selamat datang, Sulastri Handayani")).to_be_visible()
    menu = visitor.get_by_role("navigation", name="Menu utama")
    expect(menu.get_by_role("link")).to_have_count(11)
    expect(menu.get_by_role("link", name="Absensi")).to_have_count(0)


def test_the_dashboard_in_both_languages_and_widths(windows: OpenWindow, portal: Portal) -> None:
    boss = portal.new("admin", name="Sulastri Handayani")
    a_semester(portal, [portal.new("dosen") for _ in range(2)], boss)
    for phone in (False, True):
        page = windows(phone=phone)
        come_as(page, boss)
        page.goto("/admin/statistik")
        expect(page.locator("main figure")).to_have_count(3)
        look_twice(page, "admin-statistik")
