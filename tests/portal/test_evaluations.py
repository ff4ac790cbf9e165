"""Module 9 in a browser: a lecturer evaluates an aslab, who reads it and comments once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from common.domain.assistants.states import ContractState
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal
from tests.portal.conftest import OpenWindow
from tests.portal.pages import come_as, look, settle
from tests.portal.teaching import at, confirm, dialog
from tests.uat import cast

pytestmark = pytest.mark.without_bystanders

# The buttons of the lecturer, what is said of a field, the criteria and their best mark, and how it is saved.
LECTURER = {
    "id": (
        *("Beri penilaian", "Ubah penilaian", "Ketepatan waktu wajib diisi", "Simpan penilaian", "disimpan"),
        *("5 – Sangat baik", "Penilaian: 4,75 dari 5", "Catatan (opsional)"),
        ("Ketepatan waktu", "Penguasaan materi", "Kerja sama", "Komunikasi"),
    ),
    "en": (
        *("Evaluate", "Change the evaluation", "Punctuality is required", "Save the evaluation", "was saved"),
        *("5 – Very good", "Evaluation: 4.75 out of 5", "Note (optional)"),
        ("Punctuality", "Command of the subject", "Teamwork", "Communication"),
    ),
}
ASLAB = {
    "id": ("Penilaian dosen", "4 dari 5", "Tanggapi", "Kirim tanggapan", "Tanggapan wajib diisi", "Tanggapan Anda"),
    "en": (
        *("Evaluation by your lecturers", "4 out of 5", "Comment", "Send the comment"),
        *("Comment is required", "Your comment"),
    ),
}
THANKS = "Terima kasih, saya akan datang lebih awal."


def ended(portal: Portal, lecturer: Any, language: str = "id", **values: Any) -> tuple[Any, Any]:
    student = portal.new("mahasiswa", name="Dewi Ayu Lestari", language=language)
    over = {"state": ContractState.ENDED, "ended_at": clock.now(), "ends_on": clock.today()}
    return student, cast.contract(student, lecturer, **over | values)


@pytest.mark.parametrize(("phone", "language"), [(False, "id"), (True, "en")])
def test_a_lecturer_evaluates_an_aslab_and_changes_it(
    portal: Portal, windows: OpenWindow, phone: bool, language: str
) -> None:
    write, change, missing, save, saved, best, mean, note, criteria = LECTURER[language]
    lecturer = portal.new("dosen", language=language)
    cast.contract(portal.new("mahasiswa", name="Masih Lama"), lecturer)
    soon = {"ends_on": clock.today() + timedelta(days=13)}
    cast.contract(portal.new("mahasiswa", name="Dewi Ayu Lestari"), lecturer, **soon)
    page = windows(phone=phone)
    at(page, lecturer, "/dosen/aslab")
    card = page.get_by_role("article").filter(has_text="Dewi Ayu Lestari")
    expect(page.get_by_role("button", name=f"{write}:")).to_have_count(1)
    page.get_by_role("button", name=f"{write}: Dewi Ayu Lestari").click()
    confirm(page, save)
    expect(dialog(page)).to_contain_text(missing)
    for name in criteria:
        dialog(page).get_by_label(name, exact=True).select_option(best)
    look(page, "dosen-aslab-penilaian")
    dialog(page).get_by_label(criteria[2], exact=True).select_option("3")
    confirm(page, save)
    expect(dialog(page)).to_be_hidden()
    expect(page.get_by_text(saved)).to_be_visible()
    page.get_by_role("button", name=f"{change}: Dewi Ayu Lestari").click()
    expect(dialog(page).get_by_label(criteria[2], exact=True)).to_have_value("3")
    dialog(page).get_by_label(criteria[2], exact=True).select_option("4")
    dialog(page).get_by_label(note).fill("Rajin dan sabar membimbing praktikan.")
    confirm(page, save)
    expect(dialog(page)).to_be_hidden()
    summary = card.get_by_text(mean)
    summary.click()
    expect(card).to_contain_text("Rajin dan sabar membimbing praktikan.")
    look(page, "dosen-aslab-dinilai")


@pytest.mark.parametrize(("phone", "language"), [(False, "id"), (True, "en")])
def test_a_former_aslab_reads_it_and_comments_once(
    portal: Portal, windows: OpenWindow, phone: bool, language: str
) -> None:
    title, points, answer, send, missing, mine = ASLAB[language]
    lecturer = portal.new("dosen", name="Dr. Ratna Dewi")
    student, contract = ended(portal, lecturer, language)
    with transaction() as db:
        make.evaluation(db, contract, lecturer, note="Rajin dan sabar membimbing praktikan.")
        other = make.contract(db, student=make.student(db), lecturer=lecturer, admin=make.admin(db))
        make.evaluation(db, other, lecturer, note="Milik orang lain")
    page = windows(phone=phone)
    come_as(page, student)
    page.goto("/sertifikat-saya")
    section = page.get_by_role("region", name=title)
    expect(section.get_by_role("article")).to_have_count(1)
    for told in (points, "Rajin dan sabar membimbing praktikan.", "Dr. Ratna Dewi"):
        expect(section).to_contain_text(told)
    look(page, "sertifikat-saya-penilaian")
    section.get_by_role("button", name=answer).click()
    confirm(page, send)
    expect(dialog(page)).to_contain_text(missing)
    dialog(page).get_by_role("textbox").fill(THANKS)
    look(page, "sertifikat-saya-tanggapan")
    confirm(page, send)
    expect(dialog(page)).to_be_hidden()
    expect(section).to_contain_text(mine)
    expect(section).to_contain_text(THANKS)
    expect(section.get_by_role("button", name=answer)).to_have_count(0)
    refused = portal.as_(student).call(
        "comment_on_evaluation", contract_id=contract.id, json={"text": "Lagi"}, expect=409
    )
    assert refused.code == "commented_before"


def test_an_aslab_reads_it_among_the_contracts(portal: Portal, visitor: Page) -> None:
    lecturer, student = portal.new("dosen"), portal.new("mahasiswa")
    contract = cast.contract(student, lecturer, ends_on=clock.today() + timedelta(days=3))
    with transaction() as db:
        make.evaluation(db, contract, lecturer, note="Rajin")
    come_as(visitor, student, "aslab")
    visitor.goto("/kontrak")
    expect(visitor.get_by_role("region", name="Penilaian dosen")).to_contain_text("Rajin")
    settle(visitor)


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_an_admin_reads_evaluation_and_comment(portal: Portal, windows: OpenWindow, phone: bool) -> None:
    lecturer, admin = portal.new("dosen"), portal.new("admin")
    student, contract = ended(portal, lecturer)
    cast.contract(portal.new("mahasiswa", name="Belum Dinilai"), lecturer)
    with transaction() as db:
        make.evaluation(db, contract, lecturer, note="Rajin")
    portal.as_(student).call("comment_on_evaluation", contract_id=contract.id, json={"text": THANKS})
    page = windows(phone=phone)
    at(page, admin, "/admin/kontrak")
    expect(page.get_by_role("button", name="Penilaian")).to_have_count(1)
    page.get_by_role("button", name="Penilaian Dewi Ayu Lestari").click()
    for told in ("Kerja sama", "4 dari 5", "Rajin", THANKS):
        expect(dialog(page)).to_contain_text(told)
    look(page, "admin-kontrak-penilaian")
    dialog(page).get_by_role("button", name="Tutup").click()
    expect(dialog(page)).to_be_hidden()
