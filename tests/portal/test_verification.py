"""Module 8 in a browser: a lecturer verifies attendance, by keyboard or many at once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import update

from common.domain.attendance.states import AttendanceState
from common.domain.attendance.tables import attendances
from common.platform.db import transaction
from tests.client import Portal
from tests.portal.conftest import OpenWindow
from tests.portal.fit import fits
from tests.portal.pages import come_as, look, settle
from tests.portal.teaching import applicants, at, attendance, attended, confirm, dialog, vacancy
from tests.uat import cast

pytestmark = pytest.mark.without_bystanders

# A picture that is contained in its box is drawn in the box's proportion that fits; the box has to be the frame's.
_IN_FRAME = """image => {
    const [box, frame] = [image, image.closest('.frame')].map(one => one.getBoundingClientRect())
    return getComputedStyle(image).objectFit === 'contain' && box.width > 50 && box.height > 50
        && box.top >= frame.top - 1 && box.bottom <= frame.bottom + 1
        && box.left >= frame.left - 1 && box.right <= frame.right + 1
}"""
_AREA = "image => image.clientWidth * image.clientHeight"
ALL = "/dosen/verifikasi?minggu=semua"


def one(page: Page) -> Locator:
    """The attendance that is open, beside the list."""
    return page.get_by_role("region", name="Absensi yang dibuka")


def opened(page: Page, activity: str) -> None:
    expect(one(page)).to_contain_text(activity)


def in_frame(photo: Locator) -> None:
    """The picture, as it is drawn, lies in the frame around it."""
    expect(photo).to_be_visible()
    photo.evaluate("image => image.decode()")
    assert photo.evaluate(_IN_FRAME)


def three_days(portal: Portal) -> Any:
    """The lecturer of an aslab with three attendances; today's is the first of the list."""
    lecturer, student = portal.new("dosen"), portal.new("mahasiswa", name="Dewi Ayu")
    contract = cast.contract(student, lecturer)
    for day, name in enumerate(("Hari ini", "Kemarin", "Lusa")):
        attendance(contract, student, day, activity=name)
    return lecturer


def states(portal: Portal, lecturer: Any) -> dict[str, str]:
    listed = portal.as_(lecturer).call("list_attendances_to_verify")["items"]
    return {seen["activity"]: seen["state"] for seen in listed}


def test_ver_01_the_week_of_ones_own_aslab_with_photo_and_marks(portal: Portal, visitor: Page) -> None:
    """Verifikasi minggu ini: hanya aslab sendiri, dengan foto, jam, kegiatan, dan tanda."""
    lecturer, student = portal.new("dosen"), portal.new("mahasiswa", name="Dewi Ayu")
    other = portal.new("mahasiswa", name="Bukan Aslab Saya")
    attended(other, portal.new("dosen"))
    marks: dict[str, Any] = {"delayed": True, "late_entry": True, "late_reason": "Ponsel rusak."}
    contract, [first] = attended(student, lecturer, activity="Mendampingi modul 4", **marks)
    with transaction() as db:
        alike = update(attendances).where(attendances.c.id == first.id)
        db.execute(alike.values(similar_to=attendance(contract, student, 9).id))
    at(visitor, lecturer, "/dosen/verifikasi")
    expect(visitor.locator("main li").filter(has_text="Dewi Ayu")).to_have_count(2)
    visitor.get_by_role("button", name="Minggu ini").click()
    expect(visitor.locator("main li").filter(has_text="Dewi Ayu")).to_have_count(1)
    for told in ("Mendampingi modul 4", "WIB", "Terkirim terlambat", "Susulan", "Foto mirip", "Ponsel rusak."):
        opened(visitor, told)
    photo = one(visitor).get_by_role("img", name=re.compile("Foto bukti Dewi Ayu"))
    expect(photo).to_be_visible()
    assert photo.evaluate("async image => { await image.decode(); return image.naturalWidth }") == 400
    expect(visitor.get_by_text("Bukan Aslab Saya")).to_be_hidden()
    visitor.get_by_role("button", name="Minggu sebelumnya").click()
    visitor.get_by_role("button", name="Semua minggu").click()
    expect(visitor.locator("main li").filter(has_text="Dewi Ayu")).to_have_count(2)


