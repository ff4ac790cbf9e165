import {
  mdiAlertCircleOutline,
  mdiCheckCircleOutline,
  mdiDatabaseImportOutline,
  mdiEqual,
  mdiFileSearchOutline,
  mdiPencilOutline,
  mdiPlus,
  mdiTableColumn,
  mdiTimerSandEmpty,
} from '@mdi/js'
import type { ImportView, LineView } from '@/api'
import type { Look } from '@/ui/looks'

export const STATES: Record<ImportView['state'], Look> = {
  dibaca: { color: 'info', icon: mdiFileSearchOutline },
  kolom: { color: 'warning', icon: mdiTableColumn },
  siap: { color: 'warning', icon: mdiTimerSandEmpty },
  ditolak: { color: 'error', icon: mdiAlertCircleOutline },
  disimpan: { color: 'info', icon: mdiDatabaseImportOutline },
  selesai: { color: 'success', icon: mdiCheckCircleOutline },
}

/** In the order in which an admin wants to see them. */
export const KINDS: Record<LineView['kind'], Look> = {
  ditolak: { color: 'error', icon: mdiAlertCircleOutline },
  baru: { color: 'success', icon: mdiPlus },
  berubah: { color: 'info', icon: mdiPencilOutline },
  tetap: { color: 'neutral', icon: mdiEqual },
}

/** Whether something happens to it by itself. */
export function underWay(one: ImportView | undefined): boolean {
  return one !== undefined && ['dibaca', 'disimpan'].includes(one.state) && !one.trouble
}
