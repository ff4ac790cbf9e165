"""Every reason has words, and the words begin with the rule that the file breaks."""

from __future__ import annotations

import pytest

from common.domain.uploads.purposes import RULES
from common.domain.uploads.refusals import NEVER_ARRIVED, TOO_LARGE, USED_BEFORE, refusal_text
from common.domain.uploads.tables import Purpose
from common.platform.documents.pdfs import PdfReason

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


@pytest.mark.parametrize("purpose", Purpose)
def test_every_purpose_has_its_rule_and_what_never_came_its_words(purpose: Purpose) -> None:
    assert RULES[purpose].kinds
    assert "kirim ulang" in refusal_text(purpose, NEVER_ARRIVED)
