"""Module 3 in a browser: last semester's aslab are invited to a vacancy that was copied, and apply as usual."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from common.domain.assistants.states import ContractState
from common.domain.recruitment.tables import vacancy_copies
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal
from tests.portal.conftest import OpenWindow
from tests.portal.pages import look
from tests.portal.teaching import at, confirm, dialog

pytestmark = pytest.mark.without_bystanders

# The button, what invites, attendance, the mean of the evaluation, the outcome, the refusals, how one ends, the mark.
WORDS = {
    "id": (
        *("Undang aslab semester lalu", "Undang", "2 dari 3 absensi disetujui", "Penilaian: 4,25 dari 5"),
        *("2 berhasil, 0 gagal", "Sudah diundang", "Akunnya dinonaktifkan", "saat lowongan ini diterbitkan", "Tutup"),
        "Aslab semester lalu · diundang",
    ),
    "en": (
        *(
            "Invite last semester's lab assistants",
            "Invite",
            "2 of 3 attendances approved",
            "Evaluation: 4.25 out of 5",
        ),
        *("2 done, 0 failed", "Already invited", "The account has been deactivated"),
        *("when this vacancy is published", "Close", "Lab assistant last semester · invited"),
    ),
}
ENDED = {"state": ContractState.ENDED}


def copied(portal: Portal, lecturer: Any, **values: Any) -> tuple[Any, list[Any]]:
    """A vacancy that was copied from one with three aslab, one of whom has no account any more."""
    names = ("Ayu Lestari", "Bagus Pratama", "Citra Dewi")
    served = [portal.new("mahasiswa", name=name, active=name != "Citra Dewi") for name in names]
    with transaction() as db:
        source = make.vacancy(db, lecturer, course="Basis Data", state="ditutup")
        post = make.vacancy(db, lecturer, course="Basis Data Lanjut", **values)
        people = {"lecturer": lecturer, "admin": make.admin(db), "vacancy_id": source.id}
        made = [make.contract(db, student=who, **people, **ENDED, ended_at=clock.now()) for who in served]
        for n, state in enumerate(("disetujui", "disetujui", "ditolak")):
            make.attendance(db, made[0], day=clock.today() - timedelta(days=n), state=state)
        make.evaluation(db, made[0], lecturer, teamwork=5, note="Sabar membimbing praktikan.")
        term = make.period(db)
        make.insert(db, vacancy_copies, copy_id=post.id, source_id=source.id, period_id=term.id)
    return post, served


@pytest.mark.parametrize(("phone", "language"), [(False, "id"), (True, "en")])
def test_those_chosen_are_invited_once(portal: Portal, windows: OpenWindow, phone: bool, language: str) -> None:
    button, send, attended, mean, summary, before, shut, later, end, mark = WORDS[language]
    lecturer = portal.new("dosen", language=language)
    post, served = copied(portal, lecturer, state="draf")
    page = windows(phone=phone)
    at(page, lecturer, "/dosen/lowongan")
    opener = page.get_by_role("button", name=f"{button}: Basis Data Lanjut")
    expect(page.get_by_role("button", name=button)).to_have_count(1)
    opener.click()
    rows = dialog(page).get_by_role("listitem")
    expect(rows).to_have_count(3)
    expect(dialog(page)).to_contain_text(later)
    expect(rows.nth(0)).to_contain_text(attended)
    expect(rows.nth(2)).to_contain_text(shut)
    expect(dialog(page).get_by_role("checkbox")).to_have_count(2)
    expect(dialog(page).get_by_role("button", name=f"{send} (0)")).to_be_disabled()
    rows.nth(0).get_by_text(mean).click()
    expect(rows.nth(0)).to_contain_text("Sabar membimbing praktikan.")
    look(page, f"dosen-lowongan-undang-{language}")
    for who in served[:2]:
        dialog(page).get_by_role("checkbox", name=f"{who.name}, {who.number}").check()
    confirm(page, f"{send} (2)")
    expect(dialog(page)).to_contain_text(summary)
    look(page, f"dosen-lowongan-diundang-{language}")
    confirm(page, end)
    expect(dialog(page)).to_be_hidden()
    expect(opener).to_be_focused()
    opener.click()
    expect(rows.filter(has_text=before)).to_have_count(2)
    expect(dialog(page).get_by_role("checkbox")).to_have_count(0)
    with transaction() as db:
        applied = make.application(db, post, served[0])
    at(page, lecturer, f"/dosen/lowongan/{post.id}/pendaftar?pelamar={applied.id}")
    expect(page.get_by_text(mark)).to_be_visible()
