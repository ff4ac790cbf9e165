import { mdiCheckCircleOutline, mdiProgressClock, mdiStopCircleOutline } from '@mdi/js'
import type { AnnouncementView } from '@/api'
import type { Look } from '@/ui/looks'

export const STATES: Record<AnnouncementView['state'], Look> = {
  dikirim: { color: 'info', icon: mdiProgressClock },
  selesai: { color: 'success', icon: mdiCheckCircleOutline },
  dihentikan: { color: 'warning', icon: mdiStopCircleOutline },
}
