"""One's own account, in the browser."""

from __future__ import annotations

from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, Route, expect

from tests.client import PASSWORD, Portal
from tests.flows.test_passwords import NEW
from tests.portal.conftest import OpenWindow
from tests.portal.pages import come_as, look_at_all, look_twice, sign_in, speak_english, speak_indonesian

pytestmark = pytest.mark.without_bystanders

SAVED = "Data berhasil diperbarui"


def test_the_profile_in_both_languages_and_widths(windows: OpenWindow, portal: Portal) -> None:
    look_at_all(windows, {"profil": "/profil"}, portal.new("mahasiswa", name="Budi Santoso"))


def test_name_and_number_can_be_read_only(visitor: Page, portal: Portal) -> None:
    person = portal.new("mahasiswa", name="Budi Santoso")
    come_as(visitor, person)
    visitor.goto("/profil")
    for told in ("Budi Santoso", person.number, person.program):
        expect(visitor.get_by_role("region", name="Identitas")).to_contain_text(told)
    expect(visitor.get_by_role("region", name="Identitas").get_by_role("textbox")).to_have_count(0)


def test_notif_07_whatsapp_is_switched_off_in_the_profile(visitor: Page, portal: Portal) -> None:
    """Sakelar "Kirim juga lewat WhatsApp" di profil."""
    person = portal.new("mahasiswa")
    come_as(visitor, person)
    visitor.goto("/profil")
    wanted = visitor.get_by_role("checkbox", name="Kirim juga lewat WhatsApp")
    expect(wanted).to_be_checked()
    wanted.press("Space")
    visitor.get_by_role("button", name="Simpan").click()
    expect(visitor.get_by_text(SAVED)).to_be_visible()
    assert portal.as_(person).call("show_profile")["whatsapp_wanted"] is False
    visitor.reload()
    expect(wanted).not_to_be_checked()


def test_a_number_that_is_none_is_told_at_the_field_and_nothing_typed_is_lost(visitor: Page, portal: Portal) -> None:
    come_as(visitor, portal.new("mahasiswa"))
    visitor.goto("/profil")
    number = visitor.get_by_label("Nomor WhatsApp")
    number.fill("12345")
    visitor.get_by_role("button", name="Simpan").click()
    expect(visitor.get_by_text("Nomor WhatsApp tidak valid")).to_be_visible()
    expect(number).to_be_focused()
    expect(number).to_have_value("12345")
    number.fill("0812-3456-7890")
    visitor.get_by_role("button", name="Simpan").click()
    expect(number).to_have_value("+6281234567890")


def test_a_new_address_takes_the_current_password(visitor: Page, portal: Portal) -> None:
    person = portal.new("mahasiswa")
    come_as(visitor, person)
    visitor.goto("/profil")
    contact = visitor.get_by_role("region", name="Kontak dan notifikasi")
    expect(contact.get_by_label("Kata sandi saat ini")).to_have_count(0)
    contact.get_by_label("Email", exact=True).fill("baru@kampus.test")
    password = contact.get_by_label("Kata sandi saat ini", exact=True)
    contact.get_by_role("button", name="Simpan").click()
    expect(password).to_be_focused()
    expect(contact.get_by_text("Kata sandi saat ini wajib diisi")).to_be_visible()
    password.fill(PASSWORD)
    password.press("Enter")
    expect(visitor.get_by_text(SAVED)).to_be_visible()
    expect(password).to_have_count(0)
    assert portal.as_(person).call("show_profile")["email"] == "baru@kampus.test"


def test_a_new_password_takes_the_current_one(visitor: Page, portal: Portal) -> None:
    person = portal.new("mahasiswa")
    elsewhere = portal.as_(person)
    come_as(visitor, person)
    visitor.goto("/profil")
    part = visitor.get_by_role("region", name="Kata sandi")
    current = part.get_by_label("Kata sandi saat ini", exact=True)
    current.fill("bukan-kata-sandi-ini")
    part.get_by_label("Kata sandi baru").fill(NEW)
    part.get_by_role("button", name="Ganti kata sandi").click()
    expect(current).to_be_focused()
    current.fill(PASSWORD)
    part.get_by_role("button", name="Ganti kata sandi").click()
    expect(visitor.get_by_text("Kata sandi berhasil diganti")).to_be_visible()
    expect(current).to_have_value("")
    elsewhere.call("current_session", expect=401)
    visitor.reload()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Profil")
    portal.call("sign_in", json={"number": person.number, "password": NEW})


