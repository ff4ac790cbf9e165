"""Signing in with the campus account, in the portal of a campus that has switched it on."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from common.ops.build.portal import build_portal_for
from common.ops.checkout import CHECKOUT
from common.ops.local.campus import Campus
from common.ops.local.gateway import Gateway
from common.ops.local.serving import HttpServer
from common.platform.settings import settings
from tests.client import Portal
from tests.identity.certified import IdentityServer
from tests.portal.pages import look
from tests.portal.visit import Visit
from tests.uat import cast

BUTTON = "Masuk dengan akun kampus"
DOMAIN = "kampus.test"


@pytest.fixture(scope="module")
def front(campus: Campus, built_portal: Path) -> Iterator[str]:
    """The address of the same campus with another portal."""
    built = build_portal_for(CHECKOUT / ".local" / "campus-sign-in", {"VITE_CAMPUS_SIGN_IN": "true"}, print)
    document = json.loads((CHECKOUT / "terraform" / "generated" / "gateway.json").read_text(encoding="utf-8"))
    gateway = Gateway(document, campus.host, lambda: json.loads(settings().public_keys), built)
    with HttpServer("The gateway of the campus account", gateway) as server:
        yield server.url.replace("127.0.0.1", "localhost")


@pytest.fixture(scope="module")
def server(campus: Campus, front: str) -> Iterator[IdentityServer]:
    log = campus.places.folder("logs") / "identity-of-the-portal.log"
    with IdentityServer(log, f"{front}/masuk/kampus") as running:
        yield running


@pytest.fixture
def opened(
    front: str, server: IdentityServer, browser: Browser, portal: Portal, setting: Callable[[str, str], None]
) -> Iterator[Callable[..., Page]]:
    """Opens windows on it; nothing may go wrong in them."""
    for name, value in (server.settings() | {"PORTAL_URL": front, "CAMPUS_DOMAINS": DOMAIN}).items():
        setting(name, value)
    visits: list[Visit] = []

    def open_window(*, phone: bool = False, language: str = "id") -> Page:
        visit = Visit(browser, front, phone=phone, language=language, camera=False)
        visit.goes_to(server.issuer)
        visits.append(visit)
        return visit.page

    yield open_window
    for visit in visits:
        visit.context.close()
    assert [visit.faults for visit in visits] == [[]] * len(visits)


def say(page: Page, email: str) -> None:
    """On the campus's own page."""
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Akun kampus")
    page.get_by_label("Email").fill(email)
    page.get_by_role("button", name="Lanjut").click()


def test_auth_18_the_campus_page_leads_back_to_the_own_start(opened: Callable[..., Page], portal: Portal) -> None:
    lecturer = portal.new("dosen")
    page = opened()
    page.goto("/masuk")
    say(page, f"{lecturer.number}@{DOMAIN}")
    expect(page).to_have_url(re.compile("/dosen$"))
    expect(page.get_by_role("button", name=lecturer.name)).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name=lecturer.name)).to_be_visible()


def test_auth_18_the_page_that_was_asked_for_opens(opened: Callable[..., Page], portal: Portal) -> None:
    admin = portal.new("admin")
    page = opened(phone=True)
    page.goto("/admin/pengguna")
    say(page, f"{admin.number}@{DOMAIN}")
    expect(page).to_have_url(re.compile("/admin/pengguna$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Pengguna")


def test_auth_18_who_has_two_roles_chooses_one(opened: Callable[..., Page], portal: Portal) -> None:
    student = portal.new("mahasiswa")
    cast.contract(student, portal.new("dosen"))
    page = opened()
    page.goto("/masuk")
    say(page, f"{student.number}@{DOMAIN}")
    page.get_by_role("button", name="Masuk sebagai Aslab").click()
    expect(page).to_have_url(re.compile("/aslab$"))


def test_auth_19_a_refusal_is_said_and_leads_back(opened: Callable[..., Page], portal: Portal) -> None:
    closed = portal.new("dosen", active=False)
    for email, words in (
        (f"9999999999@{DOMAIN}", "Akun kampus ini belum terdaftar. Hubungi admin."),
        (f"{closed.number}@asing.test", "Akun kampus ini belum terdaftar. Hubungi admin."),
        (f"{closed.number}@{DOMAIN}", "Akun Anda tidak aktif. Hubungi admin."),
    ):
        page = opened()
        page.goto("/masuk")
        say(page, email)
        expect(page.get_by_role("alert")).to_have_text(words)
        expect(page).to_have_url(re.compile("/masuk/kampus$"))
    page.goto("/masuk/kampus?state=lain&code=lain")
    expect(page.get_by_role("alert")).to_have_text("Masuk dengan akun kampus gagal. Coba lagi.")
    look(page, "akun-kampus-ditolak")
    page.get_by_role("link", name="Kembali ke halaman masuk").click()
    expect(page.get_by_role("button", name=BUTTON)).to_be_visible()


def test_auth_18_a_campus_that_is_told_to_asks_who_it_is_each_time(
    opened: Callable[..., Page], portal: Portal, setting: Callable[[str, str], None]
) -> None:
    """On a computer of the laboratory the next one is not the one before."""
    setting("CAMPUS_PROMPT", "login")
    page = opened()
    for person in (portal.new("dosen"), portal.new("dosen")):
        page.goto("/masuk")
        say(page, f"{person.number}@{DOMAIN}")
        expect(page.get_by_role("button", name=person.name)).to_be_visible()


@pytest.mark.parametrize(("phone", "language"), [(False, "id"), (True, "id"), (False, "en"), (True, "en")])
def test_the_sign_in_page_with_both_ways(opened: Callable[..., Page], *, phone: bool, language: str) -> None:
    page = opened(phone=phone, language=language)
    page.goto("/masuk")
    look(page, "masuk-kampus")
