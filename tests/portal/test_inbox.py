"""The bell, and the list behind it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal
from tests.portal.conftest import OpenWindow
from tests.portal.inbox import notified
from tests.portal.pages import come_as, look_at_all
from tests.uat import cast

pytestmark = pytest.mark.without_bystanders


def bell(page: Page, words: str) -> Any:
    return page.get_by_role("link", name=f"Notifikasi: {words}", exact=True)


def test_the_inbox_in_both_languages_and_widths(windows: OpenWindow, portal: Portal) -> None:
    some, nobody = (portal.new("mahasiswa") for _ in range(2))
    notified(some, "Status pendaftaran Anda berubah", link="/pendaftaran", role="mahasiswa")
    portal.as_(some).call("mark_read", json={})
    notified(some, "Hasil seleksi sudah diumumkan", link="/pendaftaran", role="mahasiswa")
    for person, name in ((some, "notifikasi"), (nobody, "notifikasi-kosong")):
        look_at_all(windows, {name: "/notifikasi"}, person)


def test_notif_06_a_notice_opens_its_page_in_the_right_role(visitor: Page, portal: Portal) -> None:
    """Lonceng: jumlah belum dibaca, daftar, dan tautan yang membuka halaman dalam peran yang benar."""
    person, teacher = portal.new("mahasiswa"), portal.new("dosen")
    contract = cast.contract(person, teacher)
    with transaction() as db:
        attendance = make.attendance(db, contract)
    lecturer = portal.as_(teacher)
    lecturer.call("reject_attendance", attendance_id=attendance.id, json={"reason": "Foto tidak jelas"})
    portal.sweep()

    come_as(visitor, person, "mahasiswa")
    visitor.goto("/mahasiswa")
    bell(visitor, "1 belum dibaca").click()
    notice = visitor.get_by_role("article")
    expect(notice).to_contain_text("Baru")
    expect(notice).to_contain_text("Foto tidak jelas")
    expect(notice).to_contain_text("WIB")
    expect(notice).to_contain_text("Sebagai Aslab")
    notice.get_by_role("link").press("Enter")
    expect(visitor).to_have_url("/absensi/riwayat")
    expect(visitor.get_by_role("button", name=f"{person.name} Aslab")).to_be_visible()
    expect(bell(visitor, "tidak ada yang baru")).to_be_visible()
    assert portal.as_(person, "aslab").call("read_inbox")["unread"] == 0


def test_notif_06_all_are_marked_as_read(visitor: Page, portal: Portal) -> None:
    person = portal.new("mahasiswa")
    for number in range(23):
        notified(person, f"Kabar {number + 1}", age=number)
    come_as(visitor, person)
    visitor.goto("/mahasiswa")
    bell(visitor, "23 belum dibaca").click()
    notices = visitor.get_by_role("article")
    expect(notices).to_have_count(20)
    visitor.get_by_role("button", name="Muat lebih banyak").click()
    expect(notices).to_have_count(23)
    expect(notices.last).to_contain_text("Kabar 23")
    expect(visitor.get_by_text("Baru", exact=True)).to_have_count(23)
    button = visitor.get_by_role("button", name="Tandai semua sudah dibaca")
    button.press("Enter")
    expect(visitor.get_by_text("Semua sudah ditandai dibaca")).to_be_visible()
    expect(visitor.get_by_text("Baru", exact=True)).to_have_count(0)
    expect(bell(visitor, "tidak ada yang baru")).to_be_visible()
    expect(button).to_be_focused()


def test_notif_06_a_notice_for_a_role_that_is_gone_leads_to_a_page_that_one_may_open(
    visitor: Page, portal: Portal
) -> None:
    person = portal.new("mahasiswa")
    notified(person, "Ingat absensi minggu ini", link="/absensi", role="aslab")
    come_as(visitor, person)
    visitor.goto("/notifikasi")
    visitor.get_by_role("link", name="Ingat absensi minggu ini").click()
    expect(visitor).to_have_url(f"{portal.url}/mahasiswa")
    expect(visitor.get_by_text("Anda tidak memiliki akses ke halaman ini")).to_have_count(0)
