"""Ways back in a browser: stepping back from a seat, and a rejection that was a mistake."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from common.domain.recruitment.states import ApplicationState, VacancyState
from common.platform import clock
from common.platform.calendar_text import indonesian_date
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal
from tests.portal.conftest import OpenWindow
from tests.portal.pages import look_at_all, speak_english
from tests.portal.teaching import applicants, at, confirm, dialog, typed, vacancy

pytestmark = pytest.mark.without_bystanders
SAVED = "Status tersimpan, email akan dikirim otomatis"


def seated(portal: Portal) -> tuple[Any, Any, Any]:
    """A lecturer, a student with their vacancy's only seat, and the application; somebody else waits for it."""
    lecturer, student = portal.new("dosen"), portal.new("mahasiswa", name="Budi Santoso")
    post = vacancy(lecturer, course="Basis Data", quota=1)
    with transaction() as db:
        made = make.application(db, post, student)
        make.application(db, post, make.student(db, name="Calon Lain"), state=ApplicationState.WAITING_LIST)
    portal.as_(lecturer).call("accept_candidate", application_id=made.id)
    portal.sweep()
    portal.campus.outbox.clear()
    return lecturer, student, made


def test_mhs_reg_16_a_student_steps_back_from_a_seat(portal: Portal, visitor: Page) -> None:
    """ "Anda mengundurkan diri"; kursi kosong dan dosen diberi tahu beserta calon berikutnya."""
    lecturer, student, _ = seated(portal)
    at(visitor, student, "/pendaftaran")
    card = visitor.get_by_role("article")
    card.get_by_role("button", name="Mengundurkan diri").click()
    expect(dialog(visitor)).to_contain_text("Mengundurkan diri dari Basis Data?")
    confirm(visitor, "Batal")
    expect(card).to_contain_text("Diterima")
    card.get_by_role("button", name="Mengundurkan diri").click()
    confirm(visitor, "Ya, saya mengundurkan diri")
    expect(visitor.get_by_text("Anda mengundurkan diri", exact=True)).to_be_visible()
    expect(card).to_contain_text("Dibatalkan")
    expect(card).to_contain_text("Anda mengundurkan diri dari kursi ini.")
    expect(card).to_contain_text("Kuota 1, terisi 0")
    mail = portal.campus.outbox.wait_for_mail(to=lecturer.email)
    assert "Budi Santoso mengundurkan diri" in mail.text
    assert "Calon Lain" in mail.text


def test_mhs_reg_16_after_the_activation_the_lecturer_is_to_be_asked(portal: Portal, visitor: Page) -> None:
    """Setelah aktivasi: "Hubungi dosen"; juga dari halaman yang sudah lama terbuka."""
    _, student, made = seated(portal)
    at(visitor, student, "/pendaftaran")
    visitor.get_by_role("button", name="Mengundurkan diri").click()
    days = {"starts_on": clock.today(), "ends_on": clock.today() + timedelta(days=90)}
    sent = {name: day.isoformat() for name, day in days.items()}
    portal.as_(portal.new("admin")).call("activate_aslab", application_id=made.id, json=sent)
    confirm(visitor, "Ya, saya mengundurkan diri")
    expect(dialog(visitor)).to_contain_text("Hubungi dosen untuk mengundurkan diri")
    visitor.reload()
    card = visitor.get_by_role("article")
    expect(card).to_contain_text("Hubungi dosen jika ingin mengundurkan diri.")
    expect(card.get_by_role("button", name="Mengundurkan diri")).to_have_count(0)
    speak_english(visitor)
    expect(card).to_contain_text("Contact your lecturer if you want to step back.")


def test_sel_13_a_rejection_is_taken_back(portal: Portal, visitor: Page) -> None:
    """Penolakan dibatalkan setelah konfirmasi: kembali "Menunggu", email koreksi, kedua langkah di riwayat."""
    lecturer = portal.new("dosen")
    post = vacancy(lecturer, course="Basis Data")
    [made] = applicants(post, 1)
    reason = {"reason": "Kuota terbatas."}
    portal.as_(lecturer).call("reject_candidate", application_id=made.id, json=reason)
    portal.sweep()
    portal.campus.outbox.clear()
    at(visitor, lecturer, f"/dosen/lowongan/{post.id}/pendaftar")
    visitor.get_by_role("button", name="Pendaftar 01", exact=True).click()
    panel = visitor.get_by_role("complementary", name="Pendaftar 01")
    panel.get_by_role("button", name="Batalkan penolakan").click()
    expect(dialog(visitor)).to_contain_text("dari Ditolak menjadi Menunggu?")
    confirm(visitor, "Batal")
    expect(visitor.locator("tbody tr")).to_contain_text("Ditolak")
    panel.get_by_role("button", name="Batalkan penolakan").click()
    confirm(visitor, "Batalkan penolakan")
    expect(visitor.get_by_text(SAVED)).to_be_visible()
    expect(visitor.locator("tbody tr")).to_contain_text("Menunggu")
    expect(panel.get_by_role("listitem").filter(has_text="Ditolak")).to_contain_text("Kuota terbatas.")
    expect(panel.get_by_role("listitem").last).to_contain_text("Menunggu")
    mail = portal.campus.outbox.wait_for_mail(to=made.email, subject_contains="Koreksi")
    assert "kembali menunggu keputusan" in mail.text


