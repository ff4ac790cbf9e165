"""The papers of an application: curriculum vitae, transcript and cover letter, as plain PDFs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO

from common.ops.local.demo.curriculum import Grade
from common.ops.local.demo.lives import Life
from common.platform.calendar_text import indonesian_date
from common.platform.settings import settings


@dataclass(frozen=True)
class Applicant:
    """Whom the papers are about; `number` is the NIM."""

    name: str
    number: str
    program: str
    email: str
    whatsapp: str
    semester: int


def curriculum_vitae(who: Applicant, life: Life, ipk: Decimal) -> bytes:
    study = (f"S1 {who.program}", life.studies_since, f"{settings().campus_name}, IPK {_comma(ipk)}")
    entries = [study, (life.school, life.school_years, life.school_line), *life.experience, *life.clubs]
    contact = f"NIM {who.number}, {who.email}, {who.whatsapp}, {life.town}"
    skills = f"Keahlian: {', '.join(life.skills)}. TOEFL ITP {life.toefl}."
    return _pdf(f"CV {who.name}", contact, life.profile, entries, skills)


def transcript(who: Applicant, grades: Sequence[Grade], ipk: Decimal, on: date, head: str) -> bytes:
    """A table of every course so far; the IPK below is the mean of its points weighted by credits."""
    rows = [(g.course.code, g.course.name, str(g.course.credits), g.letter, _comma(g.points)) for g in grades]
    table = [("Kode", "Mata Kuliah", "SKS", "Nilai", "Bobot"), *rows]
    student = f"{who.number}, {who.program}, {settings().campus_name}"
    signature = f"{_place(on)}. Ketua Jurusan {who.program}, {head}"
    return _pdf(f"Transkrip {who.name}", student, table, f"Indeks Prestasi Kumulatif: {_comma(ipk)}", signature)


def cover_letter(who: Applicant, course: str, lecturer: str, on: date, ipk: Decimal) -> bytes:
    return _pdf(
        f"Lamaran Asisten Laboratorium {course}",
        _place(on),
        f"Yth. {lecturer}, Dosen Pengampu {course}, {settings().campus_name}",
        f"Saya {who.name}, NIM {who.number}, mahasiswa {who.program} semester {who.semester} dengan IPK {_comma(ipk)}, "
        f"bermaksud melamar sebagai asisten laboratorium {course}. Saya telah lulus mata kuliah ini dan bersedia hadir "
        "pada jadwal praktikum. CV dan transkrip nilai terlampir.",
        f"Hormat saya, {who.name}",
    )


def _pdf(title: str, *parts: str | Sequence[tuple[str, ...]]) -> bytes:
    """The title, then each part: a paragraph, or the rows of a table."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

    styles, file = getSampleStyleSheet(), BytesIO()
    lines = TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.3, "#50565e"), ("FONTSIZE", (0, 0), (-1, -1), 8)])
    made = [
        Paragraph(part, styles["BodyText"]) if isinstance(part, str) else Table(part, style=lines) for part in parts
    ]
    SimpleDocTemplate(file, pagesize=A4, title=title).build([Paragraph(title, styles["Heading1"]), *made])
    return file.getvalue()


def _place(on: date) -> str:
    return f"{settings().campus_place}, {indonesian_date(on)}"


def _comma(number: Decimal) -> str:
    return f"{number:.2f}".replace(".", ",")
