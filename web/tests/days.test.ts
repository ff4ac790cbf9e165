import { expect, test } from 'vitest'
import { daysAfter, daysBetween, mondayOf, monthsAfter } from '@/ui/days'

test('days are counted over the ends of months and years', () => {
  expect(daysBetween('2026-12-30', '2027-01-02')).toBe(3)
  expect(daysBetween('2026-11-24', '2026-11-23')).toBe(-1)
  expect(daysAfter('2028-02-28', 1)).toBe('2028-02-29')
})

test('months follow one another over the end of a year', () => {
  expect(monthsAfter('2026-12', 1)).toBe('2027-01')
  expect(monthsAfter('2026-01', -1)).toBe('2025-12')
})

test('a week begins on its Monday', () => {
  expect(mondayOf('2026-11-24')).toBe('2026-11-23')
  expect(mondayOf('2026-11-23')).toBe('2026-11-23')
  expect(mondayOf('2026-11-29')).toBe('2026-11-23')
})
