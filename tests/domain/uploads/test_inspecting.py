"""Files inspected by their content, against the real bucket server."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from common.domain.uploads.inspecting import RawObject
from common.domain.uploads.purposes import RULES
from common.domain.uploads.tables import Purpose
from common.platform.settings import settings
from common.platform.storage import storage
from tests import samples
from tests.domain.uploads.conftest import BUCKET, Send, inspect_whole, is_there, kept
from tests.platform.documents.pictures import heic, huge_png
from tests.platform.documents.test_heic import with_size

MB = 2**20


def private(name: str) -> bytes:
    return storage().read(settings().private_bucket, name)


def locked_pdf() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(samples.pdf())))
    writer.encrypt("rahasia", algorithm="AES-128")
    return written(writer)


def acting_pdf() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(samples.pdf())))
    writer.add_attachment("lagi.txt", b"berkas di dalam berkas")
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def png() -> bytes:
    target = BytesIO()
    Image.new("RGB", (300, 200), "green").save(target, "PNG")
    return target.getvalue()


def test_a_photo_is_kept_small_and_bare_with_a_thumbnail(send: Send) -> None:
    data = samples.photo(3, turned=True)
    sent = send(Purpose.PHOTO, data)
    inspect_whole(sent.raw)
    row = sent.row()
    full, small = f"photos/{row.id}.jpg", f"photos/{row.id}-320.jpg"
    assert (row.state, row.stored_object, row.thumbnail_object) == ("diterima", full, small)
    assert (row.stored_type, row.bytes, row.sha256) == ("image/jpeg", len(data), sha256(data).hexdigest())
    assert row.fingerprint is not None
    shown = Image.open(BytesIO(private(full)))
    assert (shown.size, dict(shown.getexif())) == ((960, 1280), {})
    assert max(Image.open(BytesIO(private(small))).size) == 320
    assert not is_there(BUCKET, sent.raw.name)


def test_a_document_is_kept_to_the_letter(send: Send) -> None:
    data = samples.pdf()
    sent = send(Purpose.DOCUMENT, data)
    inspect_whole(sent.raw)
    row = sent.row()
    assert (row.state, row.stored_type, row.fingerprint) == ("diterima", "application/pdf", None)
    assert private(f"documents/{row.id}.pdf") == data
    assert not is_there(BUCKET, sent.raw.name)


@pytest.mark.parametrize(
    "before",
    [
        b"\xef\xbb\xbf",
        b"\r\n",
        b"\r\n\t\t \r\n",
        b"Notice: undefined in /srv/cetak.php\n",
        b"<script>alert(1)</script>",
    ],
    ids=["byte order mark", "blank line", "tabs", "notice", "script"],
)
@pytest.mark.parametrize("purpose", [Purpose.DOCUMENT, Purpose.PAMPHLET])
def test_what_stands_before_a_pdf_is_cut_off(send: Send, before: bytes, purpose: Purpose) -> None:
    data = before + samples.pdf()
    sent = send(purpose, data)
    inspect_whole(sent.raw)
    row = sent.row()
    assert (row.state, row.sha256, row.bytes) == ("diterima", sha256(data).hexdigest(), len(data))
    assert private(row.stored_object) == data[len(before) :]


def test_what_hides_behind_such_bytes_is_still_found(send: Send) -> None:
    sent = send(Purpose.DOCUMENT, b"\n" + acting_pdf())
    inspect_whole(sent.raw)
    assert sent.row().refusal == "active_content"


@pytest.mark.parametrize(("make", "ending"), [(png, "jpg"), (samples.pdf, "pdf")])
def test_a_pamphlet_may_be_a_picture_or_a_pdf(send: Send, make: Callable[[], bytes], ending: str) -> None:
    sent = send(Purpose.PAMPHLET, make())
    inspect_whole(sent.raw)
    row = sent.row()
    assert (row.state, row.stored_object) == ("diterima", f"pamphlets/{row.id}.{ending}")
    assert kept(row.stored_object)


BAD: dict[str, tuple[Purpose, Callable[[], bytes], str]] = {
    "a text named .jpg": (Purpose.PHOTO, lambda: b"bukan gambar", "not_a_photo"),
    "a PDF as photo": (Purpose.PHOTO, samples.pdf, "not_a_photo"),
    "half a photo": (Purpose.PHOTO, lambda: samples.photo()[:5000], "picture_damaged"),
    "a photo of 10 MB and more": (Purpose.PHOTO, lambda: b"\xff\xd8\xff" + b"0" * (10 * MB), "too_large"),
    "a picture as document": (Purpose.DOCUMENT, png, "not_a_pdf"),
    "a .docx": (Purpose.DOCUMENT, lambda: b"PK\x03\x04 word/document.xml", "not_a_pdf"),
    "nothing": (Purpose.DOCUMENT, lambda: b"", "not_a_pdf"),
    "a PDF of one line": (Purpose.DOCUMENT, lambda: b"%PDF-1.7 dan tidak lebih", "damaged"),
    "a locked PDF": (Purpose.DOCUMENT, locked_pdf, "encrypted"),
    "a PDF with a file in it": (Purpose.DOCUMENT, acting_pdf, "active_content"),
    "a PDF of 8 MB": (Purpose.DOCUMENT, lambda: b"%PDF-1.7" + b"0" * (8 * MB), "too_large"),
    "a program named .jpg": (Purpose.PAMPHLET, lambda: b"MZ\x90\x00 program", "not_a_pamphlet"),
    "an SVG": (Purpose.PAMPHLET, lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_pamphlet"),
    "a broken PNG": (Purpose.PAMPHLET, lambda: b"\x89PNG\r\n\x1a\n rusak", "picture_damaged"),
    "a photo of 60 megapixels and more": (Purpose.PHOTO, lambda: huge_png(8000, 7501), "picture_too_large"),
    "such a pamphlet": (Purpose.PAMPHLET, lambda: huge_png(8000, 7501), "picture_too_large"),
    "a HEIC of 48 megapixels": (Purpose.PHOTO, lambda: with_size(heic(), 8064, 6048), "picture_too_large"),
    "a pamphlet with a file in it": (Purpose.PAMPHLET, acting_pdf, "active_content"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_not_as_it_should_be_is_refused_and_leaves_nothing(send: Send, what: str) -> None:
    purpose, make, code = BAD[what]
    sent = send(purpose, make())
    inspect_whole(sent.raw)
    row = sent.row()
    assert (row.state, row.refusal, row.stored_object) == ("ditolak", code, None)
    assert not is_there(BUCKET, sent.raw.name)
    stem = f"{RULES[purpose].folder}/{row.id}"
    assert [ending for ending in (".jpg", "-320.jpg", ".pdf") if kept(f"{stem}{ending}")] == []


def test_a_file_that_nobody_announced_is_deleted(bucket: None, committed: None) -> None:
    name = str(uuid4())
    generation = storage().write(BUCKET, name, samples.photo(), "image/jpeg")
    inspect_whole(RawObject(BUCKET, name, generation))
    assert not is_there(BUCKET, name)


def test_the_event_names_its_object_as_the_cloud_does() -> None:
    data = {"bucket": "b", "name": "n", "generation": "1763885000123456", "size": "3", "contentType": "image/png"}
    assert RawObject.of(data) == RawObject("b", "n", 1763885000123456)
