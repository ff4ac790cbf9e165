"""What a session may meet while pages are open: another person, a lost line, and answers that come late."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.client import PASSWORD, Portal
from tests.portal.attendance import new_post
from tests.portal.pages import come_as, settle, sign_in

pytestmark = pytest.mark.without_bystanders


def open_account_menu(page: Page) -> None:
    page.get_by_role("banner").get_by_role("button", name=re.compile("Aslab$|Mahasiswa$")).click()


def end_sessions(portal: Portal, person: Any) -> None:
    admin = portal.as_(portal.new("admin"))
    admin.call("deactivate_user", user_id=person.id)
    admin.call("activate_user", user_id=person.id)


def test_a_tab_of_one_person_does_not_go_on_as_the_next(portal: Portal, visitor: Page) -> None:
    """The cookie is one for all tabs: a form of the first must not go out in the name of the next."""
    first, second = portal.new("mahasiswa"), portal.new("mahasiswa")
    come_as(visitor, first)
    visitor.goto("/profil")
    visitor.get_by_label("Nomor WhatsApp").fill("081299998888")
    sign_in(visitor.context.new_page(), second)
    expect(visitor.get_by_role("banner")).to_contain_text(second.name)
    expect(visitor).to_have_url(re.compile("/mahasiswa$"))
    expect(visitor.get_by_text("Akun lain telah masuk di peramban ini")).to_be_visible()
    visitor.get_by_role("banner").get_by_role("button", name=second.name).click()
    visitor.get_by_role("menuitem", name="Profil").click()
    expect(visitor.get_by_label("Nomor WhatsApp")).not_to_have_value("081299998888")
    expect(visitor.get_by_role("main")).to_contain_text(second.number)
    expect(visitor.get_by_role("main")).not_to_contain_text(first.number)


def test_auth_12_who_leaves_after_the_session_ended_comes_to_the_sign_in(portal: Portal, visitor: Page) -> None:
    student = portal.new("mahasiswa")
    sign_in(visitor, student)
    # Nothing of the first page may ask once the session has ended.
    expect(visitor.get_by_role("heading", level=1)).to_be_visible()
    settle(visitor)
    end_sessions(portal, student)
    open_account_menu(visitor)
    visitor.get_by_role("menuitem", name="Keluar").click()
    expect(visitor.get_by_text("Anda telah keluar")).to_be_visible()


def test_auth_09_an_answer_that_comes_after_the_sign_out_signs_nobody_in(portal: Portal, visitor: Page) -> None:
    student = portal.new("mahasiswa")
    sign_in(visitor, student)
    other = visitor.context.new_page()
    with other.expect_response("**/v1/session/refresh") as refreshed:
        other.goto("/pendaftaran")
    answer = refreshed.value.json()
    expect(other.get_by_role("heading", level=1)).to_have_text("Pendaftaran Saya")
    held: list[Route] = []
    other.route("**/v1/session/refresh", lambda route: held.append(route))
    with other.expect_request("**/v1/session/refresh"):
        other.evaluate("new BroadcastChannel('aslab.session').postMessage('role')")
    open_account_menu(visitor)
    visitor.get_by_role("menuitem", name="Keluar").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Masuk")
    with other.expect_response("**/v1/session/refresh"):
        held[0].fulfill(status=200, content_type="application/json", body=json.dumps(answer))
    # The answer is dealt with under this lock.
    other.evaluate("navigator.locks.request('aslab.refresh', () => null)")
    expect(other.get_by_role("banner")).not_to_contain_text(student.name)


def test_auth_12_who_signs_in_again_goes_on_where_the_form_was_left(portal: Portal, visitor: Page) -> None:
    student = portal.new("mahasiswa")
    come_as(visitor, student)
    visitor.goto("/profil")
    number = visitor.get_by_label("Nomor WhatsApp")
    number.fill("081299997777")
    end_sessions(portal, student)
    number.press("Enter")
    dialog = visitor.get_by_role("dialog")
    dialog.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    dialog.get_by_role("button", name="Masuk kembali").click()
    expect(dialog).to_be_hidden()
    expect(number).to_have_value("081299997777")
    expect(number).to_be_focused()


def test_auth_16_a_change_of_role_without_a_line_is_told(portal: Portal, visitor: Page) -> None:
    post = new_post(portal)
    sign_in(visitor, post.student, "mahasiswa")
    visitor.context.set_offline(True)
    open_account_menu(visitor)
    visitor.get_by_role("menuitem", name="Beralih ke Aslab").click()
    expect(visitor.get_by_text("Tidak ada jaringan")).to_be_visible()
    expect(visitor.get_by_role("banner")).to_contain_text("Mahasiswa")


def test_a_page_that_cannot_be_fetched_is_told_and_opens_once_there_is_a_line(portal: Portal, visitor: Page) -> None:
    come_as(visitor, portal.new("mahasiswa"))
    visitor.goto("/profil")
    expect(visitor.get_by_role("checkbox")).to_be_visible()
    certificates = visitor.get_by_role("link", name="Sertifikat Saya")
    visitor.context.set_offline(True)
    certificates.click()
    expect(visitor.get_by_text("Tidak ada jaringan")).to_be_visible()
    expect(visitor).to_have_url("/profil")
    visitor.context.set_offline(False)
    certificates.click()
    expect(visitor).to_have_url("/sertifikat-saya")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Sertifikat Saya")