def test_ver_02_03_by_keyboard_one_is_approved_and_the_next_rejected(portal: Portal, visitor: Page) -> None:
    """Dengan papan ketik: J/K berpindah, A menyetujui, T menolak dengan alasan."""
    lecturer = three_days(portal)
    at(visitor, lecturer, ALL)
    opened(visitor, "Hari ini")
    for key, shown in (("j", "Kemarin"), ("ArrowRight", "Lusa"), ("k", "Kemarin"), ("ArrowLeft", "Hari ini")):
        visitor.keyboard.press(key)
        opened(visitor, shown)
    visitor.keyboard.press("a")
    expect(visitor.get_by_role("status").filter(has_text="Disetujui")).to_be_visible()
    opened(visitor, "Kemarin")
    visitor.keyboard.press("t")
    expect(visitor.get_by_label("Alasan")).to_be_focused()
    visitor.keyboard.type("tak jelas")
    visitor.keyboard.press("Tab")
    confirm(visitor, "Tolak")
    expect(dialog(visitor)).to_be_hidden()
    opened(visitor, "Lusa")
    visitor.keyboard.press("k")
    opened(visitor, "tak jelas")
    opened(visitor, lecturer.name)
    expected = {"Hari ini": "disetujui", "Kemarin": "ditolak", "Lusa": "menunggu_verifikasi"}
    assert states(portal, lecturer) == expected


def test_ver_04_without_a_reason_nothing_is_rejected(portal: Portal, visitor: Page) -> None:
    """Tolak tanpa alasan: "Alasan wajib diisi", tidak berubah."""
    lecturer = three_days(portal)
    at(visitor, lecturer, ALL)
    opened(visitor, "Hari ini")
    visitor.keyboard.press("t")
    confirm(visitor, "Tolak")
    expect(dialog(visitor)).to_contain_text("Alasan wajib diisi")
    expect(visitor.get_by_label("Alasan")).to_be_focused()
    confirm(visitor, "Batal")
    assert set(states(portal, lecturer).values()) == {"menunggu_verifikasi"}


USUAL = {
    "id": ("Foto tidak jelas.", "Foto tidak menunjukkan kegiatan.", "Alasan"),
    "en": ("The photo is not clear.", "The photo does not show the activity.", "Reason"),
}


@pytest.mark.parametrize("language", ["id", "en"])
def test_ver_03_a_usual_reason_is_a_press_away(portal: Portal, windows: OpenWindow, language: str) -> None:
    """Each press adds its sentence once, words of one's own stay, and Ctrl+Enter rejects."""
    lecturer, student = portal.new("dosen", language=language), portal.new("mahasiswa")
    attendance(cast.contract(student, lecturer), student, activity="Kabur")
    page = windows(phone=language == "en", language=language)
    at(page, lecturer, ALL)
    page.get_by_role("button", name=re.compile(f"^{re.escape(student.name)}")).first.click()
    page.get_by_role("button", name={"id": "Tolak", "en": "Reject"}[language], exact=True).last.click()
    first, second, label = USUAL[language]
    field = page.get_by_label(label, exact=True)
    for text in (first, second, second):
        page.get_by_role("button", name=text).click()
    expect(field).to_have_value(f"{first} {second}")
    expect(field).to_be_focused()
    fits(page, "the usual reasons")
    field.press("End")
    field.press_sequentially(" Ulangi.")
    field.press("Control+Enter")
    expect(field).to_be_hidden()
    [row] = portal.as_(lecturer).call("list_attendances_to_verify")["items"]
    assert (row["state"], row["reason"]) == ("ditolak", f"{first} {second} Ulangi.")


