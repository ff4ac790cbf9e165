import { mdiCheckCircle, mdiFlagCheckered, mdiPauseCircle } from '@mdi/js'
import type { OverviewView } from '@/api'
import type { Look } from '@/ui/looks'

export type ContractState = OverviewView['state']

export const LOOKS: Record<ContractState, Look> = {
  aktif: { color: 'success', icon: mdiCheckCircle },
  ditangguhkan: { color: 'warning', icon: mdiPauseCircle },
  selesai: { color: 'neutral', icon: mdiFlagCheckered },
}

export const STATES = Object.keys(LOOKS) as ContractState[]
