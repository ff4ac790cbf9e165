"""The start page, as a visitor meets it in either language, at a desk and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.portal.conftest import OpenWindow
from tests.portal.pages import look


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_start_page_is_there_for_everybody(windows: OpenWindow, language: str, phone: bool) -> None:
    page = windows(phone=phone, language=language)
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    look(page, "mulai")
