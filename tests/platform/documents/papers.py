"""PDFs made by code: good ones as programs write them, and bad ones byte by byte."""

from __future__ import annotations

import zlib
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>"
ONE_PAGE = {1: CATALOG, 2: PAGES, 3: PAGE}


def printed(pages: int = 1, *, title: str = "Curriculum Vitae", text: str = "Isi") -> bytes:
    target = BytesIO()
    canvas = Canvas(target)
    canvas.setTitle(title)
    for number in range(pages):
        canvas.drawString(100, 700, f"{text} {number}")
        canvas.linkURL("https://example.ac.id/kuliah/JavaScript", (0, 0, 100, 100))
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def rewritten(data: bytes, change) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(data)))
    change(writer)
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def paper(objects: dict[int, bytes] | None = None, *, trailer: bytes = b"") -> bytes:
    """One page and whatever else; `objects` add to its three objects or take their place."""
    parts, places = [b"%PDF-1.7\n"], {}
    for number, content in sorted({**ONE_PAGE, **(objects or {})}.items()):
        places[number] = sum(map(len, parts))
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = sum(map(len, parts))
    lines = [b"%010d 00000 n \n" % places.get(number, 0) for number in range(1, max(places) + 1)]
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(lines) + 1, b"".join(lines)))
    size = len(lines) + 1
    parts.append(b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start))
    return b"".join(parts)


def stream(content: bytes, keys: bytes = b"") -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (keys, len(content), content)


def packed_content(objects: dict[int, bytes]) -> tuple[bytes, int]:
    """The inside of an object stream, and where its first object begins."""
    head, body = b"", b""
    for number, content in objects.items():
        head += b"%d %d " % (number, len(body))
        body += content + b"\n"
    return head + body, len(head)


def packed_paper(objects: dict[int, bytes], *, keys: bytes | None = None, pack=zlib.compress) -> bytes:
    """One page and `objects`, all inside an object stream, as Word and LaTeX write them."""
    inside = {**ONE_PAGE, **objects}
    content, first = packed_content(inside)
    common = b"/Type /ObjStm /Filter /FlateDecode" if keys is None else keys
    data = b"%PDF-1.7\n"
    stream_at = len(data)
    data += b"50 0 obj\n%s\nendobj\n" % stream(pack(content), common + b" /N %d /First %d" % (len(inside), first))
    table_at = len(data)
    order = list(inside)
    entries = b""
    for number in range(52):
        if number in inside:
            entries += bytes([2]) + (50).to_bytes(4, "big") + bytes([order.index(number)])
        else:
            place = {50: stream_at, 51: table_at}.get(number)
            entries += bytes([place is not None]) + (place or 0).to_bytes(4, "big") + bytes([0])
    keys = b"/Type /XRef /Size 52 /W [1 4 1] /Root 1 0 R /Filter /FlateDecode"
    return data + b"51 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (stream(zlib.compress(entries), keys), table_at)
