"""Module 5 in a browser: many applicants, one after another, by keys (SEL-01 to SEL-06)."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from common.domain.audit.tables import audit_log
from common.domain.recruitment.states import ApplicationState
from common.domain.recruitment.tables import vacancies
from common.platform.db import transaction
from tests.client import Portal
from tests.portal.applicants import applied, publish
from tests.portal.conftest import OpenWindow
from tests.portal.fit import fits
from tests.portal.pages import look_twice, picture
from tests.portal.teaching import applicants, at, confirm, dialog, vacancy

# Keys pressed and clicks made since it was run, by whom it does not matter.
_COUNT = """() => {
    window.actions = 0
    for (const kind of ['keydown', 'mousedown']) addEventListener(kind, () => window.actions++, true)
}"""


def open_list(page: Page, portal: Portal, count: int = 3, query: str = "", **values: Any) -> tuple[Any, Any]:
    """The vacancy's lecturer at its applicants, none of whom is open."""
    lecturer = portal.new("dosen")
    post = vacancy(lecturer, quota=5)
    applicants(post, count, **values)
    at(page, lecturer, f"/dosen/lowongan/{post.id}/pendaftar{query}")
    expect(page.locator("tbody tr").first).to_be_visible()
    return lecturer, post


def opened(page: Page, number: int) -> Locator:
    """The region of the applicant that is open, who has the focus."""
    name = f"Pendaftar {number:02}"
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_focused()
    return page.get_by_role("region", name=name, exact=True)


def tall(row: Locator) -> float:
    row.scroll_into_view_if_needed()
    box = row.bounding_box()
    assert box
    return box["height"]


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def states(portal: Portal, lecturer: Any, post: Any) -> dict[str, tuple[str, str | None]]:
    listed = portal.as_(lecturer).call("list_candidates", vacancy_id=post.id)["items"]
    return {one["name"]: (one["state"], one["score"]) for one in listed}


def test_sel_04_an_applicant_takes_at_most_four_actions(portal: Portal, visitor: Page) -> None:
    """Buka, nilai, putuskan, berikutnya: paling banyak empat tombol atau klik untuk setiap pendaftar."""
    lecturer, post = open_list(visitor, portal, 3)
    press(visitor, "j")
    visitor.evaluate(_COUNT)
    for number, (keys, said) in enumerate((("80", "Nilai akhir 88,0"), ("79", "Nilai akhir 78,0")), 1):
        panel = opened(visitor, number)
        press(visitor, *keys)
        expect(panel.get_by_text(said)).to_be_visible()
        press(visitor, "a")
        expect(dialog(visitor).get_by_role("button", name="Terima", exact=True)).to_be_focused()
        press(visitor, "Enter")
    opened(visitor, 3)
    assert visitor.evaluate("() => window.actions") == 2 * 4
    assert states(portal, lecturer, post) == {
        "Pendaftar 01": ("diterima", "88.00"),
        "Pendaftar 02": ("diterima", "78.00"),
        "Pendaftar 03": ("menunggu", None),
    }


def test_sel_06_by_keys_one_waits_and_one_is_rejected_with_a_reason(portal: Portal, visitor: Page) -> None:
    lecturer, post = open_list(visitor, portal, 3)
    press(visitor, "j")
    opened(visitor, 1)
    press(visitor, "w")
    expect(dialog(visitor).get_by_role("button", name="Daftar tunggu")).to_be_focused()
    press(visitor, "Enter")
    opened(visitor, 2)
    press(visitor, "t")
    reason = visitor.get_by_label("Alasan penolakan")
    expect(reason).to_be_focused()
    visitor.keyboard.type("jadwal awt")
    visitor.keyboard.press("Control+Enter")
    opened(visitor, 3)
    press(visitor, "i")
    expect(visitor.get_by_label("Waktu wawancara (WIB)")).to_be_visible()
    confirm(visitor, "Batal")
    expect(dialog(visitor)).to_be_hidden()
    told = {name: state for name, (state, _) in states(portal, lecturer, post).items()}
    assert told == {"Pendaftar 01": "daftar_tunggu", "Pendaftar 02": "ditolak", "Pendaftar 03": "menunggu"}


def test_sel_01_keys_do_nothing_in_a_field_or_with_a_modifier(portal: Portal, visitor: Page) -> None:
    open_list(visitor, portal, 2)
    press(visitor, "j")
    panel = opened(visitor, 1)
    press(visitor, "Control+j", "Alt+j", "Shift+J", "Shift+A")
    panel.get_by_label("Wawancara (bobot 40%)").focus()
    press(visitor, "j", "a")
    expect(panel.get_by_label("Wawancara (bobot 40%)")).to_have_value("ja")
    panel.get_by_label("Wawancara (bobot 40%)").fill("")
    expect(dialog(visitor)).to_have_count(0)
    press(visitor, "Escape")
    expect(panel).to_be_hidden()
    press(visitor, "j", "?")
    expect(visitor.get_by_text("Pintasan keyboard")).to_be_focused()
    for told in ("Pendaftar berikutnya", "Daftar tunggu", "Tampilkan pintasan ini"):
        expect(visitor.get_by_role("definition").filter(has_text=told)).to_be_visible()
    visitor.get_by_label("Pintasan aktif").uncheck()
    visitor.get_by_role("heading", name="Pendaftar 01", exact=True).focus()
    press(visitor, "j")
    opened(visitor, 1)


