import type { MyContracts } from '@/api'
import { campusDay } from '@/ui/useFormats'

/** The own contracts as they came last, on this device until the sign-out, for the next time without a line (ABS-16). */
const KEPT = 'aslab.kept.contracts'

export interface Kept {
  contracts: MyContracts
  /** When they came, in ms. */
  at: number
}

export function keepContracts(kept: Kept): void {
  localStorage.setItem(KEPT, JSON.stringify(kept))
}

export function keptContracts(): Kept | null {
  const kept = JSON.parse(localStorage.getItem(KEPT) ?? 'null') as Kept | null
  return kept && asOfToday(kept, Date.now())
}

/** What was recorded on an earlier day says nothing of today. */
export function asOfToday({ contracts, at }: Kept, now: number): Kept {
  const sent = Date.parse(contracts.now)
  if (campusDay(new Date(sent)) === campusDay(new Date(sent + now - at))) return { contracts, at }
  return { contracts: { ...contracts, items: contracts.items.map((one) => ({ ...one, today: null })) }, at }
}
