"""The search over everything, by mouse, keys and screen reader: each role comes to the page of what it found."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from common.domain.certificates.codes import new_code
from common.domain.recruitment.tables import vacancies
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal
from tests.portal.conftest import OpenWindow
from tests.portal.pages import be_still, come_as, look, settle, speak_english

pytestmark = pytest.mark.without_bystanders
COURSE = "Praktikum Xerografi"


class World:
    """A contract that is over and certified, and a vacancy that is open, both of one lecturer."""

    def __init__(self, portal: Portal) -> None:
        self.admin, self.lecturer = portal.new("admin"), portal.new("dosen")
        self.student = portal.new("mahasiswa", name="Xaveria Lestari")
        with transaction() as db:
            people = {"student": self.student, "lecturer": self.lecturer, "admin": self.admin}
            over = make.contract(db, **people, state="selesai", ended_at=clock.now())
            running = make.contract(db, **people)
            posts = vacancies.c.id.in_([over.vacancy_id, running.vacancy_id])
            db.execute(vacancies.update().where(posts).values(course=COURSE))
            facts = {"name": self.student.name, "course": COURSE, "period": "2026/2027 Ganjil", "attendances": 12}
            facts |= {"starts_on": "2026-08-01", "ends_on": "2026-10-31", "issued_on": "2026-11-01"}
            self.certificate = make.certificate(
                db, over, self.admin, number="0042/XRG/2026", facts=facts, code=new_code()
            )
            self.post = make.vacancy(db, self.lecturer, course="Xerografi Lanjut")
            self.application = make.application(db, self.post, self.student)


@pytest.fixture
def world(portal: Portal) -> World:
    return World(portal)


def come(page: Page, person: Any, path: str, role: str | None = None) -> None:
    come_as(page, person, role)
    page.goto(path)
    settle(page)


def search(page: Page, words: str = "", name: str = "Cari") -> Locator:
    """The dialog, opened by its key, with these words in its field."""
    page.keyboard.press("/")
    dialog = page.get_by_role("dialog", name=name)
    field = dialog.get_by_role("combobox", name=name)
    expect(field).to_be_focused()
    if words:
        field.fill(words)
        expect(dialog.get_by_role("status").first).to_have_text(re.compile(r"hasil|result"))
        settle(page)
    return dialog


def options(dialog: Locator, group: str) -> Locator:
    return dialog.get_by_role("group", name=group, exact=True).get_by_role("option")


def test_an_admin_comes_from_a_word_to_each_kind_of_row(visitor: Page, world: World) -> None:
    come(visitor, world.admin, "/admin")
    dialog = search(visitor, world.student.number)
    expect(options(dialog, "Pengguna")).to_have_text([f"Xaveria Lestari{world.student.number} · Mahasiswa"])
    expect(options(dialog, "Kontrak")).to_have_count(2)
    expect(options(dialog, "Sertifikat")).to_have_text([f"0042/XRG/2026Xaveria Lestari · {COURSE} · Sah"])
    options(dialog, "Pengguna").click()
    expect(visitor).to_have_url(re.compile(f"/admin/pengguna\\?cari={world.student.number}$"))
    expect(visitor.get_by_role("heading", name="Pengguna", level=1)).to_be_focused()
    expect(visitor.locator("tbody tr strong")).to_have_text(["Xaveria Lestari"])
    options(search(visitor, world.student.number), "Kontrak").first.click()
    expect(visitor).to_have_url(re.compile("/admin/kontrak"))
    expect(visitor.locator("tbody tr strong")).to_have_text(["Xaveria Lestari", "Xaveria Lestari"])
    options(search(visitor, "0042/xrg"), "Sertifikat").click()
    expect(visitor).to_have_url(re.compile("/admin/sertifikat"))
    expect(visitor.locator("tbody tr strong").first).to_have_text("Xaveria Lestari")
    options(search(visitor, "Xerografi Lanjut"), "Lowongan").click()
    expect(visitor.get_by_role("heading", name="Xerografi Lanjut", level=1)).to_be_focused()


def test_a_lecturer_opens_the_applicant_and_the_aslab_that_were_found(visitor: Page, world: World) -> None:
    come(visitor, world.lecturer, "/dosen")
    dialog = search(visitor, "xaveria")
    expect(options(dialog, "Pendaftar").first).to_contain_text("Xerografi Lanjut · Menunggu")
    options(dialog, "Pendaftar").first.click()
    expect(visitor).to_have_url(re.compile(f"/{world.post.id}/pendaftar\\?pelamar={world.application.id}$"))
    expect(visitor.get_by_role("region", name="Xaveria Lestari")).to_be_visible()
    visitor.goto("/dosen")
    settle(visitor)
    over = options(search(visitor, "xaveria"), "Kontrak").filter(has_text="Selesai")
    over.click()
    expect(visitor.get_by_role("tab", name="Selesai")).to_have_attribute("aria-selected", "true")
    expect(visitor.get_by_label("Cari nama, NIM, atau mata kuliah")).to_have_value(world.student.number)
    expect(visitor.locator("main article")).to_have_count(1)
    options(search(visitor, "0042/"), "Sertifikat").click()
    expect(visitor).to_have_url(re.compile(f"/sertifikat/{world.certificate.code}$"))
    expect(visitor.get_by_role("main")).to_contain_text("Xaveria Lestari")


def test_a_student_finds_vacancies_and_own_certificates_by_keys_alone(visitor: Page, world: World) -> None:
    come(visitor, world.student, "/mahasiswa", "mahasiswa")
    dialog = search(visitor, "xerografi")
    field = dialog.get_by_role("combobox")
    expect(dialog.get_by_role("status").first).to_have_text("4 hasil")
    vacancy, certificate = options(dialog, "Lowongan"), options(dialog, "Sertifikat")
    expect(vacancy).to_have_count(3)
    selected = dialog.get_by_role("option", selected=True)
    expect(selected).to_have_text(vacancy.first.inner_text().replace("\n", ""))
    visitor.keyboard.press("ArrowUp")
    expect(selected).to_contain_text("0042/XRG/2026")
    expect(field).to_have_attribute("aria-activedescendant", certificate.get_attribute("id") or "-")
    visitor.keyboard.press("ArrowDown")
    expect(selected).not_to_contain_text("0042/XRG/2026")
    visitor.keyboard.press("ArrowUp")
    visitor.keyboard.press("Enter")
    expect(visitor).to_have_url(re.compile("/sertifikat-saya$"))
    expect(visitor.get_by_role("heading", name="Sertifikat Saya", level=1)).to_be_focused()


def test_an_aslab_finds_pages_and_own_contracts_and_the_focus_comes_back(visitor: Page, world: World) -> None:
    come(visitor, world.student, "/aslab", "aslab")
    glass = visitor.get_by_role("button", name="Cari", exact=True)
    glass.click()
    dialog = visitor.get_by_role("dialog", name="Cari")
    expect(options(dialog, "Halaman")).to_have_count(8)
    dialog.get_by_role("combobox").fill("x")
    expect(dialog.get_by_text("Ketik sedikitnya 2 huruf.")).to_be_visible()
    dialog.get_by_role("combobox").fill("xero")
    expect(options(dialog, "Kontrak")).to_have_count(2)
    visitor.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(glass).to_be_focused()
    options(search(visitor, "riwayat"), "Halaman").click()
    expect(visitor).to_have_url(re.compile("/absensi/riwayat$"))


def test_what_is_not_there_is_said_and_a_fault_can_be_tried_again(visitor: Page, world: World) -> None:
    come(visitor, world.admin, "/admin/audit")
    dialog = search(visitor, "tidakadayangbernama")
    expect(dialog.get_by_text("Tidak ada data yang cocok dengan “tidakadayangbernama”")).to_be_visible()
    visitor.route("**/v1/search?*", lambda route: route.fulfill(status=422, json={"title": "Rusak", "code": "x"}))
    dialog.get_by_role("combobox").fill("xaveria")
    expect(dialog.get_by_role("alert")).to_contain_text("Tidak dapat dimuat")
    visitor.unroute("**/v1/search?*")
    dialog.get_by_role("button", name="Coba lagi").click()
    expect(options(dialog, "Pengguna")).to_have_count(1)


def test_the_key_is_a_letter_in_a_field_and_can_be_switched_off(visitor: Page, world: World) -> None:
    come(visitor, world.admin, "/admin/pengguna")
    field = visitor.get_by_label("Cari nama")
    field.press("/")
    expect(field).to_have_value("/")
    expect(visitor.get_by_role("dialog")).to_have_count(0)
    field.blur()
    dialog = search(visitor)
    dialog.get_by_role("checkbox", name="Pintasan keyboard aktif").uncheck()
    visitor.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    visitor.keyboard.press("/")
    visitor.get_by_role("button", name="Cari", exact=True).click()
    expect(dialog.get_by_role("combobox")).to_have_value("")


@pytest.mark.parametrize("phone", [False, True])
def test_the_search_is_right_to_look_at(windows: OpenWindow, world: World, phone: bool) -> None:
    page = windows(phone=phone)
    come(page, world.admin, "/admin")
    search(page)
    be_still(page)
    look(page, "search-empty")
    page.get_by_role("combobox", name="Cari").fill("tidakadayangbernama")
    look(page, "search-none")
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    speak_english(page)
    settle(page)
    search(page, "xaveria", name="Search")
    look(page, "search-found")
