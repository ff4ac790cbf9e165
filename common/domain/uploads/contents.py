"""What a file really is, and what of it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from common.domain.uploads.purposes import Rule
from common.domain.uploads.refusals import DAMAGED_PICTURE, TOO_MANY_PIXELS
from common.platform.content_types import CSV, PDF, XLSX
from common.platform.documents.kinds import IMAGES, JPEG, kind_of
from common.platform.settings import settings

_SHEETS = frozenset({CSV, XLSX})


class Refused(Exception):
    """The file is not what its purpose takes; `code` is one of `refusals`."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Kept:
    """`data` as it will be stored; `sha256` is of the bytes as sent, by which the same file is found again."""

    data: bytes
    content_type: str
    ending: str
    sha256: str
    thumbnail: bytes | None = None
    fingerprint: int | None = None
    variants: Sequence[int] | None = None


def content(rule: Rule, data: bytes) -> Kept:
    """Pictures are drawn anew; PDFs are kept from their mark on when nothing in them acts. Raises Refused."""
    if rule.kinds <= _SHEETS:
        return _sheet(rule, data)
    kind = kind_of(data)
    if kind is None or kind not in rule.kinds:
        raise Refused(rule.wrong_kind.code)
    digest = sha256(data).hexdigest()
    return _picture(rule, data, kind, digest) if kind in IMAGES else _pdf(data, digest)


def _picture(rule: Rule, data: bytes, kind: str, digest: str) -> Kept:
    from common.platform.documents.photos import DamagedPhoto, NotAPhoto, TooManyPixels, process_photo

    try:
        photo = process_photo(data, kind)
    except TooManyPixels:
        raise Refused(TOO_MANY_PIXELS) from None
    except DamagedPhoto:
        raise Refused(DAMAGED_PICTURE) from None
    except NotAPhoto:
        raise Refused(rule.wrong_kind.code) from None
    return Kept(photo.full, JPEG, "jpg", digest, photo.thumbnail, photo.fingerprint, photo.variants)


def _pdf(data: bytes, digest: str) -> Kept:
    from common.platform.documents.pdfs import PdfRefused, check_pdf, from_mark

    data = from_mark(data)
    try:
        check_pdf(data, max_pages=settings().document_pages)
    except PdfRefused as refused:
        raise Refused(refused.reason) from None
    return Kept(data, PDF, "pdf", digest)


def _sheet(rule: Rule, data: bytes) -> Kept:
    """Kept as it came: its rows are read by the noun that takes them."""
    from common.platform.sheets import Fault, Unreadable, kind_of_sheet

    try:
        kind = kind_of_sheet(data)
    except Unreadable as refused:
        code = rule.wrong_kind.code if refused.fault == Fault.NO_SHEET else refused.fault
        raise Refused(code) from None
    return Kept(data, kind, "xlsx" if kind == XLSX else "csv", sha256(data).hexdigest())
