import { computed, ref, watch } from 'vue'
import type { CandidateView } from '@/api'
import { undecided } from '@/features/applications/candidates'
import { useAddressed } from '@/ui/useAddressed'

/**
 * The candidate that is open: in the address, so that reload and Back keep it. Of those `shown` it knows its place, also
 * once a decision has taken it out of the list that is narrowed down.
 */
export function useOpened(all: () => readonly CandidateView[], shown: () => readonly CandidateView[]) {
  const id = useAddressed('pelamar', { opens: true })
  const opened = computed(() => all().find((one) => one.id === id.value))
  const found = computed(() => shown().findIndex((one) => one.id === id.value))
  const place = ref(0)
  watch(found, (at) => at >= 0 && (place.value = at), { immediate: true })

  /** The one after or before; where the open one has left the list, who has come to its place is the one after. */
  function beside(by: 1 | -1): CandidateView | undefined {
    if (!id.value) return shown()[0]
    const from = found.value < 0 && by === 1 ? place.value - 1 : place.value
    return shown()[from + by]
  }

  /** The next that waits for a decision, from here to the end and then from the beginning. */
  function waiting(): CandidateView | undefined {
    const from = place.value + (found.value < 0 ? 0 : 1)
    return [...shown().slice(from), ...shown().slice(0, from)].find((one) => one.id !== id.value && undecided(one))
  }

  return { id, opened, found, beside, waiting }
}
