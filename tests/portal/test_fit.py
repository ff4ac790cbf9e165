"""Every page at every width: no text is cut, no label lies under an error, and the page's parts do not overlap."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from common.domain.assistants.states import ContractState
from common.domain.recruitment.states import ApplicationState
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal
from tests.portal.attendance import new_post
from tests.portal.conftest import OpenWindow
from tests.portal.fit import fits, misfits, misfits_here
from tests.portal.inbox import notified
from tests.portal.office import at as at_office
from tests.portal.pages import come_as, settle
from tests.portal.teaching import applicants, attendance, vacancy

pytestmark = pytest.mark.without_bystanders

PAGES = {
    "nobody": [
        "/",
        "/lowongan",
        "/sertifikat",
        "/privasi",
        "/kode-galat",
        "/pengujian",
        "/panduan",
        "/panduan/seleksi",
        "/panduan/dosen",
        "/panduan/sistem",
        "/masuk",
        "/lupa-kata-sandi",
        "/kata-sandi?kode=x",
        "/tidak/ada",
    ],
    "mahasiswa": ["/mahasiswa", "/pendaftaran", "/sertifikat-saya", "/notifikasi", "/profil", "/lowongan"],
    "aslab": ["/aslab", "/absensi", "/absensi/riwayat", "/kontrak", "/notifikasi"],
    "dosen": ["/dosen", "/dosen/lowongan", "/dosen/lowongan/baru", "/dosen/verifikasi", "/dosen/aslab", "/rekap"],
    "admin": [
        f"/admin{page}" for page in ("", "/pengguna", "/periode", "/aktivasi", "/kontrak", "/sertifikat", "/impor")
    ]
    + ["/admin/statistik", "/admin/pesan", "/admin/pengumuman", "/admin/audit", "/admin/honorarium", "/rekap"],
}


def campus(portal: Portal) -> dict[str, tuple[Any, str | None]]:
    """A student who is an aslab too, the lecturer and an admin, each with the role to come in."""
    post = new_post(portal)
    open_ = vacancy(post.lecturer, course="Pengantar Teknologi Informasi dan Komunikasi")
    applicants(open_, 3)
    with transaction() as db:
        make.application(db, open_, post.student, state=ApplicationState.INTERVIEW, interview_at=clock.now())
        make.application(db, make.vacancy(db, post.lecturer), post.student, state=ApplicationState.ACCEPTED)
        make.period(db, name="2026/2027 Ganjil")
    attendance(post.contract, post.student, 1, delayed=True, late_entry=True, late_reason="Ponsel rusak.")
    notified(post.student, "Status pendaftaran Anda sebagai asisten laboratorium berubah", role="mahasiswa")
    admin = portal.new("admin")
    both = {role: (post.student, role) for role in ("mahasiswa", "aslab")}
    return {**both, "dosen": (post.lecturer, None), "admin": (admin, None)}


@pytest.mark.parametrize("who", ["nobody", "mahasiswa", "aslab", "dosen", "admin"])
@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_every_page_shows_its_texts_in_full(
    portal: Portal, windows: OpenWindow, phone: bool, language: str, who: str
) -> None:
    page = windows(phone=phone, language=language)
    if who != "nobody":
        person, role = campus(portal)[who]
        portal.as_(person, role).call("edit_profile", json={"language": language})
        come_as(page, person, role)
    wrong = misfits(page, PAGES[who], dark=language == "id" and not phone)
    assert wrong == [], "\n".join(wrong)


LONG = {
    "course": "Pengantar Teknologi Informasi dan Komunikasi Multimedia Interaktif",
    "requirements": "Nilai minimal B.\nSelengkapnya: https://kampus.example.org/" + "prosedur-perekrutan-" * 5,
    "minimum_ipk": "3.25",
    "minimum_semester": 3,
}
CODE = "7KQ2-M0XA-93TR-C5VE"


def certified(lecturer: Any, student: Any) -> None:
    facts = {"name": "Raden Ajeng Nurhaliza Wulandari Kusumaningrum Putri", "course": LONG["course"]}
    days = {"starts_on": "2026-09-01", "ends_on": "2026-12-20", "issued_on": "2026-12-21"}
    with transaction() as db:
        admin = make.admin(db)
        ended = {"state": ContractState.ENDED, "ended_at": clock.now()}
        contract = make.contract(db, student=student, lecturer=lecturer, admin=admin, **ended)
        known = {"period": "2026/2027 Ganjil", "attendances": 14} | facts | days
        make.certificate(db, contract, admin, code=CODE, facts=known)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_every_page_of_one_thing_shows_its_texts_in_full(
    portal: Portal, windows: OpenWindow, phone: bool, language: str
) -> None:
    lecturer, student = portal.new("dosen"), portal.new("mahasiswa")
    post = vacancy(lecturer, **LONG)
    applicants(post, 3, interview_place="Laboratorium Rekayasa Perangkat Lunak, Gedung Fakultas Teknik lantai 4")
    certified(lecturer, student)
    ways: dict[str, tuple[Any, list[str]]] = {
        "nobody": (None, [f"/lowongan/{post.id}", f"/sertifikat/{CODE}"]),
        "mahasiswa": (student, [f"/lowongan/{post.id}", f"/lowongan/{post.id}/daftar"]),
        "dosen": (lecturer, [f"/dosen/lowongan/{post.id}", f"/dosen/lowongan/{post.id}/pendaftar"]),
    }
    wrong = []
    for person, addresses in ways.values():
        page = windows(phone=phone, language=language)
        if person:
            portal.as_(person).call("edit_profile", json={"language": language})
            come_as(page, person)
        wrong += misfits(page, addresses, dark=language == "id" and not phone)
    page.get_by_role("button", name="Pendaftar 01", exact=True).click()
    expect(page.get_by_role("heading", name="Pendaftar 01", level=2)).to_be_focused()
    wrong += misfits_here(page, "an open candidate")
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_auth_15_the_choice_of_a_role_can_be_read_at_any_size(portal: Portal, windows: OpenWindow, phone: bool) -> None:
    page = windows(phone=phone)
    come_as(page, new_post(portal).student)
    page.goto("/mahasiswa")
    expect(page.get_by_role("button", name="Masuk sebagai Mahasiswa")).to_be_visible()
    fits(page, "the choice of a role")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_errors_of_a_dialog_leave_the_next_label_readable(portal: Portal, windows: OpenWindow, phone: bool) -> None:
    page = windows(phone=phone)
    at_office(page, portal, "/admin/pengguna")
    page.get_by_role("button", name="Tambah pengguna").click()
    page.get_by_role("dialog").get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Nama wajib diisi")).to_be_visible()
    fits(page, "the dialog of a new user")


def test_a_field_shows_the_focus_by_its_own_border(portal: Portal, visitor: Page) -> None:
    visitor.goto("/lupa-kata-sandi")
    field = visitor.get_by_label("Email", exact=True)
    field.focus()
    assert field.evaluate("field => getComputedStyle(field).outlineStyle") == "none"
    assert field.evaluate("field => field.matches(':focus-visible')")


def test_the_foot_lies_beside_the_menu(portal: Portal, visitor: Page) -> None:
    at_office(visitor, portal, "/admin/audit")
    menu, foot = visitor.get_by_role("navigation", name="Menu utama"), visitor.get_by_role("contentinfo")
    foot.scroll_into_view_if_needed()
    settle(visitor)
    left, inner = menu.bounding_box(), foot.bounding_box()
    assert left
    assert inner
    assert inner["x"] >= left["x"] + left["width"]
