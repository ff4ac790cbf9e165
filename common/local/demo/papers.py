"""The papers of an application: curriculum vitae, transcript and cover letter, one A4 page each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from random import Random
from typing import Any

from common.calendar_text import indonesian_date
from common.local.demo.curriculum import LETTERS, Grade
from common.local.demo.lives import Life
from common.settings import settings

_MM = 72 / 25.4
_WIDE, _HIGH = 210 * _MM, 297 * _MM
_LEFT, _RIGHT = 20 * _MM, 190 * _MM
_TINTS = ("#14365f", "#7a1f2e", "#0f5a56", "#3b2a6b", "#3a3f47")


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
    page = _Page(Random(who.number).choice(_TINTS))
    page.band(who.name, f"Mahasiswa {who.program} | Semester {who.semester}")
    page.small(f"{who.email}   |   {who.whatsapp}   |   {life.town}")
    page.heading("Profil")
    page.words(life.profile)
    page.heading("Pendidikan")
    study = f"S1 {who.program}, {settings().campus_name}"
    page.entry(study, life.studies_since, f"NIM {who.number}, IPK {_comma(ipk)}")
    page.entry(life.school, life.school_years, life.school_line)
    page.heading("Pengalaman")
    for title, years, line in life.experience:
        page.entry(title, years, line)
    page.heading("Organisasi dan kegiatan")
    for title, years, line in life.clubs:
        page.entry(title, years, line)
    page.heading("Keahlian")
    page.bars(life.skills)
    page.heading("Bahasa")
    page.words(f"Indonesia (bahasa ibu), Inggris (TOEFL ITP {life.toefl})")
    return page.finished(f"CV {who.name}")


def transcript(who: Applicant, grades: Sequence[Grade], ipk: Decimal, on: date, head: str) -> bytes:
    """A table of every course so far; the IPK below is the mean of its points weighted by credits."""
    page = _Page(_TINTS[0])
    page.letterhead()
    page.middle("TRANSKRIP NILAI SEMENTARA", 13)
    for label, value in (("Nama", who.name), ("NIM", who.number), ("Program Studi", who.program)):
        page.pair(label, value)
    page.down(4)
    page.row(("No", "Kode", "Mata Kuliah", "SKS", "Nilai", "Bobot"), head=True)
    for n, grade in enumerate(grades, 1):
        course = grade.course
        cells = (str(n), course.code, course.name, str(course.credits), grade.letter, _comma(grade.points))
        page.row(cells, grey=n % 2 == 0)
    page.row(("", "", "Jumlah", str(sum(one.course.credits for one in grades)), "", _comma(_total(grades))), head=True)
    page.down(8)
    page.pair("Indeks Prestasi Kumulatif", _comma(ipk))
    page.pair("Keterangan nilai", ", ".join(f"{letter} = {_comma(points)}" for letter, points in LETTERS))
    page.signature(f"{_place()}, {indonesian_date(on)}", f"Ketua Jurusan {who.program},", head)
    return page.finished(f"Transkrip {who.name}")


def cover_letter(who: Applicant, course: str, lecturer: str, on: date, ipk: Decimal) -> bytes:
    page = _Page(_TINTS[-1])
    page.words(f"{_place()}, {indonesian_date(on)}")
    page.down(10)
    page.words(f"Hal: Lamaran Asisten Laboratorium {course}")
    page.down(6)
    page.words(f"Yth. {lecturer}")
    page.words(f"Dosen Pengampu {course}, {settings().campus_name}")
    page.down(10)
    page.words("Dengan hormat,")
    page.down(4)
    page.words(
        f"saya {who.name}, NIM {who.number}, mahasiswa {who.program} semester {who.semester} dengan IPK {_comma(ipk)}, "
        f"bermaksud melamar sebagai asisten laboratorium {course}. Saya telah lulus mata kuliah ini dan terbiasa "
        "membantu teman seangkatan menyelesaikan praktikum dengan caranya sendiri, bukan dengan memberi jawaban."
    )
    page.down(4)
    page.words(
        "Saya bersedia hadir pada jadwal praktikum yang ditentukan, menyiapkan ruang sebelum kelas dimulai, dan "
        "memeriksa laporan tepat waktu. Sebagai pertimbangan, saya lampirkan CV dan transkrip nilai."
    )
    page.down(4)
    page.words("Atas perhatian Bapak/Ibu saya ucapkan terima kasih.")
    page.signature("", "Hormat saya,", who.name)
    return page.finished(f"Surat lamaran {who.name}")


def _place() -> str:
    return settings().campus_place or "Balunijuk"


def _comma(number: Decimal) -> str:
    return f"{number:.2f}".replace(".", ",")


def _total(grades: Sequence[Grade]) -> Decimal:
    return sum((grade.points * grade.course.credits for grade in grades), Decimal(0))


class _Page:
    """One page that is written from top to bottom; lengths are millimetres."""

    _COLUMNS = (0, 10, 32, 124, 138, 154)

    def __init__(self, tint: str) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self._file, self._tint, self._y = BytesIO(), tint, _HIGH - 24 * _MM
        self._canvas: Any = Canvas(self._file, pagesize=(_WIDE, _HIGH), pageCompression=1)

    def down(self, distance: float) -> None:
        self._y -= distance * _MM

    def band(self, title: str, below: str) -> None:
        """The name on a band of colour across the top."""
        self._canvas.setFillColor(self._tint)
        self._canvas.rect(0, _HIGH - 44 * _MM, _WIDE, 44 * _MM, stroke=0, fill=1)
        self._text(title, "Helvetica-Bold", 23, "#ffffff", y=_HIGH - 24 * _MM)
        self._text(below, "Helvetica", 11, "#dfe6ee", y=_HIGH - 33 * _MM)
        self._y = _HIGH - 53 * _MM

    def letterhead(self) -> None:
        self._y = _HIGH - 20 * _MM
        for text, size in (
            ("KEMENTERIAN PENDIDIKAN TINGGI, SAINS, DAN TEKNOLOGI", 10),
            (settings().campus_name.upper(), 14),
            ("FAKULTAS SAINS DAN TEKNIK", 11),
        ):
            self.middle(text, size)
        self._canvas.setLineWidth(1.6)
        self._canvas.line(_LEFT, self._y + 2 * _MM, _RIGHT, self._y + 2 * _MM)
        self.down(6)

    def middle(self, text: str, size: float) -> None:
        self._canvas.setFillColor("#1c1f24")
        self._canvas.setFont("Helvetica-Bold", size)
        self._canvas.drawCentredString(_WIDE / 2, self._y, text)
        self.down(6)

    def heading(self, text: str) -> None:
        self.down(5)
        self._text(text.upper(), "Helvetica-Bold", 11, self._tint)
        self._canvas.setStrokeColor(self._tint)
        self._canvas.setLineWidth(0.8)
        self._canvas.line(_LEFT, self._y - 1.8 * _MM, _RIGHT, self._y - 1.8 * _MM)
        self.down(7.5)

    def words(self, text: str) -> None:
        """A paragraph."""
        from reportlab.lib.utils import simpleSplit

        for line in simpleSplit(text, "Helvetica", 10, _RIGHT - _LEFT):
            self._text(line, "Helvetica", 10, "#24272c")
            self.down(5)

    def small(self, text: str) -> None:
        self._text(text, "Helvetica", 9.5, "#50565e")
        self.down(4)

    def entry(self, title: str, years: str, line: str) -> None:
        self._text(title, "Helvetica-Bold", 10, "#24272c")
        self._canvas.setFont("Helvetica", 9)
        self._canvas.drawRightString(_RIGHT, self._y, years)
        self.down(4.6)
        self._text(line, "Helvetica", 9.5, "#50565e")
        self.down(6.4)

    def bars(self, skills: Sequence[tuple[str, int]]) -> None:
        """Skills in two columns, each with how far it goes, out of 100."""
        for n, (name, points) in enumerate(skills):
            x = _LEFT + (n % 2) * 88 * _MM
            self._canvas.setFont("Helvetica", 9.5)
            self._canvas.setFillColor("#24272c")
            self._canvas.drawString(x, self._y, name)
            for colour, share in (("#e3e6ea", 100), (self._tint, points)):
                self._canvas.setFillColor(colour)
                self._canvas.roundRect(x + 42 * _MM, self._y - 0.3 * _MM, 36 * _MM * share / 100, 2.4 * _MM, 2, 0, 1)
            if n % 2:
                self.down(6.4)

    def pair(self, label: str, value: str) -> None:
        self._text(label, "Helvetica", 9, "#50565e")
        self._text(f": {value}", "Helvetica-Bold", 9, "#24272c", x=_LEFT + 44 * _MM)
        self.down(4.8)

    def row(self, cells: Sequence[str], *, grey: bool = False, head: bool = False) -> None:
        ground = self._tint if head else "#eef1f5" if grey else "#ffffff"
        self._canvas.setFillColor(ground)
        self._canvas.rect(_LEFT, self._y - 1.4 * _MM, _RIGHT - _LEFT, 4.5 * _MM, stroke=0, fill=1)
        ink = "#ffffff" if head else "#24272c"
        for cell, column in zip(cells, self._COLUMNS, strict=True):
            self._text(cell, "Helvetica-Bold" if head else "Helvetica", 8, ink, x=_LEFT + (column + 1.5) * _MM)
        self.down(4.5)

    def signature(self, place: str, role: str, name: str) -> None:
        """With the flourish of a pen between role and name."""
        self.down(8)
        x = _LEFT + 104 * _MM
        for text in filter(None, (place, role)):
            self._text(text, "Helvetica", 9.5, "#24272c", x=x)
            self.down(5)
        self._scribble(x, Random(name))
        self.down(17)
        self._text(name, "Helvetica-Bold", 9.5, "#24272c", x=x)

    def _scribble(self, x: float, chance: Random) -> None:
        pen = self._canvas.beginPath()
        y, wide = self._y - 8 * _MM, chance.uniform(26, 40)
        pen.moveTo(x, y)
        pen.curveTo(x + 2 * _MM, y + 15 * _MM, x + 9 * _MM, y + 12 * _MM, x + 6 * _MM, y - 4 * _MM)
        for n in range(chance.randrange(3, 6)):
            left, up = x + (7 + n * 5) * _MM, chance.uniform(-3, 6) * _MM
            pen.curveTo(left + 1 * _MM, y + up, left + 4 * _MM, y + up, left + 5 * _MM, y - chance.uniform(0, 2) * _MM)
        pen.curveTo(x + wide * _MM, y + 3 * _MM, x + wide * _MM, y - 5 * _MM, x - 2 * _MM, y - 4 * _MM)
        self._canvas.setStrokeColor("#1d2f6f")
        self._canvas.setLineWidth(1.1)
        self._canvas.drawPath(pen, stroke=1, fill=0)

    def _text(self, text: str, name: str, size: float, ink: str, *, x: float = _LEFT, y: float | None = None) -> None:
        self._canvas.setFillColor(ink)
        self._canvas.setFont(name, size)
        self._canvas.drawString(x, self._y if y is None else y, text)

    def finished(self, title: str) -> bytes:
        self._canvas.setTitle(title)
        self._canvas.showPage()
        self._canvas.save()
        return self._file.getvalue()