def test_sel_01_points_that_are_wrong_hold_one_back(portal: Portal, visitor: Page) -> None:
    """Nilai yang belum tersimpan disimpan sebelum berpindah; yang keliru ditunjukkan di kolomnya."""
    lecturer, post = open_list(visitor, portal, 2)
    press(visitor, "j")
    panel = opened(visitor, 1)
    first = panel.get_by_label("Nilai mata kuliah (bobot 60%)")
    first.fill("101")
    panel.get_by_role("button", name="Pendaftar berikutnya").click()
    expect(first).to_be_focused()
    expect(panel).to_contain_text("100")
    first.fill("65")
    panel.get_by_role("button", name="Pendaftar berikutnya").click()
    opened(visitor, 2)
    press(visitor, "k")
    expect(opened(visitor, 1).get_by_label("Nilai mata kuliah (bobot 60%)")).to_have_value("65")
    first.fill("70")
    visitor.get_by_role("cell", name="Pendaftar 02", exact=True).click()
    opened(visitor, 2)
    kept = portal.as_(lecturer).call("list_candidates", vacancy_id=post.id)["items"]
    assert [[score["points"] for score in one["scores"]] for one in kept] == [[70], []]


def test_sel_01_the_address_holds_what_is_open_and_how_the_list_is_narrowed(portal: Portal, visitor: Page) -> None:
    """Muat ulang dan Kembali mempertahankan pendaftar yang dibuka, saringan, urutan, dan pencarian."""
    _, post = open_list(visitor, portal, 3)
    applicants(post, 1, state=ApplicationState.REJECTED)
    visitor.reload()
    rows = visitor.locator("tbody tr")
    expect(rows).to_have_count(4)
    visitor.get_by_role("button", name="Menunggu 3").click()
    visitor.get_by_role("columnheader", name="Nama").get_by_role("button").click()
    expect(visitor).to_have_url(re.compile("urut=name"))
    visitor.get_by_role("columnheader", name="Nama").get_by_role("button").click()
    visitor.get_by_label("Cari nama atau NIM").fill("Pendaftar 0")
    expect(visitor).to_have_url(re.compile("cari="))
    rows.nth(1).get_by_role("cell").last.click()
    opened(visitor, 2)
    press(visitor, "j")
    opened(visitor, 1)
    visitor.reload()
    opened(visitor, 1)
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text("Pendaftar 03")
    visitor.get_by_role("link", name="Lowongan saya").first.click()
    expect(visitor.get_by_role("heading", level=1, name="Lowongan Saya")).to_be_visible()
    visitor.go_back()
    opened(visitor, 1)
    visitor.go_back()
    expect(visitor.get_by_role("region", name="Pendaftar 01", exact=True)).to_be_hidden()
    expect(visitor.get_by_role("button", name="Menunggu 3")).to_have_attribute("aria-pressed", "true")


def test_sel_01_who_leaves_the_list_by_a_decision_keeps_the_place(portal: Portal, visitor: Page) -> None:
    open_list(visitor, portal, 3, "?status=menunggu")
    press(visitor, "j")
    opened(visitor, 1)
    press(visitor, "j")
    opened(visitor, 2)
    press(visitor, "w")
    expect(dialog(visitor).get_by_role("button", name="Daftar tunggu")).to_be_focused()
    press(visitor, "Enter")
    opened(visitor, 3)
    expect(visitor.locator("tbody tr")).to_have_count(2)
    press(visitor, "k")
    opened(visitor, 1)


