"""`python -m tests.bench.long_tables`: what hundreds of rows cost a slow processor, 4 times slower than this one.

Run it on a machine that does nothing else. `usable` is from the address to the last row, `blocked` how long the page
cannot answer after a press.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import timedelta
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from common.ops.build.browser import install_browser
from common.ops.build.portal import build_portal
from common.ops.local.campus import Campus
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.bench.lighthouse import FLAGS
from tests.client import password_hash
from tests.portal.pages import come_as
from tests.temporary import temporary_places

CANDIDATES, ATTENDANCES, DAYS, SLOWER, RUNS = 300, 200, 10, 4, 5
# From the press to the second frame after it: by then the change has been made and drawn.
_BLOCKED = """press => new Promise(done => {
    const from = performance.now()
    press.click()
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - from)))
})"""


def main() -> None:
    program = install_browser(_say)
    build_portal(_say)
    with temporary_places() as places, Campus(places, timer=False, say=_say) as campus:
        lecturer, vacancy = _rows()
        campus.open()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
            _measure(browser, campus.url, lecturer, vacancy)
            browser.close()


def _measure(browser: Browser, url: str, lecturer: Any, vacancy: Any) -> None:
    candidates = _page(browser, url, lecturer)
    usable = _usable(candidates, f"/dosen/lowongan/{vacancy.id}/pendaftar", "tbody tr", CANDIDATES)
    _say(f"candidates, {CANDIDATES} rows: usable after {usable:.0f} ms")
    _say(f"  sorted by name: {_blocked(candidates, lambda: 'thead th:nth-child(2) button'):.0f} ms blocked")
    _say(f"  one ticked: {_blocked(candidates, lambda: 'tbody tr:nth-child(3) input'):.0f} ms blocked")
    waiting = _page(browser, url, lecturer)
    usable = _usable(waiting, "/dosen/verifikasi", "main li button", 100)
    _say(f"verification, the first 100 of {ATTENDANCES}: usable after {usable:.0f} ms")
    waiting.locator("main .button--tonal").click()
    waiting.wait_for_function(f"() => document.querySelectorAll('main li button').length >= {ATTENDANCES}")
    turns = iter(range(2, 2 + RUNS))
    _say(f"  the next opened: {_blocked(waiting, lambda: f'main li:nth-child({next(turns)}) button'):.0f} ms blocked")
    nodes = waiting.locator("main li").first.locator("*").count()
    _say(f"  {nodes} nodes a row")


def _rows() -> tuple[Any, Any]:
    """A lecturer with a vacancy that many applied for, and with aslab who wait for a verdict on many days."""
    with transaction() as db:
        lecturer, admin = make.lecturer(db, password_hash=password_hash()), make.admin(db)
        vacancy = make.vacancy(db, lecturer)
        for number in range(CANDIDATES):
            student = make.student(db, name=f"Pendaftar {number * 37 % CANDIDATES:03}")
            make.application(db, vacancy, student)
        for _ in range(ATTENDANCES // DAYS):
            contract = make.contract(db, student=make.student(db), lecturer=lecturer, admin=admin)
            for ago in range(DAYS):
                make.attendance(db, contract, day=clock.today() - timedelta(days=ago))
    return lecturer, vacancy


def _page(browser: Browser, url: str, person: Any) -> Page:
    page = browser.new_context(base_url=url, viewport={"width": 1280, "height": 800}).new_page()
    come_as(page, person)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return page


def _usable(page: Page, address: str, rows: str, count: int) -> float:
    """The median of some visits, in milliseconds of the page's own clock."""
    found = []
    for _ in range(RUNS):
        page.goto(address)
        page.wait_for_function(f"() => document.querySelectorAll('{rows}').length >= {count}", polling="raf")
        found.append(page.evaluate("() => performance.now()"))
    return median(found)


def _blocked(page: Page, press: Callable[[], str]) -> float:
    return median(page.locator(press()).first.evaluate(_BLOCKED) for _ in range(RUNS))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
