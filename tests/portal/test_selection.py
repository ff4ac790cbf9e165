"""Module 5 in a browser: a lecturer selects in the open."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from common.domain.audit.tables import audit_log
from common.domain.recruitment.states import ApplicationState
from common.platform import clock
from common.platform.calendar_text import indonesian_date
from common.platform.db import transaction
from tests.client import Portal
from tests.portal.conftest import OpenWindow
from tests.portal.pages import accessibility_violations, come_as, look, picture, speak_english
from tests.portal.teaching import applicants, at, confirm, dialog, typed, vacancy
from tests.uat.cast import application_form, vacancy_form

SAVED = "Status tersimpan, email akan dikirim otomatis"


def open_candidates(page: Page, portal: Portal, count: int = 3, **values: Any) -> tuple[Any, Any]:
    """The vacancy's lecturer at its candidates."""
    lecturer = portal.new("dosen")
    post = vacancy(lecturer, course="Basis Data", **values)
    applicants(post, count)
    at(page, lecturer, f"/dosen/lowongan/{post.id}/pendaftar")
    return lecturer, post


def open_one(page: Page, name: str = "Pendaftar 01") -> Locator:
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_role("heading", name=name, level=2)).to_be_focused()
    return page.get_by_role("complementary", name=name)


def test_sel_01_the_candidates_are_sorted_filtered_and_counted(portal: Portal, visitor: Page) -> None:
    """Pendaftar lowongan sendiri: urutkan, saring, jumlah per status, dan sisa kursi."""
    lecturer = portal.new("dosen")
    post = vacancy(lecturer, quota=3, accepted=1)
    applicants(post, 2, ipk="3.10")
    applicants(post, 1, ipk="3.90", state=ApplicationState.ACCEPTED)
    at(visitor, lecturer, f"/dosen/lowongan/{post.id}/pendaftar")
    expect(visitor.get_by_text("Kursi terisi 1 dari 3, sisa 2.")).to_be_visible()
    rows = visitor.locator("tbody tr")
    expect(rows).to_have_count(3)
    visitor.get_by_role("columnheader", name="IPK").click()
    expect(rows.last).to_contain_text("3,90")
    visitor.get_by_role("columnheader", name="IPK").click()
    expect(rows.first).to_contain_text("3,90")
    visitor.get_by_role("button", name="Diterima 1").click()
    expect(rows).to_have_count(1)
    visitor.get_by_role("button", name="Semua 3").click()
    visitor.get_by_label("Cari nama atau NIM").fill("Pendaftar 02")
    expect(rows).to_have_count(1)


def test_sel_02_documents_open_beside_the_list(portal: Portal, visitor: Page) -> None:
    """CV dan transkrip terbuka di samping daftar, dan akses tercatat di log audit."""
    lecturer, student = portal.new("dosen"), portal.new("mahasiswa", name="Budi Santoso")
    post = portal.as_(lecturer).call("publish_vacancy", json=vacancy_form())
    applicant = portal.as_(student)
    applicant.call("submit_application", vacancy_id=post["id"], json=application_form(applicant))
    at(visitor, lecturer, f"/dosen/lowongan/{post['id']}/pendaftar")
    panel = open_one(visitor, "Budi Santoso")
    panel.get_by_role("button", name="Transkrip nilai").click()
    frame = panel.locator("iframe")
    expect(frame).to_have_attribute("src", re.compile("^http"))
    expect(visitor.locator("tbody tr")).to_have_count(1)
    panel.get_by_role("button", name="CV", exact=True).click()
    expect(panel.get_by_role("heading", name="CV: Budi Santoso")).to_be_visible()
    expect(frame).to_be_visible()
    with transaction() as db:
        opened = db.scalars(select(audit_log.c.new["kind"].astext).where(audit_log.c.action == "document.opened"))
        assert list(opened) == ["transkrip", "cv"]


def test_sel_03_an_interview_is_set_with_day_hour_and_place(portal: Portal, visitor: Page) -> None:
    """Wawancara dengan hari, jam WIB dan tempat: status kuning dan email terkirim."""
    open_candidates(visitor, portal, 1)
    panel = open_one(visitor)
    day = clock.now() + timedelta(days=2)
    panel.get_by_role("button", name="Wawancara").click()
    confirm(visitor, "Wawancara")
    expect(visitor.get_by_label("Waktu wawancara (WIB)")).to_be_focused()
    expect(visitor.get_by_text("Tempat wawancara wajib diisi")).to_be_visible()
    visitor.get_by_label("Waktu wawancara (WIB)").fill(typed(day))
    visitor.get_by_label("Tempat wawancara").fill("Lab Terpadu 2")
    confirm(visitor, "Wawancara")
    expect(visitor.get_by_text(SAVED)).to_be_visible()
    expect(panel).to_contain_text(f"{indonesian_date(clock.to_campus(day).date())}")
    expect(panel.get_by_text("Lab Terpadu 2").first).to_be_visible()
    expect(panel.get_by_role("button", name="Ubah jadwal wawancara")).to_be_visible()
    mail = portal.campus.outbox.wait_for_mail(subject_contains="awancara")
    assert "Lab Terpadu 2" in mail.text
    assert "WIB" in mail.text


