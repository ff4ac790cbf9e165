import { useQueryClient } from '@tanstack/vue-query'
import { listCandidatesQueryKey } from '@/api/@tanstack/vue-query.gen'
import type { CandidateView, ListCandidatesResponse } from '@/api'

/** What was answered about a candidate stands in the list at once, before that is read again. */
export function useAnswered(): (answer: CandidateView) => void {
  const queries = useQueryClient()
  return (answer) =>
    queries.setQueryData<ListCandidatesResponse>(
      listCandidatesQueryKey({ path: { vacancy_id: answer.vacancy_id } }),
      (before) => before && { ...before, items: before.items.map((one) => (one.id === answer.id ? answer : one)) },
    )
}
