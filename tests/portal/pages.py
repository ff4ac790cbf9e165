"""What a test does on every page: come as somebody, and look."""

from __future__ import annotations

import os
import re
import time
from contextlib import suppress
from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as WaitedTooLong

from common.ops.checkout import CHECKOUT
from tests.client import PASSWORD
from tests.portal.conftest import OpenWindow

SCREENS = CHECKOUT / ".local" / "screens"
# A picture of the whole page takes as long as to look at it.
PICTURED = os.environ.get("SCREENS") == "1"
_ANSWER_SECONDS = 5.0
_STILL_MILLISECONDS = 5_000.0
_ROLES = {"aslab": "Masuk sebagai Aslab", "mahasiswa": "Masuk sebagai Mahasiswa"}
_OTHER = {"id": "Switch to English", "en": "Ganti ke Bahasa Indonesia"}
# Movements end by themselves, but for those that go on as long as something is under way.
_STILL = """() => document.fonts.status === 'loaded' && document.getAnimations()
    .every(one => one.playState !== 'running' || one.effect?.getComputedTiming().endTime === Infinity)"""
_STILL_EVERY = 25
_BUSY = "[aria-busy=true]"
# Frames hold documents, which a viewer of the browser shows.
_AUDIT = """rules => axe.run(document, {
    resultTypes: ['violations'], iframes: false, ...rules.length ? { runOnly: rules } : {},
}).then(found => found.violations)"""
_TOO_WIDE = """() => document.documentElement.scrollWidth > document.documentElement.clientWidth
    ? [...document.querySelectorAll('body *')]
        .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .slice(0, 5).map(one => one.cloneNode(false).outerHTML)
    : []"""


def sign_in(page: Page, person: Any, role: str | None = None, password: str = PASSWORD) -> None:
    """From the sign-in page to the first page behind it; `role`, aslab or mahasiswa, for who is asked to choose.

    It is filled in by the Indonesian labels.
    """
    page.goto("/masuk")
    page.get_by_label("NIM/NIP").fill(person.number)
    page.get_by_label("Kata sandi", exact=True).fill(password)
    page.get_by_role("button", name="Masuk", exact=True).click()
    if role:
        page.get_by_role("button", name=_ROLES[role]).click()
    page.wait_for_url(lambda url: "/masuk" not in url)


def come_as(
    page: Page, person: Any, role: str | None = None, *, password: str = PASSWORD, language: str | None = None
) -> None:
    """The window of who has signed in before, on no page yet; `role`, aslab or mahasiswa, for who has chosen it.

    Signing in by the page is slow, and seldom what a test is about. `language` is set in the profile.
    """
    begun = page.request.post("/v1/session", data={"number": person.number, "password": password}).json()
    if role and begun["role"] != role:
        held = {"Authorization": f"Bearer {begun['access_token']}"}
        begun |= page.request.put("/v1/session/role", data={"role": role}, headers=held).json()
    if language:
        held = {"Authorization": f"Bearer {begun['access_token']}"}
        page.request.patch("/v1/profile", data={"language": language}, headers=held)
    # The lightest page there is: the portal finds there what it keeps of a session.
    page.goto("/robots.txt")
    page.evaluate("person => localStorage.setItem('aslab.signed-in', person)", begun["person"]["id"])


def speak_english(page: Page) -> None:
    """Switch the language in the bar, until the profile of who is signed in has it too."""
    _speak_the_other(page, "id")


def speak_indonesian(page: Page) -> None:
    """The same the other way: a page that is left before is opened in the language it had."""
    _speak_the_other(page, "en")


def _speak_the_other(page: Page, spoken: str) -> None:
    with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        page.get_by_role("button", name=_OTHER[spoken]).click()


def choose_when_asked(page: Page, file: Any) -> None:
    """Give `file` whenever the page asks for one.

    To be said before the page is open: a browser that learns of it late may show a window of its own instead.
    """
    page.on("filechooser", lambda asked: asked.set_files(file))


