"""A file is what its content is."""

import io
import zipfile

import pytest

from common.platform.documents.kinds import kind_of
from tests.platform.documents.pictures import jpeg, scene, written

SMALL = scene(140, 105)


def docx() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (jpeg(SMALL), "image/jpeg"),
        (written(SMALL, "PNG"), "image/png"),
        (written(SMALL, "WEBP"), "image/webp"),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\xef\xbb\xbf%PDF-1.7\n", "application/pdf"),
        (b"\n%PDF-1.7", "application/pdf"),
        (b"<html><script>alert(1)</script>%PDF-1.7", "application/pdf"),
        (b"GIF89a%PDF-1.7", "application/pdf"),
        (b" " * 1019 + b"%PDF-1.7", "application/pdf"),
    ],
)
def test_the_kinds_are_known(data, kind):
    assert kind_of(data) == kind


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8",
        b"MZ\x90\x00 an executable, whatever it calls itself",
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        docx(),
        b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1avif",
        written(SMALL, "GIF"),
        written(SMALL, "BMP"),
        b"RIFF\x00\x00\x00\x00WAVEfmt ",
        b"<html><script>alert(1)</script>",
        b" " * 1020 + b"%PDF-1.7",
    ],
    ids=["empty", "two bytes", "exe", "svg", "docx", "avif", "gif", "bmp", "wav", "html", "mark after a kilobyte"],
)
def test_anything_else_is_nothing(data):
    assert kind_of(data) is None
