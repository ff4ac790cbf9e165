"""Every page at every width: no text is cut, no label lies under an error, and the page's parts do not overlap."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from common.domain.assistants.states import ContractState
from common.domain.recruitment.states import ApplicationState
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal
from tests.portal.attendance import new_post
from tests.portal.conftest import OpenWindow
from tests.portal.inbox import notified
from tests.portal.office import at as at_office
from tests.portal.pages import come_as, settle
from tests.portal.teaching import applicants, attendance, vacancy

pytestmark = pytest.mark.without_bystanders

# A text is cut when it reaches over the edge of what hides whatever is outside. What can be scrolled is not cut, nor is
# what ends in dots on purpose.
_CUT = """large => {
    const root = document.querySelector('.v-overlay--active .v-overlay__content') ?? document.body
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    const range = document.createRange()
    const apart = '.d-sr-only, .skip, .text-truncate, .v-skeleton-loader' + (large ? ', .v-field-label' : '')
    const seen = one => one.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    const wrong = []
    while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement
        if (!walker.currentNode.data.trim() || !seen(parent) || parent.closest(apart)) continue
        range.selectNodeContents(walker.currentNode)
        const boxes = [...range.getClientRects()]
        for (let around = parent; around && around !== document.body; around = around.parentElement) {
            const { overflowX, overflowY, position } = getComputedStyle(around)
            const edge = around.getBoundingClientRect()
            const hides = way => way === 'hidden' || way === 'clip'
            const cut = boxes.some(box =>
                hides(overflowX) && (box.right > edge.right + 1 || box.left < edge.left - 1) ||
                hides(overflowY) && (box.bottom > edge.bottom + 3 || box.top < edge.top - 3))
            if (cut) {
                wrong.push(`cut by ${around.className}: ${walker.currentNode.data.trim().slice(0, 40)}`)
                break
            }
            if (position === 'fixed' || /auto|scroll/.test(overflowX + overflowY)) break
        }
    }
    const parts = [...root.querySelectorAll('.v-btn, .v-chip, .button, .state')].filter(seen)
    const outside = parts.filter(one => {
        const card = one.closest('.v-card, .panel, article')
        return card && one.getBoundingClientRect().right > card.getBoundingClientRect().right + 1
            && !one.closest('.v-table__wrapper, .d-sr-only')
    })
    const aside = [...root.querySelectorAll('.v-table__wrapper:has(.v-data-table__tr--mobile)')]
        .filter(one => one.scrollWidth > one.clientWidth + 1)
    wrong.push(...aside.map(one => `a list of ${one.scrollWidth} px in ${one.clientWidth}`))
    return [...wrong, ...outside.map(one => `out of its card: ${one.innerText.trim().slice(0, 40)}`)]
}"""
# The text below a field and the label of the next one, which lies on that field's upper border.
_OVERLAPPING = """() => {
    const root = document.querySelector('.v-overlay--active .v-overlay__content') ?? document
    const boxes = selector => [...root.querySelectorAll(selector)]
        .filter(one => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && one.innerText.trim())
        .map(one => ({ box: one.getBoundingClientRect(), text: one.innerText.trim().slice(0, 40) }))
    const labels = boxes('.v-field-label, .v-label, legend, h2, h3')
    return boxes('.v-messages__message').flatMap(said => labels
        .filter(({ box }) => box.top < said.box.bottom - 0.5 && said.box.top < box.bottom - 0.5
            && box.left < said.box.right && said.box.left < box.right)
        .map(label => `"${said.text}" over "${label.text}"`))
}"""
USUAL, LARGE = "100%", "200%"
_SIZE = "size => document.documentElement.style.fontSize = size"
PAGES = {
    "nobody": ["/", "/lowongan", "/sertifikat", "/masuk", "/lupa-kata-sandi", "/kata-sandi?kode=x", "/tidak/ada"],
    "mahasiswa": ["/mahasiswa", "/pendaftaran", "/sertifikat-saya", "/notifikasi", "/profil", "/lowongan"],
    "aslab": ["/aslab", "/absensi", "/absensi/riwayat", "/kontrak", "/notifikasi"],
    "dosen": ["/dosen", "/dosen/lowongan", "/dosen/lowongan/baru", "/dosen/verifikasi", "/dosen/aslab"],
    "admin": [f"/admin{page}" for page in ("", "/pengguna", "/periode", "/aktivasi", "/kontrak", "/sertifikat")]
    + ["/admin/pesan", "/admin/audit"],
}


def fits(page: Page, name: str) -> None:
    """Fails where a text is cut, or lies on another one, at its usual size and at 200 %."""
    wrong = []
    for size in (USUAL, LARGE):
        page.evaluate(_SIZE, size)
        settle(page)
        wrong += [f"{size} {one}" for one in (*page.evaluate(_CUT, size == LARGE), *page.evaluate(_OVERLAPPING))]
    page.evaluate(_SIZE, USUAL)
    assert wrong == [], "\n".join([f"{name} does not show in full:", *wrong])


def misfits(page: Page, addresses: list[str]) -> list[str]:
    found = []
    for address in addresses:
        page.goto(address)
        expect(page.get_by_role("heading").first).to_be_visible()
        found += misfits_here(page, address)
    return found


def misfits_here(page: Page, name: str) -> list[str]:
    try:
        fits(page, name)
    except AssertionError as wrong:
        return [str(wrong)]
    return []


def campus(portal: Portal) -> dict[str, tuple[Any, str | None]]:
    """A student who is an aslab too, the lecturer and an admin, each with the role to come in."""
    post = new_post(portal)
    open_ = vacancy(post.lecturer, course="Pengantar Teknologi Informasi dan Komunikasi")
    applicants(open_, 3)
    with transaction() as db:
        make.application(db, open_, post.student, state=ApplicationState.INTERVIEW, interview_at=clock.now())
        make.application(db, make.vacancy(db, post.lecturer), post.student, state=ApplicationState.ACCEPTED)
        make.period(db, name="2026/2027 Ganjil")
    attendance(post.contract, post.student, 1, delayed=True, late_entry=True, late_reason="Ponsel rusak.")
    notified(post.student, "Status pendaftaran Anda sebagai asisten laboratorium berubah", role="mahasiswa")
    admin = portal.new("admin")
    both = {role: (post.student, role) for role in ("mahasiswa", "aslab")}
    return {**both, "dosen": (post.lecturer, None), "admin": (admin, None)}


@pytest.mark.parametrize("who", ["nobody", "mahasiswa", "aslab", "dosen", "admin"])
@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_every_page_shows_its_texts_in_full(
    portal: Portal, windows: OpenWindow, phone: bool, language: str, who: str
) -> None:
    page = windows(phone=phone, language=language)
    if who != "nobody":
        person, role = campus(portal)[who]
        portal.as_(person, role).call("edit_profile", json={"language": language})
        come_as(page, person, role)
    wrong = misfits(page, PAGES[who])
    assert wrong == [], "\n".join(wrong)


LONG = {
    "course": "Pengantar Teknologi Informasi dan Komunikasi Multimedia Interaktif",
    "requirements": "Nilai minimal B.\nSelengkapnya: https://kampus.example.org/" + "prosedur-perekrutan-" * 5,
    "minimum_ipk": "3.25",
    "minimum_semester": 3,
}
CODE = "7KQ2-M0XA-93TR-C5VE"


def certified(lecturer: Any, student: Any) -> None:
    facts = {"name": "Raden Ajeng Nurhaliza Wulandari Kusumaningrum Putri", "course": LONG["course"]}
    days = {"starts_on": "2026-09-01", "ends_on": "2026-12-20", "issued_on": "2026-12-21"}
    with transaction() as db:
        admin = make.admin(db)
        ended = {"state": ContractState.ENDED, "ended_at": clock.now()}
        contract = make.contract(db, student=student, lecturer=lecturer, admin=admin, **ended)
        known = {"period": "2026/2027 Ganjil", "attendances": 14} | facts | days
        make.certificate(db, contract, admin, code=CODE, facts=known)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_every_page_of_one_thing_shows_its_texts_in_full(
    portal: Portal, windows: OpenWindow, phone: bool, language: str
) -> None:
    lecturer, student = portal.new("dosen"), portal.new("mahasiswa")
    post = vacancy(lecturer, **LONG)
    applicants(post, 3, interview_place="Laboratorium Rekayasa Perangkat Lunak, Gedung Fakultas Teknik lantai 4")
    certified(lecturer, student)
    ways: dict[str, tuple[Any, list[str]]] = {
        "nobody": (None, [f"/lowongan/{post.id}", f"/sertifikat/{CODE}"]),
        "mahasiswa": (student, [f"/lowongan/{post.id}", f"/lowongan/{post.id}/daftar"]),
        "dosen": (lecturer, [f"/dosen/lowongan/{post.id}", f"/dosen/lowongan/{post.id}/pendaftar"]),
    }
    wrong = []
    for person, addresses in ways.values():
        page = windows(phone=phone, language=language)
        if person:
            portal.as_(person).call("edit_profile", json={"language": language})
            come_as(page, person)
        wrong += misfits(page, addresses)
    page.get_by_role("button", name="Pendaftar 01", exact=True).click()
    expect(page.get_by_role("heading", name="Pendaftar 01", level=2)).to_be_focused()
    wrong += misfits_here(page, "an open candidate")
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_auth_15_the_choice_of_a_role_can_be_read_at_any_size(portal: Portal, windows: OpenWindow, phone: bool) -> None:
    page = windows(phone=phone)
    come_as(page, new_post(portal).student)
    page.goto("/mahasiswa")
    expect(page.get_by_role("button", name="Masuk sebagai Mahasiswa")).to_be_visible()
    fits(page, "the choice of a role")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_errors_of_a_dialog_leave_the_next_label_readable(portal: Portal, windows: OpenWindow, phone: bool) -> None:
    page = windows(phone=phone)
    at_office(page, portal, "/admin/pengguna")
    page.get_by_role("button", name="Tambah pengguna").click()
    page.get_by_role("dialog").get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Nama wajib diisi")).to_be_visible()
    fits(page, "the dialog of a new user")


def test_a_field_shows_the_focus_by_its_own_border(portal: Portal, visitor: Page) -> None:
    visitor.goto("/lupa-kata-sandi")
    field = visitor.get_by_label("Email", exact=True)
    field.focus()
    assert field.evaluate("field => getComputedStyle(field).outlineStyle") == "none"
    assert field.evaluate("field => field.matches(':focus-visible')")


def test_the_foot_lies_beside_the_menu(portal: Portal, visitor: Page) -> None:
    at_office(visitor, portal, "/admin/audit")
    menu, foot = visitor.locator("nav.v-navigation-drawer"), visitor.get_by_role("contentinfo")
    foot.scroll_into_view_if_needed()
    settle(visitor)
    left, inner = menu.bounding_box(), foot.bounding_box()
    assert left
    assert inner
    assert inner["x"] >= left["x"] + left["width"]
