import { expect, test } from 'vitest'
import { fromCampusClock, toCampusClock } from '@/ui/campusClock'
import { draftOf, vacancyChange } from '@/features/vacancies/vacancyChange'
import { emptyDraft, newVacancy, number, totalWeight } from '@/features/vacancies/vacancyDraft'
import type { OwnVacancyView } from '@/api'

/** What a lecturer types, and what the server is sent. */
const vacancy = {
  ...{
    course: 'Basis Data',
    program: 'Informatika',
    days: ['senin'],
    quota: 2,
    description: 'Praktikum',
    requirements: 'Lulus',
    lecturer: 'Rina',
  },
  ...{ minimum_ipk: '3.25', minimum_semester: null, documents: ['cv'], period_id: null, pamphlet_id: null },
  ...{ opens_at: '2026-03-01T01:00:00+00:00', closes_at: '2026-03-31T16:59:59+00:00' },
  criteria: [{ id: '1', name: 'Nilai', weight: 100 }],
} as unknown as OwnVacancyView

test('the clock of the campus is meant, wherever the browser is', () => {
  expect(fromCampusClock('2026-03-31T08:00')).toBe('2026-03-31T01:00:00.000Z')
  expect(toCampusClock('2026-03-31T17:30:00Z')).toBe('2026-04-01T00:30')
  expect(fromCampusClock('')).toBeNull()
})

test('a deadline counts to the end of its minute', () => {
  expect(fromCampusClock('2026-03-31T23:59', true)).toBe('2026-03-31T16:59:59.000Z')
})

test.each([
  ['2', 2],
  ['2,5', 2.5],
  ['-1', -1],
  ['dua', 'dua'],
  [' ', null],
])('%s is sent as %s', (written, sent) => {
  expect(number(written)).toBe(sent)
})

test('a new vacancy says everything', () => {
  const sent = newVacancy({ ...draftOf(vacancy), co_lecturers: ['1985'] }, 'draf')
  expect(sent).toMatchObject({ quota: 2, minimum_ipk: '3,25', closes_at: '2026-03-31T16:59:59.000Z', state: 'draf' })
  expect(sent).toMatchObject({ criteria: [{ name: 'Nilai', weight: 100 }], co_lecturers: ['1985'], pamphlet_id: null })
  expect(sent).toMatchObject({ program: 'Informatika', days: ['senin'] })
})

test('a change says only what was changed', () => {
  const before = draftOf(vacancy)
  expect(vacancyChange(before, { ...before })).toEqual({})
  expect(vacancyChange(before, { ...before, quota: '3', minimum_ipk: '' })).toEqual({ quota: 3, minimum_ipk: null })
  expect(vacancyChange(before, { ...before, program: ' ', days: [] })).toEqual({ program: null, days: [] })
})

test('weights are added up as they are typed', () => {
  const criteria = ['60', '40', 'x', ''].map((weight) => ({ name: '', weight }))
  expect(totalWeight({ ...emptyDraft(), criteria })).toBe(100)
})
