"""Who can be signed in as, to see the campus with their eyes."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "aslab-demo-2026"


@dataclass(frozen=True)
class Login:
    """`number` is the NIM, NIP or staff number to sign in with."""

    role: str
    number: str
    name: str
    password: str
    what_to_see: str


LOGINS = (
    Login(
        "Admin",
        "70010021",
        "Sulastri Handayani",
        PASSWORD,
        "siap diaktifkan, sertifikat, pesan gagal, pengguna, log audit",
    ),
    Login(
        "Dosen",
        "198104172006042003",
        "Dr. Ratna Dewanti, S.Kom., M.T.",
        PASSWORD,
        "seleksi Rekayasa Perangkat Lunak, verifikasi absensi Basis Data",
    ),
    Login(
        "Dosen",
        "198509232012121002",
        "Hendra Gunawan Siregar, S.T., M.Kom.",
        PASSWORD,
        "lowongan tutup hari ini, draf, foto mirip, kontrak yang berakhir lebih awal",
    ),
    Login(
        "Mahasiswa + Aslab",
        "3022311007",
        "Rizky Aditya Pratama",
        PASSWORD,
        "pilihan peran, dua kontrak aktif, riwayat absensi dengan koreksi",
    ),
    Login(
        "Mahasiswa",
        "3022311045",
        "Siti Nurhaliza Rahmadani",
        PASSWORD,
        "pendaftaran dalam setiap status, bekas aslab dengan sertifikat",
    ),
)
