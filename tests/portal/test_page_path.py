"""The pages above one that lies deep stand over its title, and lead back."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from common.domain.recruitment.tables import co_lecturers
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal
from tests.portal.conftest import OpenWindow
from tests.portal.pages import come_as, look_twice, settle

pytestmark = pytest.mark.without_bystanders
COURSE = "Praktikum Sistem Operasi dan Jaringan Komputer Lanjut"


@dataclass(frozen=True)
class Post:
    lecturer: Any
    helper: Any
    id: str


@pytest.fixture
def post(portal: Portal) -> Post:
    lecturer, helper = portal.new("dosen"), portal.new("dosen")
    with transaction() as db:
        made = make.vacancy(db, lecturer, course=COURSE)
        make.insert(db, co_lecturers, vacancy_id=made.id, lecturer_id=helper.id)
        make.application(db, made, make.student(db))
    return Post(lecturer, helper, str(made.id))


def come(page: Page, address: str, person: Any = None) -> None:
    if person:
        come_as(page, person)
    page.goto(address)
    settle(page)


def names(page: Page) -> list[str]:
    """Of the pages above, and of this one, which is no link."""
    path = page.get_by_role("navigation", name="Letak halaman")
    here = path.get_by_role("listitem").last
    expect(here).to_have_attribute("aria-current", "page")
    expect(here.get_by_role("link")).to_have_count(0)
    return path.get_by_role("listitem").all_inner_texts()


def test_a_lecturer_goes_from_the_applicants_to_the_vacancy_and_to_the_list(visitor: Page, post: Post) -> None:
    come(visitor, f"/dosen/lowongan/{post.id}/pendaftar", post.lecturer)
    assert names(visitor) == ["Lowongan Saya", COURSE, "Pendaftar"]
    visitor.get_by_role("navigation", name="Letak halaman").get_by_role("link", name=COURSE).click()
    expect(visitor).to_have_url(re.compile(f"/dosen/lowongan/{post.id}$"))
    settle(visitor)
    assert names(visitor) == ["Lowongan Saya", "Ubah lowongan"]
    visitor.get_by_role("navigation", name="Letak halaman").get_by_role("link").click()
    expect(visitor.get_by_role("heading", name="Lowongan Saya", level=1)).to_be_focused()
    expect(visitor.get_by_role("navigation", name="Letak halaman")).to_have_count(0)


def test_who_only_helps_is_not_led_to_what_they_may_not_change(visitor: Page, post: Post) -> None:
    come(visitor, f"/dosen/lowongan/{post.id}/pendaftar", post.helper)
    assert names(visitor) == ["Lowongan Saya", "Pendaftar"]


STUDENT: dict[str, Callable[[Post], tuple[str, list[str]]]] = {
    "vacancy": lambda post: (f"/lowongan/{post.id}", ["Lowongan", COURSE]),
    "apply": lambda post: (f"/lowongan/{post.id}/daftar", ["Lowongan", COURSE, "Daftar"]),
}


@pytest.mark.parametrize("page", STUDENT)
def test_a_student_sees_where_a_vacancy_and_its_form_lie(portal: Portal, visitor: Page, post: Post, page: str) -> None:
    address, expected = STUDENT[page](post)
    come(visitor, address, portal.new("mahasiswa"))
    assert names(visitor) == expected


def test_anybody_sees_where_a_certificate_lies(portal: Portal, visitor: Page) -> None:
    with transaction() as db:
        people = {"student": make.student(db), "lecturer": make.lecturer(db), "admin": make.admin(db)}
        made = make.contract(db, **people)
        facts = {"name": "Budi", "course": "Fisika", "period": "2026", "attendances": 4}
        days = {"starts_on": "2026-08-01", "ends_on": "2026-12-01", "issued_on": "2026-12-02"}
        certificate = make.certificate(db, made, people["admin"], facts=facts | days)
    come(visitor, f"/sertifikat/{certificate.code}")
    assert names(visitor)[0] == "Cek sertifikat"
    visitor.get_by_role("navigation", name="Letak halaman").get_by_role("link").click()
    expect(visitor).to_have_url(re.compile("/sertifikat$"))


@pytest.mark.parametrize("phone", [False, True])
def test_the_path_is_right_to_look_at(windows: OpenWindow, post: Post, phone: bool) -> None:
    page = windows(phone=phone)
    come(page, f"/dosen/lowongan/{post.id}/pendaftar", post.lecturer)
    look_twice(page, "path-applicants")
