"""The first page of each role: each number leads to a list of so many rows, and the menu shows the same numbers."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import Connection, update

from common.domain.notifications.tables import messages
from common.domain.recruitment.tables import applications
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal
from tests.portal.conftest import OpenWindow
from tests.portal.pages import come_as, look_twice, settle

pytestmark = pytest.mark.without_bystanders

ROWS = {
    "/admin/aktivasi": "tbody tr:not(td tr)",
    "/admin/pesan": "tbody tr:not(td tr)",
    "/admin/sertifikat": "tbody tr:not(td tr)",
    "/rekap": "main li:has(h2)",
    "/dosen/lowongan": "main article",
    "/dosen/aslab": "main article",
}


def last_month() -> date:
    return (clock.today().replace(day=1) - timedelta(days=1)).replace(day=1)


def contract(db: Connection, student: Any, lecturer: Any, **values: Any) -> Any:
    values = {"starts_on": last_month(), "ends_on": clock.today() + timedelta(days=90)} | values
    made = make.contract(db, student=student, lecturer=lecturer, admin=make.admin(db), **values)
    this = applications.c.id == made.application_id
    db.execute(update(applications).where(this).values(activated_at=made.activated_at))
    return made


def a_busy_campus(lecturer: Any) -> None:
    """More of each kind than of the one before it, and of each something that is done."""
    with transaction() as db:
        for _ in range(2):
            accepted = {"state": "diterima", "decided_at": clock.now()}
            make.application(db, make.vacancy(db, lecturer), make.student(db), **accepted)
        for _ in range(3):
            make.application(db, make.vacancy(db, lecturer), make.student(db))
        for n in range(4):
            running = contract(db, make.student(db), lecturer, ends_on=clock.today() + timedelta(days=13 + n))
            make.attendance(db, running, state="menunggu_verifikasi")
            make.attendance(db, running, day=clock.today() - timedelta(days=1), state="disetujui")
        for n in range(3):
            ended = contract(db, make.student(db), lecturer, state="selesai", ended_at=clock.now() - timedelta(hours=1))
            if n:
                make.certificate(db, ended, make.admin(db))
        to = make.student(db)
        for event in (uuid4(), uuid4(), uuid4()):
            for channel in ("email", "whatsapp"):
                row = {"event": str(event), "kind": "contract_ended", "person_id": to.id, "channel": channel}
                row |= {"recipient": "a@kampus.test", "language": "id", "data": {"name": to.name, "course": "Fisika"}}
                at = dict.fromkeys(("created_at", "queued_at", "next_at"), clock.now())
                make.insert(db, messages, **row, **at, state="gagal", attempts=4, priority=1)


def to_do(page: Page) -> Locator:
    return page.get_by_role("region", name="Perlu tindakan Anda").get_by_role("link")


def at_home(page: Page, person: Any, path: str, role: str | None = None) -> None:
    come_as(page, person, role)
    page.goto(path)
    page.get_by_role("heading", level=1).wait_for()
    settle(page)


def each_number_is_that_of_its_list(page: Page, home: str) -> dict[str, int]:
    """What each list was said to have, by its path."""
    numbers = {}
    for place in range(to_do(page).count()):
        link = to_do(page).nth(place)
        number = int((link.text_content() or "").split()[0])
        link.click()
        page.wait_for_url(lambda url: not url.endswith(home))
        page.get_by_role("heading", level=1).wait_for()
        settle(page)
        path = re.sub(r"^https?://[^/]+|\?.*", "", page.url)
        if path in ROWS:
            expect(page.locator(ROWS[path])).to_have_count(number)
        numbers[path] = number
        menu = page.get_by_role("navigation", name="Menu utama").locator(f"a[href='{path}']")
        expect(menu).to_contain_text(f"({number} perlu tindakan)")
        page.goto(home)
        settle(page)
    return numbers


def test_each_number_of_an_admin_is_that_of_the_list_behind_it(visitor: Page, portal: Portal) -> None:
    a_busy_campus(portal.new("dosen"))
    at_home(visitor, portal.new("admin"), "/admin")
    assert each_number_is_that_of_its_list(visitor, "/admin") == {
        "/admin/aktivasi": 2,
        "/admin/pesan": 3,
        "/admin/sertifikat": 1,
        "/rekap": 7,
    }


def test_each_number_of_a_lecturer_is_that_of_the_list_behind_it(visitor: Page, portal: Portal) -> None:
    lecturer = portal.new("dosen")
    a_busy_campus(portal.new("dosen"))
    a_busy_campus(lecturer)
    at_home(visitor, lecturer, "/dosen")
    assert each_number_is_that_of_its_list(visitor, "/dosen") == {
        "/dosen/lowongan": 3,
        "/dosen/verifikasi": 4,
        "/rekap": 7,
        "/dosen/aslab": 2,
    }


def test_an_aslab_is_led_to_the_contract_and_the_month(visitor: Page, portal: Portal) -> None:
    student = portal.new("mahasiswa")
    month = last_month()
    with transaction() as db:
        made = contract(db, student, make.lecturer(db), starts_on=month)
        make.attendance(db, made, day=month, state="ditolak", reason="Foto buram")
        make.attendance(db, made, day=month + timedelta(days=1), state="ditolak", reason="Foto buram")
    at_home(visitor, student, "/aslab", "aslab")
    to_do(visitor).filter(has_text="ditolak dan dapat dikoreksi").click()
    expect(visitor).to_have_url(re.compile(rf"/absensi/riwayat\?kontrak={made.id}&bulan={month:%Y-%m}$"))
    expect(visitor.get_by_role("button", name="Koreksi")).to_have_count(2)
    visitor.goto("/aslab")
    to_do(visitor).filter(has_text="belum ada absensi minggu ini").click()
    expect(visitor).to_have_url(re.compile(rf"/absensi\?kontrak={made.id}$"))


def test_a_student_is_led_to_what_has_to_be_answered(visitor: Page, portal: Portal) -> None:
    student, soon = portal.new("mahasiswa"), clock.now() + timedelta(days=2)
    with transaction() as db:
        posts = [make.vacancy(db, make.lecturer(db), course=f"Praktikum {n}") for n in range(2)]
        make.application(db, posts[0], student, state="wawancara", interview_at=soon, interview_place="Lab 2")
        seat = {"state": "diterima", "decided_at": clock.now(), "confirm_by": clock.today() + timedelta(days=3)}
        make.application(db, posts[1], student, **seat)
    at_home(visitor, student, "/mahasiswa")
    expect(to_do(visitor)).to_have_count(2)
    expect(to_do(visitor).first).to_contain_text("Praktikum 0: wawancara")
    to_do(visitor).filter(has_text="Praktikum 1: konfirmasikan kesediaan").click()
    visitor.get_by_role("button", name="Konfirmasi").first.click()
    expect(visitor.get_by_role("navigation", name="Menu utama").locator("a[href='/pendaftaran']")).to_contain_text(
        "(1 perlu tindakan)"
    )


def test_who_has_nothing_to_do_is_told_so(visitor: Page, portal: Portal) -> None:
    at_home(visitor, portal.new("dosen"), "/dosen")
    expect(visitor.get_by_text("Semua beres")).to_be_visible()
    expect(visitor.get_by_role("navigation", name="Menu utama")).not_to_contain_text("perlu tindakan")


def test_a_list_that_could_not_be_counted_says_so_and_is_asked_again(visitor: Page, portal: Portal) -> None:
    refused = json.dumps({"title": "Sistem sedang sibuk.", "status": 409, "code": "busy"})
    visitor.route("**/v1/to-do", lambda route: route.fulfill(status=409, body=refused))
    come_as(visitor, portal.new("dosen"))
    visitor.goto("/dosen")
    failed = visitor.get_by_role("region", name="Perlu tindakan Anda").get_by_role("alert")
    expect(failed).to_be_visible(timeout=20_000)
    # The menu asks again as it comes; by now it has.
    settle(visitor)
    expect(failed).to_be_visible()
    visitor.unroute("**/v1/to-do")
    failed.get_by_role("button").click()
    expect(visitor.get_by_text("Semua beres")).to_be_visible()


def test_the_first_pages_in_both_languages_and_widths(windows: OpenWindow, portal: Portal) -> None:
    lecturer, admin = portal.new("dosen", name="Dr. Rina Wulandari"), portal.new("admin", name="Sulastri Handayani")
    a_busy_campus(lecturer)
    student = portal.new("mahasiswa")
    with transaction() as db:
        contract(db, student, lecturer)
    for phone in (False, True):
        for who, path, role in (
            (admin, "/admin", None),
            (lecturer, "/dosen", None),
            (student, "/aslab", "aslab"),
            (student, "/mahasiswa", "mahasiswa"),
        ):
            page = windows(phone=phone)
            at_home(page, who, path, role)
            look_twice(page, f"beranda-{path[1:]}")
