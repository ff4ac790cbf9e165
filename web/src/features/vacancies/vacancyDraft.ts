import type { NewVacancy, OwnVacancyView } from '@/api'
import { fromCampusClock, toCampusClock } from '@/ui/campusClock'

type DocumentKind = OwnVacancyView['documents'][number]

export const DOCUMENT_KINDS: readonly DocumentKind[] = ['cv', 'transkrip', 'surat_lamaran']

/** A vacancy as it is being written: every field as its control holds it. */
export interface VacancyDraft {
  course: string
  program: string
  days: OwnVacancyView['days']
  quota: string
  description: string
  requirements: string
  minimum_ipk: string
  minimum_semester: string
  documents: DocumentKind[]
  period_id: string | null
  opens_at: string
  closes_at: string
  criteria: { name: string; weight: string }[]
  co_lecturers: string[]
  pamphlet_id: string
  confirm_by: string
  fills_seats: boolean
}

export function emptyDraft(program = ''): VacancyDraft {
  return {
    ...{ program, days: [] },
    ...{ course: '', quota: '', description: '', requirements: '', minimum_ipk: '', minimum_semester: '' },
    ...{
      documents: ['cv', 'transkrip'],
      period_id: null,
      opens_at: toCampusClock(new Date()),
      closes_at: inTwoWeeks(),
    },
    ...{ criteria: [{ name: '', weight: '100' }], co_lecturers: [], pamphlet_id: '' },
    ...{ confirm_by: '', fills_seats: false },
  }
}

const TWO_WEEKS_MS = 14 * 24 * 3600 * 1000

/** A deadline is the end of a day, unless the lecturer says otherwise. */
const inTwoWeeks = () => `${toCampusClock(new Date(Date.now() + TWO_WEEKS_MS)).slice(0, 10)}T23:59`

/** The draft as the API takes it. What is no number goes as it was written: the server says what is wrong with it. */
export function newVacancy(draft: VacancyDraft, state: 'draf' | 'terbit'): NewVacancy {
  const { documents, co_lecturers } = draft
  return { ...changeable(draft), documents, co_lecturers, state } as NewVacancy
}

/** What the weights add up to; what is no number counts nothing. */
export function totalWeight(draft: VacancyDraft): number {
  return draft.criteria.reduce((sum, { weight }) => sum + (Number(weight.replace(',', '.')) || 0), 0)
}

/** The fields that can be changed later, too. */
export function changeable(draft: VacancyDraft) {
  return {
    ...{ course: draft.course, description: draft.description, requirements: draft.requirements },
    ...{ program: draft.program.trim() || null, days: draft.days },
    quota: number(draft.quota),
    minimum_ipk: draft.minimum_ipk.trim() || null,
    minimum_semester: number(draft.minimum_semester),
    period_id: draft.period_id || null,
    opens_at: fromCampusClock(draft.opens_at),
    closes_at: fromCampusClock(draft.closes_at, true),
    criteria: draft.criteria.map(({ name, weight }) => ({ name, weight: number(weight) })),
    pamphlet_id: draft.pamphlet_id || null,
    confirm_by: draft.confirm_by || null,
    fills_seats: draft.fills_seats,
  }
}

/** Null for nothing, else the number; what is none goes as it was written. */
export function number(text: string): number | string | null {
  const written = text.trim().replace(',', '.')
  if (!written) return null
  return Number.isNaN(Number(written)) ? text : Number(written)
}
