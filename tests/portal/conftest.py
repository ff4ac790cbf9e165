"""The browser, and windows in it.

Of a test that fails a picture is kept in `.local/test-results/`; with `TRACE=1` a trace too, which costs each test a
tenth of its time.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from common.ops.build.browser import NoBrowser, find_browser, find_light_browser
from common.ops.build.node import NodeFailed
from common.ops.build.portal import build_portal
from common.ops.checkout import CHECKOUT
from common.ops.local.campus import Campus
from common.platform import clock
from tests.client import Portal
from tests.portal.visit import PATIENCE_MS, Visit

RESULTS = CHECKOUT / ".local" / "test-results"
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # A camera that shows a moving picture; whether it may be used is each window's matter.
    "--use-fake-device-for-media-stream",
    # Nothing outside is there, whatever a page asks for; this machine also has a name that no browser trusts.
    "--host-resolver-rules=MAP kampus.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
TRACED = os.environ.get("TRACE") == "1"
OpenWindow = Callable[..., Page]
_failed = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[Any]:
    report = yield
    item.stash[_failed] = report.failed or item.stash.get(_failed, False)
    return report


@pytest.fixture(scope="session")
def built_portal() -> Path:
    """The portal that the campus serves, as its sources are now."""
    try:
        return build_portal(print)
    except NodeFailed as failed:
        pytest.fail(str(failed), pytrace=False)


@pytest.fixture(scope="session")
def launched(built_portal: Path) -> Iterator[Callable[[str, Sequence[str]], Browser]]:
    """Starts the browser that a program is, to which nothing outside is there."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright, ExitStack() as running:

        def launch(program: str, flags: Sequence[str]) -> Browser:
            begun = playwright.chromium.launch(executable_path=program, args=[*FLAGS, *flags])
            running.callback(begun.close)
            return begun

        yield launch


@pytest.fixture(scope="session")
def whole_browser(launched: Callable[[str, Sequence[str]], Browser]) -> Browser:
    """For what the light one has not: a camera that is refused, and a viewer of PDFs."""
    try:
        return launched(find_browser(), ())
    except NoBrowser as missing:
        pytest.fail(str(missing), pytrace=False)


@pytest.fixture(scope="session")
def browser(request: pytest.FixtureRequest, launched: Callable[[str, Sequence[str]], Browser]) -> Browser:
    """The light one where it is installed; whoever asks for its camera gets it."""
    if light := find_light_browser():
        return launched(light, ["--use-fake-ui-for-media-stream"])
    whole: Browser = request.getfixturevalue("whole_browser")
    return whole


@pytest.fixture
def windows(request: pytest.FixtureRequest, browser: Browser, campus: Campus, portal: Portal) -> Iterator[OpenWindow]:
    """Opens windows, each with cookies of its own: `windows(phone=False, language="id", camera=True, whole=False)`.

    One that `keeps` has the portal's service worker.

    At the end nothing may have gone wrong in any of them: no error in the console, no uncaught one, no answer but a
    declared refusal, and no request to another origin than the portal and the storage.
    """
    visits: list[Visit] = []

    def open_window(
        *,
        phone: bool = False,
        language: str = "id",
        camera: bool = True,
        host: str = "localhost",
        whole: bool = False,
        keeps: bool = False,
    ) -> Page:
        url = campus.url.replace("localhost", host)
        by = browser if camera and not whole else request.getfixturevalue("whole_browser")
        visit = Visit(by, url, phone=phone, language=language, camera=camera, keeps=keeps)
        if request.config.getoption("clock", None):
            visit.context.clock.install(time=clock.now())
        if TRACED:
            visit.context.tracing.start(screenshots=False, snapshots=True, sources=False)
        visits.append(visit)
        return visit.page

    yield open_window
    faults = [fault for visit in visits for fault in visit.faults]
    failed = bool(faults) or request.node.stash.get(_failed, False)
    name = re.sub(r"[^\w-]+", "-", request.node.name)
    for number, visit in enumerate(visits, 1):
        _close(visit, RESULTS / f"{name}-{number}" if failed else None)
    assert faults == [], "\n".join(["What went wrong in the browser:", *faults])


def _close(visit: Visit, kept: Path | None) -> None:
    """With what the window shows, and what led there if it is traced, under the name `kept`."""
    if kept:
        for number, page in enumerate(visit.context.pages, 1):
            page.screenshot(path=f"{kept}-{number}.png", full_page=True)
    if TRACED:
        visit.context.tracing.stop(path=f"{kept}.zip" if kept else None)
    visit.context.close()


@pytest.fixture
def visitor(windows: OpenWindow) -> Page:
    """A window of 1280 pixels, of a person who has not signed in."""
    return windows()


@pytest.fixture
def phone(windows: OpenWindow) -> Page:
    """The same on a phone: 360 by 740 pixels, by touch."""
    return windows(phone=True)