def test_sel_04_an_applicant_is_accepted(portal: Portal, visitor: Page) -> None:
    """Dosen mengubah status menjadi "Diterima": hijau dengan kata dan ikon, email terkirim."""
    open_candidates(visitor, portal, 1)
    panel = open_one(visitor)
    panel.get_by_label("Nilai mata kuliah (bobot 60%)").fill("80")
    panel.get_by_label("Wawancara (bobot 40%)").fill("90")
    expect(panel.get_by_text("Nilai akhir 84,0")).to_be_visible()
    panel.get_by_role("button", name="Simpan nilai").click()
    expect(visitor.get_by_text("Nilai tersimpan")).to_be_visible()
    panel.get_by_role("button", name="Terima").click()
    confirm(visitor, "Terima")
    expect(visitor.get_by_text(SAVED)).to_be_visible()
    row = visitor.locator("tbody tr")
    expect(row).to_contain_text("Diterima")
    expect(row).to_contain_text("84,0")
    expect(row.locator("svg")).not_to_have_count(0)
    expect(visitor.get_by_text("Kursi terisi 1 dari 2, sisa 1.")).to_be_visible()
    assert portal.campus.outbox.wait_for_mail(subject_contains="diterima")


def test_sel_12_a_decision_does_not_wait_for_the_mail_server(portal: Portal, visitor: Page) -> None:
    """Server email mati: "Status tersimpan, email akan dikirim otomatis"; setelah pulih tepat satu email tiap orang."""
    lecturer, post = open_candidates(visitor, portal, 3)
    sink, outbox = portal.campus.mail, portal.campus.outbox
    sink.go_down()
    try:
        for name, accept, said in (
            ("Pendaftar 01", "Terima", SAVED),
            ("Pendaftar 02", "Accept", "State saved, the e-mail is sent automatically"),
        ):
            panel = open_one(visitor, name)
            panel.get_by_role("button", name=accept, exact=True).click()
            confirm(visitor, accept)
            expect(visitor.get_by_text(said)).to_be_visible()
            if accept == "Terima":
                speak_english(visitor)
        portal.sweep()
        assert outbox.mails == ()
    finally:
        sink.come_up()
    listed = portal.as_(lecturer).call("list_candidates", vacancy_id=post.id)["items"]
    accepted = [one["email"] for one in listed if one["state"] == "diterima"]
    assert len(accepted) == 2
    for minutes in (2, 4, 60):
        with time_machine.travel(clock.now() + timedelta(minutes=minutes), tick=True):
            portal.sweep()
    assert Counter(mail.recipients[0] for mail in outbox.mails) == dict.fromkeys(accepted, 1)


def test_sel_05_and_sel_06_a_rejection_takes_a_reason(portal: Portal, visitor: Page) -> None:
    """Ditolak tanpa alasan ditolak sistem; dengan alasan status merah dan email berisi alasan."""
    open_candidates(visitor, portal, 1)
    panel = open_one(visitor)
    panel.get_by_role("button", name="Tolak").click()
    confirm(visitor, "Tolak")
    reason = visitor.get_by_label("Alasan penolakan")
    expect(dialog(visitor)).to_contain_text("Alasan penolakan wajib diisi")
    expect(reason).to_be_focused()
    expect(panel).to_contain_text("Menunggu")
    reason.fill("Kuota terbatas.")
    confirm(visitor, "Tolak")
    expect(visitor.get_by_text(SAVED)).to_be_visible()
    expect(visitor.locator("tbody tr")).to_contain_text("Ditolak")
    expect(panel.get_by_text("Kuota terbatas.").first).to_be_visible()
    assert "Kuota terbatas." in portal.campus.outbox.wait_for_mail(subject_contains="Basis Data").text


def test_sel_07_no_more_are_accepted_than_there_are_seats(portal: Portal, visitor: Page) -> None:
    """Kursi penuh: "Kuota lowongan sudah penuh (2/2)", status tetap."""
    open_candidates(visitor, portal, 1, quota=2, accepted=2)
    open_one(visitor).get_by_role("button", name="Terima").click()
    confirm(visitor, "Terima")
    expect(dialog(visitor)).to_contain_text("Kuota lowongan sudah penuh (2/2)")
    confirm(visitor, "Batal")
    expect(visitor.locator("tbody tr")).to_contain_text("Menunggu")


