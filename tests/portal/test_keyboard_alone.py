"""The main task of each role from the sign-in to what is saved, without a mouse or a finger."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests import samples
from tests.client import PASSWORD, Portal
from tests.portal.applicants import SENT, kept_of, publish
from tests.portal.attendance import ACTIVITY, new_post
from tests.portal.pages import choose_when_asked, settle
from tests.portal.teaching import attended, dialog

pytestmark = pytest.mark.without_bystanders

_FOCUSED = "one => one === document.activeElement"
# More than any page has; a part that keeps the focus is found by it.
_MOST = 90


def to(page: Page, wanted: Locator) -> None:
    """By Tab alone, as far as it takes."""
    expect(wanted).to_be_visible()
    for _ in range(_MOST):
        if wanted.evaluate(_FOCUSED):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} cannot be reached: {page.evaluate('document.activeElement.outerHTML')[:200]}")


def press(page: Page, kind: Any, name: str, within: Locator | None = None) -> None:
    to(page, (within or page).get_by_role(kind, name=name, exact=True))
    page.keyboard.press("Enter")


def go(page: Page, name: str) -> None:
    """By the menu; behind the name may be how much there is to do."""
    menu = page.get_by_role("navigation", name="Menu utama")
    to(page, menu.get_by_role("link", name=re.compile(rf"^{name}( \(|$)")))
    page.keyboard.press("Enter")


def fill(page: Page, label: str, text: str) -> None:
    to(page, page.get_by_label(label, exact=True))
    page.keyboard.type(text)


def come(page: Page, person: Any, role: str = "") -> None:
    """Through the sign-in, to the home of the role."""
    page.goto("/masuk")
    fill(page, "NIM/NIP", person.number)
    fill(page, "Kata sandi", PASSWORD)
    page.keyboard.press("Enter")
    if role:
        press(page, "button", f"Masuk sebagai {role}")
    page.wait_for_url(lambda url: "/masuk" not in url)
    settle(page)


def test_a_student_applies(portal: Portal, visitor: Page) -> None:
    student, vacancy = portal.new("mahasiswa"), publish(portal, course="Basis Data", documents=["cv"])
    publish(portal, course="Kalkulus")
    choose_when_asked(visitor, {"name": "cv.pdf", "mimeType": "application/pdf", "buffer": samples.pdf()})
    come(visitor, student)
    go(visitor, "Lowongan")
    press(visitor, "link", vacancy["course"])
    expect(visitor.get_by_role("heading", level=1)).to_have_text(vacancy["course"])
    press(visitor, "link", "Daftar")
    for label, text in (("Nomor WhatsApp", "081234567890"), ("Semester", "5"), ("IPK", "3,45")):
        to(visitor, visitor.get_by_label(label, exact=True))
        visitor.keyboard.press("Control+a")
        visitor.keyboard.type(text)
    to(visitor, visitor.get_by_label("CV", exact=True))
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_text("cv.pdf diterima")).to_be_visible()
    press(visitor, "button", "Kirim pendaftaran")
    expect(visitor.get_by_text(SENT)).to_be_visible()
    [kept] = kept_of(student)
    assert (str(kept.vacancy_id), kept.semester, str(kept.ipk)) == (vacancy["id"], 5, "3.45")


def test_an_aslab_records_the_attendance(portal: Portal, visitor: Page) -> None:
    post = new_post(portal)
    come(visitor, post.student, "Aslab")
    go(visitor, "Absensi")
    press(visitor, "button", "Buka kamera")
    press(visitor, "button", "Ambil foto")
    expect(visitor.get_by_text("Foto diterima")).to_be_visible()
    fill(visitor, "Kegiatan", ACTIVITY)
    press(visitor, "button", "Kirim")
    expect(visitor.get_by_text("Absensi terkirim")).to_be_visible()
    assert [one["activity"] for one in post.recorded()] == [ACTIVITY]


def test_a_lecturer_verifies(portal: Portal, visitor: Page) -> None:
    lecturer = portal.new("dosen")
    attended(portal.new("mahasiswa"), lecturer, days=2)
    come(visitor, lecturer)
    go(visitor, "Verifikasi")
    settle(visitor)
    boxes = visitor.get_by_role("checkbox", name="Pilih absensi")
    expect(boxes).to_have_count(2)
    press(visitor, "button", "Setujui")
    expect(boxes).to_have_count(1)
    listed = portal.as_(lecturer).call("list_attendances_to_verify")["items"]
    assert sorted(one["state"] for one in listed) == ["disetujui", "menunggu_verifikasi"]


def test_an_admin_activates(portal: Portal, visitor: Page) -> None:
    with transaction() as db:
        first, last = clock.today() - timedelta(days=3), clock.today() + timedelta(days=100)
        period = make.period(db, starts_on=first, ends_on=last)
        post = make.vacancy(db, make.lecturer(db), accepted=1, period_id=period.id)
        make.application(db, post, make.student(db, name="Siti Aminah"), state="diterima", decided_at=clock.now())
    admin = portal.new("admin")
    come(visitor, admin)
    go(visitor, "Siap Diaktifkan")
    press(visitor, "button", "Aktifkan Siti Aminah")
    press(visitor, "button", "Aktifkan", dialog(visitor))
    expect(dialog(visitor)).to_be_hidden()
    [made] = portal.as_(admin).call("list_contracts")["items"]
    assert (made["name"], made["state"]) == ("Siti Aminah", "aktif")
    expect(visitor).to_have_url(re.compile("/admin/aktivasi"))
