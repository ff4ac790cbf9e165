"""Files as people have them, made by code."""

from __future__ import annotations

from io import BytesIO


def pdf(text: str = "Transkrip nilai") -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    page = BytesIO()
    canvas = Canvas(page)
    canvas.drawString(72, 720, text)
    canvas.showPage()
    canvas.save()
    return page.getvalue()


def photo(seed: int = 1, *, size: tuple[int, int] = (1600, 1200), located: bool = True, turned: bool = False) -> bytes:
    """A JPEG as a phone takes it: with the place it was taken at, and turned by its EXIF mark if asked."""
    from random import Random

    from PIL import Image, ImageDraw

    draw = Random(seed)
    image = Image.new("RGB", size, (draw.randrange(256), 200, 190))
    brush = ImageDraw.Draw(image)
    for _ in range(30):
        x, y = draw.randrange(size[0]), draw.randrange(size[1])
        colour = (draw.randrange(256), draw.randrange(256), draw.randrange(256))
        brush.rectangle((x, y, x + draw.randrange(40, 500), y + draw.randrange(40, 500)), fill=colour)
    exif = Image.Exif()
    if turned:
        exif[0x0112] = 6
    if located:
        exif.get_ifd(0x8825).update({1: "S", 2: (2.0, 7.0, 30.0), 3: "E", 4: (106.0, 6.0, 0.0)})
    content = BytesIO()
    image.save(content, "JPEG", exif=exif, quality=85)
    return content.getvalue()


def pdf_text(content: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def qr_of(content: bytes) -> str:
    """What the QR code on the first page of a PDF says."""
    import pypdfium2
    import zxingcpp

    document = pypdfium2.PdfDocument(content)
    try:
        picture = document[0].render(scale=150 / 72).to_pil()
    finally:
        document.close()
    [found] = zxingcpp.read_barcodes(picture)
    return str(found.text)
