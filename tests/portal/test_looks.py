"""Light or dark: as the system has it, until somebody chooses."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.client import Portal
from tests.portal.pages import accessibility_violations, be_still, come_as, settle

pytestmark = pytest.mark.without_bystanders
_GROUND = "() => getComputedStyle(document.querySelector('.v-application')).backgroundColor"
LIGHT, DARK = "rgb(246, 248, 250)", "rgb(16, 23, 28)"


def ground(page: Page) -> str:
    be_still(page)
    return str(page.evaluate(_GROUND))


def test_the_portal_follows_the_system_until_a_look_is_chosen_and_keeps_it(visitor: Page) -> None:
    visitor.goto("/sertifikat")
    choice = visitor.get_by_role("contentinfo").get_by_label("Tampilan")
    expect(choice).to_have_value("system")
    for scheme, expected in (("dark", DARK), ("light", LIGHT)):
        visitor.emulate_media(color_scheme=scheme)
        expect(visitor.locator(".v-application")).to_have_class(re.compile(f"v-theme--{scheme}"))
        assert ground(visitor) == expected
    choice.select_option("Gelap")
    expect(visitor.locator(".v-application")).to_have_class(re.compile("v-theme--dark"))
    visitor.reload()
    expect(choice).to_have_value("dark")
    assert ground(visitor) == DARK
    choice.select_option("Ikuti sistem")
    expect(visitor.locator(".v-application")).to_have_class(re.compile("v-theme--light"))


def test_dialogs_menus_and_messages_can_be_read_in_the_dark(visitor: Page, portal: Portal) -> None:
    visitor.emulate_media(color_scheme="dark")
    come_as(visitor, portal.new("admin"))
    visitor.goto("/admin/pengguna")
    visitor.get_by_role("button", name="Tambah pengguna").click()
    visitor.get_by_role("dialog").get_by_role("button", name="Simpan").click()
    expect(visitor.get_by_text("Nama wajib diisi")).to_be_visible()
    settle(visitor)
    assert accessibility_violations(visitor, "color-contrast") == []
    visitor.keyboard.press("Escape")
    visitor.get_by_role("banner").get_by_role("button", name="Admin").click()
    expect(visitor.get_by_role("menuitem", name="Keluar")).to_be_visible()
    be_still(visitor)
    assert accessibility_violations(visitor, "color-contrast") == []