def test_ver_01_the_keys_can_be_switched_off(portal: Portal, visitor: Page) -> None:
    lecturer = three_days(portal)
    at(visitor, lecturer, ALL)
    opened(visitor, "Hari ini")
    visitor.get_by_text("Pintasan keyboard").click()
    visitor.get_by_label("Pintasan aktif").uncheck()
    visitor.keyboard.press("j")
    visitor.get_by_role("button", name="Berikutnya").click()
    opened(visitor, "Kemarin")


def test_ver_06_the_thirty_of_the_week_are_approved_at_once(portal: Portal, visitor: Page) -> None:
    """Setujui 30 sekaligus: "30 disetujui"."""
    lecturer = portal.new("dosen")
    for _ in range(3):
        attended(portal.new("mahasiswa"), lecturer, 10)
    at(visitor, lecturer, ALL)
    visitor.get_by_role("button", name="Setujui semua (30)").click()
    confirm(visitor, "Setujui 30")
    expect(visitor.get_by_text("30 disetujui")).to_be_visible()
    expect(visitor.get_by_role("button", name="Setujui semua (0)")).to_be_disabled()


def test_ver_06_what_has_a_mark_is_approved_only_when_it_was_looked_at(portal: Portal, visitor: Page) -> None:
    """Tanda ditampilkan satu per satu dan tidak tercentang; hanya yang dicentang yang disetujui."""
    lecturer, student = portal.new("dosen"), portal.new("mahasiswa", name="Dewi Ayu")
    contract = cast.contract(student, lecturer)
    attendance(contract, student, 0, activity="Biasa")
    attendance(contract, student, 1, activity="Terlambat", delayed=True)
    attendance(contract, student, 2, activity="Susulan", late_entry=True, late_reason="Ponsel rusak.")
    at(visitor, lecturer, "/dosen/verifikasi")
    visitor.get_by_role("button", name="Setujui semua (3)").click()
    expect(dialog(visitor)).to_contain_text("Perlu dilihat dulu (2)")
    marked = dialog(visitor).get_by_role("checkbox")
    expect(marked).to_have_count(2)
    for tick in marked.all():
        expect(tick).not_to_be_checked()
    expect(dialog(visitor).get_by_role("listitem").filter(has_text="Susulan")).to_have_count(1)
    dialog(visitor).get_by_role("listitem").filter(has_text="Terkirim terlambat").get_by_role("checkbox").check()
    confirm(visitor, "Setujui 2")
    expect(visitor.get_by_text("2 disetujui")).to_be_visible()
    expected = {"Biasa": "disetujui", "Terlambat": "disetujui", "Susulan": "menunggu_verifikasi"}
    assert states(portal, lecturer) == expected


@pytest.mark.parametrize("size", [(400, 300), (300, 400)], ids=["landscape", "portrait"])
@pytest.mark.parametrize("at_phone", [False, True], ids=["desk", "phone"])
def test_ver_01_the_photo_is_seen_whole_and_can_be_enlarged(
    portal: Portal, windows: OpenWindow, at_phone: bool, size: tuple[int, int]
) -> None:
    lecturer, student = portal.new("dosen"), portal.new("mahasiswa", name="Dewi Ayu")
    attendance(cast.contract(student, lecturer), student, size=size)
    page = windows(phone=at_phone)
    at(page, lecturer, "/dosen/verifikasi")
    if at_phone:
        page.get_by_role("button", name=re.compile("^Dewi Ayu")).first.click()
    photo = page.get_by_role("img", name=re.compile("Foto bukti Dewi Ayu")).first
    in_frame(photo)
    page.get_by_role("button", name=re.compile("^Perbesar foto")).click()
    large = page.get_by_role("dialog", name=re.compile("Foto bukti Dewi Ayu")).get_by_role("img")
    in_frame(large)
    assert large.evaluate(_AREA) > photo.evaluate(_AREA)
    page.keyboard.press("Escape")
    expect(large).to_be_hidden()


