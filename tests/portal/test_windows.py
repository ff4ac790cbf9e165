"""The windows themselves: what goes wrong in one is seen, and nothing else is taken for a fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page

from common.ops.local.campus import Campus
from common.ops.static_site import own_sources, security_headers
from common.platform.settings import settings
from common.platform.storage import storage
from tests.client import Portal
from tests.portal.conftest import OpenWindow
from tests.portal.pages import accessibility_violations, look
from tests.portal.visit import PATIENCE_MS, Visit
from tests.samples import pdf

VIEWER = "chrome-extension://"
FROM_STORAGE = "link => { document.body.append(Object.assign(document.createElement('iframe'), { src: link })) }"
FROM_MEMORY = f"""bytes => {{
    const file = new Blob([new Uint8Array(bytes)], {{ type: 'application/pdf' }});
    ({FROM_STORAGE})(URL.createObjectURL(file))
}}"""
WATCH_POLICY = """() => {
    window.refused = []
    addEventListener('securitypolicyviolation', event => refused.push(event.blockedURI))
}"""
WAYS_TO_FAIL = {
    "console.error('oh')": "console: oh",
    "setTimeout(() => { throw new Error('thrown') })": "uncaught: ",
    "fetch('/assets/gone.js')": "answer: 404 GET ",
    "import('https://cdn.example.org/x.js').catch(() => null)": "console: ",
}


@pytest.fixture
def visit(browser: Browser, campus: Campus, portal: Portal) -> Iterator[Visit]:
    """A window whose faults nobody holds against the test."""
    opened = Visit(browser, campus.url, phone=False, language="id", camera=True)
    yield opened
    opened.context.close()


def show(page: Page, body: str, *, under_policy: bool = True) -> None:
    """A page of the portal with this body, under the portal's own policy or without one."""
    head = "<title>Uji</title><meta name='viewport' content='width=device-width, initial-scale=1'>"
    html = f"<!doctype html><html lang='id'>{head}<body><main>{body}</main>"
    policy = security_headers(own_sources()) if under_policy else {}
    headers = {**policy, "Content-Type": "text/html; charset=utf-8"}
    page.route("**/uji", lambda route: route.fulfill(body=html, headers=headers))
    page.goto("/uji")


@pytest.mark.parametrize(("script", "told"), WAYS_TO_FAIL.items())
def test_what_goes_wrong_is_told(visit: Visit, script: str, told: str) -> None:
    show(visit.page, "<h1>Uji</h1>")
    assert visit.faults == []
    visit.page.evaluate(f"() => {{ {script} }}")
    visit.page.wait_for_load_state("networkidle")
    visit.page.wait_for_function("new Promise(done => setTimeout(() => done(true), 100))")
    assert any(fault.startswith(told) for fault in visit.faults), visit.faults


def test_a_request_to_another_origin_is_told_and_goes_nowhere(visit: Visit) -> None:
    show(visit.page, "<h1>Uji</h1>", under_policy=False)
    script = "() => fetch('https://cdn.example.org/x.js').catch(error => error.name)"
    assert visit.page.evaluate(script) == "TypeError"
    assert "foreign: GET https://cdn.example.org/x.js" in visit.faults


def test_a_refusal_of_the_api_is_no_fault(visit: Visit) -> None:
    show(visit.page, "<h1>Uji</h1>")
    assert visit.page.evaluate("() => fetch('/v1/inbox').then(answer => answer.status)") == 401
    assert visit.faults == []


def test_a_broken_rule_of_accessibility_is_told_with_its_place(visit: Visit) -> None:
    show(visit.page, "<h1>Uji</h1><input id='tanpa-label'><p style='color:#999'>pucat</p>")
    told = "\n".join(accessibility_violations(visit.page))
    assert "label (critical)" in told
    assert '<input id="tanpa-label">' in told
    assert "color-contrast" in told


def test_what_sticks_out_to_the_side_is_told(phone: Page) -> None:
    show(phone, "<h1>Uji</h1><div style='width: 900px' id='lebar'>lebar</div>")
    with pytest.raises(AssertionError, match='id="lebar"'):
        look(phone, "uji-lebar")


def test_documents_are_shown_in_a_frame_under_the_policy(windows: OpenWindow, portal: Portal) -> None:
    """From the storage, and a preview from the page's own memory: the viewer of the browser opens both."""
    visitor = windows(whole=True)
    bucket = settings().private_bucket
    storage().write(bucket, "uji/kartu.pdf", pdf(), "application/pdf")
    link = storage().read_link(bucket, "uji/kartu.pdf", expires_in=timedelta(minutes=5), file_name="kartu.pdf")
    for script, given in ((FROM_STORAGE, link), (FROM_MEMORY, list(pdf()))):
        visitor.goto("/")
        visitor.evaluate(script, given)
        until(visitor, lambda: any(frame.url.startswith(VIEWER) for frame in visitor.frames))


def test_nothing_is_loaded_from_a_bucket_of_somebody_else(visit: Visit) -> None:
    """The host is everybody's; ours are named by their paths, each for what it is for."""
    show(visit.page, "<h1>Uji</h1>")
    visit.page.evaluate(WATCH_POLICY)
    base, private = settings().storage_public_url, settings().private_bucket
    addresses = [f"{base}/aslab-lain/x", f"{base}/{private}/x"]
    for address in addresses:
        assert visit.page.evaluate(f"() => fetch('{address}').catch(error => error.name)") == "TypeError"
    assert visit.page.evaluate("() => refused") == addresses


def until(page: Page, come: Callable[[], bool], milliseconds: int = PATIENCE_MS) -> None:
    for _ in range(milliseconds // 50):
        if come():
            return
        page.wait_for_timeout(50)
    pytest.fail("it did not come")


@pytest.mark.parametrize(("camera", "answer"), [(True, "live"), (False, "NotAllowedError")])
def test_the_camera_is_there_or_refused(windows: OpenWindow, camera: bool, answer: str) -> None:
    page = windows(camera=camera)
    show(page, "<h1>Uji</h1>")
    script = """() => navigator.mediaDevices.getUserMedia({ video: true })
        .then(stream => stream.getTracks()[0].readyState).catch(error => error.name)"""
    assert page.evaluate(script) == answer


def test_a_window_speaks_the_language_that_was_asked_for(windows: OpenWindow, phone: Page) -> None:
    page = windows(language="en")
    for window, language in ((page, "en"), (phone, None)):
        show(window, "<h1>Uji</h1>")
        assert window.evaluate("() => localStorage.getItem('aslab.language')") == language
        assert window.evaluate("() => [navigator.language, Intl.DateTimeFormat().resolvedOptions().timeZone]") == [
            "id-ID",
            "Asia/Jakarta",
        ]
