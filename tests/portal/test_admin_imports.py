"""Module 2 in a browser: people from a file, from the preview to the end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import FilePayload, Page, expect

from common.domain.imports.states import LineKind
from common.domain.people.tables import people
from common.platform.auth import Role
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal
from tests.platform.sheets.files import HEAD, csv, texts, xlsx
from tests.portal.conftest import OpenWindow
from tests.portal.office import at, choose, dialog, row
from tests.portal.pages import come_as, look, look_at_all, settle

ADDRESS = "/admin/impor"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GOOD = [
    ["0022311101", "Siti Aminah", "Teknik Elektro", "siti101@contoh.test", "0812-3456-7101"],
    ["0022311102", "Putra Budi", "Fisika", "budi102@contoh.test", ""],
]


def preview(page: Page, content: bytes, name: str = "mahasiswa.xlsx") -> None:
    """Choose a file and wait until what it would change is shown."""
    page.get_by_label("Berkas pengguna").set_input_files(FilePayload(name=name, mimeType=XLSX, buffer=content))
    expect(page.get_by_text(f"{name} diterima")).to_be_visible()
    page.get_by_role("button", name="Tampilkan pratinjau").click()
    page.wait_for_url("**/admin/impor/*")


def confirm(page: Page, button: str) -> None:
    page.get_by_role("button", name=button).click()
    dialog(page).get_by_role("button", name=button).click()


def shown(page: Page, kind: str) -> None:
    page.get_by_role("group", name="Baris yang ditampilkan").get_by_role("button", name=re.compile(f"^{kind}")).click()


def file_of(*rows: Sequence[Any]) -> bytes:
    return xlsx(HEAD, *map(list, rows))


def test_usr_07_and_usr_08_people_are_imported_after_a_look_at_what_changes(visitor: Page, portal: Portal) -> None:
    """Admin melihat pratinjau, mengimpor, mengunduh baris yang ditolak; berkas yang sama tidak menambah siapa pun."""
    known = portal.new("mahasiswa", name="Rina Lama", number="0022311103", program="Kimia")
    lecturer = portal.new("dosen")
    changed = [known.number, "Rina Baru", "Kimia", known.email, ""]
    content = file_of(*GOOD, changed, [lecturer.number, "Salah", "Kimia", "salah@contoh.test", ""])
    at(visitor, portal, ADDRESS)
    preview(visitor, content)
    expect(visitor.get_by_text("2 baru, 1 berubah, 0 tidak berubah, 1 ditolak")).to_be_visible()
    expect(row(visitor, "Baris 5")).to_contain_text("NIM/NIP sudah terdaftar dengan peran dosen")
    shown(visitor, "Berubah")
    expect(row(visitor, "Baris 4")).to_contain_text("Nama: Rina Lama menjadi Rina Baru")
    shown(visitor, "Baru")
    expect(row(visitor, "0022311101")).to_contain_text("+6281234567101")
    settle(visitor)
    look(visitor, "admin-impor-pratinjau")

    confirm(visitor, "Impor 3 pengguna")
    expect(visitor.get_by_text("2 ditambahkan, 1 diperbarui, 0 tidak berubah, 1 ditolak")).to_be_visible()
    with visitor.expect_download() as download:
        visitor.get_by_role("button", name="Unduh baris yang ditolak").click()
    assert download.value.suggested_filename == "baris-ditolak.xlsx"
    saved = Path(download.value.path()).read_bytes()
    assert [cells[:2] for cells in texts(saved)[1:]] == [[lecturer.number, "Salah"]]
    assert "/kata-sandi" in portal.campus.outbox.wait_for_mail(to="siti101@contoh.test").text

    visitor.get_by_role("navigation", name="Letak halaman").get_by_role("link", name="Impor pengguna").click()
    preview(visitor, file_of(*GOOD, changed))
    expect(visitor.get_by_text("0 ditambahkan, 3 tidak berubah")).to_be_visible()
    expect(visitor.get_by_role("button", name="Impor 0 pengguna")).to_have_count(0)
    visitor.goto("/admin/pengguna?cari=0022311101")
    expect(row(visitor, "0022311101")).to_contain_text("Siti Aminah")


def test_a_column_that_is_not_found_is_said_by_the_admin(visitor: Page, portal: Portal) -> None:
    """Judul kolom yang tidak dikenal dipilih sendiri; berkasnya dibaca ulang."""
    at(visitor, portal, ADDRESS)
    rows = [["Kode", "Orang", "Surel"], ["0022311101", "Siti Aminah", "siti101@contoh.test"]]
    preview(visitor, csv(";", rows).encode(), "daftar.csv")
    expect(visitor.get_by_text("Kolom NIM/NIP tidak ditemukan.")).to_be_visible()
    settle(visitor)
    look(visitor, "admin-impor-kolom")
    for label, option in (("NIM/NIP", "A: Kode"), ("Nama", "B: Orang"), ("Email", "C: Surel")):
        choose(visitor, label, option)
    visitor.get_by_role("button", name="Baca ulang").click()
    expect(visitor.get_by_text("1 baru, 0 berubah, 0 tidak berubah, 0 ditolak")).to_be_visible()
    choose_columns(visitor)
    choose(visitor, "Nama", "C: Surel")
    visitor.get_by_role("button", name="Baca ulang").click()
    expect(visitor.get_by_text("Kolom ini sudah dipilih untuk isian lain").first).to_be_visible()


def choose_columns(page: Page) -> None:
    page.get_by_text("Kolom berkas").click()


def test_what_is_no_sheet_is_refused_where_it_is_chosen(visitor: Page, portal: Portal) -> None:
    at(visitor, portal, ADDRESS)
    false = FilePayload(name="mahasiswa.xlsx", mimeType=XLSX, buffer=b"MZ\x90\x00\x03\x00 a program")
    visitor.get_by_label("Berkas pengguna").set_input_files(false)
    expect(visitor.get_by_text("Berkas harus XLSX atau CSV maksimal 10 MB")).to_be_visible()
    expect(visitor.get_by_role("button", name="Tampilkan pratinjau")).to_be_disabled()


def test_the_template_is_filled_in_as_it_is(visitor: Page, portal: Portal) -> None:
    at(visitor, portal, ADDRESS)
    with visitor.expect_download() as download:
        visitor.get_by_role("button", name="Unduh templat").click()
    heads = texts(Path(download.value.path()).read_bytes())[0]
    preview(visitor, xlsx(heads, *GOOD))
    expect(visitor.get_by_text("2 baru, 0 berubah, 0 tidak berubah, 0 ditolak")).to_be_visible()


def test_an_import_in_both_languages_and_widths(windows: OpenWindow, portal: Portal) -> None:
    admin = portal.new("admin", name="Sulastri Handayani")
    with transaction() as db:
        heads = [{"position": n, "head": head, "sample": GOOD[0][n]} for n, head in enumerate(HEAD)]
        columns = {"number": 0, "name": 1, "program": 2, "email": 3, "whatsapp": 4}
        read = {"heads": heads, "columns": columns, "added": 2, "refused": 1, "unchanged": 495}
        ready = make.people_import(db, admin, file_name="mahasiswa-baru-2026-2027-fakultas-teknik.xlsx", **read)
        make.import_lines(db, ready, [LineKind.NEW, LineKind.NEW, LineKind.REFUSED])
        saving = {"state": "disimpan", "to_save": 500, "saved": 320, "added": 500}
        going = make.people_import(db, admin, **saving)
    pages = {"admin-impor": ADDRESS, "admin-impor-siap": f"{ADDRESS}/{ready.id}"}
    look_at_all(windows, pages | {"admin-impor-disimpan": f"{ADDRESS}/{going.id}"}, admin)


def test_an_import_goes_on_when_its_page_is_closed(windows: OpenWindow, portal: Portal) -> None:
    """Halaman ditutup segera setelah dikonfirmasi; semuanya tetap tersimpan."""
    admin, page = portal.new("admin"), windows()
    at(page, portal, ADDRESS, admin)
    rows = ([f"00225{n:05d}", f"Orang {n}", "", f"o{n}@contoh.test", ""] for n in range(600))
    preview(page, file_of(*rows), "enam-ratus.xlsx")
    confirm(page, "Impor 600 pengguna")
    expect(page.get_by_text("Penyimpanan dimulai")).to_be_visible()
    page.close()
    other = windows()
    come_as(other, admin)
    other.goto(ADDRESS)
    expect(row(other, "enam-ratus.xlsx")).to_contain_text("600 ditambahkan")
    with transaction() as db:
        found = db.execute(people.select().where(people.c.number == "0022500599")).one()
    assert (found.role, found.has_password) == (Role.STUDENT, False)
