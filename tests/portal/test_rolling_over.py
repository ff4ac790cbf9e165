"""Module 3 in a browser: vacancies of earlier semesters become drafts of a new one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal
from tests.portal.conftest import OpenWindow
from tests.portal.pages import look
from tests.portal.teaching import at, confirm, dialog, vacancy

pytestmark = pytest.mark.without_bystanders

# The button, the choice of a period, what copies, the outcome twice, how one ends, and what a draft's card says.
WORDS = {
    "id": (
        *("Salin ke periode baru", "Periode akademik", "Salin", "{} berhasil, {} gagal", "Tutup"),
        *("menjadi draf", "Lowongan ini sudah disalin ke periode itu", "Tanggal belum diisi"),
    ),
    "en": (
        *("Copy to a new period", "Academic period", "Copy", "{} done, {} failed", "Close"),
        *("now a draft", "This vacancy was copied to that period before", "No dates yet"),
    ),
}


def test_vacancies_are_copied_to_a_new_period(portal: Portal, windows: OpenWindow) -> None:
    """Satu permintaan untuk semua yang dipilih, hasil untuk setiap lowongan; diulang tidak menggandakan draf."""
    start, term = clock.today(), timedelta(days=150)
    with transaction() as db:
        last = make.period(db, name="Genap 2025/2026", starts_on=start - term, ends_on=start - timedelta(days=1))
        coming = make.period(db, name="Ganjil 2026/2027", starts_on=start, ends_on=start + term)
    closed = {"closes_at": clock.now() - timedelta(hours=1), "period_id": last.id}
    for phone, language in ((False, "id"), (True, "en")):
        button, period, copy, summary, end, drafted, before, undated = WORDS[language]
        lecturer = portal.new("dosen", language=language)
        for course in ("Basis Data", "Jaringan Komputer"):
            vacancy(lecturer, course=course, **closed)
        vacancy(lecturer, course="Masih dibuka")
        page = windows(phone=phone)
        at(page, lecturer, "/dosen/lowongan")
        opener = page.get_by_role("button", name=button)
        opener.click()
        expect(dialog(page).get_by_label(period)).to_have_value(str(coming.id))
        expect(dialog(page).get_by_role("checkbox")).to_have_count(2)
        expect(dialog(page).get_by_role("button", name=f"{copy} (0)")).to_be_disabled()
        for course in ("Basis Data", "Jaringan Komputer"):
            dialog(page).get_by_role("checkbox", name=f"{course} (Genap 2025/2026)").check()
        look(page, "dosen-lowongan-periode-baru")
        confirm(page, f"{copy} (2)")
        expect(dialog(page)).to_contain_text(summary.format(2, 0))
        expect(dialog(page).get_by_role("listitem").filter(has_text=drafted)).to_have_count(2)
        look(page, "dosen-lowongan-disalin-ke-periode")
        confirm(page, end)
        expect(dialog(page)).to_be_hidden()
        expect(opener).to_be_focused()
        expect(page.get_by_role("article").filter(has_text=undated)).to_have_count(2)
        opener.click()
        dialog(page).get_by_role("checkbox").first.check()
        confirm(page, f"{copy} (1)")
        expect(dialog(page)).to_contain_text(summary.format(0, 1))
        expect(dialog(page)).to_contain_text(before)


ADMIN = {
    "id": ("Salin lowongan", "Dari periode", "Dosen", "Salin", "{} berhasil, {} gagal", "Ulangi", "Tutup"),
    "en": ("Copy vacancies", "From the period", "Lecturer", "Copy", "{} done, {} failed", "Repeat", "Close"),
}


@pytest.mark.parametrize(("phone", "language"), [(False, "id"), (True, "en")])
def test_an_admin_copies_vacancies_for_their_lecturers(
    portal: Portal, windows: OpenWindow, phone: bool, language: str
) -> None:
    button, source, who, copy, summary, _, end = ADMIN[language]
    start, term = clock.today(), timedelta(days=150)
    with transaction() as db:
        last = make.period(db, name="Genap 2025/2026", starts_on=start - term, ends_on=start - timedelta(days=1))
        make.period(db, name="Ganjil 2026/2027", starts_on=start, ends_on=start + term)
    closed = {"closes_at": clock.now() - timedelta(hours=1), "period_id": last.id}
    first, second = portal.new("dosen", name="Dr. Ratna Dewi"), portal.new("dosen", name="Budi Santoso, M.Kom.")
    for lecturer, course in ((first, "Basis Data"), (first, "Jaringan Komputer"), (second, "Kimia Dasar")):
        vacancy(lecturer, course=course, **closed)
    page = windows(phone=phone)
    at(page, portal.new("admin", language=language), "/admin/periode")
    page.get_by_role("button", name=f"{button} Ganjil 2026/2027").click()
    expect(dialog(page).get_by_label(source)).to_have_value(str(last.id))
    expect(dialog(page).get_by_role("checkbox")).to_have_count(3)
    dialog(page).get_by_label(who).select_option("Dr. Ratna Dewi")
    expect(dialog(page).get_by_role("checkbox")).to_have_count(2)
    dialog(page).get_by_role("checkbox", name="Jaringan Komputer").uncheck()
    look(page, "admin-periode-salin-lowongan")
    confirm(page, f"{copy} (1)")
    expect(dialog(page)).to_contain_text(summary.format(1, 0))
    confirm(page, end)
    expect(dialog(page)).to_be_hidden()
    page.get_by_role("button", name=f"{button} Ganjil 2026/2027").click()
    expect(dialog(page).get_by_role("checkbox")).to_have_count(3)
    dialog(page).get_by_role("checkbox", name="Jaringan Komputer").check()
    confirm(page, f"{copy} (3)")
    expect(dialog(page)).to_contain_text(summary.format(2, 1))
    look(page, "admin-periode-disalin")
    drafts = [one for one in portal.as_(second).call("list_own_vacancies")["items"] if one["state"] == "draf"]
    assert [one["course"] for one in drafts] == ["Kimia Dasar"]
