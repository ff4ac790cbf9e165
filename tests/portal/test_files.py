"""A file that changes under its name, as in a folder that a cloud service keeps."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

from playwright.sync_api import Page, Route, expect

from common.domain.uploads.tables import uploads
from common.platform import clock
from common.platform.db import transaction
from tests import samples
from tests.bystanders import own
from tests.client import Portal
from tests.portal.applicants import at_form, publish

_REQUEST = "**/v1/uploads"
_BUSY = '{"status": 429, "code": "too_many_requests", "title": "Sistem sedang sibuk."}'


def replace(file: Path, text: str) -> None:
    """As a cloud service does it: another content and another time under the same name."""
    file.write_bytes(samples.pdf(text))
    later = clock.now().timestamp() + 50
    os.utime(file, (later, later))


def test_mhs_reg_18_a_file_is_sent_as_it_was_when_it_was_chosen(portal: Portal, visitor: Page, tmp_path: Path) -> None:
    """Salinan berkas berubah sebelum terkirim: yang dikirim adalah isi saat dipilih."""
    file, chosen = tmp_path / "cv.pdf", samples.pdf("Semula")
    file.write_bytes(chosen)
    student = portal.new("mahasiswa")
    at_form(visitor, student, publish(portal))

    def change(route: Route) -> None:
        replace(file, "Kemudian")
        route.continue_()

    visitor.route(_REQUEST, change)
    visitor.get_by_label("CV", exact=True).set_input_files(file)
    expect(visitor.get_by_text("cv.pdf diterima")).to_be_visible()
    with transaction() as db:
        [sent] = db.execute(own(uploads).where(uploads.c.owner_id == student.id)).all()
    assert sent.sha256 == sha256(chosen).hexdigest()


def test_mhs_reg_18_a_file_that_cannot_be_sent_as_it_was_is_chosen_again(
    portal: Portal, visitor: Page, tmp_path: Path
) -> None:
    """Dikirim ulang setelah berubah: "Berkas berubah setelah dipilih. Pilih lagi.", bukan "Tidak ada jaringan"."""
    file = tmp_path / "cv.pdf"
    file.write_bytes(samples.pdf("Semula"))
    at_form(visitor, portal.new("mahasiswa"), publish(portal))
    visitor.route(_REQUEST, lambda route: route.fulfill(status=429, body=_BUSY, content_type="application/json"))
    visitor.get_by_label("CV", exact=True).set_input_files(file)
    expect(visitor.get_by_text("Sistem sedang sibuk.")).to_be_visible()
    visitor.unroute(_REQUEST)
    replace(file, "Kemudian")
    visitor.get_by_role("button", name="Kirim ulang: CV").click()
    expect(visitor.get_by_text("Berkas berubah setelah dipilih. Pilih lagi.")).to_be_visible()
    expect(visitor.get_by_text("Tidak ada jaringan")).to_have_count(0)
    visitor.get_by_label("CV", exact=True).set_input_files(file)
    expect(visitor.get_by_text("cv.pdf diterima")).to_be_visible()
