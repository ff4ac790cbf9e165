"""On paper: what a page says, black on white, without menus and buttons; tables with their head on each sheet."""

from __future__ import annotations

import re
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal
from tests.portal.pages import PICTURED, SCREENS, come_as, settle
from tests.portal.test_public import CODE, FACTS, certified

pytestmark = pytest.mark.without_bystanders
AROUND = ("Menu utama", "Pengujian", "Tampilan", "Langsung ke isi", "Switch to English")
WHITE, BRIGHT = 255, 220
MARGIN: Any = dict.fromkeys(("top", "right", "bottom", "left"), "1cm")


def on_paper(page: Page, name: str) -> list[str]:
    """The text of each sheet; its ground is white even where the portal is dark."""
    settle(page)
    paper = pypdfium2.PdfDocument(page.pdf(format="A4", print_background=True, margin=MARGIN))
    sheets = [paper[number] for number in range(len(paper))]
    for number, sheet in enumerate(sheets):
        picture = sheet.render(scale=1).to_pil().convert("L")
        if PICTURED:
            picture.save(SCREENS / f"cetak-{name}-{number + 1}.png")
        assert picture.getpixel((5, 5)) == WHITE
        assert average(picture) > BRIGHT, "the sheet is dark"
    texts = [sheet.get_textpage().get_text_bounded() for sheet in sheets]
    paper.close()
    # Where letters are set closely, a reader of the file finds no blank.
    return [re.sub(r"\s", "", text) for text in texts]


def parts_of(text: str, *parts: str) -> list[str]:
    return [part for part in parts if part.replace(" ", "") in text]


def average(picture: Any) -> float:
    return float(
        sum(level * count for level, count in enumerate(picture.histogram())) / (picture.width * picture.height)
    )


def test_a_long_list_has_its_head_on_each_sheet(portal: Portal, visitor: Page) -> None:
    admin = portal.new("admin")
    with transaction() as db:
        for number in range(24):
            make.student(db, name=f"Mahasiswa Ke {number:02}")
    visitor.emulate_media(color_scheme="dark")
    come_as(visitor, admin)
    visitor.goto("/admin/pengguna")
    expect(visitor.get_by_role("row")).to_have_count(26)
    sheets = on_paper(visitor, "pengguna")
    assert len(sheets) > 1
    assert [number for number, text in enumerate(sheets) if "Kontak" not in text] == []
    whole = "".join(sheets)
    names = [f"Mahasiswa Ke {number:02}" for number in range(24)]
    assert parts_of(whole, *names) == names
    assert parts_of(whole, *AROUND, "Tambah pengguna", "Nonaktifkan") == []
    expect(visitor.locator(".v-theme--dark.v-application")).to_be_visible()


def test_a_checked_certificate_and_a_guide_are_printed_alone(portal: Portal, visitor: Page) -> None:
    certified()
    visitor.emulate_media(color_scheme="dark")
    visitor.goto(f"/sertifikat/{CODE}")
    expect(visitor.get_by_text(FACTS["name"])).to_be_visible()
    (sheet,) = on_paper(visitor, "sertifikat")
    assert parts_of(sheet, str(FACTS["name"]), *AROUND, "Cetak", "Periksa berkas PDF") == [FACTS["name"]]
    visitor.goto("/panduan/seleksi")
    expect(visitor.get_by_role("heading", level=1)).to_be_visible()
    whole = "".join(on_paper(visitor, "panduan"))
    assert "bobot" in whole
    assert parts_of(whole, *AROUND) == []
