import { useQueryClient } from '@tanstack/vue-query'
import { computed, reactive, ref } from 'vue'
import { rejectCandidate } from '@/api'
import type { CandidateView } from '@/api'
import { refusalOf } from '@/session/refusal'
import type { Refusal } from '@/session/refusal'

type Person = Pick<CandidateView, 'id' | 'name'>

/**
 * Rejecting several candidates with one reason, one after another, so that each is notified once and none waits for another
 * (SEL-11). It stops when asked to, and at a reason that would do for nobody; who could not be rejected is named.
 */
export function useRejectMany() {
  const queries = useQueryClient()
  const state = reactive({ of: 0, done: 0, failed: [] as { name: string; why: string }[], stopped: false })
  const pending = ref(false)
  const refused = ref<Refusal | null>(null)

  async function run(people: readonly Person[], reason: string): Promise<void> {
    if (pending.value) return
    reset()
    pending.value = true
    state.of = people.length
    for (const one of people) {
      if (state.stopped || refused.value) break
      await reject(one, reason)
    }
    pending.value = false
    void queries.invalidateQueries()
  }

  async function reject(one: Person, reason: string): Promise<void> {
    try {
      const headers = { 'Idempotency-Key': crypto.randomUUID() }
      await rejectCandidate({ path: { application_id: one.id }, body: { reason }, headers })
      state.done += 1
    } catch (thrown) {
      const refusal = refusalOf(thrown)
      if (refusal.fields.reason) refused.value = refusal
      else state.failed.push({ name: one.name, why: refusal.title })
    }
  }

  function reset(): void {
    Object.assign(state, { of: 0, done: 0, failed: [], stopped: false })
    refused.value = null
  }

  return { state, pending, refusal: computed(() => refused.value), run, reset, stop: () => (state.stopped = true) }
}
