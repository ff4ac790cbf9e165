import { mdiCalendarAlert, mdiCancel, mdiClockOutline, mdiEmailAlert, mdiEmailCheck, mdiFileOutline } from '@mdi/js'
import type { CertificateCandidateView } from '@/api'
import type { Look } from '@/ui/looks'

export type CertificateState = CertificateCandidateView['state']

export const LOOKS: Record<CertificateState, Look> = {
  belum_terbit: { color: 'neutral', icon: mdiFileOutline },
  terbit: { color: 'info', icon: mdiClockOutline },
  terkirim: { color: 'success', icon: mdiEmailCheck },
  gagal_terkirim: { color: 'error', icon: mdiEmailAlert },
  dicabut: { color: 'error', icon: mdiCancel },
}

/** A certificate that states other days than were served. */
export const OTHER_DAYS: Look = { color: 'warning', icon: mdiCalendarAlert }

export const STATES = Object.keys(LOOKS) as CertificateState[]
