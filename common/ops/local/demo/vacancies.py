"""The vacancies that lecturers publish: what a vacancy says, and what its pamphlet shows."""

from __future__ import annotations

from dataclasses import dataclass

Criteria = tuple[tuple[str, int], ...]
_USUAL: Criteria = (("Nilai mata kuliah", 40), ("Wawancara", 35), ("IPK", 25))
_PRACTICAL: Criteria = (("Tes praktik", 50), ("Wawancara", 30), ("Nilai mata kuliah", 20))
_TEACHING: Criteria = (("Simulasi mengajar", 40), ("Nilai mata kuliah", 30), ("Motivasi", 30))


@dataclass(frozen=True)
class Vacancy:
    """`theme` is the number of the pamphlet's colours."""

    course: str
    lab: str
    description: str
    skill: str
    criteria: Criteria
    theme: int
    ipk: str = "3.00"
    semester: int = 3
    documents: tuple[str, ...] = ("cv", "transkrip")
    days: tuple[str, ...] = ()
    program: str = "Teknik Informatika"

    @property
    def requirements(self) -> str:
        return "\n".join(f"- {point}" for point in self.points)

    @property
    def points(self) -> tuple[str, ...]:
        return (
            f"Mahasiswa aktif minimal semester {self.semester}",
            f"IPK minimal {self.ipk.replace('.', ',')}",
            f"Lulus {self.course} dengan nilai minimal B",
            self.skill,
        )


_BASIC = "Lab. Komputer Dasar, Gedung Dharma Penelitian"
_SOFTWARE = "Lab. Rekayasa Perangkat Lunak, Lantai 2"
_NETWORK = "Lab. Jaringan dan Sistem, Lantai 3"
_DIGITAL = "Lab. Elektronika dan Sistem Digital"
_MEDIA = "Lab. Multimedia, Lantai 2"

ALGORITHMS = Vacancy(
    "Algoritma dan Pemrograman",
    _BASIC,
    "Mendampingi praktikum dasar pemrograman untuk empat kelas mahasiswa baru, delapan pertemuan.\n\n"
    "Asisten menyiapkan ruang, membimbing latihan, dan memeriksa laporan setiap minggu.",
    "Terbiasa dengan Python atau C",
    _TEACHING,
    2,
    days=("senin", "rabu"),
)
NETWORKS = Vacancy(
    "Jaringan Komputer",
    _NETWORK,
    "Mendampingi praktikum pengkabelan, pengalamatan IP, dan perutean dengan perangkat nyata maupun simulator.",
    "Mengenal perutean dan VLAN",
    _PRACTICAL,
    6,
)
DATABASES = Vacancy(
    "Basis Data",
    _BASIC,
    "Mendampingi praktikum perancangan basis data dan SQL untuk tiga kelas.\n\n"
    "Tugas: membimbing latihan, memeriksa laporan, dan mengawasi kuis. Praktikum setiap Selasa dan Kamis.",
    "Mampu SQL dan pemodelan data",
    _USUAL,
    0,
    days=("selasa", "kamis"),
    program="Sistem Informasi",
)
OPERATING_SYSTEMS = Vacancy(
    "Sistem Operasi",
    _NETWORK,
    "Mendampingi praktikum Linux: proses, berkas, izin, dan skrip shell. Dua kelas, setiap Kamis sore.",
    "Terbiasa bekerja di terminal Linux",
    _PRACTICAL,
    6,
    days=("kamis",),
)
WEB = Vacancy(
    "Pemrograman Web",
    _SOFTWARE,
    "Mendampingi proyek kelompok dari HTML sampai aplikasi dengan basis data, dan menilai presentasi akhir.",
    "Pernah membuat aplikasi web sendiri",
    _TEACHING,
    4,
    days=("jumat",),
    program="Sistem Informasi",
)
STRUCTURES = Vacancy(
    "Struktur Data",
    _BASIC,
    "Mendampingi praktikum senarai, pohon, dan graf. Asisten ikut menyusun soal latihan bersama dosen.",
    "Mampu menjelaskan kompleksitas algoritma",
    _USUAL,
    2,
    days=("rabu",),
)
SOFTWARE = Vacancy(
    "Rekayasa Perangkat Lunak",
    _SOFTWARE,
    "Mendampingi kelompok proyek satu semester: kebutuhan, perancangan, pengujian, dan peninjauan kode.",
    "Terbiasa memakai Git dalam kelompok",
    _TEACHING,
    3,
    semester=5,
)
INTELLIGENCE = Vacancy(
    "Kecerdasan Buatan",
    _SOFTWARE,
    "Mendampingi praktikum pencarian, logika, dan pengantar pembelajaran mesin dengan Python.\n\n"
    "Honorarium per pertemuan mengikuti ketentuan fakultas.",
    "Menguasai Python dan aljabar linear",
    _USUAL,
    4,
    ipk="3.25",
    semester=5,
    days=("senin", "kamis"),
)
DIGITAL = Vacancy(
    "Sistem Digital",
    _DIGITAL,
    "Mendampingi praktikum gerbang logika, pencacah, dan FPGA. Jadwal setiap Senin pagi.",
    "Teliti merangkai dan mengukur",
    _PRACTICAL,
    1,
    days=("senin",),
)
OBJECTS = Vacancy(
    "Pemrograman Berorientasi Objek",
    _BASIC,
    "Mendampingi praktikum kelas, pewarisan, dan pola perancangan dengan Java untuk dua kelas sore.",
    "Menguasai Java",
    _USUAL,
    5,
    days=("selasa", "rabu"),
)
INTERACTION = Vacancy(
    "Interaksi Manusia dan Komputer",
    _MEDIA,
    "Mendampingi pembuatan purwarupa dan uji kegunaan. Pelamar menyertakan surat lamaran berisi contoh karya.",
    "Pernah membuat purwarupa antarmuka",
    _TEACHING,
    3,
    documents=("cv", "transkrip", "surat_lamaran"),
    program="Sistem Informasi",
)
GRAPHICS = Vacancy(
    "Grafika Komputer",
    _MEDIA,
    "Mendampingi praktikum transformasi, pencahayaan, dan animasi dengan OpenGL.",
    "Menguasai C++ dan aljabar linear",
    _PRACTICAL,
    5,
    semester=5,
)
SECURITY = Vacancy(
    "Keamanan Informasi",
    _NETWORK,
    "Mendampingi praktikum kriptografi dan keamanan web di lingkungan terisolasi.",
    "Memahami protokol jaringan",
    _PRACTICAL,
    6,
    ipk="3.25",
    semester=5,
    days=("jumat",),
)
NUMERICAL = Vacancy(
    "Metode Numerik",
    _BASIC,
    "Mendampingi praktikum akar persamaan, interpolasi, dan integrasi numerik.",
    "Terbiasa dengan Python atau MATLAB",
    _USUAL,
    1,
)
