"""Module 5 in a browser: one decision about all who are ticked and shown (SEL-14)."""

from __future__ import annotations

import time
from datetime import timedelta

from playwright.sync_api import Page, expect

from common.platform import clock
from tests.client import Portal
from tests.portal.conftest import OpenWindow
from tests.portal.pages import look
from tests.portal.teaching import applicants, at, confirm, dialog, typed, vacancy

TICK = {"id": "Pilih {name}", "en": "Select {name}"}


def test_sel_14_an_interview_day_is_given_out_in_slots(portal: Portal, visitor: Page) -> None:
    """Slot menurut urutan mendaftar, hasilnya satu per satu; yang tidak berhasil disebut dengan alasannya."""
    lecturer = portal.new("dosen")
    post = vacancy(lecturer)
    made = applicants(post, 4)
    at(visitor, lecturer, f"/dosen/lowongan/{post.id}/pendaftar")
    for number in (1, 2, 3):
        visitor.get_by_role("checkbox", name=f"Pilih Pendaftar {number:02}").check()
    visitor.get_by_role("button", name="Undang wawancara (3)").click()
    confirm(visitor, "Undang wawancara")
    expect(dialog(visitor)).to_contain_text("Mulai wawancara wajib diisi")
    expect(visitor.get_by_label("Mulai slot pertama (WIB)")).to_be_focused()
    first = clock.start_of(clock.today() + timedelta(days=3)) + timedelta(hours=9)
    visitor.get_by_label("Mulai slot pertama (WIB)").fill(typed(first))
    visitor.get_by_label("Menit per pendaftar").fill("25")
    visitor.get_by_label("Jeda (menit)").fill("5")
    visitor.get_by_label("Tempat wawancara").fill("Lab Terpadu 2")
    portal.as_(lecturer).call("reject_candidate", application_id=made[1].id, json={"reason": "x"})
    confirm(visitor, "Undang wawancara")
    expect(dialog(visitor)).to_contain_text("2 berhasil, 1 gagal")
    results = dialog(visitor).get_by_role("listitem")
    expect(results.nth(0)).to_contain_text("Pendaftar 01: ")
    expect(results.nth(0)).to_contain_text("09.00 WIB")
    expect(results.nth(1)).to_have_text("Pendaftar 02: Status tidak dapat diubah dari ditolak menjadi wawancara")
    expect(results.nth(2)).to_contain_text("09.30 WIB")
    confirm(visitor, "Tutup")
    expect(visitor.get_by_role("button", name="Wawancara 2")).to_be_visible()
    expect(visitor.get_by_role("checkbox", checked=True)).to_have_count(0)


def test_sel_14_a_tab_that_is_closed_changes_nothing_of_it(portal: Portal, visitor: Page) -> None:
    lecturer = portal.new("dosen")
    post = vacancy(lecturer, quota=20)
    applicants(post, 20)
    at(visitor, lecturer, f"/dosen/lowongan/{post.id}/pendaftar")
    visitor.get_by_role("checkbox", name="Pilih semua yang belum diputuskan").check()
    visitor.get_by_role("button", name="Terima yang dipilih (20)").click()
    with visitor.expect_request("**/decisions"):
        confirm(visitor, "Terima yang dipilih")
    visitor.close()
    view, until = portal.as_(lecturer), time.monotonic() + 20
    while view.call("list_candidates", vacancy_id=post.id)["accepted"] < 20:
        assert time.monotonic() < until, "the decision stopped with the tab"


def test_the_bar_of_those_ticked(portal: Portal, windows: OpenWindow) -> None:
    for phone, language in ((False, "id"), (True, "en")):
        lecturer = portal.new("dosen", language=language)
        post = vacancy(lecturer)
        applicants(post, 3)
        page = windows(phone=phone)
        at(page, lecturer, f"/dosen/lowongan/{post.id}/pendaftar")
        for number in (1, 2):
            page.get_by_role("checkbox", name=TICK[language].format(name=f"Pendaftar {number:02}")).check()
        bar = page.get_by_role("group", name="Keputusan untuk" if language == "id" else "Decision about")
        expect(bar.get_by_role("button")).to_have_count(4)
        look(page, "dosen-pendaftar-dipilih")
        bar.get_by_role("button").first.click()
        expect(page.get_by_label("WIB")).to_be_focused()
        look(page, "dosen-pendaftar-slot")
