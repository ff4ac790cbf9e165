"""Module 10 in a browser: certificates of ended contracts, looked at, issued, sent again and revoked."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal
from tests.domain.certificates.conftest import deserved, ended
from tests.portal.conftest import OpenWindow
from tests.portal.office import at, dialog, press, row
from tests.portal.pages import look_at_all

pytestmark = pytest.mark.without_bystanders

ADDRESS = "/admin/sertifikat"
# What the page keeps in its memory under a link, as the link is made and given back.
KEPT = """(() => {
    const kept = window.kept = new Set()
    const [make, forget] = [URL.createObjectURL, URL.revokeObjectURL]
    URL.createObjectURL = file => { const link = make.call(URL, file); kept.add(link); return link }
    URL.revokeObjectURL = link => { kept.delete(link); forget.call(URL, link) }
})()"""


def finished(portal: Portal, name: str = "Siti Aminah", attended: int | None = None) -> Any:
    """A student whose contract of fourteen weeks has ended, with as many attendances as it takes."""
    student = portal.new("mahasiswa", name=name)
    with transaction() as db:
        if attended is None:
            deserved(db, student=student)
        else:
            ended(db, attended=attended, student=student)
    return student


def issue(page: Page, name: str) -> None:
    press(page, f"Terbitkan dan kirim {name}")
    dialog(page).get_by_role("button", name="Terbitkan dan kirim").click()


def test_cert_01_ended_contracts_are_listed_with_their_state(visitor: Page, portal: Portal) -> None:
    """Halaman Sertifikat: kontrak selesai dengan keadaan sertifikatnya, dengan pencarian dan saringan."""
    finished(portal, "Siti Aminah")
    running = portal.new("mahasiswa", name="Masih Aktif")
    with transaction() as db:
        make.contract(db, student=running, lecturer=make.lecturer(db), admin=make.admin(db))
        gone = ended(db, student=portal.new("mahasiswa", name="Sudah Dicabut"), attended=14)
        make.certificate(db, gone, make.admin(db), revoked_at=gone.ended_at, revoke_reason="Salah nama")
    at(visitor, portal, ADDRESS)
    expect(row(visitor, "Siti Aminah")).to_contain_text("Belum terbit")
    expect(row(visitor, "Sudah Dicabut")).to_contain_text("Dicabut")
    expect(row(visitor, "Sudah Dicabut")).to_contain_text("Salah nama")
    expect(row(visitor, "Masih Aktif")).to_have_count(0)
    visitor.goto(f"{ADDRESS}?status=dicabut")
    expect(row(visitor, "Sudah Dicabut")).to_be_visible()
    expect(row(visitor, "Siti Aminah")).to_have_count(0)
    visitor.goto(f"{ADDRESS}?status=terkirim")
    expect(visitor.get_by_text("Tidak ada data pada periode ini")).to_be_visible()


def test_cert_11_one_with_other_days_than_were_served_is_marked(visitor: Page, portal: Portal) -> None:
    """Sertifikat lama dengan tanggal rencana: ditandai di daftar, dengan masa tugas yang sebenarnya."""
    with transaction() as db:
        short = ended(db, student=portal.new("mahasiswa", name="Berakhir Lebih Awal"), attended=14)
        planned = {"starts_on": short.starts_on.isoformat(), "ends_on": "2031-01-24"}
        make.certificate(db, short, make.admin(db), facts=planned)
    at(visitor, portal, ADDRESS)
    expect(row(visitor, "Berakhir Lebih Awal")).to_contain_text("Tanggal berbeda")
    expect(row(visitor, "Berakhir Lebih Awal")).to_contain_text("Cabut, lalu terbitkan yang baru.")


def test_cert_02_a_preview_issues_and_sends_nothing(windows: OpenWindow, portal: Portal) -> None:
    """Pratinjau sertifikat: PDF tampil, belum ada yang terbit atau terkirim."""
    visitor = windows(whole=True)
    student = finished(portal)
    visitor.add_init_script(KEPT)
    at(visitor, portal, ADDRESS)
    press(visitor, "Pratinjau Siti Aminah")
    expect(dialog(visitor).get_by_text("Belum ada yang diterbitkan atau dikirim.")).to_be_visible()
    sheet = dialog(visitor).locator("iframe")
    expect(sheet).to_have_attribute("src", re.compile("^blob:"))
    assert visitor.evaluate("[...kept]") == [sheet.get_attribute("src")]
    until_shown(visitor)
    dialog(visitor).get_by_role("button", name="Tutup").click()
    expect(dialog(visitor)).to_have_count(0)
    assert visitor.evaluate("[...kept]") == []
    expect(visitor.get_by_role("button", name="Pratinjau Siti Aminah")).to_be_focused()
    expect(row(visitor, "Siti Aminah")).to_contain_text("Belum terbit")
    assert not [mail for mail in portal.campus.outbox.mails if student.email in mail.recipients]


def until_shown(page: Page) -> None:
    """The viewer of the browser has opened the PDF."""
    for _ in range(100):
        if any(frame.url.startswith("chrome-extension://") for frame in page.frames):
            return
        page.wait_for_timeout(50)
    pytest.fail("the preview was never shown")


def test_cert_03_a_certificate_is_issued_and_sent(visitor: Page, portal: Portal) -> None:
    """Admin menerbitkan dan mengirim sertifikat: pesan sukses, keadaan terkirim, PDF di email, berkas dapat dibuka."""
    student = finished(portal)
    at(visitor, portal, ADDRESS)
    issue(visitor, "Siti Aminah")
    expect(visitor.get_by_text(re.compile(r"Sertifikat \S+ diterbitkan dan dikirim ke email"))).to_be_visible()
    mail = portal.campus.outbox.wait_for_mail(to=student.email, subject_contains="ertifikat")
    assert [file.content_type for file in mail.attachments] == ["application/pdf"]
    expect(row(visitor, "Siti Aminah")).to_contain_text("Terkirim")
    press(visitor, "Buka berkas Siti Aminah")
    expect(visitor.locator("iframe")).to_have_attribute("src", re.compile("^http"))


def test_cert_05_too_few_attendances_take_a_written_reason(visitor: Page, portal: Portal) -> None:
    """Kehadiran di bawah syarat: hanya dengan alasan tertulis."""
    finished(portal, attended=8)
    at(visitor, portal, ADDRESS)
    expect(row(visitor, "Siti Aminah")).to_be_visible()
    expect(visitor.get_by_label("Pilih Siti Aminah")).to_have_count(0)
    issue(visitor, "Siti Aminah")
    expect(dialog(visitor).get_by_text("Kehadiran 8 dari 14, syarat minimal 11")).to_have_count(2)
    dialog(visitor).get_by_label("Alasan tetap menerbitkan").fill("Sakit dengan surat dokter")
    dialog(visitor).get_by_role("button", name="Terbitkan dan kirim").click()
    expect(dialog(visitor)).to_have_count(0)
    expect(row(visitor, "Siti Aminah")).to_contain_text("Sakit dengan surat dokter")


def test_cert_06_what_was_not_delivered_is_sent_again(visitor: Page, portal: Portal) -> None:
    """Server email menolak: gagal terkirim, lalu Kirim ulang dengan nomor dan berkas yang sama."""
    student = finished(portal)
    portal.campus.mail.refuse_next(code=550, text="5.1.1 no such user", recipient=student.email)
    at(visitor, portal, ADDRESS)
    issue(visitor, "Siti Aminah")
    expect(row(visitor, "Siti Aminah")).to_contain_text("Gagal terkirim")
    number = row(visitor, "Siti Aminah").locator(".tabular").nth(1).inner_text()
    press(visitor, "Kirim ulang Siti Aminah")
    expect(visitor.get_by_text("Sertifikat dikirim ulang")).to_be_visible()
    portal.campus.outbox.wait_for_mail(to=student.email, subject_contains="ertifikat")
    expect(row(visitor, "Siti Aminah")).to_contain_text("Terkirim")
    expect(row(visitor, "Siti Aminah")).to_contain_text(number)


def test_cert_09_a_revoked_one_says_so_and_a_corrected_one_is_issued(visitor: Page, portal: Portal) -> None:
    """Sertifikat dicabut dengan alasan, lalu yang diperbaiki terbit dengan nomor baru."""
    finished(portal)
    at(visitor, portal, ADDRESS)
    issue(visitor, "Siti Aminah")
    expect(row(visitor, "Siti Aminah")).to_contain_text("Terkirim")
    press(visitor, "Cabut Siti Aminah")
    dialog(visitor).get_by_role("button", name="Cabut").click()
    expect(dialog(visitor).get_by_text("Alasan wajib diisi").last).to_be_visible()
    dialog(visitor).get_by_label("Alasan").fill("Nama salah ketik")
    dialog(visitor).get_by_role("button", name="Cabut").click()
    expect(visitor.get_by_text("Sertifikat dicabut", exact=True)).to_be_visible()
    expect(row(visitor, "Siti Aminah")).to_contain_text("Nama salah ketik")
    old = row(visitor, "Siti Aminah").locator(".tabular").nth(1).inner_text()
    issue(visitor, "Siti Aminah")
    expect(row(visitor, "Siti Aminah")).to_contain_text("Terkirim")
    assert row(visitor, "Siti Aminah").locator(".tabular").nth(1).inner_text() != old


def test_cert_10_many_are_issued_with_a_result_for_each(visitor: Page, portal: Portal) -> None:
    """Sertifikat diterbitkan bersama: kemajuan dan hasil satu per satu tampil."""
    names = [f"Aslab {number:02d}" for number in range(12)]
    for name in names:
        finished(portal, name)
    at(visitor, portal, ADDRESS)
    visitor.get_by_label("Pilih semua (12)").check()
    visitor.get_by_role("button", name="Terbitkan yang dipilih").click()
    dialog(visitor).get_by_role("button", name="Terbitkan dan kirim").click()
    expect(dialog(visitor).get_by_text("12 berhasil, 0 gagal")).to_be_visible()
    expect(dialog(visitor).get_by_role("listitem")).to_have_count(12)
    dialog(visitor).get_by_role("button", name="Tutup").click()
    expect(row(visitor, "Belum terbit")).to_have_count(0)


def test_certificates_in_both_languages_and_widths(windows: OpenWindow, portal: Portal) -> None:
    finished(portal, "Siti Nurhaliza Rahmadani")
    finished(portal, "Budi Santoso", attended=8)
    with transaction() as db:
        gone = ended(db, student=portal.new("mahasiswa"), attended=14)
        make.certificate(db, gone, make.admin(db), revoked_at=gone.ended_at, revoke_reason="Nama salah ketik")
    look_at_all(windows, {"admin-sertifikat": ADDRESS}, portal.new("admin", name="Sulastri Handayani"))
