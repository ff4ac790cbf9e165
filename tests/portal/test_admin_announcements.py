"""Module 11 in a browser: an announcement is written, goes out, and is stopped."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from common.domain.notifications.tables import messages
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal
from tests.functions.effects.scene import queued
from tests.portal.conftest import OpenWindow
from tests.portal.office import at, choose, dialog, press, row
from tests.portal.pages import come_as, look, speak_english

PAGE = "/admin/pengumuman"


@pytest.fixture
def aslab(portal: Portal) -> Any:
    """Somebody with a running contract."""
    with transaction() as db:
        student, lecturer = make.student(db, name="Siti Aminah"), make.lecturer(db, name="Dr. Rahmat")
        contract = make.contract(db, student=student, lecturer=lecturer, admin=make.admin(db))
        make.application(db, make.vacancy(db, lecturer, course="Kimia Organik"), make.student(db))
    return contract


def write(page: Page, title: str) -> None:
    page.get_by_role("button", name="Buat pengumuman").click()
    dialog(page).get_by_label("Judul").fill(title)
    dialog(page).get_by_label("Isi").fill("Senin pukul 09.00 di Lab 1.")


def send(page: Page) -> None:
    dialog(page).get_by_role("button", name="Kirim pengumuman").click()


def under_way(admin: Any, title: str) -> None:
    """Half of it was sent, one message failed, the rest waits."""
    with transaction() as db:
        made = make.announcement(db, admin, title=title, recipients=4)
        for n, state in enumerate(["terkirim", "gagal", "antre", "antre"]):
            owner = make.student(db)
            data = {"name": owner.name, "title": title, "text": "x"}
            about = {"kind": "announcement", "data": data, "event": f"announcement:{made.id}", "state": state}
            queued(
                db, owner, **about, next_at=clock.start_of(clock.today()).replace(year=2040), recipient=f"{n}@u.test"
            )


def test_notif_09_an_admin_announces_to_all_aslab_and_sees_how_far_it_is(
    visitor: Page, portal: Portal, aslab: Any
) -> None:
    """Halaman langsung menjawab; kemajuannya tampil sampai selesai."""
    at(visitor, portal, "/admin/pesan")
    visitor.get_by_role("link", name="Pengumuman").click()
    expect(visitor).to_have_url(PAGE)
    write(visitor, "Rapat koordinasi")
    send(visitor)
    expect(visitor.get_by_text("Pengumuman dikirim kepada")).to_be_visible()
    portal.campus.outbox.wait_for_mail(to="", subject_contains="Rapat koordinasi")
    line = row(visitor, "Rapat koordinasi")
    expect(line).to_contain_text("Semua aslab aktif")
    visitor.reload()
    expect(line).to_contain_text("terkirim")


def test_notif_09_failures_are_seen_and_it_is_stopped(visitor: Page, portal: Portal) -> None:
    """Kegagalan tampil; pengiriman dapat dihentikan."""
    admin = portal.new("admin")
    under_way(admin, "Jadwal ujian")
    at(visitor, portal, PAGE, admin)
    line = row(visitor, "Jadwal ujian")
    expect(line).to_contain_text("1 dari 4 pesan terkirim, 2 menunggu, 1 gagal")
    expect(line.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "50")
    expect(line.get_by_role("link", name="Lihat yang gagal")).to_have_attribute("href", "/admin/pesan?status=gagal")
    press(visitor, "Hentikan Jadwal ujian")
    dialog(visitor).get_by_role("button", name="Hentikan pengiriman").click()
    expect(line).to_contain_text("Dihentikan")
    expect(line).to_contain_text("1 pesan terkirim, 3 dibatalkan, 0 gagal")
    expect(line.get_by_role("button")).to_have_count(0)


def test_notif_09_what_is_missing_is_said_and_vacancies_are_found(visitor: Page, portal: Portal, aslab: Any) -> None:
    at(visitor, portal, PAGE)
    write(visitor, "Bagi pelamar")
    choose(dialog(visitor), "Penerima", "Pelamar lowongan tertentu")
    send(visitor)
    expect(dialog(visitor).get_by_text("Pilih sedikitnya satu lowongan")).to_be_visible()
    dialog(visitor).get_by_label("Cari mata kuliah").fill("kimia")
    dialog(visitor).get_by_label("Kimia Organik – Dr. Rahmat (pelamar: 1, aslab: 0)").check()
    expect(dialog(visitor).get_by_text("1 lowongan dipilih")).to_be_visible()
    send(visitor)
    expect(visitor.get_by_text("Pengumuman dikirim kepada 1 orang")).to_be_visible()
    # The messages are made by the queue.
    assert portal.campus.signals.wait_idle()
    with transaction() as db:
        assert db.execute(messages.select().where(messages.c.kind == "announcement")).first() is not None


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_both_widths_and_languages(windows: OpenWindow, portal: Portal, aslab: Any, phone: bool) -> None:
    admin, page = portal.new("admin"), windows(phone=phone)
    under_way(admin, "Jadwal ujian akhir semester")
    come_as(page, admin)
    for english in (False, True):
        page.goto(PAGE)
        if english:
            speak_english(page)
        row(page, "Jadwal ujian").wait_for()
        look(page, "pengumuman")
        page.get_by_role("button", name="New announcement" if english else "Buat pengumuman").click()
        audience = "Applicants of certain vacancies" if english else "Pelamar lowongan tertentu"
        choose(dialog(page), "Recipients" if english else "Penerima", audience)
        dialog(page).get_by_role("checkbox").first.wait_for()
        look(page, "pengumuman-baru")