@pytest.mark.parametrize("small", [False, True])
def test_auth_22_a_session_of_another_device_is_ended_then_all_others(
    windows: OpenWindow, portal: Portal, small: bool
) -> None:
    """Bagian "Sesi" di profil, di meja dan di ponsel."""
    person = portal.new("mahasiswa")
    first, second = windows(), windows()
    for elsewhere in (first, second):
        come_as(elsewhere, person)
        elsewhere.goto("/profil")
        expect(elsewhere.get_by_role("heading", level=1)).to_have_text("Profil")
    page = windows(phone=small)
    come_as(page, person)
    page.goto("/profil")
    part = page.get_by_role("region", name="Sesi")
    rows = part.get_by_role("listitem")
    expect(rows).to_have_count(3)
    for row in rows.all():
        expect(row).to_contain_text("Chrome · ")
        for told in ("Masuk", "Terakhir dipakai", "WIB"):
            expect(row).to_contain_text(told)
    mine = rows.filter(has_text="Perangkat ini")
    expect(mine).to_have_count(1)
    expect(mine.get_by_role("button")).to_have_count(0)
    look_twice(page, "profil-sesi")
    speak_indonesian(page)

    part.get_by_role("button", name="Akhiri Chrome").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Perangkat itu harus masuk lagi.")
    dialog.get_by_role("button", name="Akhiri").click()
    expect(page.get_by_text("Sesi diakhiri", exact=True)).to_be_visible()
    expect(rows).to_have_count(2)

    part.get_by_role("button", name="Akhiri semua sesi lain").click()
    dialog.get_by_role("button", name="Akhiri semua sesi lain").click()
    expect(page.get_by_text("Semua sesi lain diakhiri")).to_be_visible()
    expect(rows).to_have_count(1)
    expect(part.get_by_role("button")).to_have_count(0)

    for elsewhere in (first, second):
        elsewhere.get_by_role("link", name="Pendaftaran Saya").first.click()
        expect(elsewhere.get_by_role("dialog")).to_contain_text("Sesi Anda berakhir, silakan masuk kembali")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Profil")


def test_the_language_of_the_profile_is_that_of_the_portal(windows: OpenWindow, portal: Portal) -> None:
    person = portal.new("mahasiswa")
    page = windows()
    come_as(page, person)
    page.goto("/profil")
    page.get_by_role("radio", name="English").check()
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Profile")
    expect(page.get_by_text("The data was updated")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    elsewhere = windows()
    sign_in(elsewhere, person)
    expect(elsewhere.locator("html")).to_have_attribute("lang", "en")


def test_the_switch_in_the_bar_changes_the_profile_too(visitor: Page, portal: Portal) -> None:
    person = portal.new("mahasiswa")
    come_as(visitor, person)
    visitor.goto("/profil")
    speak_english(visitor)
    expect(visitor.get_by_role("radio", name="English")).to_be_checked()
    visitor.reload()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Profile")
    assert portal.as_(person).call("show_profile")["language"] == "en"


def test_a_language_that_is_chosen_while_the_session_is_taken_up_stays(visitor: Page, portal: Portal) -> None:
    """The session brings the language of its profile along, on a slow line after one has chosen another."""
    person = portal.new("mahasiswa")
    come_as(visitor, person)
    held: list[Route] = []
    visitor.route("**/v1/session/refresh", lambda route: held.append(route))
    with visitor.expect_request("**/v1/session/refresh"):
        visitor.goto("/lowongan")
    with visitor.expect_response(lambda answer: answer.request.method == "PATCH"):
        visitor.get_by_role("button", name="Switch to English").click()
        held[0].continue_()
    expect(visitor.get_by_role("banner")).to_contain_text(person.name)
    expect(visitor.locator("html")).to_have_attribute("lang", "en")
    assert portal.as_(person).call("show_profile")["language"] == "en"


def test_lap_12_own_data_are_saved_from_the_profile(visitor: Page, portal: Portal) -> None:
    """Unduh data saya: satu berkas."""
    come_as(visitor, portal.new("mahasiswa"))
    visitor.goto("/profil")
    with visitor.expect_download() as saved:
        visitor.get_by_role("button", name="Unduh data saya").click()
    assert saved.value.suggested_filename == "si-aslab-data.zip"
    expect(visitor.get_by_text("Data Anda telah diunduh")).to_be_visible()
    with ZipFile(saved.value.path()) as archive:
        assert archive.namelist() == ["data.json"]
