"""The papers of an application: curriculum vitae, transcript and cover letter, one A4 page each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from common.calendar_text import indonesian_date
from common.local.demo.curriculum import LETTERS, Grade
from common.local.demo.lives import Life
from common.local.demo.paper_page import Page
from common.settings import settings

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
    page = Page(Random(who.number).choice(_TINTS))
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
    page = Page(_TINTS[0])
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
    page = Page(_TINTS[-1])
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
