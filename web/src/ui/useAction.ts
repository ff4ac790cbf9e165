import { useMutation, useQueryClient } from '@tanstack/vue-query'
import type { UseMutationOptions } from '@tanstack/vue-query'
import { computed } from 'vue'
import { toast } from '@/ui/toast'
import type { Toast } from '@/ui/toast'
import { refusalOf } from '@/session/refusal'
import type { Refusal } from '@/session/refusal'

interface Then<Data, Input> {
  /** Said when it is done; a function may read the answer. */
  success?: string | ((data: Data, input: Input) => string | Toast)
  /** What the page does next. */
  done?: (data: Data, input: Input) => unknown
  /** Say a refusal at the foot of the page: for buttons outside a form, which have no place of their own for it. */
  aloud?: boolean
}

/**
 * A change that a page asks for, by one of the generated mutations.
 *
 * Pressing twice sends once. Each sending carries an `Idempotency-Key`; sending the same again after the line or the
 * server failed carries the same key, so that what was already done is answered and not done twice. After a success
 * every list that is on the screen is read again.
 */
export function useAction<Data, Input extends object>(
  mutation: UseMutationOptions<Data, never, Input>,
  then: Then<Data, Input> = {},
) {
  const queries = useQueryClient()
  let key = ''
  let sent = ''
  const { mutateAsync, isPending, error, reset } = useMutation<Data, unknown, Input>({
    ...(mutation as unknown as UseMutationOptions<Data, unknown, Input>),
  })
  const refusal = computed<Refusal | null>(() => (error.value ? refusalOf(error.value) : null))

  /** Whether it was done; a refusal is kept in `refusal`. */
  async function run(input: Input): Promise<boolean> {
    if (isPending.value) return false
    const content = JSON.stringify(input)
    if (!(refusal.value?.passing && content === sent)) key = crypto.randomUUID()
    sent = content
    let data: Data
    try {
      data = await mutateAsync({ ...input, headers: { 'Idempotency-Key': key } })
    } catch (thrown) {
      if (then.aloud) toast(refusalOf(thrown).title, 'error')
      return false
    }
    // It is done, whatever becomes of what the page does next.
    const said = typeof then.success === 'function' ? then.success(data, input) : then.success
    if (typeof said === 'string') toast(said)
    else if (said) toast(said.text, said.color)
    try {
      await then.done?.(data, input)
    } catch (thrown) {
      toast(refusalOf(thrown).title, 'error')
    }
    void queries.invalidateQueries()
    return true
  }

  return { run, pending: isPending, refusal, reset }
}

export type Action = Pick<ReturnType<typeof useAction>, 'pending' | 'refusal' | 'reset'>
