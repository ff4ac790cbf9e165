"""Without a domain the portal is a bucket and the API a gateway: two origins, and of two sites for the browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from playwright.sync_api import Browser, Page, expect

from common.ops.build.portal import build_portal_for
from common.ops.checkout import CHECKOUT
from common.ops.deploy.site import publish
from common.ops.local.campus import Campus
from common.ops.local.serving import HttpServer, loopback_client
from common.ops.static_site import content_security_policy, own_sources
from common.platform.settings import settings
from tests.client import PASSWORD, Portal
from tests.identity.certified import IdentityServer
from tests.portal.visit import Visit

BUCKET = "two-origins"
SENT = ("Content-Type", "Content-Encoding", "Cache-Control")


class BucketAsOrigin:
    """A bucket under a name of its own, as in `https://<bucket>.storage.googleapis.com`."""

    def __init__(self) -> None:
        self._server = HttpServer("The bucket's own name", self)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        with loopback_client() as client:
            address = f"{settings().storage_emulator_host}/{BUCKET}{environ['PATH_INFO']}"
            found = client.get(address, stream=True)
            headers = [(name, found.headers[name]) for name in SENT if name in found.headers]
            start_response(f"{found.status_code} {found.reason}", headers)
            return [found.raw.read()]

    def __enter__(self) -> str:
        self._server.start()
        return self._server.url

    def __exit__(self, *_: object) -> None:
        self._server.stop()


@dataclass
class Site:
    """`origin` is the bucket's, `start` what every link begins with."""

    origin: str

    @property
    def start(self) -> str:
        return f"{self.origin}/index.html#"


@pytest.fixture(scope="module")
def site(campus: Campus, built_portal: Path) -> Iterator[Site]:
    """The portal as `make deploy` builds and publishes it without a domain."""
    policy = content_security_policy(own_sources(campus.url))
    variables = {
        "VITE_API_ORIGIN": campus.url,
        "VITE_CAMPUS_SIGN_IN": "true",
        "VITE_CONTENT_SECURITY_POLICY": policy,
    }
    built = build_portal_for(CHECKOUT / ".local" / "two-origins", variables, print)
    with loopback_client() as client:
        client.post(f"{settings().storage_emulator_host}/storage/v1/b", json={"name": BUCKET})
    publish(built, BUCKET, "si-aslab", print)
    with BucketAsOrigin() as origin:
        yield Site(origin)


@pytest.fixture(scope="module")
def server(campus: Campus, site: Site) -> Iterator[IdentityServer]:
    """The campus's sign-in server, which leads back to an address without a hash."""
    log = campus.places.folder("logs") / "identity-of-two-origins.log"
    with IdentityServer(log, f"{site.origin}/index.html") as running:
        yield running


@pytest.fixture
def page(
    site: Site,
    server: IdentityServer,
    browser: Browser,
    campus: Campus,
    portal: Portal,
    setting: Callable[[str, str], None],
) -> Iterator[Page]:
    """A window on a campus that knows its two origins; nothing may go wrong in it."""
    setting("ALLOWED_ORIGIN", site.origin)
    setting("PORTAL_URL", site.start)
    visit = Visit(browser, site.origin, phone=False, language="id", camera=False)
    visit.goes_to(campus.url, server.issuer)
    yield visit.page
    visit.context.close()
    assert visit.faults == []


def fill_in(page: Page, number: str) -> None:
    page.get_by_label("NIM/NIP").fill(number)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()


def test_signed_in_across_the_sites_also_after_loading_anew(page: Page, site: Site, portal: Portal) -> None:
    student = portal.new("mahasiswa")
    page.goto(f"{site.start}/pendaftaran")
    fill_in(page, student.number)
    expect(page).to_have_url(f"{site.start}/pendaftaran")
    page.get_by_role("link", name="Lowongan").first.click()
    expect(page).to_have_url(re.compile(re.escape(f"{site.start}/lowongan")))
    page.reload()
    expect(page.get_by_role("button", name=student.name)).to_be_visible()
    expect(page).to_have_url(re.compile(re.escape(f"{site.start}/lowongan")))


def test_each_cookie_is_the_gateways_and_good_for_this_site_alone(page: Page, site: Site, portal: Portal) -> None:
    page.goto(f"{site.start}/masuk")
    fill_in(page, portal.new("mahasiswa").number)
    expect(page).to_have_url(f"{site.start}/mahasiswa")
    cookies = page.context.cookies()
    assert {cookie["name"] for cookie in cookies} == {"aslab_refresh", "aslab_device"}
    assert {(cookie["domain"], cookie["sameSite"]) for cookie in cookies} == {("localhost", "None")}
    assert {cookie["httpOnly"] and cookie["secure"] and bool(cookie["partitionKey"]) for cookie in cookies} == {True}
    assert page.evaluate("document.cookie") == ""


def test_auth_18_the_campus_leads_back_to_the_one_file(
    page: Page, site: Site, server: IdentityServer, portal: Portal, setting: Callable[[str, str], None]
) -> None:
    """Its address may have no hash, and its cookie is good for the portal's site alone."""
    student = portal.new("mahasiswa")
    for name, value in (server.settings() | {"CAMPUS_DOMAINS": "kampus.test"}).items():
        setting(name, value)
    page.goto(f"{site.start}/pendaftaran")
    page.get_by_role("button", name="Masuk dengan akun kampus").click()
    page.get_by_label("Email").fill(f"{student.number}@kampus.test")
    page.get_by_role("button", name="Lanjut").click()
    expect(page).to_have_url(f"{site.start}/pendaftaran")
    expect(page.get_by_role("button", name=student.name)).to_be_visible()


def test_a_link_of_a_mail_opens_its_page(page: Page, site: Site, portal: Portal) -> None:
    page.goto(f"{site.start}/kata-sandi#rahasia")
    expect(page.get_by_label("Kata sandi baru")).to_be_visible()
    expect(page).to_have_url(f"{site.start}/kata-sandi")


def test_what_the_page_may_do_is_said_in_it(page: Page, site: Site, campus: Campus) -> None:
    page.goto(f"{site.start}/")
    policy = page.locator("head > meta").first
    expect(policy).to_have_attribute("http-equiv", "Content-Security-Policy")
    said = policy.get_attribute("content") or ""
    assert f"connect-src 'self' {settings().storage_public_url}/{settings().incoming_bucket}/ {campus.url};" in said
    assert "frame-ancestors" not in said, "only a header can say it, and the browser would complain"


def test_the_content_can_be_skipped_to(page: Page, site: Site) -> None:
    page.goto(f"{site.start}/lowongan")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lowongan aslab")
    page.locator("a.skip").press("Enter")
    expect(page.locator("#isi")).to_be_focused()
    expect(page).to_have_url(f"{site.start}/lowongan")
