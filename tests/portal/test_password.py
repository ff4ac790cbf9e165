"""A forgotten password, by the link of a mail."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import Page, expect

from common.platform import clock
from tests.client import PASSWORD, Portal
from tests.flows.test_passwords import NEW, asked, link_in
from tests.portal.conftest import OpenWindow
from tests.portal.pages import look, sign_in

SENT = "Jika akun terdaftar, tautan telah dikirim ke email Anda"
REFUSED = "Tautan tidak berlaku atau sudah kedaluwarsa"


def set_password(page: Page, token: str, password: str = NEW) -> None:
    page.goto(f"/kata-sandi#{token}")
    page.get_by_label("Kata sandi baru").fill(password)
    page.get_by_role("button", name="Simpan kata sandi").click()


@pytest.mark.parametrize("language", ["id", "en"])
def test_pages_of_a_password_in_both_languages_and_widths(windows: OpenWindow, portal: Portal, language: str) -> None:
    for phone in (False, True):
        page = windows(phone=phone, language=language)
        page.goto("/lupa-kata-sandi")
        page.get_by_role("textbox").fill("siapa@kampus.test")
        page.get_by_role("textbox").press("Enter")
        expect(page.get_by_role("status").first).to_be_visible()
        look(page, "lupa-kata-sandi")
        page.goto("/kata-sandi#contoh")
        look(page, "kata-sandi")
        page.get_by_role("textbox").fill(NEW)
        page.get_by_role("textbox").press("Enter")
        expect(page.get_by_role("alert")).to_be_visible()
        look(page, "kata-sandi-ditolak")


def test_auth_13_a_forgotten_password_is_replaced_by_a_link_that_leaves_no_trace(
    windows: OpenWindow, portal: Portal
) -> None:
    """Jawaban sama untuk email mana pun; tautan sekali pakai bekerja; semua sesi lain berakhir."""
    person = portal.new("mahasiswa")
    elsewhere = portal.as_(person)
    page = windows()
    page.goto("/masuk")
    page.get_by_role("link", name="Lupa kata sandi?").click()
    for email in ("siapa@kampus.test", person.email):
        page.get_by_label("Email").fill(email)
        page.get_by_role("button", name="Kirim").click()
        expect(page.get_by_role("status").first).to_contain_text(SENT)
    token = link_in(portal.campus.outbox.wait_for_mail(to=person.email).text)

    asked_for: list[str] = []
    page.on("request", lambda request: asked_for.append(f"{request.url} {request.headers.get('referer', '')}"))
    set_password(page, token)
    expect(page).to_have_url("/masuk")
    expect(page.get_by_text("Kata sandi tersimpan. Silakan masuk.")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert token not in page.url
    assert asked_for
    assert [told for told in asked_for if token in told] == []

    assert elsewhere.call("current_session", expect=401).code == "session_ended"
    sign_in(page, person, password=NEW)
    expect(page).to_have_url("/mahasiswa")


def test_auth_13_the_secret_is_gone_from_the_address_at_once(visitor: Page, portal: Portal) -> None:
    visitor.goto("/kata-sandi#rahasia")
    expect(visitor).to_have_url("/kata-sandi")
    visitor.get_by_role("link", name="Cek sertifikat").first.click()
    expect(visitor).to_have_url("/sertifikat")
    visitor.go_back()
    expect(visitor).to_have_url("/kata-sandi")
    expect(visitor.get_by_role("alert")).to_contain_text(REFUSED)


def test_auth_13_whoever_is_signed_in_here_steps_aside(visitor: Page, portal: Portal) -> None:
    person = portal.new("mahasiswa")
    sign_in(visitor, person)
    set_password(visitor, asked(portal, person.email))
    expect(visitor).to_have_url("/masuk")
    visitor.goto("/profil")
    expect(visitor).to_have_url("/masuk?tujuan=/profil")


@pytest.mark.parametrize("why", ["used", "changed", "old"])
def test_auth_14_a_used_changed_or_old_link_is_refused(visitor: Page, portal: Portal, why: str) -> None:
    """Ditolak dengan tombol untuk meminta yang baru; kata sandi tidak berubah."""
    person = portal.new("mahasiswa")
    token, password = asked(portal, person.email), PASSWORD
    if why == "used":
        password = "sandi-lain-yang-panjang"
        portal.call("set_password", json={"token": token, "password": password})
    if why == "changed":
        token = token[:-1] + ("A" if token[-1] != "A" else "B")
    with time_machine.travel(clock.now() + timedelta(minutes=31 if why == "old" else 0), tick=True):
        set_password(visitor, token)
        expect(visitor.get_by_role("alert")).to_contain_text(REFUSED)
    visitor.get_by_role("link", name="Minta tautan baru").click()
    expect(visitor).to_have_url("/lupa-kata-sandi")
    portal.call("sign_in", json={"number": person.number, "password": password})


def test_a_password_that_is_too_short_is_told_at_the_field(visitor: Page, portal: Portal) -> None:
    token = asked(portal, portal.new("mahasiswa").email)
    set_password(visitor, token, "pendek")
    expect(visitor.get_by_label("Kata sandi baru")).to_be_focused()
    expect(visitor.get_by_text("Kata sandi paling sedikit 10 huruf")).to_be_visible()
    set_password_again = visitor.get_by_label("Kata sandi baru")
    set_password_again.fill(NEW)
    set_password_again.press("Enter")
    expect(visitor).to_have_url("/masuk")
