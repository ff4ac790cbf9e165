"""The guides: in both languages and widths, and "?" leads from a page to its chapter."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.client import Portal
from tests.portal.conftest import OpenWindow
from tests.portal.pages import come_as, look_at_all


def help_of(page: Page) -> Locator:
    return page.get_by_role("main").get_by_role("link", name="Panduan", exact=True)


def test_the_guides_in_both_languages_and_widths(windows: OpenWindow) -> None:
    look_at_all(
        windows,
        {
            "panduan": "/panduan",
            "panduan-seleksi": "/panduan/seleksi",
            "panduan-dosen": "/panduan/dosen#seleksi",
            "panduan-sistem": "/panduan/sistem",
        },
    )


def test_the_foot_leads_to_the_score_and_a_page_to_its_chapter(phone: Page) -> None:
    phone.goto("/lowongan")
    help_of(phone).click()
    expect(phone).to_have_url(re.compile(r"/panduan/pelamar#cari$"))
    expect(phone.get_by_role("heading", name="Mencari lowongan")).to_be_focused()
    expect(phone.get_by_role("heading", name="Mencari lowongan")).to_be_in_viewport()
    phone.get_by_role("contentinfo").get_by_role("link", name="Panduan").click()
    phone.get_by_role("link", name="Bagaimana seleksi dinilai").click()
    expect(phone.get_by_role("heading", name="Bagaimana seleksi dinilai", level=1)).to_be_focused()
    help_of(phone).click()
    expect(phone).to_have_url(re.compile(r"/panduan/index#siapa-saja$"))


def test_a_diagram_is_seen_to_its_end_and_read_as_text(phone: Page) -> None:
    phone.goto("/panduan/sistem#urutan")
    window = phone.get_by_role("group", name="Diagram urutan: mendaftar")
    drawn = window.get_by_role("img", name="Diagram urutan: mendaftar")
    drawn.scroll_into_view_if_needed()
    expect(drawn).to_have_js_property("complete", True)
    assert drawn.evaluate("one => one.naturalWidth") > 1000
    window.focus()
    phone.keyboard.press("ArrowRight")
    phone.wait_for_function("one => one.scrollLeft > 0", arg=window.element_handle())
    words = phone.get_by_role("figure").filter(has=window)
    words.get_by_text("Baca sebagai teks").click()
    expect(words.get_by_role("listitem").first).to_have_text("mahasiswa → request_upload: requestUpload")
    expect(words.get_by_role("listitem").filter(has_text="apply → Cloud SQL")).to_be_visible()


@pytest.mark.parametrize(("role", "title"), [("dosen", "Dosen"), ("admin", "Admin")])
def test_a_page_of_two_roles_opens_the_chapter_of_the_own_one(
    portal: Portal, visitor: Page, role: str, title: str
) -> None:
    come_as(visitor, portal.new(role))
    visitor.goto("/rekap")
    help_of(visitor).click()
    expect(visitor).to_have_url(re.compile(rf"/panduan/{role}#rekap$"))
    expect(visitor.get_by_role("heading", name=title, level=1)).to_be_visible()
