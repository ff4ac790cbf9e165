"""The public list: what each card says at a glance, and what narrows and orders the list, all in the address."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import update

from common.domain.recruitment.tables import vacancies
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests import samples
from tests.client import Portal
from tests.portal.conftest import OpenWindow
from tests.portal.pages import come_as, look, look_at_all, settle
from tests.uat.cast import vacancy_form

pytestmark = pytest.mark.without_bystanders


def opened(portal: Portal, course: str, **values: Any) -> Any:
    lecturer = portal.new("dosen", name="Rina Wulandari")
    with transaction() as db:
        return make.vacancy(db, lecturer, **{"course": course} | values)


def several(portal: Portal) -> None:
    """In no order of theirs."""
    now = clock.now()
    for course, opening, closing, least in (
        ("Kalkulus", 3, 12, None),
        ("Basis Data", 2, 11, "3.50"),
        ("Jaringan Komputer", 1, 13, "3.00"),
    ):
        times = {"opens_at": now - timedelta(days=opening), "closes_at": now + timedelta(days=closing)}
        opened(portal, course, minimum_ipk=least, **times)


def courses(page: Page, *expected: str) -> None:
    expect(page.get_by_role("article").get_by_role("heading")).to_have_text(list(expected))


def card(page: Page, course: str) -> Locator:
    return page.get_by_role("article").filter(has=page.get_by_role("heading", name=course, exact=True))


def test_mhs_reg_01_the_list_is_narrowed_and_ordered_in_the_address(visitor: Page, portal: Portal) -> None:
    """Disaring menurut IPK dan diurutkan; alamatnya dapat dibagikan, Kembali membawa ke daftar yang sama."""
    several(portal)
    visitor.goto("/lowongan")
    courses(visitor, "Basis Data", "Kalkulus", "Jaringan Komputer")
    order = visitor.get_by_label("Urutkan")
    order.select_option("Terbaru")
    courses(visitor, "Jaringan Komputer", "Basis Data", "Kalkulus")
    order.select_option("Nama mata kuliah")
    courses(visitor, "Basis Data", "Jaringan Komputer", "Kalkulus")
    visitor.get_by_label("IPK Anda").fill("3,25")
    courses(visitor, "Jaringan Komputer", "Kalkulus")
    expect(visitor).to_have_url(re.compile(r"\?urut=nama&ipk=3,25$"))
    visitor.reload()
    courses(visitor, "Jaringan Komputer", "Kalkulus")
    expect(visitor.get_by_label("IPK Anda")).to_have_value("3,25")
    expect(order).to_have_value("nama")
    visitor.get_by_role("link", name="Kalkulus", exact=True).click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Kalkulus")
    visitor.go_back()
    courses(visitor, "Jaringan Komputer", "Kalkulus")
    visitor.get_by_label("Cari mata kuliah atau dosen").fill("rina wulan")
    visitor.get_by_label("IPK Anda").fill("")
    courses(visitor, "Basis Data", "Jaringan Komputer", "Kalkulus")
    order.select_option("Segera ditutup")
    expect(visitor).to_have_url(re.compile(r"\?cari=rina\+wulan$"))


def test_mhs_reg_01_the_list_is_narrowed_to_a_programme_and_a_day(visitor: Page, portal: Portal) -> None:
    """Menurut program studi dan hari praktikum; kartu menyebut keduanya, dan alamatnya dapat dibagikan."""
    now, informatics = clock.now(), "Teknik Informatika"
    for n, (course, program, days) in enumerate(
        (
            ("Basis Data", informatics, ["senin", "kamis"]),
            ("Kalkulus", "Matematika", ["kamis"]),
            ("Jaringan Komputer", informatics, []),
            ("Etika Profesi", None, []),
        )
    ):
        opened(portal, course, program=program, days=days, closes_at=now + timedelta(days=5 + n))
    opened(portal, "Taksonomi", program="Biologi", closes_at=now - timedelta(hours=1))
    visitor.goto("/lowongan")
    courses(visitor, "Basis Data", "Kalkulus", "Jaringan Komputer", "Etika Profesi")
    for said in (informatics, "Senin, Kamis"):
        expect(card(visitor, "Basis Data")).to_contain_text(said)
    program, day = visitor.get_by_label("Program studi"), visitor.get_by_label("Hari praktikum")
    choices = ["Semua", "Matematika (1)", f"{informatics} (2)"]
    expect(program.get_by_role("option")).to_have_text(choices)
    program.select_option(f"{informatics} (2)")
    courses(visitor, "Basis Data", "Jaringan Komputer")
    day.select_option("Kamis")
    courses(visitor, "Basis Data")
    expect(visitor).to_have_url(re.compile(r"\?prodi=Teknik\+Informatika&hari=kamis$"))
    visitor.reload()
    courses(visitor, "Basis Data")
    expect(program).to_have_value(informatics)
    expect(day).to_have_value("kamis")
    program.select_option("Semua")
    courses(visitor, "Basis Data", "Kalkulus")
    visitor.goto("/lowongan?prodi=Biologi&hari=selasa")
    expect(visitor.get_by_text("Tidak ada lowongan yang cocok")).to_be_visible()
    expect(program).to_have_value("Biologi")


def test_a_card_shows_its_pamphlet_and_is_whole_without_it(visitor: Page, portal: Portal) -> None:
    """PDF tidak memiliki gambar; lowongan yang halamannya belum ditulis tampil tanpa gambar."""
    lecturer = portal.as_(portal.new("dosen"))
    jpeg = lecturer.upload("pamflet", samples.photo(3, size=(600, 800)), "image/jpeg")
    pdf = lecturer.upload("pamflet", samples.pdf("pamflet"), "application/pdf")
    with portal.awake():
        for course, pamphlet in (("Basis Data", jpeg), ("Jaringan Komputer", pdf), ("Kalkulus", None)):
            lecturer.call("publish_vacancy", json=vacancy_form(course=course, pamphlet_id=pamphlet))
    visitor.goto("/lowongan")
    expect(card(visitor, "Basis Data").locator("img")).to_have_js_property("naturalHeight", 320)
    for course in ("Jaringan Komputer", "Kalkulus"):
        expect(card(visitor, course)).to_contain_text("Mendampingi praktikum")
        expect(card(visitor, course).locator("img")).to_have_count(0)
    look(visitor, "lowongan-pamflet")


def test_a_wrong_ipk_is_told_at_its_field(visitor: Page, portal: Portal) -> None:
    several(portal)
    visitor.goto("/lowongan")
    courses(visitor, "Basis Data", "Kalkulus", "Jaringan Komputer")
    field = visitor.get_by_label("IPK Anda")
    field.fill("5")
    expect(field).to_have_accessible_description("IPK harus antara 0,00 dan 4,00")
    expect(visitor.get_by_role("article")).to_have_count(0)
    field.fill("2")
    courses(visitor, "Kalkulus")


def test_a_card_says_what_it_asks_for_and_whether_there_is_a_seat(visitor: Page, portal: Portal) -> None:
    end_of_day = clock.to_campus(clock.now()).replace(hour=23, minute=59, second=59)
    opened(portal, "Basis Data", minimum_ipk="3.25", minimum_semester=5, quota=2, accepted=1)
    opened(portal, "Kalkulus", quota=2, accepted=2)
    opened(portal, "Fisika", closes_at=end_of_day)
    visitor.goto("/lowongan")
    asks, full, today = (card(visitor, course) for course in ("Basis Data", "Kalkulus", "Fisika"))
    for said in ("IPK minimal 3,25 · Semester minimal 5", "Kuota 2, terisi 1", "Dibuka"):
        expect(asks).to_contain_text(said)
    expect(full).to_contain_text("Penuh")
    expect(full).not_to_contain_text("IPK")
    expect(today).to_contain_text("Tutup hari ini")
    for other in (asks, full):
        expect(other).not_to_contain_text("Tutup hari ini")
    asks.get_by_role("link", name="Daftar Basis Data").click()
    expect(visitor.get_by_text("Silakan masuk terlebih dahulu")).to_be_visible()


def test_of_a_full_vacancy_is_said_that_one_applies_for_its_waiting_list(visitor: Page, portal: Portal) -> None:
    opened(portal, "Kalkulus", quota=2, accepted=2)
    opened(portal, "Fisika", quota=2, accepted=1)
    visitor.goto("/lowongan")
    expect(card(visitor, "Fisika").get_by_role("link", name="Daftar Fisika")).to_be_visible()
    expect(card(visitor, "Kalkulus").get_by_role("link", name="Ikut daftar tunggu Kalkulus")).to_be_visible()
    card(visitor, "Kalkulus").get_by_role("link", name="Kalkulus", exact=True).click()
    visitor.get_by_role("link", name="Ikut daftar tunggu").click()
    expect(visitor.get_by_text("Silakan masuk terlebih dahulu")).to_be_visible()


def test_mhs_reg_05_the_list_says_for_what_one_has_applied(visitor: Page, portal: Portal) -> None:
    """Yang dibatalkan dapat didaftar lagi; dosen tidak ditawari mendaftar."""
    student, teacher = portal.new("mahasiswa"), portal.new("dosen")
    mine, left = opened(portal, "Basis Data"), opened(portal, "Kalkulus")
    with transaction() as db:
        make.application(db, mine, student)
        make.application(db, left, student, state="dibatalkan")
        db.execute(update(vacancies).where(vacancies.c.id == mine.id).values(quota=5))
    come_as(visitor, student)
    visitor.goto("/lowongan")
    expect(card(visitor, "Kalkulus").get_by_role("link", name="Daftar Kalkulus")).to_be_visible()
    expect(card(visitor, "Basis Data").get_by_role("link", name="Daftar Basis Data")).to_have_count(0)
    card(visitor, "Basis Data").get_by_role("link", name="Anda sudah mendaftar").click()
    expect(visitor).to_have_url("/pendaftaran")
    visitor.goto(f"/lowongan/{mine.id}")
    expect(visitor.get_by_role("link", name="Anda sudah mendaftar")).to_be_visible()
    expect(visitor.get_by_role("link", name="Daftar", exact=True)).to_have_count(0)
    come_as(visitor, teacher)
    visitor.goto("/lowongan")
    expect(card(visitor, "Kalkulus")).to_be_visible()
    settle(visitor)
    expect(visitor.get_by_role("main").get_by_role("link", name="Daftar")).to_have_count(0)


def test_the_list_with_its_marks_fits_every_window(windows: OpenWindow, portal: Portal) -> None:
    student = portal.new("mahasiswa")
    several(portal)
    soon = clock.now() + timedelta(seconds=90)
    opened(
        portal,
        "Pemrograman Berorientasi Objek Lanjut",
        closes_at=soon,
        quota=1,
        accepted=1,
        minimum_semester=3,
        program="Pendidikan Teknologi Informasi dan Komputer",
        days=["senin", "selasa", "rabu", "kamis", "jumat"],
    )
    mine = opened(portal, "Sistem Operasi")
    with transaction() as db:
        make.application(db, mine, student)
    look_at_all(windows, {"lowongan-daftar": "/lowongan"}, student)
