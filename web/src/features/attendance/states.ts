import { mdiCheckCircle, mdiClockOutline, mdiCloseCircle, mdiImageOutline } from '@mdi/js'
import type { AttendanceView } from '@/api'
import type { Look } from '@/ui/looks'

export type AttendanceState = AttendanceView['state']

export const LOOKS: Record<AttendanceState, Look> = {
  menunggu_foto: { color: 'info', icon: mdiImageOutline },
  menunggu_verifikasi: { color: 'info', icon: mdiClockOutline },
  disetujui: { color: 'success', icon: mdiCheckCircle },
  ditolak: { color: 'error', icon: mdiCloseCircle },
}
