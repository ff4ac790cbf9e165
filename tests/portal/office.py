"""What an admin does on every page of the office."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page

from tests.client import Portal
from tests.portal.pages import come_as


def at(page: Page, portal: Portal, address: str, who: Any = None) -> Any:
    """Signed in as an admin, a new one unless one is given, on the page; who it is."""
    person = who or portal.new("admin")
    come_as(page, person)
    page.goto(address)
    page.get_by_role("heading", level=1).wait_for()
    return person


def row(page: Page, text: str) -> Locator:
    """The row of a list that holds `text`."""
    return page.locator("tbody tr:not(td tr)").filter(has_text=text)


def press(page: Page, name: str) -> None:
    """A button of a row: it is named with what the row is about."""
    page.get_by_role("button", name=name, exact=True).click()


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


def choose(within: Page | Locator, label: str, option: str) -> None:
    field = within.get_by_role("combobox", name=label)
    one = field.get_by_role("option", name=re.compile(rf"^{re.escape(option)}\b"))
    field.select_option(one.text_content())
