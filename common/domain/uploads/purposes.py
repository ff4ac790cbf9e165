"""What each purpose takes: from whom, which kinds of file, how large."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from common.domain.uploads.tables import Purpose
from common.platform.auth import Role
from common.platform.content_types import CSV, PDF, XLSX
from common.platform.documents.kinds import HEIC, JPEG, PNG, WEBP
from common.platform.settings import settings
from common.platform.text import Text


@dataclass(frozen=True)
class Rule:
    """`folder` is where files of this purpose are kept; `kinds` are those of `documents.kinds`; `wrong_kind` and
    `wrong_size` are the answer to another kind or more bytes."""

    role: Role
    folder: str
    kinds: frozenset[str]
    largest: Callable[[], int]
    wrong_kind: Text
    wrong_size: Text

    def says(self, sentence: Text) -> Text:
        """One of the rule's sentences with the limit of now in it."""
        return sentence.format(mb=self.largest() // 2**20)


_DOCUMENT = Text("Berkas harus PDF maksimal {mb} MB", en="The file must be a PDF of at most {mb} MB", code="not_a_pdf")
_PAMPHLET = Text(
    "Pamflet harus JPG, PNG, atau PDF maksimal {mb} MB",
    en="The pamphlet must be a JPG, PNG or PDF of at most {mb} MB",
    code="not_a_pamphlet",
)
# A HEIC is taken as well, for those whose browser cannot turn it into one of these.
_PHOTO = Text("Foto harus JPG, PNG, atau WebP", en="The photo must be a JPG, PNG or WebP", code="not_a_photo")
_PHOTO_SIZE = Text("Foto maksimal {mb} MB", en="A photo may have at most {mb} MB", code="too_large")
_IMPORT = Text(
    "Berkas harus XLSX atau CSV maksimal {mb} MB",
    en="The file must be XLSX or CSV of at most {mb} MB",
    code="not_a_sheet",
)

RULES = {
    Purpose.DOCUMENT: Rule(
        Role.STUDENT, "documents", frozenset({PDF}), lambda: settings().document_bytes, _DOCUMENT, _DOCUMENT
    ),
    Purpose.PAMPHLET: Rule(
        Role.LECTURER,
        "pamphlets",
        frozenset({JPEG, PNG, PDF}),
        lambda: settings().pamphlet_bytes,
        _PAMPHLET,
        _PAMPHLET,
    ),
    Purpose.PHOTO: Rule(
        Role.ASLAB,
        "photos",
        frozenset({JPEG, PNG, WEBP, HEIC}),
        lambda: settings().photo_bytes,
        _PHOTO,
        _PHOTO_SIZE,
    ),
    Purpose.IMPORT: Rule(
        Role.ADMIN, "imports", frozenset({CSV, XLSX}), lambda: settings().import_bytes, _IMPORT, _IMPORT
    ),
}
