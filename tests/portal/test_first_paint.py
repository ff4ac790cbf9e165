"""What is seen while the portal is still on its way, and where no page is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.client import Portal
from tests.portal.conftest import OpenWindow
from tests.portal.pages import come_as, settle

pytestmark = pytest.mark.without_bystanders

SHIFTS = """() => { window.shifted = 0; new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value
}).observe({ type: 'layout-shift', buffered: true }) }"""
PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length === 1"


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_a_bar_and_grey_lines_are_drawn_before_scripts_and_styles(windows: OpenWindow, phone: bool) -> None:
    page = windows(phone=phone)
    held: list[Route] = []
    page.route("**/assets/*", lambda route: held.append(route))
    page.add_init_script(f"({SHIFTS})()")
    page.goto("/masuk", wait_until="commit")
    page.wait_for_function(PAINTED, polling=25)
    shell = page.locator(".shell")
    expect(shell.get_by_text("SI-Aslab", exact=True)).to_be_visible()
    lines = [box for line in shell.locator("div").all() if (box := line.bounding_box())]
    assert [line["height"] for line in lines] == [32, 16, 16]
    # What is held goes on.
    page.unroute("**/assets/*")
    expect(page.get_by_role("heading", name="Masuk")).to_be_visible()
    settle(page)
    expect(shell).to_have_count(0)
    assert page.evaluate("window.shifted") < 0.01


@pytest.mark.parametrize("signed_in", [False, True], ids=["nobody", "dosen"])
def test_an_address_without_a_page_says_which_it_was_and_leads_on(
    portal: Portal, visitor: Page, signed_in: bool
) -> None:
    if signed_in:
        come_as(visitor, portal.new("dosen"))
    visitor.goto("/lowongn/7?cari=basis data")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Halaman tidak ditemukan")
    main = visitor.get_by_role("main")
    expect(main.get_by_text("/lowongn/7?cari=basis%20data")).to_be_visible()
    expect(main.get_by_role("link", name="Ke beranda" if signed_in else "Ke halaman awal")).to_be_visible()
    ways = {link.inner_text().strip(): link.get_attribute("href") for link in main.get_by_role("link").all()[1:]}
    own = ("Ke beranda", "/dosen") if signed_in else ("Ke halaman awal", "/")
    assert ways == dict([own]) | {"Lihat lowongan": "/lowongan", "Cek sertifikat": "/sertifikat", "Panduan": "/panduan"}


@pytest.mark.parametrize("path", ["/favicon.ico", "/apple-touch-icon-180x180.png", "/icon.svg", "/robots.txt"])
def test_what_browsers_ask_for_by_themselves_is_there(visitor: Page, path: str) -> None:
    visitor.goto("/robots.txt")
    answer = visitor.request.get(path)
    assert answer.ok
    assert len(answer.body()) > 20
