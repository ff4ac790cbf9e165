"""The page of the acceptance tests: what ran, what failed, and what was not tested."""

from __future__ import annotations

import json

from playwright.sync_api import Page, expect

from tests.portal.conftest import OpenWindow
from tests.portal.pages import look_at_all
from tests.uat_report import BUILT_IN

SAID = json.loads(BUILT_IN.read_text()) | {"version": "1.2.3 abc", "at": "2026-11-30T08:00:00+00:00"}


def test_the_page_in_both_languages_and_widths(windows: OpenWindow) -> None:
    look_at_all(windows, {"pengujian": "/pengujian"})


def test_a_failed_scenario_and_one_without_a_test_stand_out(visitor: Page) -> None:
    first, second, third, *rest = SAID["scenarios"]
    passed, failed = {"outcome": "lulus", "seconds": 1.25}, {"outcome": "gagal", "actual": "AssertionError: <b>"}
    untested = {"outcome": "tanpa uji"}
    rows = [first | passed, second | failed, third | untested, *(row | passed for row in rest)]
    counts = {"lulus": len(rows) - 2, "gagal": 1, "tanpa uji": 1}
    visitor.route("**/acceptance.json", lambda route: route.fulfill(json=SAID | {"scenarios": rows, "counts": counts}))
    visitor.goto("/")
    visitor.get_by_role("contentinfo").get_by_role("link", name="Pengujian").click()
    summary = "Versi 1.2.3 abc, diuji 30 November 2026 pukul 15.00 WIB. 172 lulus, 1 gagal, 1 belum diuji."
    expect(visitor.get_by_role("status").filter(has_text="Versi")).to_have_text(summary)
    expect(visitor.locator("li").filter(has_text=first["code"])).to_contain_text("Lulus")
    bad = visitor.locator("li").filter(has_text=second["code"])
    expect(bad.locator(".text-error").first).to_have_text("Gagal")
    expect(bad).to_contain_text("Yang terjadi: AssertionError: <b>")
    expect(visitor.locator("li").filter(has_text=third["code"]).locator(".text-error")).to_have_text("Belum diuji")
    expect(visitor.get_by_role("heading", name="Metode pengembangan")).to_be_visible()
    expect(visitor.get_by_text("Penyebaran dan penerapan")).to_be_visible()
