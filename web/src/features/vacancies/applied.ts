import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import type { ApplicationView } from '@/api'
import { listOwnApplicationsOptions } from '@/api/@tanstack/vue-query.gen'
import { session } from '@/session/session'

/** The ids of the vacancies for which an application stands that was not withdrawn. */
export function appliedFor(all: ApplicationView[]): Set<string> {
  return new Set(all.filter(({ state }) => state !== 'dibatalkan').map((one) => one.vacancy_id))
}

/** The same of who is signed in as a student; none for everybody else. */
export function useApplied() {
  const student = computed(() => session.role === 'mahasiswa')
  const { data } = useQuery(
    computed(() => ({ ...listOwnApplicationsOptions({ query: { limit: 100 } }), enabled: student.value })),
  )
  return computed(() => appliedFor(student.value ? (data.value?.items ?? []) : []))
}
