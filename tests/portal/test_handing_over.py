"""An admin hands over what a lecturer is responsible for, and shuts the account then."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from common.domain.assistants.tables import contracts
from common.domain.recruitment.tables import vacancies
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal
from tests.outcomes import row as row_of
from tests.portal.conftest import OpenWindow
from tests.portal.office import at, dialog, row
from tests.portal.pages import come_as, look
from tests.uat import cast

pytestmark = pytest.mark.without_bystanders


def leaving(portal: Portal) -> tuple[Any, Any, Any, Any]:
    gone, heir = portal.new("dosen", name="Dr. Rina Wulandari"), portal.new("dosen", name="Dr. Hasan Basri")
    contract = cast.contract(portal.new("mahasiswa"), gone)
    with transaction() as db:
        return gone, heir, make.vacancy(db, gone, course="Jaringan Komputer"), contract


def test_usr_12_who_leaves_hands_over_and_is_then_deactivated(portal: Portal, visitor: Page) -> None:
    """LOW-15: disebut yang masih dipegang, diserahkan kepada dosen lain, lalu akunnya dinonaktifkan."""
    gone, heir, post, contract = leaving(portal)
    at(visitor, portal, "/admin/pengguna?peran=dosen")
    mine = row(visitor, gone.number)
    mine.get_by_role("button", name="Nonaktifkan").click()
    dialog(visitor).get_by_role("button", name="Nonaktifkan").click()
    expect(dialog(visitor)).to_contain_text("Dosen ini masih memegang")
    expect(dialog(visitor)).to_contain_text("Jaringan Komputer")
    dialog(visitor).get_by_role("button", name="Batal").click()
    mine.get_by_role("button", name="Serahkan lowongan").click()
    expect(dialog(visitor).get_by_role("checkbox", name="Jaringan Komputer (terbuka)")).to_be_checked()
    expect(dialog(visitor).get_by_role("checkbox")).to_have_count(2)
    successor = dialog(visitor).get_by_label("NIP dosen pengganti")
    successor.fill(gone.number)
    dialog(visitor).get_by_role("button", name="Serahkan lowongan").click()
    expect(dialog(visitor)).to_contain_text("NIP dosen lain yang aktif tidak ditemukan")
    successor.fill(heir.number)
    dialog(visitor).get_by_role("button", name="Serahkan lowongan").click()
    expect(visitor.get_by_text("Lowongan diserahkan", exact=True)).to_be_visible()
    mine.get_by_role("button", name="Nonaktifkan").click()
    dialog(visitor).get_by_role("button", name="Nonaktifkan").click()
    expect(mine).to_contain_text("Nonaktif")
    with transaction() as db:
        assert row_of(db, vacancies, post.id).lecturer_id == heir.id
        taken = row_of(db, contracts, contract.id).vacancy_id
        assert row_of(db, vacancies, taken).lecturer_id == heir.id
    visitor.goto("/admin/audit?aksi=vacancy.handed_over")
    line = visitor.locator("tbody").get_by_text("Lowongan diserahkan").first
    expect(line).to_be_visible()


def test_the_dialog_that_hands_over(portal: Portal, windows: OpenWindow) -> None:
    gone, _, _, _ = leaving(portal)
    words = {"id": ("Serahkan lowongan", "Batal"), "en": ("Hand vacancies over", "Cancel")}
    for phone in (False, True):
        page = windows(phone=phone)
        come_as(page, portal.new("admin"))
        page.goto("/admin/pengguna?peran=dosen")
        row(page, gone.number).wait_for()
        for switch in (True, False):
            hand_over, cancel = words[page.evaluate("document.documentElement.lang")]
            row(page, gone.number).get_by_role("button", name=hand_over).click()
            expect(dialog(page).get_by_role("checkbox")).to_have_count(2)
            look(page, "admin-serahkan")
            dialog(page).get_by_role("button", name=cancel).click()
            if switch:
                page.get_by_role("banner").get_by_role("button", name=re.compile("Switch to|Ganti ke")).click()
                expect(page.get_by_role("button", name=hand_over).first).to_be_hidden()


def test_what_is_open_in_a_row_stays_open_when_the_window_is_turned(portal: Portal, visitor: Page) -> None:
    gone, _, _, _ = leaving(portal)
    at(visitor, portal, "/admin/pengguna?peran=dosen")
    row(visitor, gone.number).get_by_role("button", name="Serahkan lowongan").click()
    dialog(visitor).get_by_label("NIP dosen pengganti").fill("19800101")
    for width, height in ((390, 800), (1280, 800)):
        visitor.set_viewport_size({"width": width, "height": height})
        expect(dialog(visitor).get_by_label("NIP dosen pengganti")).to_have_value("19800101")
