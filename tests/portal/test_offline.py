"""ABS-13 in a browser: an attendance that is taken without a line waits on the phone, and is sent once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from common.platform import clock
from tests.client import Portal
from tests.portal.attendance import ACTIVITY, at_camera, fill_in, new_post, send, shoot
from tests.portal.pages import come_as

pytestmark = pytest.mark.without_bystanders

WAITS = "Menunggu jaringan (1)"


ASKED = """(() => {
    const storage = navigator.storage, persist = storage.persist.bind(storage)
    window.asked = 0
    storage.persist = () => { window.asked += 1; return persist() }
})()"""
KEPT = """() => new Promise((done, fail) => {
    const opened = indexedDB.open('aslab-attendance')
    opened.onerror = () => fail(opened.error)
    opened.onsuccess = () => {
        const all = opened.result.transaction('waiting').objectStore('waiting').getAll()
        all.onsuccess = () => done(all.result.map(one => [one.photo.constructor.name, one.photo.byteLength, one.type]))
    }
})"""


def take_without_a_line(page: Page) -> None:
    page.context.set_offline(True)
    shoot(page)
    page.get_by_label("Kegiatan").fill(ACTIVITY)
    send(page)
    expect(page.get_by_role("heading", name=WAITS)).to_be_visible()


def test_abs_13_it_waits_for_the_line_and_is_marked_as_late(portal: Portal, phone: Page) -> None:
    """Tanpa sinyal: menunggu jaringan (1), terkirim saat jaringan kembali, ditandai terkirim terlambat."""
    post = new_post(portal)
    phone.route("**/v1/my/contracts*", ten_minutes_ago)
    at_camera(phone, post)
    taken = clock.now() - timedelta(minutes=10)
    take_without_a_line(phone)
    expect(phone.get_by_role("button", name="Buka kamera")).to_be_hidden()
    assert post.recorded() == []
    phone.context.set_offline(False)
    expect(phone.get_by_text("yang menunggu jaringan sudah terkirim")).to_be_visible()
    expect(phone.get_by_role("heading", name=WAITS)).to_be_hidden()
    [seen] = post.recorded()
    assert seen["delayed"]
    assert abs(datetime.fromisoformat(seen["taken_at"]) - taken) < timedelta(minutes=1)
    phone.goto("/absensi/riwayat")
    expect(phone.get_by_role("listitem").filter(has_text=ACTIVITY)).to_contain_text("Terkirim terlambat")


def ten_minutes_ago(route: Route) -> None:
    """The page's clock as it was when the line was lost."""
    answer = route.fetch()
    told = answer.json()
    earlier = datetime.fromisoformat(told["now"]) - timedelta(minutes=10)
    route.fulfill(response=answer, json=told | {"now": earlier.isoformat()})


def test_abs_13_it_is_sent_when_the_portal_is_opened_again(portal: Portal, phone: Page) -> None:
    post = new_post(portal)
    at_camera(phone, post)
    take_without_a_line(phone)
    again = phone.context.new_page()
    phone.close()
    again.context.set_offline(False)
    again.goto("/aslab")
    expect(again.get_by_text("Sudah absen hari ini pukul")).to_be_visible()
    assert len(post.recorded()) == 1


def test_abs_12_an_answer_that_was_lost_is_answered_again_and_nothing_recorded_twice(
    portal: Portal, phone: Page
) -> None:
    post = new_post(portal)
    at_camera(phone, post)
    fill_in(phone)
    keys = list[str]()

    def lose_the_first_answer(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) > 1:
            route.continue_()
        else:
            assert route.fetch().status == 201
            route.abort("internetdisconnected")

    phone.route("**/attendances", lose_the_first_answer)
    send(phone)
    expect(phone.get_by_role("heading", name=WAITS)).to_be_visible()
    phone.evaluate("dispatchEvent(new Event('online'))")
    expect(phone.get_by_text("yang menunggu jaringan sudah terkirim")).to_be_visible()
    assert len(keys) == 2
    assert len(set(keys)) == 1
    assert len(post.recorded()) == 1


def test_abs_13_the_only_copy_is_kept_as_bytes_and_not_thrown_away(portal: Portal, phone: Page) -> None:
    """The browser is asked once to keep it when space runs short."""
    phone.add_init_script(ASKED)
    post = new_post(portal)
    at_camera(phone, post)
    take_without_a_line(phone)
    assert phone.evaluate("window.asked") == 1
    [(kind, size, of)] = phone.evaluate(KEPT)
    assert (kind, of) == ("ArrayBuffer", "image/jpeg")
    assert size > 1000
    phone.context.set_offline(False)
    expect(phone.get_by_text("yang menunggu jaringan sudah terkirim")).to_be_visible()
    assert len(post.recorded()) == 1
    assert phone.evaluate("window.asked") == 1


def test_abs_13_nobody_else_on_the_device_sees_or_sends_it(portal: Portal, phone: Page) -> None:
    mine, other = new_post(portal), new_post(portal)
    at_camera(phone, mine)
    take_without_a_line(phone)
    page = phone.context.new_page()
    phone.close()
    page.context.clear_cookies()
    page.context.set_offline(False)
    at_camera(page, other)
    expect(page.get_by_role("button", name="Buka kamera")).to_be_visible()
    expect(page.get_by_text("Menunggu jaringan")).to_be_hidden()
    assert mine.recorded() == other.recorded() == []
    page.context.clear_cookies()
    come_as(page, mine.student, "aslab")
    page.goto("/aslab")
    expect(page.get_by_text("Sudah absen hari ini pukul")).to_be_visible()
    assert len(mine.recorded()) == 1


def test_abs_13_what_is_refused_says_why_and_can_be_deleted(portal: Portal, phone: Page) -> None:
    post = new_post(portal)
    at_camera(phone, post)
    take_without_a_line(phone)
    post.record()
    phone.context.set_offline(False)
    expect(
        phone.get_by_role("listitem").filter(has_text="Tidak diterima: Anda sudah absen hari ini pukul")
    ).to_be_visible()
    phone.get_by_role("button", name="Hapus absensi").click()
    phone.get_by_role("dialog").get_by_role("button", name="Hapus").click()
    expect(phone.get_by_role("button", name="Hapus absensi")).to_be_hidden()
    phone.reload()
    expect(phone.get_by_role("heading", name="Anda sudah absen hari ini")).to_be_visible()
    expect(phone.get_by_role("button", name="Hapus absensi")).to_be_hidden()


def test_abs_13_without_a_line_nothing_incomplete_is_kept(portal: Portal, phone: Page) -> None:
    at_camera(phone, new_post(portal))
    phone.context.set_offline(True)
    send(phone)
    field = phone.get_by_role("group", name="Foto bukti")
    expect(field).to_contain_text("Foto bukti wajib dilampirkan")
    expect(phone.get_by_text("Kegiatan wajib diisi")).to_be_visible()
    expect(phone.get_by_role("button", name="Buka kamera")).to_be_focused()
    expect(phone.get_by_text("Menunggu jaringan")).to_be_hidden()
