import { mdiAccountClock, mdiCancel, mdiCheckCircle, mdiClockOutline, mdiCloseCircle, mdiForum } from '@mdi/js'
import type { ApplicationView } from '@/api'
import type { Look } from '@/ui/looks'

export type ApplicationState = ApplicationView['state']

export const LOOKS: Record<ApplicationState, Look> = {
  menunggu: { color: 'info', icon: mdiClockOutline },
  wawancara: { color: 'warning', icon: mdiForum },
  daftar_tunggu: { color: 'secondary', icon: mdiAccountClock },
  diterima: { color: 'success', icon: mdiCheckCircle },
  ditolak: { color: 'error', icon: mdiCloseCircle },
  dibatalkan: { color: 'neutral', icon: mdiCancel },
}
