"""The privacy notice, for everybody and for who has not agreed to it yet."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from common.domain.people.tables import people
from common.platform.db import transaction
from tests.client import Portal
from tests.portal.conftest import OpenWindow
from tests.portal.pages import come_as, look_at_all, settle

pytestmark = pytest.mark.without_bystanders


def new_without_consent(portal: Portal) -> object:
    person = portal.new("mahasiswa", name="Budi Santoso")
    with transaction() as db:
        db.execute(update(people).where(people.c.id == person.id).values(notice_version=None, notice_at=None))
    return person


def test_the_notice_in_both_languages_and_widths(windows: OpenWindow) -> None:
    look_at_all(windows, {"privasi": "/privasi"})


def test_what_is_due_in_both_languages_and_widths(windows: OpenWindow, portal: Portal) -> None:
    look_at_all(windows, {"privasi-baru": "/privasi", "beranda-privasi": "/mahasiswa"}, new_without_consent(portal))


def test_lap_13_it_is_read_and_agreed_to(visitor: Page, portal: Portal) -> None:
    """Baris di setiap halaman menuju pemberitahuan; setelah setuju hilang, dan profil menyebut versi dan waktunya."""
    come_as(visitor, new_without_consent(portal))
    visitor.goto("/lowongan")
    due = visitor.get_by_text("Pemberitahuan privasi telah berubah.")
    expect(due).to_be_visible()
    visitor.get_by_role("link", name="Baca", exact=True).click()
    expect(visitor.get_by_role("heading", level=1, name="Pemberitahuan privasi")).to_be_visible()
    visitor.get_by_role("button", name="Saya setuju").click()
    expect(visitor.get_by_text("Terima kasih, persetujuan Anda tercatat")).to_be_visible()
    expect(due).to_have_count(0)
    expect(visitor.get_by_role("button", name="Saya setuju")).to_have_count(0)
    visitor.goto("/profil")
    settle(visitor)
    expect(visitor.get_by_role("region", name="Data saya")).to_contain_text("(versi 2026-12-01)")


def test_who_has_agreed_sees_no_line(visitor: Page, portal: Portal) -> None:
    come_as(visitor, portal.new("mahasiswa"))
    visitor.goto("/lowongan")
    settle(visitor)
    expect(visitor.get_by_text("Pemberitahuan privasi telah berubah.")).to_have_count(0)
