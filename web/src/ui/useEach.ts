import { useQueryClient } from '@tanstack/vue-query'
import { computed, ref } from 'vue'
import { refusalOf } from '@/session/refusal'

/** What became of one; `problem` says why nothing was done and is empty where it was. */
export interface Outcome {
  id: string
  name: string
  problem: string
}

/**
 * The same step for many, one portion after another, so that one sees how far it is and can stop in between.
 *
 * A portion that the line or the server failed is sent again under the same `Idempotency-Key`: nothing is done twice.
 */
export function useEach<Item>(
  step: (portion: Item[], key: string) => Promise<Outcome[]>,
  named: (item: Item) => { id: string; name: string },
  size = 1,
) {
  const queries = useQueryClient()
  const outcomes = ref<Outcome[]>([])
  const total = ref(0)
  const running = ref(false)
  const keys = new Map<string, string>()
  let stopped = false

  async function run(items: Item[]): Promise<void> {
    if (running.value) return
    Object.assign(outcomes, { value: [] })
    total.value = items.length
    running.value = true
    stopped = false
    for (let at = 0; at < items.length && !stopped; at += size) {
      outcomes.value.push(...(await portion(items.slice(at, at + size))))
    }
    running.value = false
    await queries.invalidateQueries()
  }

  async function portion(items: Item[]): Promise<Outcome[]> {
    const same = items.map((item) => named(item).id).join()
    const key = keys.get(same) ?? crypto.randomUUID()
    keys.delete(same)
    try {
      return await step(items, key)
    } catch (thrown) {
      const refusal = refusalOf(thrown)
      if (refusal.passing) keys.set(same, key)
      const problem = Object.values(refusal.fields)[0] ?? refusal.title
      return items.map((item) => ({ ...named(item), problem }))
    }
  }

  const failed = computed(() => outcomes.value.filter((one) => one.problem))

  /** Those of `items` that failed, once more. */
  function again(items: Item[]): Promise<void> {
    const ids = failed.value.map((one) => one.id)
    return run(items.filter((item) => ids.includes(named(item).id)))
  }

  return {
    run,
    again,
    running,
    total,
    outcomes,
    failed,
    stop: () => (stopped = true),
    reset: () => (outcomes.value = []),
  }
}

export type Each = Omit<ReturnType<typeof useEach>, 'run' | 'again'>
