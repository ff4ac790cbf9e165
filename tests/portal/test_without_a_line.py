"""ABS-16 in a browser: the page of attendance opens without a line, and what is taken there is sent once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from common.ops.checkout import CHECKOUT
from tests.client import Portal
from tests.portal.attendance import ACTIVITY, at_camera, new_post, send, shoot
from tests.portal.conftest import OpenWindow
from tests.portal.pages import look

pytestmark = pytest.mark.without_bystanders

READY = "navigator.serviceWorker.ready.then(found => Boolean(found.active))"
KEPT = """async () => {
    const workers = await navigator.serviceWorker.getRegistrations()
    return [workers.length, (await caches.keys()).length, localStorage.getItem('aslab.kept'),
        localStorage.getItem('aslab.kept.contracts')]
}"""


def keep(page: Page) -> None:
    """The first touch of the page, after which the device keeps the portal, and what it has come with."""
    page.get_by_role("button", name="Buka kamera").wait_for()
    page.get_by_role("heading", level=1).tap()
    assert page.evaluate(READY)


def test_abs_16_the_page_opens_without_a_line_and_its_entry_is_sent_once(portal: Portal, windows: OpenWindow) -> None:
    """Tanpa jaringan halaman absensi terbuka, foto diambil, tab ditutup; dibuka lagi dengan jaringan: satu, sekali."""
    post, page = new_post(portal), windows(phone=True, keeps=True)
    at_camera(page, post)
    keep(page)
    page.context.set_offline(True)
    page.close()

    page = page.context.new_page()
    page.goto("/absensi")
    expect(page.get_by_role("button", name="Buka kamera")).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("Basis Data"))).to_be_visible()
    shoot(page)
    page.get_by_label("Kegiatan").fill(ACTIVITY)
    send(page)
    expect(page.get_by_role("heading", name="Menunggu jaringan (1)")).to_be_visible()
    expect(page.get_by_text("Dikirim begitu ada jaringan selama SI-Aslab terbuka; jika ditutup")).to_be_visible()
    page.close()
    assert post.recorded() == []

    page = page.context.new_page()
    page.context.set_offline(False)
    page.goto("/absensi")
    expect(page.get_by_role("heading", name="Anda sudah absen hari ini")).to_be_visible()
    [sent] = post.recorded()
    assert sent["activity"] == ACTIVITY
    page.reload()
    expect(page.get_by_text(re.compile("Menunggu jaringan"))).to_have_count(0)
    assert len(post.recorded()) == 1


def test_abs_16_what_the_page_had_before_the_device_was_ready_is_kept(portal: Portal, windows: OpenWindow) -> None:
    page, held = windows(phone=True, keeps=True), []
    page.route("**/assets/start-*.js", lambda route: held.append(route))
    at_camera(page, new_post(portal))
    page.get_by_role("button", name="Buka kamera").wait_for()
    assert len(held) == 1
    held[0].continue_()
    page.wait_for_function("() => localStorage.getItem('aslab.kept.contracts')")


def test_abs_16_the_sign_out_leaves_nothing_on_the_device(portal: Portal, windows: OpenWindow) -> None:
    post, page = new_post(portal), windows(phone=True, keeps=True)
    at_camera(page, post)
    keep(page)
    workers, caches, person, contracts = page.evaluate(KEPT)
    assert (workers, caches) == (1, 1)
    assert post.student.number in person
    assert "items" in contracts
    page.get_by_role("button", name=re.compile("Aslab")).click()
    page.get_by_text("Keluar", exact=True).click()
    expect(page.get_by_text("Anda telah keluar")).to_be_visible()
    page.wait_for_function(f"({KEPT})().then(left => left.every(one => !one))")


def test_abs_16_a_new_portal_is_offered_and_nobody_is_made_to_take_it(portal: Portal, windows: OpenWindow) -> None:
    page = windows(phone=True, keeps=True)
    at_camera(page, new_post(portal))
    keep(page)
    page.reload()
    worker = CHECKOUT / "web" / "dist" / "sw.js"
    built = worker.read_bytes()
    worker.write_bytes(built + b"\n// another portal")
    try:
        page.evaluate("navigator.serviceWorker.getRegistration().then(found => found.update()).then(() => null)")
    finally:
        worker.write_bytes(built)
    offer = page.get_by_role("status").filter(has_text="Versi baru SI-Aslab tersedia")
    expect(offer).to_be_visible()
    look(page, "versi-baru")
    page.get_by_label("Kegiatan").fill(ACTIVITY)
    offer.get_by_role("button", name="Nanti").click()
    expect(offer).to_be_hidden()
    expect(page.get_by_label("Kegiatan")).to_have_value(ACTIVITY)


def test_abs_16_the_portal_can_be_installed(visitor: Page, portal: Portal) -> None:
    visitor.goto("/")
    manifest = visitor.request.get(visitor.locator("link[rel=manifest]").get_attribute("href") or "")
    assert manifest.headers["content-type"] == "application/manifest+json"
    said = manifest.json()
    assert (said["display"], said["start_url"], said["lang"]) == ("standalone", "/", "id")
    icons = {(icon["sizes"], icon.get("purpose", "any")) for icon in said["icons"]}
    assert icons >= {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")}
    for icon in said["icons"]:
        assert visitor.request.get(f"/{icon['src']}").headers["content-type"] == "image/png"
    assert visitor.request.get("/favicon.ico").ok
    assert visitor.request.get("/apple-touch-icon-180x180.png").ok
