"""What is typed into a long form is there again, until it is sent or given up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Dialog, Page, expect

from common.platform import clock
from tests.client import Portal
from tests.portal.office import at as at_office
from tests.portal.pages import look_twice
from tests.portal.teaching import at, dialog, vacancy

pytestmark = pytest.mark.without_bystanders
RESUMED = "Isian yang belum disimpan dilanjutkan."
NEW = "/dosen/lowongan/baru"


def test_a_new_vacancy_outlives_a_way_back_and_ends_when_it_is_saved(portal: Portal, visitor: Page) -> None:
    lecturer = portal.new("dosen")
    at(visitor, lecturer, "/dosen/lowongan")
    visitor.get_by_role("link", name="Buat lowongan").click()
    closes = clock.to_campus(clock.now() + timedelta(days=14))
    expect(visitor.get_by_label("Tanggal tutup (WIB)")).to_have_value(f"{closes:%Y-%m-%d}T23:59")
    visitor.get_by_label("Mata kuliah").fill("Grafika Komputer")
    visitor.get_by_label("Kuota").fill("2")
    visitor.get_by_label("Deskripsi").fill("Mendampingi praktikum.")
    visitor.get_by_label("Syarat").fill("Lulus Grafika Komputer.")
    visitor.get_by_label("Kriteria 1", exact=True).fill("Wawancara")
    visitor.get_by_role("button", name="Tambah dosen pendamping").click()
    visitor.get_by_label("NIP dosen pendamping 1").fill("1987")
    visitor.go_back()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Lowongan Saya")
    visitor.go_forward()
    expect(visitor.get_by_text(RESUMED)).to_be_visible()
    expect(visitor.get_by_label("Mata kuliah")).to_have_value("Grafika Komputer")
    expect(visitor.get_by_label("Kriteria 1", exact=True)).to_have_value("Wawancara")
    visitor.get_by_label("NIP dosen pendamping 1").fill("")
    visitor.get_by_role("button", name="Hapus dosen pendamping 1").click()
    look_twice(visitor, "lowongan-dilanjutkan")
    visitor.get_by_role("button", name="Save draft").click()
    expect(visitor.get_by_role("article")).to_have_count(1)
    visitor.goto(NEW)
    expect(visitor.get_by_label("Course")).to_have_value("")
    expect(visitor.get_by_role("button", name="Start again")).to_have_count(0)


def test_a_form_is_begun_again_when_one_asks_for_it(portal: Portal, visitor: Page) -> None:
    at(visitor, portal.new("dosen"), NEW)
    visitor.get_by_label("Mata kuliah").fill("Grafika Komputer")
    visitor.reload()
    expect(visitor.get_by_label("Mata kuliah")).to_have_value("Grafika Komputer")
    visitor.get_by_role("button", name="Mulai dari awal").click()
    expect(visitor.get_by_label("Mata kuliah")).to_have_value("")
    expect(visitor.get_by_text(RESUMED)).to_have_count(0)
    visitor.reload()
    expect(visitor.get_by_label("Mata kuliah")).to_have_value("")
    expect(visitor.get_by_text(RESUMED)).to_have_count(0)


def test_a_change_goes_on_only_over_the_vacancy_that_it_was_made_to(portal: Portal, visitor: Page) -> None:
    lecturer = portal.new("dosen")
    post = vacancy(lecturer, course="Basis Data", quota=2)
    at(visitor, lecturer, f"/dosen/lowongan/{post.id}")
    visitor.get_by_label("Kuota").fill("5")
    visitor.reload()
    expect(visitor.get_by_label("Kuota")).to_have_value("5")
    expect(visitor.get_by_text(RESUMED)).to_be_visible()
    portal.as_(lecturer).call("change_vacancy", vacancy_id=post.id, json={"quota": 3})
    visitor.reload()
    expect(visitor.get_by_label("Kuota")).to_have_value("3")
    expect(visitor.get_by_text(RESUMED)).to_have_count(0)


def test_the_browser_asks_before_a_tab_with_a_begun_form_is_closed(portal: Portal, visitor: Page) -> None:
    at(visitor, portal.new("dosen"), NEW)
    asked: list[str] = []

    def leave(shown: Dialog) -> None:
        asked.append(shown.type)
        shown.accept()

    visitor.on("dialog", leave)
    visitor.reload()
    assert asked == []
    visitor.get_by_label("Mata kuliah").fill("Grafika Komputer")
    visitor.reload()
    expect(visitor.get_by_label("Mata kuliah")).to_have_value("Grafika Komputer")
    assert asked == ["beforeunload"]


def test_an_announcement_is_there_again_when_its_dialog_was_closed(portal: Portal, visitor: Page) -> None:
    at_office(visitor, portal, "/admin/pengumuman")
    for _ in range(2):
        visitor.get_by_role("button", name="Buat pengumuman").click()
        dialog(visitor).get_by_label("Judul").fill("Libur")
        dialog(visitor).get_by_role("button", name="Batal").click()
        expect(dialog(visitor)).to_have_count(0)
    visitor.reload()
    visitor.get_by_role("button", name="Buat pengumuman").click()
    expect(dialog(visitor).get_by_label("Judul")).to_have_value("Libur")
