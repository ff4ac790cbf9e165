"""The pages of an aslab: where they start, their history and their contracts, at a desk and on a phone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal
from tests.portal.attendance import ACTIVITY, Post, fill_in, new_post
from tests.portal.conftest import OpenWindow
from tests.portal.pages import come_as, look, look_at_all, speak_english
from tests.uat import cast

REASON = "Foto tidak menunjukkan laboratorium"


def in_this_month(days_ago: int) -> date:
    """A day before today; on the first days of a month today, so that it stays in it."""
    return max(clock.today() - timedelta(days=days_ago), clock.today().replace(day=1))


def rejected(post: Post) -> dict[str, str]:
    made = post.record(3)
    post.portal.as_(post.lecturer).call("reject_attendance", attendance_id=made["id"], json={"reason": REASON})
    return made


def test_the_pages_of_an_aslab(portal: Portal, windows: OpenWindow) -> None:
    post = new_post(portal)
    over = {"state": "selesai", "ends_on": clock.today() - timedelta(days=3)}
    for values in ({}, over):
        cast.contract(post.student, post.lecturer, **values)
    rejected(post)
    pages = {"aslab": "/aslab", "riwayat": f"/absensi/riwayat?kontrak={post.contract.id}", "kontrak": "/kontrak"}
    look_at_all(windows, pages, post.student, "aslab")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_attendance_page(portal: Portal, windows: OpenWindow, language: str, phone: bool) -> None:
    post = new_post(portal)
    page = windows(phone=phone)
    come_as(page, post.student, "aslab")
    if language == "en":
        page.goto("/aslab")
        speak_english(page)
    page.goto("/absensi")
    expect(page.locator("form")).to_be_visible()
    look(page, "absensi")
    page.locator("[data-focus=camera]").click()
    expect(page.locator("video")).to_be_visible()
    expect(page.locator("[data-focus=shutter]")).to_be_enabled()
    look(page, "absensi-kamera")
    page.locator("[data-focus=shutter]").click()
    expect(page.get_by_text("Foto diterima" if language == "id" else "Photo accepted")).to_be_visible()
    look(page, "absensi-foto")
    page.context.set_offline(True)
    page.locator("textarea[name=activity]").fill(ACTIVITY)
    page.locator("button[type=submit]").click()
    expect(page.get_by_role("button", name="Hapus" if language == "id" else "Delete")).to_be_visible()
    page.get_by_role("button", name="Tutup" if language == "id" else "Close").click()
    look(page, "absensi-menunggu")
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Anda sudah" if language == "id" else "You have already")).to_be_visible()
    look(page, "absensi-sudah")
    page.get_by_role("button", name="susulan" if language == "id" else "earlier day").click()
    look(page, "absensi-susulan")


def test_the_first_page_leads_to_the_camera_of_the_right_course(portal: Portal, phone: Page) -> None:
    post = new_post(portal)
    other = cast.contract(post.student, post.lecturer)
    come_as(phone, post.student, "aslab")
    phone.goto("/aslab")
    card = phone.get_by_role("article").last
    expect(card).to_contain_text("Belum absen hari ini")
    expect(card).to_contain_text("Sisa 90 hari")
    card.get_by_role("link", name="Absen sekarang").click()
    chosen = phone.locator("input[type=radio]:checked")
    expect(chosen).to_have_attribute("value", max(str(post.contract.id), str(other.id)))


def test_abs_08_a_month_with_its_photos_states_and_totals(portal: Portal, phone: Page) -> None:
    """Riwayat sebulan: foto kecil, kegiatan, status, alasan, dan jumlah per minggu dan bulan."""
    post = new_post(portal)
    made = rejected(post)
    come_as(phone, post.student, "aslab")
    phone.goto("/absensi/riwayat")
    day = phone.locator(f"#absensi-{made['id']}")
    expect(day).to_contain_text("Ditolak")
    expect(day).to_contain_text(f"Alasan ditolak: {REASON}")
    expect(day.locator("img")).to_have_js_property("complete", True)
    totals = phone.locator("dl")
    expect(totals).to_have_count(2)
    for block in totals.all():
        expect(block.locator("div").filter(has_text="Ditolak")).to_contain_text("1")
    day.get_by_role("button", name="Perbesar foto").click()
    expect(phone.get_by_role("dialog").get_by_role("img")).to_be_visible()
    phone.get_by_role("dialog").get_by_role("button", name="Tutup").click()
    phone.get_by_role("button", name="Bulan sebelumnya").click()
    expect(phone.get_by_text("Belum ada absensi pada")).to_be_visible()


def test_ver_03_a_rejected_one_is_corrected_once(portal: Portal, phone: Page) -> None:
    post = new_post(portal)
    made = rejected(post)
    come_as(phone, post.student, "aslab")
    phone.goto("/absensi/riwayat")
    day = phone.locator(f"#absensi-{made['id']}")
    day.get_by_role("button", name="Koreksi").click()
    dialog = phone.get_by_role("dialog", name="Koreksi absensi")
    expect(dialog).to_contain_text(REASON)
    fill_in(phone, "Mendampingi praktikum modul 4")
    dialog.get_by_role("button", name="Kirim").click()
    expect(phone.get_by_text("Koreksi terkirim. Menunggu verifikasi dosen.")).to_be_visible()
    expect(day).to_contain_text("Menunggu verifikasi")
    expect(day).to_contain_text("Mendampingi praktikum modul 4")
    expect(day).to_be_focused()
    [seen] = post.recorded()
    assert (seen["activity"], seen["former_reason"]) == ("Mendampingi praktikum modul 4", REASON)
    again = {"reason": REASON}
    portal.as_(post.lecturer).call("reject_attendance", attendance_id=made["id"], json=again)
    phone.reload()
    expect(day).to_contain_text("Ditolak")
    expect(day.get_by_role("button", name="Koreksi")).to_be_hidden()


def test_a_contract_that_is_over_is_listed_with_the_way_to_its_certificate(portal: Portal, phone: Page) -> None:
    post = new_post(portal)
    last = clock.today() - timedelta(days=3)
    cast.contract(post.student, post.lecturer, state="selesai", ends_on=last)
    with transaction() as db:
        make.attendance(db, post.contract, day=in_this_month(1))
    come_as(phone, post.student, "aslab")
    phone.goto("/kontrak")
    contracts = phone.get_by_role("article")
    expect(contracts).to_have_count(2)
    first, second = contracts.first, contracts.last
    expect(first).to_contain_text("Aktif")
    expect(first.get_by_role("link", name="Sertifikat")).to_be_hidden()
    expect(second).to_contain_text("Selesai")
    expect(second.get_by_role("link", name="Sertifikat")).to_have_attribute("href", "/sertifikat-saya")
    second.get_by_role("link", name="Riwayat").click()
    expect(phone.get_by_role("heading", name="Riwayat absensi")).to_be_visible()
    expect(phone.get_by_text("Belum ada absensi pada")).to_be_visible()
