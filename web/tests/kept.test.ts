import { describe, expect, it } from 'vitest'
import { asOfToday } from '@/features/attendance/offline/kept'
import type { Kept } from '@/features/attendance/offline/kept'

const HOUR = 3600_000
const sent = Date.parse('2026-11-30T14:00:00Z')
const kept = {
  at: 5_000,
  contracts: { now: '2026-11-30T14:00:00Z', items: [{ id: 'a', today: { at: '2026-11-30T02:00:00Z' } }] },
} as unknown as Kept

describe('contracts that are kept for the next time without a line', () => {
  it('say what was recorded on the same day of the campus, whatever hour the device has', () => {
    expect(sent).toBeGreaterThan(kept.at)
    expect(asOfToday(kept, kept.at + 2 * HOUR)).toEqual(kept)
  })

  it('say nothing of what was recorded on an earlier day', () => {
    const later = asOfToday(kept, kept.at + 4 * HOUR)
    expect(later.contracts.items.map((one) => one.today)).toEqual([null])
    expect(kept.contracts.items[0]?.today).not.toBeNull()
  })
})
