"""A photo whose time is over is not there, and its page says why."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from common.domain.uploads.tables import Purpose
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal
from tests.portal.attendance import new_post
from tests.portal.pages import come_as, look
from tests.uat import cast

pytestmark = pytest.mark.without_bystanders


def test_lap_09_an_erased_photo_is_said_to_be_erased(portal: Portal, phone: Page) -> None:
    """Riwayat tetap; di tempat foto ada kalimat bahwa foto sudah dihapus."""
    post, day = new_post(portal), clock.today() - timedelta(days=200)
    over = {"starts_on": day - timedelta(days=30), "ends_on": day, "ended_at": clock.start_of(day)}
    old = cast.contract(post.student, post.lecturer, state="selesai", photos_erased_at=clock.now(), **over)
    with transaction() as db:
        gone = make.upload(db, post.student, Purpose.PHOTO, stored_object=None, leaving_at=clock.now())
        proof = {"photo_id": gone.id, "photo_sha256": gone.sha256}
        seen = make.attendance(db, old, day=day, state="disetujui", **proof)
    come_as(phone, post.student, "aslab")
    phone.goto(f"/absensi/riwayat?kontrak={old.id}&bulan={day:%Y-%m}")
    line = phone.locator(f"#absensi-{seen.id}")
    expect(line).to_contain_text("Foto sudah dihapus")
    line.get_by_role("button", name="Perbesar foto").click()
    said = phone.get_by_role("dialog").get_by_text("masa keberatan atas sertifikat sudah lewat")
    expect(said).to_be_visible()
    look(phone, "foto-dihapus")
