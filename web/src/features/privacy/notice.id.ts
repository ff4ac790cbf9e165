import { settings } from '@/settings'
import type { Notice } from '@/features/privacy/notice'

const notice: Notice = {
  due: 'Pemberitahuan privasi telah berubah. Mohon dibaca dan disetujui; semua halaman tetap dapat dipakai.',
  read: 'Baca',
  agree: 'Saya setuju',
  agreed: 'Terima kasih, persetujuan Anda tercatat',
  parts: [
    {
      title: 'Siapa yang bertanggung jawab',
      text: [
        `${settings.campus} mengelola SI-Aslab dan menentukan untuk apa data pribadi di sini dipakai. Admin SI-Aslab adalah orang pertama yang dapat Anda hubungi.`,
      ],
    },
    {
      title: 'Data apa, dan untuk apa',
      text: [
        'Nama, NIM atau NIP, program studi, email, dan nomor WhatsApp: untuk mengenali Anda, menghubungi Anda, dan mencetak sertifikat.',
        'IPK, semester, berkas pendaftaran, nilai seleksi, dan catatan wawancara: untuk seleksi asisten.',
        'Tanggal, mata kuliah, dan foto kehadiran: untuk verifikasi dan honorarium. Foto diperiksa agar tidak dipakai dua kali; wajah tidak dikenali oleh sistem.',
        'Waktu dan alamat jaringan saat masuk serta catatan tindakan: untuk keamanan akun dan audit.',
      ],
    },
    {
      title: 'Siapa yang melihatnya',
      text: [
        'Anda sendiri, dosen yang lowongannya Anda lamar atau yang menjadi pembimbing Anda, dan admin. Dosen lain dan mahasiswa lain tidak melihatnya.',
        'Siapa pun yang memegang kode sertifikat dapat memeriksa nama, mata kuliah, dan masa tugas yang tercetak di sertifikat itu.',
        'Data disimpan di pusat data Google Cloud. Email dan WhatsApp dikirim melalui penyedia yang ditetapkan kampus.',
      ],
    },
    {
      title: 'Berapa lama',
      text: [
        'Pendaftaran yang tidak menjadi kontrak dihapus setahun setelah periodenya berakhir. Isi dan alamat pesan serta alamat di log audit dihapus setelah setahun.',
        'Foto kehadiran dihapus setengah tahun setelah kontrak berakhir dan sertifikatnya terbit. Sampai saat itu keberatan masih dapat diperiksa.',
        'Kontrak, kehadiran, dan sertifikat disimpan karena menjadi dasar honorarium dan pemeriksaan sertifikat. Cadangan data hilang dengan sendirinya setelah masa simpannya.',
      ],
    },
    {
      title: 'Yang boleh Anda tolak',
      text: [
        'Pesan WhatsApp tidak wajib: matikan di profil kapan saja, dan semua pemberitahuan tetap datang lewat email dan kotak masuk. Tidak ada fitur yang ditutup karenanya.',
      ],
    },
    {
      title: 'Hak Anda',
      text: [
        'Di profil Anda dapat melihat dan memperbaiki data kontak, serta mengunduh semua data tentang Anda dalam satu berkas. Perbaikan nama atau NIM, penghapusan, dan keberatan disampaikan kepada admin. Dasarnya adalah Undang-Undang Nomor 27 Tahun 2022 tentang Pelindungan Data Pribadi.',
      ],
    },
    {
      title: 'Bila pemberitahuan ini berubah',
      text: ['Anda diminta membaca dan menyetujuinya lagi. Versi dan waktu persetujuan Anda tercatat di profil.'],
    },
  ],
}

export default notice
