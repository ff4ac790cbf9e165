"""Module 9 in a browser: a lecturer's own aslab, and the end of a contract."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from common.domain.assistants.states import ContractState
from common.domain.assistants.tables import aslab_accounts
from common.domain.attendance.states import AttendanceState
from common.domain.recruitment.states import ApplicationState
from common.domain.recruitment.tables import vacancies
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal
from tests.portal.conftest import OpenWindow
from tests.portal.pages import look_at_all
from tests.portal.teaching import at, attended, confirm, dialog
from tests.uat import cast

pytestmark = pytest.mark.without_bystanders


def aslab(portal: Portal, **values: Any) -> tuple[Any, Any, Any]:
    """A lecturer, and their aslab with a running contract."""
    lecturer, student = portal.new("dosen"), portal.new("mahasiswa", name="Dewi Ayu")
    return lecturer, student, cast.contract(student, lecturer, **values)


def test_end_01_own_aslab_with_days_left_and_attendances(portal: Portal, visitor: Page) -> None:
    """Aslab Aktif: hanya milik sendiri, tanggal akhir, sisa hari, absensi disetujui."""
    lecturer, student = portal.new("dosen"), portal.new("mahasiswa", name="Dewi Ayu")
    attended(student, lecturer, 2, state=AttendanceState.APPROVED)
    cast.contract(portal.new("mahasiswa"), portal.new("dosen"))
    with transaction() as db:
        own = update(aslab_accounts).where(aslab_accounts.c.person_id == student.id)
        account = db.execute(own.values(whatsapp="+6281234567890").returning(aslab_accounts)).one()
    at(visitor, lecturer, "/dosen/aslab")
    card = visitor.get_by_role("article")
    expect(card).to_have_count(1)
    for told in ("Dewi Ayu", student.number, "Aktif", "sisa 90 hari", "2 absensi disetujui"):
        expect(card).to_contain_text(told)
    mail = card.get_by_role("link", name=account.email)
    expect(mail).to_have_attribute("href", f"mailto:{account.email}")
    expect(card.get_by_role("link", name=account.whatsapp)).to_have_attribute("href", f"tel:{account.whatsapp}")
    expect(card.get_by_role("link", name="Rekap bulanan")).to_have_attribute("href", "/rekap")
    card.get_by_role("link", name="Semua absensi").click()
    rows = visitor.locator("main li").filter(has_text="Dewi Ayu")
    expect(rows).to_have_count(2)
    expect(rows.filter(has_text="Disetujui")).to_have_count(2)


def test_end_01_the_tabs_turn_by_arrow_keys(portal: Portal, visitor: Page) -> None:
    lecturer, _, _ = aslab(portal)
    at(visitor, lecturer, "/dosen/aslab")
    running, over = (visitor.get_by_role("tab", name=name) for name in ("Aktif", "Selesai"))
    running.focus()
    visitor.keyboard.press("ArrowRight")
    expect(over).to_be_focused()
    expect(over).to_have_attribute("aria-selected", "true")
    expect(visitor.get_by_text("Belum ada kontrak yang selesai")).to_be_visible()
    visitor.keyboard.press("ArrowLeft")
    expect(visitor.get_by_role("article")).to_contain_text("Dewi Ayu")


def test_end_02_a_contract_is_ended(portal: Portal, visitor: Page) -> None:
    """Dosen mengakhiri kontrak: status "Selesai", akses aslab dicabut, pesan sukses."""
    lecturer, student, _ = aslab(portal)
    working = portal.as_(student, "aslab")
    at(visitor, lecturer, "/dosen/aslab")
    visitor.get_by_role("button", name="Akhiri: Dewi Ayu").click()
    visitor.get_by_label("Alasan").fill("Mengundurkan diri")
    confirm(visitor, "Akhiri kontrak")
    expect(visitor.get_by_text("Kontrak Dewi Ayu berakhir")).to_be_visible()
    expect(visitor.get_by_text("Belum ada aslab aktif")).to_be_visible()
    visitor.get_by_role("tab", name="Selesai").click()
    ended = visitor.get_by_role("article")
    for told in ("Dewi Ayu", "Selesai", "Mengundurkan diri"):
        expect(ended).to_contain_text(told)
    assert working.call("list_own_contracts", expect=403).code == "aslab_access_ended"
    assert portal.as_(student).call("current_session")["role"] == "mahasiswa"


def test_end_03_batal_changes_nothing(portal: Portal, visitor: Page) -> None:
    """ "Akhiri" lalu "Batal": tidak ada yang berubah, tidak ada email."""
    lecturer, student, _ = aslab(portal)
    at(visitor, lecturer, "/dosen/aslab")
    visitor.get_by_role("button", name="Akhiri: Dewi Ayu").click()
    confirm(visitor, "Batal")
    expect(dialog(visitor)).to_be_hidden()
    expect(visitor.get_by_role("button", name="Akhiri: Dewi Ayu")).to_be_focused()
    expect(visitor.get_by_role("article")).to_contain_text("Aktif")
    portal.sweep()
    assert portal.as_(student, "aslab").call("list_own_contracts")["items"]
    assert portal.campus.outbox.mails == ()


def test_end_08_the_next_on_the_waiting_list_is_offered(portal: Portal, visitor: Page) -> None:
    lecturer, _, contract = aslab(portal)
    with transaction() as db:
        post = db.execute(
            update(vacancies).where(vacancies.c.id == contract.vacancy_id).values(quota=1).returning(vacancies)
        ).one()
        waiting = make.student(db, name="Calon Berikutnya")
        make.application(db, post, waiting, state=ApplicationState.WAITING_LIST)
    at(visitor, lecturer, "/dosen/aslab")
    visitor.get_by_role("button", name="Akhiri: Dewi Ayu").click()
    confirm(visitor, "Akhiri kontrak")
    visitor.get_by_role("link", name="Lihat daftar tunggu").click()
    visitor.get_by_role("button", name="Calon Berikutnya", exact=True).click()
    visitor.get_by_role("button", name="Terima", exact=True).click()
    confirm(visitor, "Terima")
    expect(visitor.get_by_text("Status tersimpan, email akan dikirim otomatis")).to_be_visible()


def test_the_page_of_a_lecturers_aslab(portal: Portal, windows: OpenWindow) -> None:
    lecturer = portal.new("dosen")
    today = clock.today()
    people: dict[str, dict[str, Any]] = {
        "Dewi Ayu Lestari": {"ends_on": today + timedelta(days=5)},
        "Rizky Aditya Pratama": {},
        "Clara Veronika Pangemanan": {"state": ContractState.SUSPENDED},
    }
    for name, values in people.items():
        cast.contract(portal.new("mahasiswa", name=name), lecturer, **values)
    look_at_all(windows, {"dosen-aslab": "/dosen/aslab"}, lecturer)
