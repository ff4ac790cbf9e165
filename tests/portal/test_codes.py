"""The page that the `type` of a refusal leads to."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.client import Portal
from tests.portal.conftest import OpenWindow
from tests.portal.pages import look_at_all

pytestmark = pytest.mark.without_bystanders


def test_the_codes_in_both_languages_and_widths(windows: OpenWindow) -> None:
    look_at_all(windows, {"kode-galat": "/kode-galat"})


def test_a_refusal_leads_to_its_line(portal: Portal, visitor: Page) -> None:
    refused = portal.call("sign_in", json={"number": "3020100000", "password": "bukan-ini"}, expect=401)
    visitor.goto(refused["type"])
    lines = visitor.get_by_role("table").get_by_role("row")
    expect(lines).to_have_count(2)
    for told in ("wrong_credentials", "401", refused.title):
        expect(lines.last).to_contain_text(told)
    visitor.get_by_label("Cari kode atau kalimat").fill("tidak ada di sini")
    expect(visitor.get_by_text("Tidak ada data")).to_be_visible()
