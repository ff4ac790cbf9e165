import { useI18n } from 'vue-i18n'
import type { CandidateView } from '@/api'
import { useAddressed } from '@/ui/useAddressed'
import { useSorted } from '@/ui/useSorted'

/** Candidates in the order that the address asks for. */
export function useCandidateOrder(candidates: () => readonly CandidateView[]) {
  const { t } = useI18n()
  const valueOf = (one: CandidateView, key: string): string | number => {
    if (key === 'semester') return one.semester
    if (key === 'ipk') return Number(one.ipk)
    if (key === 'score') return one.score === null ? -1 : Number(one.score)
    return key === 'state' ? t(`applications.states.${one.state}`) : String(one[key as 'name'])
  }
  return useSorted(candidates, valueOf, useAddressed('urut'))
}

export type CandidateOrder = ReturnType<typeof useCandidateOrder>
