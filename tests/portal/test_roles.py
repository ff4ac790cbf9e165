"""A student who is also an aslab: the role is chosen, shown, switched, and lost with the last contract."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.client import PASSWORD, Portal
from tests.portal.attendance import new_post
from tests.portal.pages import come_as, look, sign_in
from tests.uat import cast

pytestmark = pytest.mark.without_bystanders


def become(page: Page, role: str) -> None:
    page.get_by_role("banner").get_by_role("button", name=re.compile("Aslab$|Mahasiswa$")).click()
    page.get_by_text(f"Beralih ke {role}", exact=True).click()


def test_auth_15_a_student_who_is_an_aslab_chooses_a_role(portal: Portal, phone: Page) -> None:
    """Mahasiswa yang juga Aslab: pop-up pilihan peran, lalu dasbor peran yang dipilih."""
    post = new_post(portal)
    sign_in(phone, post.student, "aslab")
    expect(phone).to_have_url(re.compile("/aslab$"))
    expect(phone.get_by_role("heading", level=1)).to_have_text(f"Halo, {post.student.name}")
    again = phone.context.new_page()
    again.context.clear_cookies()
    sign_in(again, post.student, "mahasiswa")
    expect(again).to_have_url(re.compile("/mahasiswa$"))


def test_auth_15_the_choice_cannot_be_passed_by(portal: Portal, visitor: Page) -> None:
    post = new_post(portal)
    sign_in_without_choice(visitor, post.student)
    look(visitor, "pilih-peran")
    visitor.keyboard.press("Escape")
    expect(visitor.get_by_role("dialog", name="Pilih peran")).to_be_visible()
    visitor.goto("/absensi")
    expect(visitor.get_by_role("dialog", name="Pilih peran")).to_be_visible()
    expect(visitor.get_by_role("button", name="Buka kamera")).to_be_hidden()
    visitor.get_by_role("button", name="Masuk sebagai Aslab").click()
    expect(visitor.get_by_role("button", name="Buka kamera")).to_be_visible()


def test_auth_15_the_page_that_was_asked_for_is_opened_also_when_it_loads_slowly(portal: Portal, phone: Page) -> None:
    post = new_post(portal)
    sign_in_without_choice(phone, post.student)
    held: list[Route] = []
    phone.route(re.compile("/assets/absensi-"), lambda route: held.append(route))
    phone.goto("/absensi", wait_until="commit")
    with phone.expect_response(lambda answer: answer.request.method == "PUT"):
        phone.get_by_role("button", name="Masuk sebagai Aslab").click()
    held.pop().continue_()
    expect(phone.get_by_role("button", name="Buka kamera")).to_be_visible()


def sign_in_without_choice(page: Page, person: Any) -> None:
    page.goto("/masuk")
    page.get_by_label("NIM/NIP").fill(person.number)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page.get_by_role("dialog", name="Pilih peran")).to_be_visible()


def test_auth_16_switching_in_one_tab_is_told_in_the_other(portal: Portal, visitor: Page) -> None:
    """Beralih peran di satu tab: tab lain diberi tahu "Peran Anda telah berubah"."""
    post = new_post(portal)
    come_as(visitor, post.student, "aslab")
    visitor.goto("/absensi")
    other = visitor.context.new_page()
    other.goto("/kontrak")
    expect(other.get_by_role("heading", level=1)).to_have_text("Kontrak Saya")
    expect(other.get_by_role("banner")).to_contain_text("Aslab")
    become(visitor, "Mahasiswa")
    expect(visitor).to_have_url(re.compile("/mahasiswa$"))
    expect(visitor.get_by_role("banner")).to_contain_text("Mahasiswa")
    expect(other.get_by_text("Peran Anda telah berubah")).to_be_visible()
    expect(other).to_have_url(re.compile("/mahasiswa$"))
    expect(other.get_by_role("banner")).to_contain_text("Mahasiswa")


def test_auth_16_a_page_of_the_other_role_offers_the_change(portal: Portal, visitor: Page) -> None:
    post = new_post(portal)
    come_as(visitor, post.student, "mahasiswa")
    visitor.goto("/absensi")
    expect(visitor.get_by_text("Anda tidak memiliki akses ke halaman ini")).to_be_visible()
    visitor.get_by_role("button", name="Beralih ke Aslab").click()
    expect(visitor.get_by_role("button", name="Buka kamera")).to_be_visible()


def test_auth_17_a_former_aslab_is_a_student(portal: Portal, visitor: Page) -> None:
    student, lecturer = portal.new("mahasiswa"), portal.new("dosen")
    cast.contract(student, lecturer, state="selesai")
    sign_in(visitor, student)
    expect(visitor).to_have_url(re.compile("/mahasiswa$"))
    expect(visitor.get_by_role("dialog")).to_be_hidden()
    for address in ("/aslab", "/absensi", "/absensi/riwayat", "/kontrak"):
        visitor.goto(address)
        expect(visitor.get_by_text("Anda tidak memiliki akses ke halaman ini")).to_be_visible()
