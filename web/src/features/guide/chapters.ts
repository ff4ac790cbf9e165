import type { RouteNamedMap } from 'vue-router/auto-routes'
import type { Role } from '@/session/session'

/** What "?" opens on each page of the portal: a guide, and its chapter. A page of several roles has one for each. */
export const CHAPTERS: Record<keyof RouteNamedMap, string | { dosen: string; admin: string }> = {
  '/': 'umum#mulai',
  '/[...path]': 'umum#mulai',
  '/absensi/': 'aslab#absensi',
  '/absensi/riwayat': 'aslab#riwayat',
  '/admin/': 'admin#beranda',
  '/admin/aktivasi': 'admin#aktivasi',
  '/admin/audit': 'admin#audit',
  '/admin/honorarium': 'admin#honorarium',
  '/admin/impor/': 'admin#impor',
  '/admin/impor/[id]': 'admin#impor',
  '/admin/kontrak': 'admin#kontrak',
  '/admin/pengguna': 'admin#pengguna',
  '/admin/pengumuman': 'admin#pengumuman',
  '/admin/periode': 'admin#periode',
  '/admin/pesan': 'admin#pesan',
  '/admin/sertifikat': 'admin#sertifikat',
  '/admin/statistik': 'admin#statistik',
  '/aslab': 'aslab#beranda',
  '/dosen/': 'dosen#beranda',
  '/dosen/aslab': 'dosen#aslab',
  '/dosen/lowongan/': 'dosen#lowongan',
  '/dosen/lowongan/[id]/': 'dosen#ubah',
  '/dosen/lowongan/[id]/pendaftar': 'dosen#seleksi',
  '/dosen/lowongan/baru': 'dosen#buat',
  '/dosen/verifikasi': 'dosen#verifikasi',
  '/ekspor/[id]': 'umum#ekspor',
  '/kata-sandi': 'umum#kata-sandi',
  '/kode-galat': 'umum#galat',
  '/kontrak': 'aslab#kontrak',
  '/lowongan/': 'pelamar#cari',
  '/lowongan/[id]/': 'pelamar#baca',
  '/lowongan/[id]/daftar': 'pelamar#daftar',
  '/lupa-kata-sandi': 'umum#kata-sandi',
  '/mahasiswa': 'pelamar#beranda',
  '/masuk': 'umum#masuk',
  '/masuk.kampus': 'umum#masuk',
  '/notifikasi': 'umum#notifikasi',
  '/panduan/[[buku]]': 'index#siapa-saja',
  '/pendaftaran/': 'pelamar#pantau',
  '/pengujian': 'umum#pengujian',
  '/privasi': 'umum#privasi',
  '/profil': 'umum#profil',
  '/rekap': { dosen: 'dosen#rekap', admin: 'admin#rekap' },
  '/sertifikat-saya': 'aslab#sertifikat',
  '/sertifikat/': 'umum#cek',
  '/sertifikat/[code]': 'umum#cek',
}

/** The address of the chapter of a page, for who has signed in as `role`. */
export function chapterAddress(page: string, role: Role | null): string {
  const chapter = CHAPTERS[page as keyof RouteNamedMap] ?? CHAPTERS['/']
  return `/panduan/${typeof chapter === 'string' ? chapter : chapter[role === 'admin' ? 'admin' : 'dosen']}`
}
