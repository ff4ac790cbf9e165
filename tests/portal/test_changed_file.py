"""A file that lies in a folder of the cloud and changes, or is moved, after it was chosen."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests import samples
from tests.client import Portal
from tests.portal.applicants import at_form, publish

UNREADABLE = "Berkas berubah setelah dipilih. Pilih lagi."


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "cv.pdf"
    file.write_bytes(samples.pdf("CV"))
    return file


def touch(file: Path) -> None:
    later = time.time() + 60
    os.utime(file, (later, later))


def test_mhs_reg_18_what_changes_on_its_way_arrives_as_it_was_chosen(portal: Portal, visitor: Page, file: Path) -> None:
    at_form(visitor, portal.new("mahasiswa"), publish(portal))

    def change(route: Route) -> None:
        touch(file)
        route.continue_()

    visitor.route("**/v1/uploads", change)
    visitor.get_by_label("CV", exact=True).set_input_files(file)
    expect(visitor.get_by_text("cv.pdf diterima")).to_be_visible()


def test_mhs_reg_18_what_cannot_be_read_any_more_is_chosen_again(portal: Portal, visitor: Page, file: Path) -> None:
    at_form(visitor, portal.new("mahasiswa"), publish(portal))
    visitor.route("**/v1/uploads", lambda route: route.abort("internetdisconnected"))
    visitor.get_by_label("CV", exact=True).set_input_files(file)
    again = visitor.get_by_role("button", name="Kirim ulang: CV")
    expect(again).to_be_visible()
    visitor.unroute("**/v1/uploads")
    touch(file)
    again.click()
    expect(visitor.get_by_text(UNREADABLE)).to_be_visible()
    expect(visitor.get_by_text("Tidak ada jaringan")).to_be_hidden()
    expect(again).to_be_hidden()
    visitor.get_by_label("CV", exact=True).set_input_files(file)
    expect(visitor.get_by_text("cv.pdf diterima")).to_be_visible()
