import {
  mdiAccountClock,
  mdiCalendarClock,
  mdiCancel,
  mdiCheckCircle,
  mdiClockOutline,
  mdiCloseCircle,
  mdiEmailAlert,
  mdiEmailCheck,
  mdiFileOutline,
  mdiFlagCheckered,
  mdiForum,
  mdiImageOutline,
  mdiLockOutline,
  mdiPauseCircle,
  mdiPencilOutline,
} from '@mdi/js'

export interface Look {
  /** One of the theme's, or `neutral`. */
  color: string
  icon: string
}

/** The look of each state, by the noun it belongs to; its words are `states.<noun>.<state>`. */
export const LOOKS = {
  application: {
    menunggu: { color: 'info', icon: mdiClockOutline },
    wawancara: { color: 'warning', icon: mdiForum },
    daftar_tunggu: { color: 'secondary', icon: mdiAccountClock },
    diterima: { color: 'success', icon: mdiCheckCircle },
    ditolak: { color: 'error', icon: mdiCloseCircle },
    dibatalkan: { color: 'neutral', icon: mdiCancel },
  },
  vacancy: {
    draf: { color: 'neutral', icon: mdiPencilOutline },
    terjadwal: { color: 'info', icon: mdiCalendarClock },
    dibuka: { color: 'success', icon: mdiCheckCircle },
    ditutup: { color: 'neutral', icon: mdiLockOutline },
  },
  contract: {
    aktif: { color: 'success', icon: mdiCheckCircle },
    ditangguhkan: { color: 'warning', icon: mdiPauseCircle },
    selesai: { color: 'neutral', icon: mdiFlagCheckered },
  },
  attendance: {
    menunggu_foto: { color: 'info', icon: mdiImageOutline },
    menunggu_verifikasi: { color: 'info', icon: mdiClockOutline },
    disetujui: { color: 'success', icon: mdiCheckCircle },
    ditolak: { color: 'error', icon: mdiCloseCircle },
  },
  certificate: {
    belum_terbit: { color: 'neutral', icon: mdiFileOutline },
    terbit: { color: 'info', icon: mdiClockOutline },
    terkirim: { color: 'success', icon: mdiEmailCheck },
    gagal_terkirim: { color: 'error', icon: mdiEmailAlert },
    dicabut: { color: 'error', icon: mdiCancel },
  },
  message: {
    antre: { color: 'info', icon: mdiClockOutline },
    terkirim: { color: 'success', icon: mdiCheckCircle },
    gagal: { color: 'error', icon: mdiCloseCircle },
  },
} as const satisfies Record<string, Record<string, Look>>

export type Noun = keyof typeof LOOKS