def test_sel_10_an_acceptance_is_taken_back_with_a_reason(portal: Portal, visitor: Page) -> None:
    lecturer = portal.new("dosen")
    post = vacancy(lecturer, accepted=1)
    applicants(post, 1, state=ApplicationState.ACCEPTED)
    at(visitor, lecturer, f"/dosen/lowongan/{post.id}/pendaftar")
    panel = open_one(visitor)
    panel.get_by_role("button", name="Batalkan penerimaan").click()
    expect(dialog(visitor)).to_contain_text("dari Diterima menjadi Ditolak?")
    confirm(visitor, "Batalkan penerimaan")
    expect(dialog(visitor)).to_contain_text("Alasan penolakan wajib diisi")
    visitor.get_by_label("Alasan penolakan").fill("Transkrip keliru.")
    confirm(visitor, "Batalkan penerimaan")
    expect(visitor.locator("tbody tr")).to_contain_text("Ditolak")
    expect(visitor.get_by_text("Kursi terisi 0 dari 2, sisa 2.")).to_be_visible()


def test_sel_11_the_rest_is_rejected_with_one_reason(portal: Portal, visitor: Page) -> None:
    """ "Tolak sisanya" untuk 20 pendaftar: satu alasan, "20 berhasil, 0 gagal", satu email tiap orang."""
    open_candidates(visitor, portal, 20)
    visitor.get_by_role("checkbox", name="Pilih semua yang belum diputuskan").check()
    visitor.get_by_role("button", name="Tolak sisanya (20)").click()
    confirm(visitor, "Tolak sisanya")
    expect(dialog(visitor)).to_contain_text("Alasan penolakan wajib diisi")
    visitor.get_by_label("Alasan penolakan").fill("Kuota terbatas.")
    confirm(visitor, "Tolak sisanya")
    expect(dialog(visitor)).to_contain_text("20 berhasil, 0 gagal", timeout=20_000)
    confirm(visitor, "Tutup")
    expect(visitor.get_by_role("button", name="Ditolak 20")).to_be_visible()


def test_sel_11_nobody_is_rejected_who_is_not_ticked_and_shown(portal: Portal, visitor: Page) -> None:
    open_candidates(visitor, portal, 3)
    for number in (1, 2):
        visitor.get_by_role("checkbox", name=f"Pilih Pendaftar {number:02}").check()
    reject = visitor.get_by_role("button", name="Tolak yang dipilih")
    expect(reject).to_have_text("Tolak yang dipilih (2)")
    visitor.get_by_label("Cari nama atau NIM").fill("Pendaftar 02")
    expect(reject).to_have_text("Tolak yang dipilih (1)")
    visitor.get_by_role("button", name=re.compile("^Ditolak")).click()
    expect(reject).to_have_count(0)
    visitor.get_by_role("button", name=re.compile("^Semua")).click()
    reject.click()
    expect(dialog(visitor)).to_contain_text("Pendaftar 02")
    expect(dialog(visitor)).not_to_contain_text("Pendaftar 01")
    visitor.get_by_label("Alasan penolakan").fill("Kuota terbatas.")
    confirm(visitor, "Tolak yang dipilih")
    expect(dialog(visitor)).to_contain_text("1 berhasil, 0 gagal")
    confirm(visitor, "Tutup")
    visitor.get_by_label("Cari nama atau NIM").fill("")
    expect(visitor.locator("tbody tr").filter(has_text="Ditolak")).to_have_count(1)
    expect(visitor.locator("tbody tr").filter(has_text="Ditolak")).to_contain_text("Pendaftar 02")


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_candidates_page(portal: Portal, windows: OpenWindow, language: str) -> None:
    lecturer, student = portal.new("dosen", language=language), portal.new("mahasiswa", name="Budi Santoso")
    post = portal.as_(lecturer).call("publish_vacancy", json=vacancy_form())
    applicant = portal.as_(student)
    applicant.call("submit_application", vacancy_id=post["id"], json=application_form(applicant))
    for phone in (False, True):
        page = windows(phone=phone)
        come_as(page, lecturer)
        page.goto(f"/dosen/lowongan/{post['id']}/pendaftar")
        expect(page.get_by_role("button", name="Budi Santoso", exact=True)).to_be_visible()
        look(page, "dosen-pendaftar")
        page.get_by_role("button", name="Budi Santoso", exact=True).click()
        look(page, "dosen-pendaftar-terbuka")
        page.get_by_role("button", name="Tolak" if language == "id" else "Reject", exact=True).click()
        look(page, "dosen-pendaftar-tolak")
        dialog(page).last.get_by_role("button", name="Batal" if language == "id" else "Cancel").click()
        # The browser's own viewer of documents may never be done loading.
        page.get_by_role("button", name="CV", exact=True).click()
        expect(page.locator("iframe")).to_be_visible()
        picture(page, f"dosen-pendaftar-dokumen-{360 if phone else 1280}-{language}", whole=False)
        assert accessibility_violations(page) == []
