"""`make guide-pictures`: takes the pictures of the guides from the demo campus, in both languages.

The campus and the browser have one fixed day, so that a picture changes when its page does and not by itself.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import grpc._server  # type: ignore[import-untyped]
import time_machine
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from common.ops.build.browser import find_browser
from common.ops.build.portal import build_portal
from common.ops.checkout import CHECKOUT
from common.ops.local.campus import Campus
from common.ops.local.demo import LOGINS, load_demo
from tests.conftest import real_time
from tests.portal.conftest import FLAGS
from tests.portal.pages import come_as, settle
from tests.portal.visit import Visit
from tests.temporary import temporary_places

FOLDER = CHECKOUT / "web" / "src" / "guide" / "pictures"
# Wednesday, ten in the morning on campus.
MOMENT = datetime(2026, 11, 25, 3, tzinfo=UTC)
# As wide as the guide shows them, twice as sharp on a phone.
WIDEST = {False: 1024, True: 540}
QUALITY = 60
LANGUAGES = ("id", "en")


@dataclass(frozen=True)
class Picture:
    """`by` is where the demo login stands in LOGINS, None for a visitor.

    `link` is followed and `press` pressed before; `wide` is for a page that shows two things beside each other.
    """

    name: str
    address: str
    by: int | None = None
    role: str | None = None
    phone: bool = False
    wide: bool = False
    link: str = ""
    press: str = ""

    @property
    def size(self) -> tuple[int, int]:
        return (360, 640) if self.phone else (1280, 800) if self.wide else (1024, 640)


_APPLICANTS, _APPLICANT = "main a[href$='/pendaftar']", "button[name='Laila Nur Azizah']"
ADMIN, RATNA, RIZKY, SITI = 0, 1, 3, 4
PICTURES = (
    Picture("umum-masuk", "/masuk", phone=True),
    Picture("pelamar-cari", "/lowongan"),
    Picture("pelamar-baca", "/lowongan", link="main a[href^='/lowongan/']"),
    Picture("pelamar-beranda", "/mahasiswa", SITI),
    Picture("pelamar-pantau", "/pendaftaran", SITI),
    Picture("aslab-beranda", "/aslab", RIZKY, "aslab", phone=True),
    Picture("aslab-absensi", "/absensi", RIZKY, "aslab", phone=True, press="radio[name='Sistem Operasi']"),
    Picture("aslab-riwayat", "/absensi/riwayat", RIZKY, "aslab", phone=True),
    Picture("dosen-beranda", "/dosen", RATNA),
    Picture("dosen-lowongan", "/dosen/lowongan", RATNA),
    Picture(
        "dosen-seleksi",
        "/dosen/lowongan",
        RATNA,
        None,
        wide=True,
        link=_APPLICANTS,
        press="button[name='Laila Nur Azizah']",
    ),
    Picture("dosen-verifikasi", "/dosen/verifikasi", RATNA, wide=True),
    Picture("dosen-rekap", "/rekap", RATNA),
    Picture("admin-beranda", "/admin", ADMIN),
    Picture("admin-pengguna", "/admin/pengguna", ADMIN),
    Picture("admin-aktivasi", "/admin/aktivasi", ADMIN),
    Picture("admin-sertifikat", "/admin/sertifikat", ADMIN),
)


def main(names: list[str]) -> None:
    build_portal(_say)
    wanted = [one for one in PICTURES if one.name in names or not names]
    with temporary_places() as places, _campus(places) as campus, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(FLAGS))
        for language in LANGUAGES:
            for one in wanted:
                _say(f"{language}/{one.name}: {_taken(browser, campus, one, language)} bytes")
        browser.close()


@contextmanager
def _campus(places: Any) -> Iterator[Campus]:
    """The demo at its moment. Its parts start by the machine's clock, for gRPC waits in C for a time of Python's."""
    grpc._server.time = SimpleNamespace(time=real_time)
    quiet = {"LOG_LEVEL": "CRITICAL"}
    with Campus(places, fast=True, timer=False, overrides=quiet) as campus, time_machine.travel(MOMENT, tick=True):
        load_demo()
        campus.open()
        yield campus


def _taken(browser: Browser, campus: Campus, one: Picture, language: str) -> int:
    """The size of the file."""
    visit = Visit(browser, campus.url, phone=one.phone, language=language, camera=True)
    visit.context.clock.install(time=MOMENT)
    page = visit.page
    width, height = one.size
    page.set_viewport_size({"width": width, "height": height})
    if one.by is not None:
        login = LOGINS[one.by]
        come_as(page, login, one.role, password=login.password, language=language)
    page.goto(one.address)
    settle(page)
    if one.link:
        _follow(page, one.link)
    if one.press:
        page.locator(f"role={one.press}").click()
        settle(page)
    page.evaluate("scrollTo(0, 0)")
    file = FOLDER / language / f"{one.name}.webp"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(_small(page.screenshot(), WIDEST[one.phone]))
    assert visit.faults == [], visit.faults
    visit.context.close()
    return file.stat().st_size


def _follow(page: Page, link: str) -> None:
    before = page.url
    page.locator(link).first.click()
    expect(page).not_to_have_url(before)
    settle(page)


def _small(picture: bytes, widest: int) -> bytes:
    drawn, made = Image.open(BytesIO(picture)).convert("RGB"), BytesIO()
    if drawn.width > widest:
        drawn = drawn.resize((widest, round(drawn.height * widest / drawn.width)), Image.Resampling.LANCZOS)
    drawn.save(made, "WEBP", quality=QUALITY, method=6)
    return made.getvalue()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