def settle(page: Page) -> None:
    """Wait until nothing is loaded, no part of the page says that it waits, and nothing moves."""
    page.wait_for_load_state()
    _wait_for_answers(page)
    expect(page.locator(_BUSY)).to_have_count(0)
    be_still(page)


def be_still(page: Page) -> None:
    """Wait until nothing moves, after a change that loads nothing; what moves on and on is looked at as it is."""
    with suppress(WaitedTooLong):
        page.wait_for_function(_STILL, polling=_STILL_EVERY, timeout=_STILL_MILLISECONDS)


def look(page: Page, name: str) -> None:
    """Fails when a rule of accessibility is broken, or something sticks out to the side.

    Its picture has the name, the width and the language.
    """
    settle(page)
    page.evaluate("scrollTo(0, 0)")
    width = page.viewport_size["width"] if page.viewport_size else 0
    language = page.evaluate("document.documentElement.lang")
    picture(page, f"{name}-{width}-{language}")
    wide = page.evaluate(_TOO_WIDE)
    assert wide == [], "\n".join([f"{name} is wider than its window of {width} px:", *wide])
    violations = accessibility_violations(page)
    assert violations == [], "\n".join([f"{name} breaks rules of accessibility:", *violations])


def picture(page: Page, name: str, *, whole: bool = True) -> None:
    """With `SCREENS=1` the page, or what of it is in the window, is kept as `.local/screens/{name}.png`."""
    if PICTURED:
        page.screenshot(path=SCREENS / f"{name}.png", full_page=whole, scale="css")


def look_twice(page: Page, name: str) -> None:
    """Look at the page in the language that it has, and in the dark in the other one of the switch in its bar."""
    look(page, name)
    spoken = page.evaluate("document.documentElement.lang")
    page.get_by_role("button", name=_OTHER[spoken]).click()
    expect(page.locator("html")).to_have_attribute("lang", "en" if spoken == "id" else "id")
    light_up(page, "dark")
    look(page, name)
    light_up(page, "light")


def light_up(page: Page, scheme: Literal["light", "dark"]) -> None:
    """As a system that is set so."""
    page.emulate_media(color_scheme=scheme)
    expect(page.locator(".v-application")).to_have_class(re.compile(f"v-theme--{scheme}"))
    be_still(page)


def look_at_all(windows: OpenWindow, pages: dict[str, str], person: Any = None, role: str | None = None) -> None:
    """Every page, by the name of its picture, at a desk and on a phone, in both languages, as `person` or nobody."""
    for phone in (False, True):
        page = windows(phone=phone)
        if person:
            come_as(page, person, role)
        for name, address in pages.items():
            page.goto(address)
            page.get_by_role("heading").first.wait_for()
            look_twice(page, name)


def _wait_for_answers(page: Page) -> None:
    """To all that was asked: twice in a row there is nothing that has none, and the page has nothing else to do.

    A tenth of a second, where the browser's own `networkidle` takes half of one. What was asked while a window had no
    line may stay without an answer and without a failure.
    """
    quiet, until = 0, time.monotonic() + _ANSWER_SECONDS
    while quiet < 2 and time.monotonic() < until:
        page.wait_for_timeout(50)
        page.evaluate("() => null")
        open_ = [one for one in page.requests() if one.existing_response is None and one.failure is None]
        quiet = 0 if open_ else quiet + 1


def accessibility_violations(page: Page, *rules: str) -> list[str]:
    """A text for each broken rule, of all or of `rules`: what it asks for, and where it is broken."""
    # It is large, and stays in the page until that is loaded anew.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return [_worded(violation) for violation in page.evaluate(_AUDIT, list(rules))]


def _worded(violation: dict[str, Any]) -> str:
    lines = [f"  {violation['id']} ({violation['impact']}): {violation['help']}, {violation['helpUrl']}"]
    for node in violation["nodes"]:
        reasons = [check["message"] for check in (*node["any"], *node["all"], *node["none"])]
        lines += [f"    {node['html']}", *(f"      {reason}" for reason in reasons)]
    return "\n".join(lines)
