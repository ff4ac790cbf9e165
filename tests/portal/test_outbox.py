"""The page of outgoing messages in a window as narrow as a phone."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.client import Portal
from tests.ops.local.test_sinks import letter
from tests.portal.pages import look

OUTBOX = "/_local/outbox"
SUBJECT = "Status pendaftaran Anda sebagai asisten laboratorium berubah"
TO = "muhammad.abdurrahman.wahid@mahasiswa.teknik.kampus.example.org"


def test_outgoing_messages_can_be_read_on_a_phone(phone: Page, portal: Portal) -> None:
    outbox = portal.campus.outbox
    outbox.add_mail("noreply@example.org", [TO], letter(SUBJECT, TO).as_bytes())
    long = "Halo, buka https://kampus.example.org/" + "panjang" * 20
    outbox.add_whatsapp("meta", "6281234567890", long, "status_berubah", {})
    phone.goto(OUTBOX)
    subject = phone.get_by_role("link", name=SUBJECT)
    expect(subject).to_be_visible()
    for cell in phone.locator("td:not(:empty)").all():
        box = cell.bounding_box()
        assert box
        assert box["width"] > 300
    look(phone, "kotak-keluar")
    subject.click()
    expect(phone.get_by_role("heading", name=SUBJECT)).to_be_visible()
    look(phone, "kotak-keluar-email")
