"""Every reason has words, and the words begin with the rule that the file breaks."""

from __future__ import annotations

import pytest

from common.domain.uploads.purposes import RULES
from common.domain.uploads.refusals import (
    DAMAGED_PICTURE,
    NEVER_ARRIVED,
    TOO_LARGE,
    TOO_MANY_PIXELS,
    USED_BEFORE,
    refusal_text,
)
from common.domain.uploads.tables import Purpose
from common.platform.documents.pdfs import PdfReason
from common.platform.documents.photos import MAX_PIXELS

START = {
    Purpose.DOCUMENT: ("Berkas harus PDF maksimal 2 MB", "The file must be a PDF of at most 2 MB"),
    Purpose.PAMPHLET: (
        "Pamflet harus JPG, PNG, atau PDF maksimal 2 MB",
        "The pamphlet must be a JPG, PNG or PDF of at most 2 MB",
    ),
}


@pytest.mark.parametrize("purpose", START)
@pytest.mark.parametrize("reason", [*PdfReason, TOO_LARGE, "not_a_pdf", "not_a_pamphlet"])
def test_a_refusal_names_the_rule(purpose: Purpose, reason: str) -> None:
    text = refusal_text(purpose, reason)
    indonesian, english = START[purpose]
    assert text.startswith(indonesian)
    assert text.en.startswith(english)
    assert text.code == reason


@pytest.mark.parametrize("reason", sorted(PdfReason))
def test_what_is_wrong_inside_a_pdf_is_said(reason: str) -> None:
    text = refusal_text(Purpose.DOCUMENT, reason)
    assert ": " in text
    assert ": " in text.en


def test_a_photo_is_refused_in_its_own_words() -> None:
    assert refusal_text(Purpose.PHOTO, "not_a_photo") == "Foto harus JPG, PNG, atau WebP"
    assert refusal_text(Purpose.PHOTO, TOO_LARGE) == "Foto maksimal 10 MB"
    assert refusal_text(Purpose.PHOTO, USED_BEFORE) == "Foto sudah pernah digunakan"


@pytest.mark.parametrize("purpose", [Purpose.PHOTO, Purpose.PAMPHLET])
def test_a_picture_that_cannot_be_opened_is_told_why_and_what_to_do(purpose: Purpose) -> None:
    large, damaged = (refusal_text(purpose, code) for code in (TOO_MANY_PIXELS, DAMAGED_PICTURE))
    most = MAX_PIXELS // 10**6
    assert (large.code, damaged.code) == ("picture_too_large", "picture_damaged")
    assert f"paling banyak {most} megapiksel, atau ambil ulang" in large
    assert f"at most {most} megapixels, or take it again" in large.en
    assert "rusak atau terpotong. Ambil ulang" in damaged
    assert "damaged or cut off. Take it again" in damaged.en


@pytest.mark.parametrize("purpose", Purpose)
def test_every_purpose_has_its_rule_and_what_never_came_its_words(purpose: Purpose) -> None:
    assert RULES[purpose].kinds
    assert "kirim ulang" in refusal_text(purpose, NEVER_ARRIVED)
