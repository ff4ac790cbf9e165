import type { Book } from '@/features/acceptance/report'

const book: Book = {
  title: 'Pengujian',
  text: 'Setiap skenario uji penerimaan SI-Aslab, hasil yang diharapkan, dan hasil yang terjadi.',
  ran: (version, at) => `Versi ${version}, diuji ${at}.`,
  never: 'Hasil uji belum disertakan dalam versi ini.',
  counts: (passed, failed, untested) => `${passed} lulus, ${failed} gagal, ${untested} belum diuji.`,
  outcomes: { lulus: 'Lulus', gagal: 'Gagal', 'tanpa uji': 'Belum diuji' },
  actual: 'Yang terjadi',
  seconds: (spent) => `${spent} detik`,
  paper: 'skenario makalah',
  modules: {
    AUTH: 'Autentikasi',
    USR: 'Manajemen pengguna',
    LOW: 'Manajemen lowongan',
    'MHS-REG': 'Pendaftaran',
    SEL: 'Seleksi',
    ACT: 'Aktivasi',
    ABS: 'Absensi harian',
    VER: 'Verifikasi absensi',
    END: 'Pengakhiran kontrak',
    CERT: 'Sertifikat digital',
    NOTIF: 'Notifikasi',
    LAP: 'Laporan dan audit',
  },
  method: 'Metode pengembangan',
  method_text: 'Tahap penelitian dan pengembangan menurut Borg & Gall, dan apa yang dihasilkan tiap tahap di sini.',
  stages: [
    ['Penelitian dan pengumpulan informasi', 'Alur kerja aslab yang berjalan, dan daftar istilah kampus dalam README.'],
    ['Perencanaan', 'Katalog 174 skenario uji penerimaan, delapan di antaranya dari makalah.'],
    ['Pengembangan produk awal', 'Rancangan sistem, diagram, dan catatan keputusan.'],
    ['Uji coba awal', 'Uji tiap modul terhadap basis data, penyimpanan berkas, dan peramban yang sebenarnya.'],
    ['Revisi produk utama', 'Perbaikan yang masing-masing disertai uji yang sebelumnya gagal.'],
    ['Uji coba utama', 'Uji penerimaan di halaman ini, diulang untuk setiap versi.'],
    ['Revisi produk operasional', 'Catatan perubahan dan migrasi basis data.'],
    ['Uji coba operasional', 'Kampus contoh, uji beban, uji gangguan, dan uji pemulihan.'],
    ['Revisi produk akhir', 'Versi yang diberi nomor, dengan dokumen API yang dibuat dari kodenya.'],
    ['Penyebaran dan penerapan', 'Pemasangan dengan Terraform, buku panduan operator, dan perhitungan biaya.'],
  ],
}

export default book
