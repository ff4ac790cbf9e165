"""One line from an application to its certificate: how far it is, what comes next, and whose turn it is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import update

from common.domain.assistants.states import ContractState
from common.domain.recruitment.states import ApplicationState
from common.domain.recruitment.tables import applications, vacancies
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal
from tests.portal.conftest import OpenWindow
from tests.portal.pages import come_as, look_at_all, settle

pytestmark = pytest.mark.without_bystanders

S = ApplicationState
STAGES = ["Diajukan", "Diseleksi", "Diterima", "Kontrak aktif", "Selesai", "Sertifikat"]
# By the course: the stage that it has reached, and whose turn it is.
EXPECTED = {
    "Basis Data": ("Diseleksi", "Menunggu dosen"),
    "Jaringan Komputer": ("Diseleksi", "Giliran Anda"),
    "Sistem Operasi": ("Diterima", "Menunggu admin"),
    "Grafika Komputer": ("Diterima", "Giliran Anda"),
    "Kecerdasan Buatan": ("Kontrak aktif", "Giliran Anda"),
    "Struktur Data": ("Selesai", "Menunggu admin"),
    "Pemrograman Web": ("Sertifikat", ""),
}


def on_its_way(portal: Portal) -> Any:
    """A student with an application at each stage, and two that went no further."""
    student, now = portal.new("mahasiswa"), clock.now()
    with transaction() as db:
        lecturer, admin = make.lecturer(db), make.admin(db)

        def applied(course: str, state: ApplicationState, **values: Any) -> None:
            make.application(db, make.vacancy(db, lecturer, course=course), student, state=state, **values)

        applied("Basis Data", S.WAITING)
        applied("Jaringan Komputer", S.INTERVIEW, interview_at=now + timedelta(days=1), interview_place="Lab 2")
        applied("Sistem Operasi", S.ACCEPTED, decided_at=now)
        applied("Grafika Komputer", S.ACCEPTED, decided_at=now, confirm_by=clock.today() + timedelta(days=2))
        applied("Logika", S.REJECTED, decided_at=now, reason="Kuota penuh.")
        applied("Kalkulus", S.WITHDRAWN)
        for course, ended, issued in (
            ("Kecerdasan Buatan", None, False),
            ("Struktur Data", now, False),
            ("Pemrograman Web", now, True),
        ):
            state = ContractState.ENDED if ended else ContractState.ACTIVE
            people = {"student": student, "lecturer": lecturer, "admin": admin}
            contract = make.contract(db, **people, state=state, ended_at=ended)
            db.execute(update(vacancies).where(vacancies.c.id == contract.vacancy_id).values(course=course))
            its = applications.c.id == contract.application_id
            db.execute(update(applications).where(its).values(activated_at=now))
            if issued:
                make.certificate(db, contract, admin)
    return student


def line_of(page: Page, course: str) -> Locator:
    return page.get_by_role("list", name=f"Tahap pendaftaran {course}")


@pytest.mark.parametrize("address", ["/mahasiswa", "/pendaftaran"])
@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_each_application_shows_its_stage_and_whose_turn_it_is(
    portal: Portal, windows: OpenWindow, phone: bool, address: str
) -> None:
    page = windows(phone=phone)
    come_as(page, on_its_way(portal), "mahasiswa")
    page.goto(address)
    for course, (stage, turn) in EXPECTED.items():
        line = line_of(page, course)
        expect(line.get_by_role("listitem")).to_have_text(STAGES)
        expect(line.locator("[aria-current=step]")).to_have_text(stage)
        expect(line.locator("xpath=..")).to_have_text("".join([*STAGES, turn]))
    for course in ("Logika", "Kalkulus"):
        expect(line_of(page, course)).to_have_count(0)


def test_on_a_phone_only_the_present_stage_is_seen(portal: Portal, phone: Page) -> None:
    come_as(phone, on_its_way(portal), "mahasiswa")
    phone.goto("/pendaftaran")
    settle(phone)
    words = line_of(phone, "Kecerdasan Buatan").get_by_role("listitem").locator("span")
    seen = [word.evaluate("one => getComputedStyle(one).opacity") for word in words.all()]
    assert seen == ["0", "0", "0", "1", "0", "0"]


def test_the_line_in_both_languages_and_widths(portal: Portal, windows: OpenWindow) -> None:
    pages = {"status-beranda": "/mahasiswa", "status-pendaftaran": "/pendaftaran"}
    look_at_all(windows, pages, on_its_way(portal), "mahasiswa")


def test_who_never_got_a_certificate_is_not_reminded_for_ever(portal: Portal, visitor: Page) -> None:
    """An accepted application leaves the home page after 400 days, a rejected one after two weeks."""
    student = portal.new("mahasiswa")
    with transaction() as db:
        lecturer = make.lecturer(db)
        for course, state, days in (
            ("Statistika", S.ACCEPTED, 401),
            ("Basis Data", S.ACCEPTED, 399),
            ("Logika", S.REJECTED, 15),
            ("Kalkulus", S.REJECTED, 13),
        ):
            decided = clock.now() - timedelta(days=days)
            make.application(db, make.vacancy(db, lecturer, course=course), student, state=state, decided_at=decided)
    come_as(visitor, student)
    visitor.goto("/mahasiswa")
    expect(visitor.locator("main h3")).to_have_count(2)
    assert sorted(visitor.locator("main h3").all_inner_texts()) == ["Basis Data", "Kalkulus"]
