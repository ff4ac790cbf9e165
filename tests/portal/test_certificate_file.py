"""Whether a PDF is what was issued: dropped on the page that checks certificates, and hashed there."""

from __future__ import annotations

from hashlib import sha256

import pytest
from playwright.sync_api import Page, Request, expect
from sqlalchemy import update

from common.domain.certificates.tables import certificates
from common.platform import clock
from common.platform.content_types import PDF
from common.platform.db import transaction
from tests.client import Portal
from tests.portal.conftest import OpenWindow
from tests.portal.pages import look_twice
from tests.portal.test_public import CODE, NEWER, certified

CONTENT = b"%PDF-1.7\n" + bytes(range(256)) * 40
CHANGED = CONTENT[:-1] + b"\0"
FIELD = "Periksa berkas PDF"


@pytest.fixture
def issued(portal: Portal) -> object:
    """A certificate whose file is CONTENT, and another one."""
    certified(code=NEWER, sha256=sha256(b"another").hexdigest())
    return certified(sha256=sha256(CONTENT).hexdigest())


def drop(page: Page, content: bytes) -> None:
    page.get_by_label(FIELD).set_input_files({"name": "Sertifikat.pdf", "mimeType": PDF, "buffer": content})


def test_cert_14_a_dropped_file_is_genuine_or_changed_and_stays_in_the_browser(
    windows: OpenWindow, issued: object
) -> None:
    """Berkas PDF diperiksa di peramban: asli atau telah diubah; berkasnya tidak meninggalkan peramban."""
    page = windows()
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request))
    page.goto("/sertifikat")
    drop(page, CONTENT)
    expect(page.get_by_role("heading", name="Berkas asli")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("atas nama Siti Nurhaliza Putri")
    drop(page, CHANGED)
    expect(page.get_by_role("heading", name="Berkas telah diubah")).to_be_visible()
    expect(page.get_by_role("heading", name="Berkas asli")).to_have_count(0)
    assert {(request.method, request.post_data) for request in sent} == {("GET", None)}
    asked = [request.url for request in sent if "/certificate-files/" in request.url]
    assert asked[0].endswith(sha256(CONTENT).hexdigest())
    drop(page, CONTENT)
    page.get_by_role("link", name="Lihat isi sertifikat").click()
    expect(page).to_have_url(f"/sertifikat/{CODE}")
    expect(page.get_by_label(FIELD)).to_be_visible()


@pytest.mark.parametrize(("content", "said"), [(CONTENT, "asli"), (CHANGED, "telah diubah")])
@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_both_answers_in_both_languages_and_widths(
    windows: OpenWindow, issued: object, phone: bool, content: bytes, said: str
) -> None:
    page = windows(phone=phone)
    page.goto("/sertifikat")
    drop(page, content)
    expect(page.get_by_role("heading", name=f"Berkas {said}")).to_be_visible()
    look_twice(page, f"cek-berkas-{said.replace(' ', '-')}")


def test_cert_14_the_file_of_a_revoked_certificate_is_genuine_and_not_valid(page_of: Page) -> None:
    """Berkas dari sertifikat yang dicabut: asli, tetapi tidak berlaku."""
    drop(page_of, CONTENT)
    expect(page_of.get_by_role("heading", name="Berkas asli")).to_be_visible()
    expect(page_of.get_by_text("Sertifikat ini sudah dicabut dan tidak berlaku lagi.")).to_be_visible()


@pytest.fixture
def page_of(issued: object, phone: Page) -> Page:
    """The page on a phone, after the certificate was revoked."""
    gone = {"revoked_at": clock.now(), "revoke_reason": "Salah nama", "revoked_by": certificates.c.issued_by}
    with transaction() as db:
        db.execute(update(certificates).where(certificates.c.code == CODE).values(gone))
    phone.goto("/sertifikat")
    return phone
