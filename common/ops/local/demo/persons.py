"""Who is on the campus: names from many regions, none of a living person on purpose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from common.domain.people.tables import PersonRole

_MAIL = "ubb.example"
_INFORMATICS, _SYSTEMS = "Teknik Informatika", "Sistem Informasi"
# Mobile prefixes that exist, followed by a block that nobody has.
_PREFIXES = ("+62812", "+62813", "+62821", "+62852", "+62857", "+62878")


@dataclass(frozen=True)
class Person:
    """`key` is what the story calls them."""

    key: str
    name: str
    number: str
    role: PersonRole
    program: str | None
    email: str
    whatsapp: str

    def form(self) -> dict[str, Any]:
        """What an admin types in to add them."""
        names = ("name", "number", "role", "program", "email", "whatsapp")
        return {name: getattr(self, name) for name in names}


ADMINS = (("sulastri", "Sulastri Handayani", "70010021"), ("ferdian", "Ferdian Oktapranata", "70010034"))

LECTURERS = (
    ("ratna", "Dr. Ratna Dewanti, S.Kom., M.T.", "198104172006042003"),
    ("hendra", "Hendra Gunawan Siregar, S.T., M.Kom.", "198509232012121002"),
    ("aang", "Aang Suryana, S.Kom., M.Cs.", "198811062015041001"),
    ("lisa", "Lisa Kartika Halim, S.T., M.T.", "199002142018032001"),
    ("made", "I Made Wirawan, S.T., M.Eng.", "198307192009121004"),
    ("zulkifli", "Dr. Zulkifli Tanjung, S.T., M.Sc.", "197612302003121001"),
    ("nurul", "Nurul Hikmah Amir, S.Kom., M.Kom.", "199105252019032014"),
    ("robby", "Robby Kurnia Sanjaya, S.Kom., M.T.I.", "198710082014041002"),
)

STUDENTS = (
    ("rizky", "Rizky Aditya Pratama", "3022311007"),
    ("siti", "Siti Nurhaliza Rahmadani", "3022311045"),
    ("dewi", "Dewi Ayu Lestari", "3022311012"),
    ("fadhil", "Muhammad Fadhil Al-Ghifari", "3022311028"),
    ("kevin", "Kevin Wijaya Tjhin", "3022211019"),
    ("grace", "Grace Natalia Simanjuntak", "3022211024"),
    ("gede", "I Gede Putra Wiguna", "3022311031"),
    ("ayu", "Ni Luh Putu Ayu Saraswati", "3022411003"),
    ("andi", "Andi Muhammad Ikhsan", "3022211040"),
    ("besse", "Besse Nurul Fadhilah", "3042311009"),
    ("yohanes", "Yohanes Kristian Wenda", "3022311050"),
    ("maria", "Maria Goreti Bria", "3042311014"),
    ("ujang", "Ujang Hendra Permana", "3022411022"),
    ("neng", "Neng Rina Marlina", "3022411027"),
    ("fauzan", "Fauzan Azima Piliang", "3022211033"),
    ("annisa", "Annisa Rahma Chaniago", "3022311038"),
    ("teuku", "Teuku Rafi Alfarisi", "3022311055"),
    ("cut", "Cut Nadia Maulida", "3022411041"),
    ("jordan", "Jordan Immanuel Rumagit", "3022311061"),
    ("clara", "Clara Veronika Pangemanan", "3042211006"),
    ("bagas", "Bagas Setyo Nugroho", "3022311064"),
    ("intan", "Intan Permata Sari", "3022411010"),
    ("rangga", "Rangga Saputra", "3022411015"),
    ("yulita", "Yulita Oktaviani", "3042411020"),
    ("felix", "Felix Hartono Bong", "3022311070"),
    ("cindy", "Cindy Aurelia Lie", "3042411008"),
    ("zaki", "Ahmad Zaki Mubarok", "3022311073"),
    ("nabila", "Nabila Khairunnisa", "3022311022"),
    ("daniel", "Daniel Parulian Hutapea", "3022311077"),
    ("ruth", "Ruth Debora Sitorus", "3022311095"),
    ("wahyu", "Wahyu Eko Prasetyo", "3022311098"),
    ("putri", "Putri Anggraini", "3022311101"),
    ("ilham", "Muhammad Ilham Hidayatullah", "3022311080"),
    ("laila", "Laila Nur Azizah", "3022311016"),
    ("noor", "Abdurrahman Noor", "3042311021"),
    ("rusmini", "Rusmini Hayati", "3042411017"),
    ("doni", "Benediktus Doni Lejau", "3022411048"),
    ("michelle", "Michelle Tanasale", "3042311026"),
    ("salim", "Salim Latuconsina", "3022411052"),
    ("dimas", "Dimas Arya Wicaksono", "3022211057"),
    ("salsabila", "Salsabila Zahra", "3022311083"),
    ("rafli", "Rafli Kurniawan", "3022411056"),
    ("tiara", "Tiara Puspita", "3022211062"),
    ("agung", "Agung Laksono", "3022311086"),
    ("sri", "Sri Wulandari", "3022311089"),
    ("yoga", "Yoga Pranata", "3022411060"),
    ("melati", "Melati Kusuma Dewi", "3022411063"),
    ("fikri", "Fikri Haikal", "3042411029"),
    ("aini", "Nur'aini Fitriah", "3022311092"),
    ("bayu", "Bayu Firmansyah", "3022111018"),
)


def everybody() -> list[Person]:
    admins = [_person(n, *one, PersonRole.ADMIN, None, f"{one[0]}@{_MAIL}") for n, one in enumerate(ADMINS)]
    lecturers = [
        _person(100 + n, *one, PersonRole.LECTURER, _INFORMATICS, f"{one[0]}@{_MAIL}")
        for n, one in enumerate(LECTURERS)
    ]
    students = [
        _person(1000 + n, *one, PersonRole.STUDENT, _program(one[2]), _student_mail(one[1], one[2]))
        for n, one in enumerate(STUDENTS)
    ]
    return [*admins, *lecturers, *students]


def _person(n: int, key: str, name: str, number: str, role: PersonRole, program: str | None, email: str) -> Person:
    return Person(key, name, number, role, program, email, f"{_PREFIXES[n % len(_PREFIXES)]}0000{n:04d}")


def _program(nim: str) -> str:
    return _SYSTEMS if nim.startswith("304") else _INFORMATICS


def _student_mail(name: str, nim: str) -> str:
    first, *_, last = name.lower().replace("'", "").replace("-", "").split()
    return f"{first}.{last}{nim[-2:]}@student.{_MAIL}"