def test_sel_02_a_document_stays_beside_the_score_sheet(portal: Portal, visitor: Page) -> None:
    """Dokumen tetap terbuka di samping lembar nilai saat berpindah; setiap pembukaan tercatat."""
    lecturer = portal.new("dosen")
    post = publish(portal, lecturer)
    sent = [applied(portal, portal.new("mahasiswa", name=f"Pendaftar {number:02}"), post) for number in (1, 2)]
    at(visitor, lecturer, f"/dosen/lowongan/{post['id']}/pendaftar")
    expect(visitor.locator("tbody tr")).to_have_count(2)
    press(visitor, "j")
    panel = opened(visitor, 1)
    panel.get_by_role("button", name="Transkrip nilai").click()
    document = panel.get_by_role("region", name="Transkrip nilai: Pendaftar 01")
    expect(document.locator("iframe:visible")).to_have_attribute("src", re.compile("^http"))
    box, sheet = document.bounding_box(), panel.get_by_role("heading", name="Lembar nilai").bounding_box()
    assert box
    assert sheet
    assert sheet["x"] >= box["x"] + box["width"]
    assert sheet["y"] < box["y"] + box["height"]
    panel.get_by_role("button", name="Pendaftar berikutnya").click()
    following = opened(visitor, 2).get_by_role("region", name="Transkrip nilai: Pendaftar 02")
    expect(following.locator("iframe:visible")).to_be_visible()
    visitor.reload()
    expect(following.locator("iframe:visible")).to_be_visible()
    with transaction() as db:
        about = audit_log.c.subject_id.in_([one["id"] for one in sent])
        opened_ones = select(audit_log.c.subject_id, audit_log.c.new["kind"].astext)
        found = db.execute(opened_ones.where(about, audit_log.c.action == "document.opened"))
        assert {(str(subject), kind) for subject, kind in found} == {(one["id"], "transkrip") for one in sent}


def test_sel_01_screen_readers_hear_the_names_of_the_workspace(portal: Portal, visitor: Page) -> None:
    open_list(visitor, portal, 2)
    table = visitor.get_by_role("table", name="Pendaftar")
    names = ["Nama", "NIM", "Status", "IPK", "Nilai", "Semester", "Dikirim"]
    for column in names:
        expect(table.get_by_role("columnheader", name=column, exact=True)).to_have_count(1)
    row = table.get_by_role("row").nth(1)
    expect(row.get_by_role("cell")).to_have_count(len(names) + 1)
    expect(row.get_by_role("button", name="Pendaftar 01", expanded=False)).to_be_visible()
    row.get_by_role("cell", name="Pendaftar 01", exact=True).click()
    panel = opened(visitor, 1)
    expect(table.get_by_role("button", name="Pendaftar 01", expanded=True)).to_be_visible()
    expect(visitor.get_by_role("complementary", name="Pendaftar 01")).to_be_visible()
    expect(panel.get_by_text("1 dari 2")).to_be_visible()
    decisions = panel.get_by_role("group", name="Keputusan")
    for name, key in (("Wawancara", "I"), ("Daftar tunggu", "W"), ("Tolak", "T"), ("Terima", "A")):
        button = decisions.get_by_role("button", name=name, exact=True)
        expect(button).to_have_attribute("aria-keyshortcuts", key)
    for name, key in (("Pendaftar sebelumnya", "K"), ("Pendaftar berikutnya", "J"), ("Tutup", None)):
        button = panel.get_by_role("button", name=name, exact=True)
        expect(button).to_be_visible()
        assert button.get_attribute("aria-keyshortcuts") == key
    for name in ("Nilai mata kuliah (bobot 60%)", "Wawancara (bobot 40%)"):
        expect(panel.get_by_role("textbox", name=name)).to_be_editable()


def test_the_workspace(portal: Portal, windows: OpenWindow) -> None:
    """Two lines an applicant on a phone; beside the list what is open has the document beside the score sheet."""
    lecturer = portal.new("dosen")
    post = publish(portal, lecturer)
    applied(portal, portal.new("mahasiswa", name="Raden Ajeng Nurhaliza Wulandari Kusumaningrum"), post)
    with transaction() as db:
        row = db.execute(select(vacancies).where(vacancies.c.id == post["id"])).one()
    for state in (ApplicationState.WAITING_LIST, ApplicationState.INTERVIEW, ApplicationState.ACCEPTED):
        applicants(row, 1, state=state, score="84.00")
    for phone in (False, True):
        page = windows(phone=phone)
        at(page, lecturer, f"/dosen/lowongan/{post['id']}/pendaftar")
        first = page.get_by_role("button", name=re.compile("^Raden"))
        first.wait_for()
        look_twice(page, "dosen-seleksi")
        if phone:
            assert [tall(row) < 80 for row in page.locator("tbody tr").all()[1:]] == [True] * 3
        first.click()
        fits(page, "the workspace")
        page.get_by_role("button", name="CV", exact=True).click()
        expect(page.locator("iframe:visible")).to_be_visible()
        picture(page, f"dosen-seleksi-terbuka-{360 if phone else 1280}", whole=False)


def test_an_order_leaves_the_page_where_one_reads(portal: Portal, visitor: Page) -> None:
    """Order and filter are in the address; the page goes to its top for another page alone."""
    open_list(visitor, portal, 25)
    visitor.evaluate("scrollTo(0, 40)")
    visitor.get_by_role("button", name="Nama", exact=True).click()
    expect(visitor).to_have_url(re.compile("urut="))
    assert visitor.evaluate("scrollY") == 40
    visitor.get_by_role("link", name="Lowongan saya").first.click()
    expect(visitor.get_by_role("heading", level=1, name="Lowongan saya")).to_be_visible()
    assert visitor.evaluate("scrollY") == 0
