import { mdiCheckCircle, mdiClockOutline, mdiCloseCircle } from '@mdi/js'
import type { MessageView } from '@/api'
import type { Look } from '@/ui/looks'

export type MessageState = MessageView['state']

export const LOOKS: Record<MessageState, Look> = {
  antre: { color: 'info', icon: mdiClockOutline },
  terkirim: { color: 'success', icon: mdiCheckCircle },
  gagal: { color: 'error', icon: mdiCloseCircle },
}

export const STATES = Object.keys(LOOKS) as MessageState[]
