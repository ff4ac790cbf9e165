import { mdiCalendarClock, mdiCheckCircle, mdiLockOutline, mdiPencilOutline } from '@mdi/js'
import type { VacancyCard } from '@/api'
import type { Look } from '@/ui/looks'

/** By the clock, as a person calls it. */
export type VacancyState = VacancyCard['status']

export const LOOKS: Record<VacancyState, Look> = {
  draf: { color: 'neutral', icon: mdiPencilOutline },
  terjadwal: { color: 'info', icon: mdiCalendarClock },
  dibuka: { color: 'success', icon: mdiCheckCircle },
  ditutup: { color: 'neutral', icon: mdiLockOutline },
}
