"""Applying for a vacancy, as a student does it; the races are the server's, in tests/uat and tests/flows."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader, PdfWriter

from tests import samples
from tests.client import Portal
from tests.portal.applicants import (
    SENT,
    TYPED,
    applied,
    at_form,
    choose,
    end_sessions,
    give,
    give_all,
    kept_of,
    publish,
    send,
    sign_in_again,
    type_in,
)
from tests.portal.conftest import OpenWindow
from tests.portal.pages import choose_when_asked, come_as, look, look_twice


def locked(content: bytes) -> bytes:
    """The same PDF behind a password."""
    writer, out = PdfWriter(PdfReader(BytesIO(content))), BytesIO()
    writer.encrypt("rahasia", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def test_mhs_reg_02_name_and_nim_are_the_accounts(portal: Portal, visitor: Page) -> None:
    """Nama dan NIM hanya dibaca; isian yang diubah paksa diabaikan server."""
    student = portal.new("mahasiswa")
    at_form(visitor, student, publish(portal))
    for label, value in (("Nama", student.name), ("NIM", student.number)):
        field = visitor.get_by_label(label, exact=True)
        expect(field).to_have_value(value)
        expect(field).not_to_be_editable()
        field.evaluate("field => { field.readOnly = false; field.value = 'Orang Lain' }")
    type_in(visitor)
    give_all(visitor)
    send(visitor)
    expect(visitor.get_by_text(SENT)).to_be_visible()
    listed = portal.as_(student).call("list_own_applications")["items"]
    assert [(one["name"], one["number"]) for one in listed] == [(student.name, student.number)]


def test_mhs_reg_03_an_application_is_sent(portal: Portal, phone: Page) -> None:
    """Data lengkap dan semua dokumen: berhasil dikirim, berstatus Menunggu, pendaftar bertambah satu."""
    student, vacancy = portal.new("mahasiswa"), publish(portal)
    at_form(phone, student, vacancy)
    expect(phone.get_by_text("Diisi dari pendaftaran terakhir")).to_be_hidden()
    type_in(phone)
    give_all(phone)
    send(phone)
    expect(phone.get_by_text(SENT)).to_be_visible()
    expect(phone).to_have_url(re.compile("/pendaftaran$"))
    card = phone.get_by_role("article").filter(has_text=vacancy["course"])
    expect(card.get_by_text("Menunggu").first).to_be_visible()
    expect(card).to_contain_text("3,45")
    assert portal.call("show_vacancy", vacancy_id=vacancy["id"])["applicants"] == 1


def test_mhs_reg_04_a_missing_document_is_told_at_its_place(portal: Portal, visitor: Page) -> None:
    """Tanpa transkrip: "Transkrip nilai wajib diunggah", fokus ke sana, isian dan berkas lain tetap."""
    student = portal.new("mahasiswa")
    at_form(visitor, student, publish(portal))
    type_in(visitor)
    give(visitor, "CV", "cv.pdf")
    send(visitor)
    expect(visitor.get_by_text("Transkrip nilai wajib diunggah")).to_be_visible()
    expect(visitor.get_by_label("Transkrip nilai", exact=True)).to_be_focused()
    look(visitor, "daftar-dokumen-kurang")
    for label, text in TYPED.items():
        expect(visitor.get_by_label(label, exact=True)).to_have_value(text)
    expect(visitor.get_by_text("cv.pdf diterima")).to_be_visible()
    give(visitor, "Transkrip nilai", "transkrip.pdf")
    expect(visitor.get_by_text("Transkrip nilai wajib diunggah")).to_be_hidden()
    send(visitor)
    expect(visitor.get_by_text(SENT)).to_be_visible()


def test_mhs_reg_05_second_application_is_refused(portal: Portal, visitor: Page) -> None:
    """Mendaftar ulang: ditolak dengan "Anda sudah mendaftar", juga dari tab yang terbuka sejak sebelumnya."""
    student, vacancy = portal.new("mahasiswa"), publish(portal)
    at_form(visitor, student, vacancy)
    type_in(visitor)
    give_all(visitor)
    applied(portal, student, vacancy)
    send(visitor)
    expect(visitor.get_by_role("alert").filter(has_text="Anda sudah mendaftar")).to_be_focused()
    visitor.reload()
    expect(visitor.get_by_text("Anda sudah mendaftar")).to_be_visible()
    expect(visitor.get_by_role("button", name="Kirim pendaftaran")).to_be_hidden()
    look(visitor, "daftar-sudah")
    assert len(kept_of(student)) == 1


def test_mhs_reg_06_what_is_no_document_is_refused_before_sending(portal: Portal, visitor: Page) -> None:
    """Berkas .docx, gambar yang diganti nama, 0 byte, berkata sandi, 8 MB: ditolak di dokumennya."""
    student = portal.new("mahasiswa")
    at_form(visitor, student, publish(portal))
    cases = {
        "surat.docx": b"PK\x03\x04 bukan PDF",
        "foto.pdf": samples.photo(),
        "kosong.pdf": b"",
        "terkunci.pdf": locked(samples.pdf()),
        "besar.pdf": b"%PDF-1.7\n" + bytes(8 * 2**20),
    }
    for name, content in cases.items():
        choose(visitor, "CV", name, content)
        refusal = visitor.get_by_role("alert").filter(has_text=name)
        expect(refusal).to_contain_text(f"{name}: Berkas harus PDF maksimal 2 MB")
        expect(visitor.get_by_label("CV", exact=True)).to_have_attribute("aria-invalid", "true")
    type_in(visitor)
    give(visitor, "Transkrip nilai", "transkrip.pdf")
    send(visitor)
    expect(visitor.get_by_label("CV", exact=True)).to_be_focused()
    assert kept_of(student) == []


def refused_at(page: Page, label: str, text: str, told: str) -> None:
    """Sent with `text` at `label`: the sentence is there, and the focus at the field."""
    type_in(page, **{label: text})
    send(page)
    expect(page.get_by_text(told)).to_be_visible()
    expect(page.get_by_label(label, exact=True)).to_be_focused()


def test_mhs_reg_07_an_ipk_is_written_with_comma_or_point(portal: Portal, visitor: Page) -> None:
    """IPK "4,50", "-1", "abc" ditolak di isiannya; "3.45" disimpan sebagai 3,45."""
    student = portal.new("mahasiswa")
    at_form(visitor, student, publish(portal))
    give_all(visitor)
    for wrong in ("4,50", "-1", "abc"):
        refused_at(visitor, "IPK", wrong, "IPK harus antara 0,00 dan 4,00")
    type_in(visitor, IPK="3.45")
    send(visitor)
    expect(visitor.get_by_text(SENT)).to_be_visible()
    assert [str(kept.ipk) for kept in kept_of(student)] == ["3.45"]


def test_mhs_reg_08_below_the_minimum_is_told_with_both_figures(portal: Portal, visitor: Page) -> None:
    """IPK atau semester di bawah syarat lowongan: disebut di isiannya, tidak tersimpan."""
    student = portal.new("mahasiswa")
    at_form(visitor, student, publish(portal, minimum_ipk="3,25", minimum_semester=5))
    refused_at(visitor, "IPK", "3,10", "IPK Anda (3,10) belum memenuhi syarat minimal 3,25")
    refused_at(visitor, "Semester", "4", "Semester Anda (4) belum memenuhi syarat minimal 5")
    assert kept_of(student) == []


def test_mhs_reg_10_a_whatsapp_number_is_kept_in_one_way(portal: Portal, visitor: Page) -> None:
    """Nomor "12345" ditolak; "0812-3456-7890" disimpan sebagai +6281234567890."""
    student = portal.new("mahasiswa")
    at_form(visitor, student, publish(portal))
    give_all(visitor)
    refused_at(visitor, "Nomor WhatsApp", "12345", "Nomor WhatsApp tidak valid")
    refused_at(visitor, "Semester", "lima", "Semester harus bilangan bulat 1-14")
    type_in(visitor)
    send(visitor)
    expect(visitor.get_by_text(SENT)).to_be_visible()
    assert [kept.whatsapp for kept in kept_of(student)] == ["+6281234567890"]


def test_mhs_reg_09_a_vacancy_that_closes_meanwhile_takes_nothing(portal: Portal, visitor: Page) -> None:
    """Lowongan ditutup saat formulir terbuka: "Lowongan sudah ditutup", juga dari alamat yang disimpan."""
    student, lecturer = portal.new("mahasiswa"), portal.new("dosen")
    vacancy = publish(portal, lecturer)
    at_form(visitor, student, vacancy)
    type_in(visitor)
    give_all(visitor)
    portal.as_(lecturer).call("close_vacancy", vacancy_id=vacancy["id"])
    send(visitor)
    expect(visitor.get_by_text("Lowongan sudah ditutup")).to_be_visible()
    visitor.reload()
    expect(visitor.get_by_text("Lowongan sudah ditutup")).to_be_visible()
    expect(visitor.get_by_label("IPK")).to_be_hidden()
    assert kept_of(student) == []


def test_the_form_begins_with_the_last_application(portal: Portal, visitor: Page) -> None:
    student = portal.new("mahasiswa")
    applied(portal, student, publish(portal))
    at_form(visitor, student, publish(portal, course="Jaringan Komputer"))
    expect(visitor.get_by_text("Diisi dari pendaftaran terakhir")).to_be_visible()
    for label, text in (TYPED | {"Nomor WhatsApp": "+6281234567890"}).items():
        expect(visitor.get_by_label(label, exact=True)).to_have_value(text)


def test_auth_12_a_session_that_ends_in_the_middle_of_the_form_loses_nothing(portal: Portal, visitor: Page) -> None:
    """Sesi berakhir saat mengisi: masuk kembali di dialog, isian dan berkas tetap ada, terkirim satu kali."""
    student = portal.new("mahasiswa")
    at_form(visitor, student, publish(portal))
    type_in(visitor)
    give(visitor, "CV", "cv.pdf")
    end_sessions(student)
    choose(visitor, "Transkrip nilai", "transkrip.pdf")
    sign_in_again(visitor)
    visitor.get_by_role("button", name="Kirim ulang: Transkrip nilai").click()
    expect(visitor.get_by_text("transkrip.pdf diterima")).to_be_visible()
    end_sessions(student)
    send(visitor)
    sign_in_again(visitor)
    assert kept_of(student) == []
    for label, text in TYPED.items():
        expect(visitor.get_by_label(label, exact=True)).to_have_value(text)
    send(visitor)
    expect(visitor.get_by_text(SENT)).to_be_visible()
    assert len(kept_of(student)) == 1


def test_what_was_typed_outlives_a_reload_but_not_a_sign_out(portal: Portal, visitor: Page) -> None:
    student, vacancy = portal.new("mahasiswa"), publish(portal)
    at_form(visitor, student, vacancy)
    type_in(visitor, Semester="6")
    visitor.reload()
    expect(visitor.get_by_label("Semester")).to_have_value("6")
    end_sessions(student)
    visitor.reload()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Masuk")
    at_form(visitor, student, vacancy)
    expect(visitor.get_by_label("Semester")).to_have_value("6")
    visitor.get_by_role("button", name=student.name).click()
    visitor.get_by_role("menuitem", name="Keluar").click()
    expect(visitor.get_by_text("Anda telah keluar")).to_be_visible()
    at_form(visitor, student, vacancy)
    expect(visitor.get_by_label("Semester")).to_have_value("")


def test_mhs_reg_13_pressing_twice_sends_once(portal: Portal, visitor: Page) -> None:
    """Klik ganda saat berkas masih diperiksa: formulir menunggu, lalu tepat satu pendaftaran."""
    student = portal.new("mahasiswa")
    at_form(visitor, student, publish(portal))
    type_in(visitor)
    choose(visitor, "CV", "cv.pdf")
    choose(visitor, "Transkrip nilai", "transkrip.pdf")
    sent: list[str] = []
    visitor.on("request", lambda one: sent.append(one.url) if one.method == "POST" else None)
    visitor.get_by_role("button", name="Kirim pendaftaran").dblclick()
    expect(visitor.get_by_text(SENT)).to_be_visible()
    assert len([url for url in sent if url.endswith("/applications")]) == 1
    assert len(kept_of(student)) == 1


def test_a_document_is_chosen_and_taken_away_by_keyboard(portal: Portal, visitor: Page) -> None:
    choose_when_asked(visitor, {"name": "cv.pdf", "mimeType": "application/pdf", "buffer": samples.pdf()})
    at_form(visitor, portal.new("mahasiswa"), publish(portal))
    document = visitor.get_by_label("CV", exact=True)
    document.focus()
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_role("status").filter(has_text="cv.pdf diterima")).to_be_visible()
    visitor.keyboard.press("Tab")
    expect(visitor.get_by_role("button", name="Hapus berkas: CV")).to_be_focused()
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_text("cv.pdf diterima")).to_be_hidden()
    expect(document).to_be_focused()


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_the_application_form(portal: Portal, windows: OpenWindow, phone: bool) -> None:
    student = portal.new("mahasiswa", name="Budi Santoso")
    applied(portal, student, publish(portal))
    page = windows(phone=phone)
    come_as(page, student)
    form = publish(portal, minimum_ipk="3,25", minimum_semester=4, course="Pemrograman Berorientasi Objek")
    page.goto(f"/lowongan/{form['id']}/daftar")
    choose(page, "CV", "cv-budi-santoso-mahasiswa-teknik-informatika-2026.pdf")
    expect(page.get_by_role("status").filter(has_text="diterima")).to_be_visible()
    look_twice(page, "daftar")
