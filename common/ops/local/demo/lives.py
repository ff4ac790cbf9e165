"""What stands in a curriculum vitae: made up, but of what students here do."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

Entry = tuple[str, str, str]
"""Title, years, one line about it."""


@dataclass(frozen=True)
class Life:
    town: str
    profile: str
    studies_since: str
    school: str
    school_years: str
    school_line: str
    experience: tuple[Entry, ...]
    clubs: tuple[Entry, ...]
    skills: tuple[str, ...]
    toefl: int


_TOWNS = (
    "Pangkalpinang",
    "Sungailiat",
    "Toboali",
    "Muntok",
    "Koba",
    "Tanjungpandan",
    "Palembang",
    "Medan",
    "Padang",
    "Bandung",
    "Makassar",
    "Denpasar",
    "Kupang",
    "Manado",
    "Banda Aceh",
    "Banjarmasin",
)
_PROFILES = (
    "Senang menjelaskan hal rumit dengan contoh sederhana. Terbiasa bekerja rapi dan tepat waktu, dan ingin membantu "
    "adik tingkat lebih percaya diri saat praktikum.",
    "Tertarik pada pengembangan perangkat lunak dan pendidikan. Aktif membuat modul belajar untuk kelompok studi dan "
    "terbuka pada masukan.",
    "Teliti, sabar, dan suka memecahkan masalah. Ingin menjadi asisten laboratorium untuk mendalami materi sambil "
    "berbagi pengalaman.",
    "Mahasiswa yang gemar mencoba teknologi baru dan mendokumentasikannya. "
    "Nyaman bekerja sendiri maupun dalam kelompok.",
)
_TRADES = ("Jurusan Rekayasa Perangkat Lunak", "Jurusan Teknik Komputer dan Jaringan")
_WORK: tuple[tuple[str, str], ...] = (
    ("Magang Dinas Komunikasi dan Informatika", "Memelihara situs layanan publik dan membuat laporan kunjungan"),
    ("Pekerja lepas, pembuatan situs web", "Lima situs untuk usaha kecil: kedai kopi, penginapan, toko kerajinan"),
    ("Tutor sebaya, mata kuliah tahun pertama", "Dua kelompok belajar, 12 mahasiswa, satu kali seminggu"),
    ("Panitia lomba pemrograman tingkat provinsi", "Menyiapkan soal dan jaringan lokal untuk 40 peserta"),
    ("Teknisi paruh waktu, toko komputer", "Perakitan, pemasangan sistem operasi, dan jaringan kantor kecil"),
    ("Peserta studi independen bersertifikat", "Proyek akhir: aplikasi inventaris dengan basis data relasional"),
    ("Relawan literasi digital", "Mengajar penggunaan internet yang aman di tiga sekolah dasar"),
)
_CLUBS: tuple[tuple[str, str], ...] = (
    ("Himpunan Mahasiswa Informatika", "Anggota divisi pendidikan"),
    ("Unit Kegiatan Mahasiswa Robotika", "Perakitan dan pemrograman robot pengikut garis"),
    ("Komunitas Sumber Terbuka Kampus", "Pertemuan dua mingguan, penerjemahan antarmuka"),
    ("Badan Eksekutif Mahasiswa", "Staf bidang informasi"),
    ("Paduan Suara Mahasiswa", "Juara harapan festival tingkat wilayah"),
    ("Pers Mahasiswa", "Tata letak dan laman berita"),
)
_SKILLS = ("Python", "Java", "SQL", "C++", "Linux", "Git", "HTML, CSS, JavaScript", "Jaringan dasar", "Figma", "PHP")


def life_of(number: str) -> Life:
    """The same for the same NIM, whose third and fourth digit after the programme are the year of entry."""
    chance = Random(f"life {number}")
    since = 2000 + int(number[3:5])
    town = chance.choice(_TOWNS)
    general, place = chance.random() < 0.6, chance.randrange(1, 4)
    clubs, work = chance.sample(_CLUBS, 2), chance.sample(_WORK, 3)
    return Life(
        town,
        chance.choice(_PROFILES),
        f"{since} - sekarang",
        f"{'SMA' if general else 'SMK'} Negeri {place} {town}",
        f"{since - 3} - {since}",
        "Jurusan IPA" if general else chance.choice(_TRADES),
        tuple((title, str(since + 1 + n // 2), line) for n, (title, line) in enumerate(work)),
        tuple((title, f"{since} - {since + 1 + n}", line) for n, (title, line) in enumerate(clubs)),
        tuple(chance.sample(_SKILLS, 6)),
        chance.randrange(423, 577, 3),
    )