def test_ver_02_what_was_done_is_said_beside_the_verdict_not_over_it(portal: Portal, visitor: Page) -> None:
    at(visitor, three_days(portal), "/dosen/verifikasi")
    opened(visitor, "Hari ini")
    visitor.keyboard.press("a")
    said = visitor.locator(".toast")
    expect(said).to_contain_text("Disetujui")
    expect(said.get_by_role("button", name="Tutup")).to_be_visible()
    opened(visitor, "Kemarin")
    settle(visitor)
    for name in ("Setujui", "Tolak"):
        button, box = one(visitor).get_by_role("button", name=name).bounding_box(), said.bounding_box()
        assert button
        assert box
        apart = box["y"] >= button["y"] + button["height"] or box["x"] + box["width"] <= button["x"]
        assert apart


def test_ver_06_who_could_not_be_approved_is_named(portal: Portal, visitor: Page) -> None:
    lecturer = three_days(portal)
    at(visitor, lecturer, ALL)
    ticks = visitor.get_by_role("checkbox", name=re.compile("^Pilih absensi Dewi Ayu"))
    ticks.nth(0).check()
    ticks.nth(1).check()
    visitor.get_by_role("button", name="Setujui yang dipilih (2)").click()
    with transaction() as db:
        rejected = update(attendances).where(attendances.c.activity == "Kemarin")
        db.execute(rejected.values(state=AttendanceState.REJECTED, reason="Oleh rekan"))
    confirm(visitor, "Setujui 2")
    expect(visitor.get_by_text("1 disetujui")).to_be_visible()
    told = visitor.get_by_role("alert").filter(has_text="1 tidak dapat disetujui")
    expect(told).to_contain_text("Dewi Ayu")
    expect(told).to_contain_text("Status tidak dapat diubah dari Ditolak menjadi Disetujui")


def test_ver_01_on_a_phone_one_is_opened_over_the_list(portal: Portal, phone: Page) -> None:
    lecturer = three_days(portal)
    at(phone, lecturer, ALL)
    phone.get_by_role("button", name=re.compile("^Dewi Ayu")).first.click()
    expect(dialog(phone)).to_contain_text("Hari ini")
    confirm(phone, "Setujui")
    expect(dialog(phone)).to_contain_text("Kemarin")
    confirm(phone, "Tutup")
    expect(dialog(phone)).to_be_hidden()
    assert states(portal, lecturer)["Hari ini"] == "disetujui"


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_verification_page(portal: Portal, windows: OpenWindow, language: str) -> None:
    lecturer, student = portal.new("dosen", language=language), portal.new("mahasiswa", name="Dewi Ayu Lestari")
    contract, _ = attended(student, lecturer, 2, delayed=True)
    attendance(contract, student, 3, state=AttendanceState.APPROVED)
    for at_phone in (False, True):
        page = windows(phone=at_phone)
        come_as(page, lecturer)
        page.goto(ALL)
        expect(page.get_by_role("button", name=re.compile("^Dewi Ayu")).first).to_be_visible()
        look(page, "dosen-verifikasi")
        if at_phone:
            page.get_by_role("button", name=re.compile("^Dewi Ayu")).first.click()
            look(page, "dosen-verifikasi-terbuka")


def test_a_row_of_a_long_list_is_light(portal: Portal, visitor: Page) -> None:
    """A browser has to make and to place each node of hundreds of rows."""
    lecturer, student = portal.new("dosen"), portal.new("mahasiswa")
    attended(student, lecturer, 2, delayed=True, late_entry=True, late_reason="Ponsel rusak.")
    at(visitor, lecturer, ALL)
    expect(visitor.locator("main li img")).to_have_count(2)
    assert visitor.locator("main li").first.locator("*").count() <= 30
    post = vacancy(lecturer)
    applicants(post, 2)
    visitor.goto(f"/dosen/lowongan/{post.id}/pendaftar")
    expect(visitor.locator("tbody tr")).to_have_count(2)
    assert visitor.locator("tbody tr").first.locator("*").count() <= 20
