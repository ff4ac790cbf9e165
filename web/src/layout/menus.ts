import {
  mdiAccountCheckOutline,
  mdiAccountMultipleOutline,
  mdiBriefcaseOutline,
  mdiCalendarRange,
  mdiCameraOutline,
  mdiCertificateOutline,
  mdiChartBar,
  mdiClipboardCheckOutline,
  mdiClipboardListOutline,
  mdiEmailFastOutline,
  mdiFileSign,
  mdiHistory,
  mdiTextBoxOutline,
  mdiViewDashboardOutline,
} from '@mdi/js'
import type { Role } from '@/session/session'

export interface MenuItem {
  to: string
  icon: string
  /** Key of its words. */
  text: string
}

const item = (to: string, icon: string, text: string): MenuItem => ({ to, icon, text: `layout.${text}` })

/** What each role can open, in the order of its work. */
export const MENUS: Record<Role, MenuItem[]> = {
  mahasiswa: [
    item('/mahasiswa', mdiViewDashboardOutline, 'home'),
    item('/lowongan', mdiBriefcaseOutline, 'vacancies'),
    item('/pendaftaran', mdiClipboardListOutline, 'applications'),
    item('/sertifikat-saya', mdiCertificateOutline, 'my_certificates'),
  ],
  aslab: [
    item('/aslab', mdiViewDashboardOutline, 'home'),
    item('/absensi', mdiCameraOutline, 'attendance'),
    item('/absensi/riwayat', mdiHistory, 'history'),
    item('/kontrak', mdiFileSign, 'contracts'),
    item('/sertifikat-saya', mdiCertificateOutline, 'my_certificates'),
  ],
  dosen: [
    item('/dosen', mdiViewDashboardOutline, 'home'),
    item('/dosen/lowongan', mdiBriefcaseOutline, 'own_vacancies'),
    item('/dosen/verifikasi', mdiClipboardCheckOutline, 'verification'),
    item('/dosen/aslab', mdiAccountMultipleOutline, 'own_aslab'),
    item('/rekap', mdiCalendarRange, 'recap'),
  ],
  admin: [
    item('/admin', mdiViewDashboardOutline, 'home'),
    item('/admin/pengguna', mdiAccountMultipleOutline, 'users'),
    item('/admin/periode', mdiCalendarRange, 'periods'),
    item('/admin/aktivasi', mdiAccountCheckOutline, 'activation'),
    item('/admin/kontrak', mdiFileSign, 'all_contracts'),
    item('/rekap', mdiCalendarRange, 'recap'),
    item('/admin/honorarium', mdiFileSign, 'honorarium'),
    item('/admin/sertifikat', mdiCertificateOutline, 'certificates'),
    item('/admin/pesan', mdiEmailFastOutline, 'messages'),
    item('/admin/statistik', mdiChartBar, 'statistics'),
    item('/admin/audit', mdiTextBoxOutline, 'audit'),
  ],
  belum_memilih: [],
}
