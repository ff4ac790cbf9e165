"""Module 7 in a browser, on a phone: the camera first, then the activity, then "Kirim"."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import FilePayload, Page, expect
from sqlalchemy import select

from common.domain.uploads.tables import uploads
from common.platform import clock
from common.platform.calendar_text import indonesian_date
from common.platform.db import transaction
from tests import factories as make
from tests import samples
from tests.client import Portal
from tests.portal.attendance import ACTIVITY, at_camera, fill_in, new_post, send, shoot
from tests.portal.conftest import OpenWindow
from tests.portal.pages import choose_when_asked, come_as
from tests.uat import cast


def file(content: bytes, name: str = "foto.jpg", kind: str = "image/jpeg") -> FilePayload:
    return {"name": name, "mimeType": kind, "buffer": content}


def test_abs_01_the_camera_comes_first_and_the_server_tells_the_time(portal: Portal, phone: Page) -> None:
    """Halaman absensi di ponsel: mata kuliah, tanggal dan jam WIB dari server, tombol kamera paling atas."""
    post = new_post(portal)
    phone.clock.install(time=clock.now() - timedelta(days=3))
    at_camera(phone, post)
    expect(phone.get_by_text(f"{indonesian_date(clock.today())}, ")).to_contain_text("WIB")
    expect(phone.locator("form button, form textarea").first).to_have_text("Buka kamera")
    button = phone.get_by_role("button", name="Buka kamera").bounding_box()
    assert button
    assert button["y"] + button["height"] < 740, "seen without scrolling"


def test_abs_02_a_photo_by_the_camera_is_sent_and_seen(portal: Portal, phone: Page) -> None:
    """Aslab mengirim absensi dengan foto dari kamera: masuk riwayat dan terlihat oleh dosen."""
    post = new_post(portal)
    at_camera(phone, post)
    fill_in(phone)
    send(phone)
    expect(phone.get_by_text("Absensi terkirim. Menunggu verifikasi dosen.")).to_be_visible()
    phone.get_by_role("link", name="Lihat riwayat").click()
    today = phone.get_by_role("listitem").filter(has_text=ACTIVITY)
    expect(today).to_contain_text("Menunggu verifikasi")
    expect(today.locator("img")).to_be_visible()
    [seen] = post.recorded()
    assert (seen["activity"], seen["delayed"], seen["late_entry"]) == (ACTIVITY, False, False)
    link = portal.as_(post.lecturer).call("open_photo", attendance_id=seen["id"])
    with Image.open(BytesIO(portal.fetch(link["url"]).content)) as photo:
        assert min(photo.size) >= 480


def test_abs_03_without_a_photo_nothing_is_sent(portal: Portal, phone: Page) -> None:
    post = new_post(portal)
    at_camera(phone, post)
    phone.get_by_label("Kegiatan").fill(ACTIVITY)
    send(phone)
    expect(phone.get_by_role("group", name="Foto bukti")).to_contain_text("Foto bukti wajib dilampirkan")
    expect(phone.get_by_role("button", name="Buka kamera")).to_be_focused()
    assert post.recorded() == []
    fill_in(phone)
    expect(phone.get_by_text("Foto bukti wajib dilampirkan")).to_be_hidden()


NO_PHOTO = "Foto harus JPG, PNG, atau WebP"
DAMAGED = "Gambar harus utuh, dan yang ini rusak atau terpotong. Ambil ulang atau pilih gambar lain."


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (file(samples.pdf(), "surat.pdf", "application/pdf"), NO_PHOTO),
        (file(b"bukan foto"), NO_PHOTO),
        (file(samples.photo()[:9000]), DAMAGED),
    ],
    ids=["pdf", "text", "damaged"],
)
def test_abs_04_what_is_no_photo_is_refused_at_the_camera(
    portal: Portal, phone: Page, wrong: FilePayload, why: str
) -> None:
    at_camera(phone, new_post(portal))
    phone.locator("input[type=file]").set_input_files(wrong)
    field = phone.get_by_role("group", name="Foto bukti")
    expect(field.get_by_role("alert")).to_have_text(why)


def test_abs_05_the_second_one_of_a_day_is_refused(portal: Portal, phone: Page) -> None:
    post = new_post(portal)
    at_camera(phone, post)
    fill_in(phone)
    post.record()
    send(phone)
    expect(phone.get_by_role("heading", name="Anda sudah absen hari ini pukul")).to_be_visible()
    expect(phone.get_by_role("button", name="Buka kamera")).to_be_hidden()
    assert len(post.recorded()) == 1


def test_abs_07_a_large_photo_is_made_small_and_upright(portal: Portal, phone: Page) -> None:
    """Foto besar dari ponsel: dikecilkan di browser sampai 1 MB, tegak, tanpa lokasi, dengan kemajuan."""
    post = new_post(portal)
    at_camera(phone, post)
    slow = phone.context.new_cdp_session(phone)
    line = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 700_000}
    slow.send("Network.emulateNetworkConditions", line)
    phone.locator("input[type=file]").set_input_files(file(turned_photo()))
    expect(phone.get_by_role("progressbar", name="Mengirim foto ...")).to_be_visible()
    expect(phone.get_by_text("Foto diterima")).to_be_visible()
    phone.get_by_label("Kegiatan").fill(ACTIVITY)
    send(phone)
    expect(phone.get_by_text("Absensi terkirim")).to_be_visible()
    with transaction() as db:
        arrived = db.scalars(select(uploads.c.bytes).where(uploads.c.owner_id == post.student.id)).one()
    assert 50_000 < arrived <= 1_000_000
    [seen] = post.recorded()
    link = portal.as_(post.lecturer).call("open_photo", attendance_id=seen["id"])
    with Image.open(BytesIO(portal.fetch(link["url"]).content)) as photo:
        assert photo.size == (960, 1280)
        assert not photo.getexif()
        brightness = photo.convert("L")
        assert brightness.getpixel((480, 60)) > 200 > 60 > brightness.getpixel((480, 1220))  # type: ignore[operator]


def turned_photo() -> bytes:
    """Several MB, lying on its side with the mark that says so; upright it is white above and black below."""
    image = Image.effect_noise((4000, 3000), 90).convert("RGB")
    brush = ImageDraw.Draw(image)
    brush.rectangle((0, 0, 500, 3000), fill="white")
    brush.rectangle((3500, 0, 4000, 3000), fill="black")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "S", 2: (2.0, 7.0, 30.0), 3: "E", 4: (106.0, 6.0, 0.0)})
    content = BytesIO()
    image.save(content, "JPEG", exif=exif, quality=90)
    assert content.tell() > 4_000_000
    return content.getvalue()


def test_abs_10_who_is_no_aslab_has_no_attendance_page(portal: Portal, phone: Page) -> None:
    come_as(phone, portal.new("mahasiswa"))
    phone.goto("/absensi")
    expect(phone.get_by_text("Anda tidak memiliki akses ke halaman ini")).to_be_visible()
    expect(phone.get_by_role("button", name="Buka kamera")).to_be_hidden()


def test_abs_11_an_entry_just_after_midnight_stands_under_its_own_day(portal: Portal, phone: Page) -> None:
    post = new_post(portal)
    today = clock.today()
    past_midnight = clock.to_campus(clock.now()).replace(hour=0, minute=15, second=0)
    with transaction() as db:
        make.attendance(db, post.contract, day=today, recorded_at=past_midnight)
    come_as(phone, post.student, "aslab")
    phone.goto("/absensi/riwayat")
    entry = phone.get_by_role("listitem").filter(has_text="Mendampingi praktikum")
    expect(entry.get_by_role("heading")).to_contain_text(indonesian_date(today))
    expect(entry).to_contain_text("00.15 WIB")


def test_abs_12_a_double_tap_sends_once(portal: Portal, phone: Page) -> None:
    post = new_post(portal)
    at_camera(phone, post)
    fill_in(phone)
    sent = list[str]()
    phone.on("request", lambda it: sent.append(it.url) if it.method == "POST" and "/attendances" in it.url else None)
    phone.get_by_role("button", name="Kirim", exact=True).dblclick()
    expect(phone.get_by_text("Absensi terkirim")).to_be_visible()
    assert len(sent) == len(post.recorded()) == 1


def test_abs_15_an_earlier_day_takes_a_reason_and_is_marked(portal: Portal, phone: Page) -> None:
    post = new_post(portal)
    at_camera(phone, post)
    phone.get_by_role("button", name="Absensi susulan").click()
    fill_in(phone)
    phone.get_by_label("Tanggal").fill((clock.today() - timedelta(days=5)).isoformat())
    phone.get_by_label("Alasan").fill("Ponsel rusak")
    send(phone)
    expect(phone.get_by_text("Batas absensi susulan 2 hari, hubungi dosen").last).to_be_visible()
    phone.get_by_label("Tanggal").fill((clock.today() - timedelta(days=2)).isoformat())
    phone.get_by_label("Alasan").fill("")
    send(phone)
    expect(phone.get_by_text("Alasan wajib diisi").last).to_be_visible()
    expect(phone.get_by_label("Alasan")).to_be_focused()
    phone.get_by_label("Alasan").fill("Ponsel rusak")
    send(phone)
    expect(phone.get_by_text("Absensi terkirim")).to_be_visible()
    expect(phone.get_by_role("button", name="Buka kamera")).to_be_visible()
    [seen] = post.recorded()
    assert (seen["late_entry"], seen["late_reason"]) == (True, "Ponsel rusak")


def test_act_10_with_two_contracts_the_course_is_asked(portal: Portal, phone: Page) -> None:
    post = new_post(portal)
    other = cast.contract(post.student, post.lecturer)
    with transaction() as db:
        make.attendance(db, post.contract)
    at_camera(phone, post)
    courses = phone.get_by_role("radiogroup", name="Mata kuliah")
    expect(courses.get_by_role("radio")).to_have_count(2)
    expect(phone.locator(f"input[type=radio][value='{other.id}']")).to_be_checked()
    phone.locator(f"input[type=radio][value='{post.contract.id}']").check()
    expect(phone.get_by_role("heading", name="Anda sudah absen hari ini pukul")).to_be_visible()


def test_end_06_the_contract_ends_while_the_page_is_open(portal: Portal, phone: Page) -> None:
    post = new_post(portal)
    at_camera(phone, post)
    fill_in(phone)
    ended = {"reason": "Mengundurkan diri"}
    portal.as_(post.lecturer).call("end_contract", contract_id=post.contract.id, json=ended)
    send(phone)
    expect(phone.get_by_text("Akses Aslab Anda telah berakhir")).to_be_visible()
    expect(phone).to_have_url(re.compile("/mahasiswa$"))
    assert post.recorded() == []


def test_without_a_camera_a_file_is_chosen(portal: Portal, windows: OpenWindow) -> None:
    page = windows(phone=True, camera=False)
    choose_when_asked(page, file(samples.photo(7)))
    post = new_post(portal)
    at_camera(page, post)
    page.get_by_role("button", name="Buka kamera").click()
    expect(page.get_by_text("Kamera tidak dapat dibuka. Coba lagi, atau pilih foto")).to_be_visible()
    choose = page.get_by_role("button", name="Pilih foto")
    expect(choose).to_be_focused()
    choose.click()
    expect(page.get_by_text("Foto diterima")).to_be_visible()
    page.get_by_label("Kegiatan").fill(ACTIVITY)
    send(page)
    expect(page.get_by_text("Absensi terkirim")).to_be_visible()
    assert len(post.recorded()) == 1


_BUSY_ONCE = """(() => {
    const devices = navigator.mediaDevices
    const open = devices.getUserMedia.bind(devices)
    let tries = 0
    devices.getUserMedia = wanted => tries++ ? open(wanted) : Promise.reject(new DOMException('', 'NotReadableError'))
})()"""


@pytest.mark.parametrize("refused", [False, True], ids=["held by another program", "refused by mistake"])
def test_abs_17_a_camera_that_fails_once_can_be_tried_again(portal: Portal, windows: OpenWindow, refused: bool) -> None:
    """Kamera gagal sekali: "Coba lagi" di samping "Pilih foto", dan berfungsi begitu kamera bebas."""
    page = windows(phone=True, camera=not refused)
    if not refused:
        page.add_init_script(_BUSY_ONCE)
    post = new_post(portal)
    at_camera(page, post)
    page.get_by_role("button", name="Buka kamera").click()
    expect(page.get_by_role("alert").filter(has_text="Kamera tidak dapat dibuka")).to_be_visible()
    expect(page.get_by_role("button", name="Pilih foto")).to_be_visible()
    page.context.grant_permissions(["camera"])
    page.get_by_role("button", name="Coba lagi").click()
    page.get_by_role("button", name="Ambil foto").click()
    expect(page.get_by_text("Foto diterima")).to_be_visible()
    page.get_by_label("Kegiatan").fill(ACTIVITY)
    send(page)
    expect(page.get_by_text("Absensi terkirim")).to_be_visible()
    assert len(post.recorded()) == 1


def test_abs_19_the_last_day_can_be_entered_when_the_contract_is_over(portal: Portal, phone: Page) -> None:
    """Kontrak berakhir kemarin: absensi susulan untuk hari terakhir masih diterima."""
    today, yesterday = clock.today(), clock.today() - timedelta(days=1)
    dates = {"starts_on": today - timedelta(days=30), "ends_on": yesterday}
    post = new_post(portal, state="selesai", ended_at=clock.now(), **dates)
    come_as(phone, post.student, "aslab")
    phone.goto("/aslab")
    expect(phone.get_by_role("article")).to_contain_text("Kontrak ini berakhir")
    expect(phone.get_by_role("link", name="Absen sekarang")).to_have_count(0)
    phone.get_by_role("link", name="Absensi susulan").click()
    expect(phone.get_by_label("Tanggal")).to_have_value(yesterday.isoformat())
    expect(phone.get_by_role("button", name="Absensi hari ini")).to_have_count(0)
    fill_in(phone)
    phone.get_by_label("Alasan").fill("Praktikum selesai larut malam.")
    send(phone)
    expect(phone.get_by_text("Absensi terkirim")).to_be_visible()
    [made] = post.recorded()
    assert (made["day"], made["late_entry"]) == (yesterday.isoformat(), True)


def test_a_photo_is_taken_again(portal: Portal, phone: Page) -> None:
    at_camera(phone, new_post(portal))
    shoot(phone)
    phone.get_by_role("button", name="Ambil ulang").click()
    phone.get_by_role("button", name="Tutup kamera").click()
    expect(phone.get_by_role("button", name="Buka kamera")).to_be_focused()
    shoot(phone)
    expect(phone.get_by_text("Foto diterima")).to_be_visible()
