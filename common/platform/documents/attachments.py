"""A file within a PDF, associated with it as a whole (ISO 32000-2, 14.13)."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO


@dataclass(frozen=True)
class Attachment:
    name: str
    content: bytes
    content_type: str
    description: str


def attach(pdf: bytes, attached: Attachment) -> bytes:
    """The PDF with the file, the same bytes each time. It is done before signing: a signature allows no change."""
    from pypdf import PdfWriter
    from pypdf.generic import ArrayObject, NameObject, TextStringObject

    writer, out = PdfWriter(clone_from=BytesIO(pdf)), BytesIO()
    writer.pdf_header = "%PDF-1.7"
    file = writer.add_attachment(attached.name, attached.content)
    file.subtype = NameObject(f"/{attached.content_type}")
    file.description = TextStringObject(attached.description)
    file.alternative_name = TextStringObject(attached.name)
    file.associated_file_relationship = NameObject("/Supplement")
    associated = ArrayObject([file.pdf_object.indirect_reference])
    writer.root_object[NameObject("/AF")] = associated
    writer.write(out)
    return out.getvalue()
