import type { OwnVacancyView, VacancyChange } from '@/api'
import { changeable } from '@/features/vacancies/vacancyDraft'
import type { VacancyDraft } from '@/features/vacancies/vacancyDraft'
import { toCampusClock } from '@/ui/campusClock'

/** A vacancy that is there, as its form begins. */
export function draftOf(vacancy: OwnVacancyView): VacancyDraft {
  return {
    course: vacancy.course,
    program: vacancy.program ?? '',
    days: vacancy.days,
    quota: String(vacancy.quota),
    description: vacancy.description,
    requirements: vacancy.requirements,
    minimum_ipk: vacancy.minimum_ipk?.replace('.', ',') ?? '',
    minimum_semester: vacancy.minimum_semester?.toString() ?? '',
    documents: vacancy.documents,
    period_id: vacancy.period_id,
    opens_at: vacancy.opens_at ? toCampusClock(vacancy.opens_at) : '',
    closes_at: vacancy.closes_at ? toCampusClock(vacancy.closes_at) : '',
    criteria: vacancy.criteria.map(({ name, weight }) => ({ name, weight: String(weight) })),
    co_lecturers: [],
    pamphlet_id: vacancy.pamphlet_id ?? '',
    confirm_by: vacancy.confirm_by ?? '',
    fills_seats: vacancy.fills_seats,
  }
}

/** What was changed since `before`, and nothing else: a deadline that passed long ago is not validated again. */
export function vacancyChange(before: VacancyDraft, now: VacancyDraft): VacancyChange {
  const old: Record<string, unknown> = changeable(before)
  const fields = Object.entries(changeable(now))
  return Object.fromEntries(fields.filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(old[name])))
}