def test_sel_15_who_is_next_is_offered_beside_the_list(portal: Portal, visitor: Page) -> None:
    """Kursi kosong: calon berikutnya menurut nilai ditawarkan di halaman pendaftar."""
    lecturer = portal.new("dosen")
    post = vacancy(lecturer, course="Basis Data", quota=1)
    with transaction() as db:
        for name, points in (("Ani", 70), ("Citra", 90)):
            values = {"state": ApplicationState.WAITING_LIST, "score": points}
            make.application(db, post, make.student(db, name=name), **values)
    at(visitor, lecturer, f"/dosen/lowongan/{post.id}/pendaftar")
    expect(visitor.get_by_text("Ada kursi kosong. Berikutnya di daftar tunggu: Citra.")).to_be_visible()
    visitor.get_by_role("button", name="Lihat Citra").click()
    visitor.get_by_role("complementary", name="Citra").get_by_role("button", name="Terima").click()
    confirm(visitor, "Terima")
    expect(visitor.get_by_text(SAVED)).to_be_visible()
    expect(visitor.get_by_text("Ada kursi kosong.")).to_be_hidden()


def test_mhs_reg_17_a_seat_is_confirmed_in_the_portal(portal: Portal, visitor: Page) -> None:
    """Lowongan dengan batas konfirmasi: mahasiswa mengonfirmasi, dosen melihatnya."""
    lecturer, student = portal.new("dosen"), portal.new("mahasiswa", name="Budi Santoso")
    asks = {"confirm_by": clock.today() + timedelta(days=9), "course": "Basis Data"}
    post = vacancy(lecturer, **asks)
    with transaction() as db:
        made = make.application(db, post, student)
    portal.as_(lecturer).call("accept_candidate", application_id=made.id)
    at(visitor, student, "/pendaftaran")
    card = visitor.get_by_role("article")
    expect(card).to_contain_text(f"paling lambat {indonesian_date(asks['confirm_by'])}")
    card.get_by_role("button", name="Konfirmasi, saya bersedia").click()
    expect(visitor.get_by_text("Konfirmasi tersimpan")).to_be_visible()
    expect(card).to_contain_text("Konfirmasi Anda tersimpan.")
    expect(card.get_by_role("button", name="Konfirmasi, saya bersedia")).to_have_count(0)
    at(visitor, lecturer, f"/dosen/lowongan/{post.id}/pendaftar")
    visitor.get_by_role("button", name="Budi Santoso", exact=True).click()
    expect(visitor.get_by_role("complementary", name="Budi Santoso")).to_contain_text("Dikonfirmasi")


def test_mhs_reg_17_a_vacancy_asks_for_a_confirmation(portal: Portal, visitor: Page) -> None:
    lecturer = portal.new("dosen")
    post = vacancy(lecturer)
    at(visitor, lecturer, f"/dosen/lowongan/{post.id}")
    day = visitor.get_by_label("Batas konfirmasi")
    day.fill((clock.today() - timedelta(days=1)).isoformat())
    visitor.get_by_label("Terima otomatis dari daftar tunggu").check()
    visitor.get_by_role("button", name="Simpan").click()
    expect(visitor.get_by_text("Batas konfirmasi harus di masa depan")).to_be_visible()
    last = clock.today() + timedelta(days=9)
    day.fill(last.isoformat())
    visitor.get_by_role("button", name="Simpan").click()
    expect(visitor.get_by_text("Lowongan berhasil diperbarui")).to_be_visible()
    kept = portal.as_(lecturer).call("show_own_vacancy", vacancy_id=post.id)
    assert (kept["confirm_by"], kept["fills_seats"]) == (last.isoformat(), True)


def test_the_pages_of_a_seat_to_be_confirmed(portal: Portal, windows: OpenWindow) -> None:
    lecturer, student = portal.new("dosen"), portal.new("mahasiswa")
    post = vacancy(lecturer, course="Basis Data", confirm_by=clock.today() + timedelta(days=9), fills_seats=True)
    with transaction() as db:
        made = make.application(db, post, student)
        make.application(db, post, make.student(db), state=ApplicationState.WAITING_LIST)
    portal.as_(lecturer).call("accept_candidate", application_id=made.id)
    look_at_all(windows, {"pendaftaran-konfirmasi": "/pendaftaran"}, student)
    pages = {"dosen-daftar-tunggu": f"/dosen/lowongan/{post.id}/pendaftar", "dosen-kursi": f"/dosen/lowongan/{post.id}"}
    look_at_all(windows, pages, lecturer)


def test_low_13_a_closed_vacancy_is_opened_again(portal: Portal, visitor: Page) -> None:
    """ "Buka kembali": tanpa tanggal diminta tanggalnya; dengan tanggal baru "Lowongan dibuka kembali"."""
    lecturer = portal.new("dosen")
    post = vacancy(lecturer, course="Basis Data", state=VacancyState.CLOSED)
    at(visitor, lecturer, "/dosen/lowongan")
    card = visitor.get_by_role("article")
    expect(card).to_contain_text("Ditutup")
    card.get_by_role("button", name="Buka kembali: Basis Data").click()
    confirm(visitor, "Buka kembali")
    expect(dialog(visitor)).to_contain_text("Tanggal tutup baru wajib diisi")
    later = clock.now() + timedelta(days=20)
    dialog(visitor).get_by_label("Tanggal tutup (WIB)").fill(typed(later))
    confirm(visitor, "Buka kembali")
    expect(visitor.get_by_text("Lowongan dibuka kembali")).to_be_visible()
    expect(card).to_contain_text("Dibuka")
    expect(card).to_contain_text(indonesian_date(clock.to_campus(later).date()))
    assert portal.as_(lecturer).call("show_own_vacancy", vacancy_id=post.id)["status"] == "dibuka"
