"""Sharing a vacancy in a browser, by its lecturer and by whoever reads it (LOW-16)."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from tests.client import Portal
from tests.portal.pages import come_as, look, look_twice
from tests.uat.cast import vacancy_form

WHATSAPP, COPY = "Bagikan ke WhatsApp: Basis Data", "Salin tautan: Basis Data"


def test_low_16_the_link_is_copied_or_sent_by_whatsapp_and_leads_into_the_portal(portal: Portal, phone: Page) -> None:
    lecturer = portal.new("dosen")
    with portal.awake():
        made = portal.as_(lecturer).call("publish_vacancy", json=vacancy_form())
    page, address = phone, f"{portal.url}/bagikan/{made['id']}"
    come_as(page, lecturer)
    for at in ("/dosen/lowongan", f"/lowongan/{made['id']}"):
        page.goto(at)
        chat = urlsplit(page.get_by_role("link", name=WHATSAPP).get_attribute("href") or "")
        assert (chat.hostname, chat.path) == ("wa.me", "/")
        [text] = parse_qs(chat.query)["text"]
        assert text.startswith("Lowongan asisten laboratorium Basis Data, pendaftaran sampai ")
        assert text.endswith(f"\n{address}")
        page.evaluate("navigator.clipboard.writeText('')")
        page.get_by_role("button", name=COPY).click()
        expect(page.get_by_text("Tautan disalin")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == address
    look_twice(page, "lowongan-bagikan")

    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Lowongan asisten laboratorium Basis Data")
    look(page, "halaman-bagikan")
    page.get_by_role("link", name="Lihat dan daftar").click()
    expect(page.get_by_role("heading", name="Selection criteria")).to_be_visible()

    with portal.awake():
        portal.as_(lecturer).call("close_vacancy", vacancy_id=made["id"])
    page.goto(address)
    page.wait_for_url(f"**/lowongan/{made['id']}")
    expect(page.get_by_text("Closed", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="WhatsApp")).to_have_count(0)
