"""Photos, certificates and the bucket."""

from io import BytesIO

from google.auth.credentials import AnonymousCredentials
from google.cloud import storage
from PIL import Image, ImageOps
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from .config import config


def get_bucket() -> storage.Bucket:
    if config.storage_emulator_host:
        options = {"api_endpoint": config.storage_emulator_host}
        client = storage.Client(config.google_cloud_project, AnonymousCredentials(), client_options=options)
    else:
        client = storage.Client(config.google_cloud_project)
    return client.bucket(config.private_bucket)


def shrink_photo(content: bytes) -> bytes:
    with Image.open(BytesIO(content)) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.thumbnail((1600, 1600))
    shrunk = BytesIO()
    upright.save(shrunk, "JPEG", quality=80)
    return shrunk.getvalue()


def draw_certificate(name: str, number: str, course: str, check_url: str) -> bytes:
    content = BytesIO()
    canvas = Canvas(content, pagesize=landscape(A4))
    canvas.setFont("Helvetica-Bold", 28)
    canvas.drawCentredString(148 * mm, 150 * mm, "SERTIFIKAT ASISTEN LABORATORIUM")
    canvas.setFont("Helvetica", 16)
    for line, text in enumerate((number, name, course)):
        canvas.drawCentredString(148 * mm, (130 - 12 * line) * mm, text)
    drawing = Drawing(40 * mm, 40 * mm)
    drawing.add(QrCodeWidget(check_url))
    drawing.drawOn(canvas, 240 * mm, 15 * mm)
    canvas.save()
    return content.getvalue()
