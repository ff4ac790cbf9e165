"""The courses of the first seven semesters, and grades that come out at a wished mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random

LETTERS = (
    ("A", Decimal("4")),
    ("AB", Decimal("3.5")),
    ("B", Decimal("3")),
    ("BC", Decimal("2.5")),
    ("C", Decimal("2")),
)
_PER_SEMESTER = 6


@dataclass(frozen=True)
class Course:
    code: str
    name: str
    credits: int


@dataclass(frozen=True)
class Grade:
    course: Course
    letter: str
    points: Decimal


_NAMES = (
    ("Kalkulus I", 3),
    ("Fisika Dasar", 3),
    ("Algoritma dan Pemrograman", 4),
    ("Pengantar Teknologi Informasi", 2),
    ("Pendidikan Pancasila", 2),
    ("Bahasa Inggris", 2),
    ("Kalkulus II", 3),
    ("Struktur Data", 4),
    ("Sistem Digital", 3),
    ("Matematika Diskrit", 3),
    ("Pendidikan Agama", 2),
    ("Bahasa Indonesia", 2),
    ("Basis Data", 4),
    ("Pemrograman Berorientasi Objek", 4),
    ("Organisasi dan Arsitektur Komputer", 3),
    ("Aljabar Linear", 3),
    ("Statistika dan Probabilitas", 3),
    ("Kewarganegaraan", 2),
    ("Sistem Operasi", 3),
    ("Jaringan Komputer", 4),
    ("Pemrograman Web", 3),
    ("Metode Numerik", 3),
    ("Interaksi Manusia dan Komputer", 3),
    ("Teori Bahasa dan Otomata", 3),
    ("Rekayasa Perangkat Lunak", 4),
    ("Kecerdasan Buatan", 3),
    ("Grafika Komputer", 3),
    ("Keamanan Informasi", 3),
    ("Sistem Terdistribusi", 3),
    ("Kewirausahaan", 2),
    ("Pembelajaran Mesin", 3),
    ("Pemrograman Perangkat Bergerak", 3),
    ("Manajemen Proyek Perangkat Lunak", 3),
    ("Metodologi Penelitian", 2),
    ("Etika Profesi", 2),
    ("Kerja Praktik", 3),
)
COURSES = tuple(
    Course(f"IF{1 + n // _PER_SEMESTER}{n % _PER_SEMESTER + 1:02d}", name, worth)
    for n, (name, worth) in enumerate(_NAMES)
)


def grades_near(wished: Decimal, semester: int, chance: Random) -> list[Grade]:
    """A grade for each course before `semester`, so that the mean comes out near `wished`."""
    grades: list[Grade] = []
    weight, total = 0, Decimal(0)
    for course in COURSES[: max(1, semester - 1) * _PER_SEMESTER]:
        weight += course.credits
        missing = (wished * weight - total) / course.credits
        best, second, *_ = sorted(LETTERS, key=lambda mark: abs(mark[1] - missing))
        # Near the best mark there is no room to make up for a worse one.
        letter, points = second if missing < Decimal("3.75") and chance.random() < 0.4 else best
        total += points * course.credits
        grades.append(Grade(course, letter, points))
    return grades


def ipk_of(grades: Sequence[Grade]) -> Decimal:
    """The mean of the points weighted by credits, to two digits."""
    weight = sum(grade.course.credits for grade in grades)
    points = sum((grade.points * grade.course.credits for grade in grades), Decimal(0))
    return (points / weight).quantize(Decimal("0.01"), ROUND_HALF_UP)
