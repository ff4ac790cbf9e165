"""What a phone has to load before it shows a page: the budget of the portal (performance: first load)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Response

from tests.client import Portal
from tests.portal.attendance import new_post
from tests.portal.pages import come_as, settle

MOST_BYTES, MOST_FILES = 170_000, 30
PROGRAM = {"script", "stylesheet"}
PUBLIC = ["/", "/lowongan", "/sertifikat", "/masuk", "/lupa-kata-sandi", "/panduan", "/panduan/dosen"]
PUBLIC += ["/panduan/sistem"]
PAGES = {
    "mahasiswa": ["/mahasiswa", "/pendaftaran", "/sertifikat-saya", "/notifikasi", "/lowongan"],
    "aslab": ["/aslab", "/absensi", "/absensi/riwayat", "/kontrak"],
    "dosen": ["/dosen", "/dosen/lowongan", "/dosen/verifikasi", "/dosen/aslab", "/rekap"],
    "admin": [
        *("/admin", "/admin/pengguna", "/admin/periode", "/admin/aktivasi"),
        *("/admin/kontrak", "/admin/sertifikat", "/admin/pesan", "/admin/pengumuman"),
        *("/admin/statistik", "/admin/honorarium", "/rekap"),
    ],
}
# The camera and its form, forms with many of the library's fields, and lists with an export. These only fall.
HEAVIER = {
    "/absensi": (170_500, 33),
    "/dosen/lowongan/baru": (176_000, 34),
    "/profil": (171_000, 31),
    "/admin/audit": (173_500, 31),
    "/aslab": (170_000, 31),
}
SIGNED_IN = [(path, role) for role, paths in PAGES.items() for path in paths]
SIGNED_IN += [("/profil", "mahasiswa"), ("/dosen/lowongan/baru", "dosen"), ("/admin/audit", "admin")]


@pytest.mark.parametrize("path", PUBLIC)
def test_the_first_load_is_light(phone: Page, path: str) -> None:
    is_light(phone, path)


@pytest.mark.parametrize(("path", "role"), SIGNED_IN)
def test_a_page_behind_sign_in_is_light(portal: Portal, phone: Page, path: str, role: str) -> None:
    come_as(phone, new_post(portal).student if role == "aslab" else portal.new(role), role if role == "aslab" else None)
    is_light(phone, path)


def is_light(page: Page, path: str) -> None:
    sizes = loaded(page, path)
    most_bytes, most_files = HEAVIER.get(path, (MOST_BYTES, MOST_FILES))
    assert 50_000 < sum(sizes.values()) <= most_bytes, heaviest(sizes)
    assert len(sizes) <= most_files, sorted(sizes)


def loaded(page: Page, path: str) -> dict[str, int]:
    """The bytes of each program file and style sheet that opening `path` takes, as they travel."""
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(path)
    settle(page)
    program = [answer for answer in answers if answer.request.resource_type in PROGRAM]
    return {answer.url.rpartition("/")[2]: answer.request.sizes()["responseBodySize"] for answer in program}


def heaviest(sizes: dict[str, int]) -> str:
    return f"{sum(sizes.values())} bytes, most of it {sorted(sizes.items(), key=lambda one: -one[1])[:12]}"
