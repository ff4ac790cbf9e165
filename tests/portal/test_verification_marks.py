"""Module 8 in a browser: what has a mark is looked at first, and compared (VER-01)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import update

from common.domain.attendance.tables import attendances
from common.platform.db import transaction
from tests.client import Portal
from tests.portal.conftest import OpenWindow
from tests.portal.fit import fits
from tests.portal.pages import look_twice, settle
from tests.portal.teaching import at, attendance, dialog
from tests.uat import cast

pytestmark = pytest.mark.without_bystanders
MEANING = {"id": "hampir sama dengan foto absensi lain", "en": "almost the same as that of another attendance"}


def size(photo: Locator) -> tuple[int, int]:
    expect(photo).to_be_visible()
    photo.evaluate("image => image.decode()")
    box = photo.locator("xpath=..").bounding_box()
    assert box
    return round(box["width"]), round(box["height"])


def three(portal: Portal, language: str = "id") -> object:
    """The lecturer of an aslab whose oldest attendance has a photo like that of the newest."""
    lecturer, student = portal.new("dosen", language=language), portal.new("mahasiswa", name="Dewi Ayu")
    contract = cast.contract(student, lecturer)
    newest, _, oldest = (attendance(contract, student, day, activity=f"Hari ke-{day}") for day in range(3))
    with transaction() as db:
        alike = update(attendances).where(attendances.c.id == oldest.id)
        db.execute(alike.values(similar_to=newest.id, delayed=True))
    return lecturer


def opened(page: Page) -> Locator:
    return page.get_by_role("region", name="Absensi yang dibuka")


def test_ver_01_what_has_a_mark_comes_first_and_says_what_it_means(portal: Portal, visitor: Page) -> None:
    """Yang bertanda paling atas, dengan arti tandanya dan foto yang mirip di sampingnya, sama besar."""
    at(visitor, three(portal), "/dosen/verifikasi")
    rows = visitor.locator("main li").filter(has_text="Dewi Ayu")
    expect(rows).to_have_count(3)
    expect(rows.nth(0)).to_contain_text("Foto mirip")
    expect(opened(visitor)).to_contain_text("Hari ke-2")
    for told in (MEANING["id"], "Bandingkan jam foto dengan jadwal"):
        expect(opened(visitor)).to_contain_text(told)
    own = opened(visitor).get_by_role("img", name="Foto bukti Dewi Ayu").locator("visible=true")
    alike = opened(visitor).get_by_role("img", name="Foto yang mirip")
    assert size(own) == size(alike)
    opened(visitor).get_by_role("button", name="Foto yang mirip: Dewi Ayu").click()
    expect(dialog(visitor).get_by_role("img", name="Foto yang mirip")).to_be_visible()
    dialog(visitor).get_by_role("button", name="Tutup").click()
    expect(dialog(visitor)).to_be_hidden()
    visitor.keyboard.press("a")
    expect(opened(visitor)).to_contain_text("Hari ke-0")
    expect(opened(visitor).get_by_role("img", name="Foto yang mirip")).to_have_count(0)
    visitor.keyboard.press("?")
    expect(visitor.get_by_text("Pintasan keyboard")).to_be_focused()


def test_the_marked_attendance(portal: Portal, windows: OpenWindow) -> None:
    lecturer = three(portal)
    for phone in (False, True):
        page = windows(phone=phone)
        at(page, lecturer, "/dosen/verifikasi")
        rows = page.get_by_role("button", name="Dewi Ayu")
        rows.first.wait_for()
        if phone:
            rows.first.click()
            # The account speaks English since the desk was looked at twice.
            expect(dialog(page)).to_contain_text(MEANING["en"])
            settle(page)
            fits(page, "a marked attendance")
        else:
            look_twice(page, "dosen-verifikasi-bertanda")
            expect(page.get_by_text(MEANING["en"])).to_be_visible()
