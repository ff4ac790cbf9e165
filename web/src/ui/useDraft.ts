import { computed, onScopeDispose, ref, watch } from 'vue'
import type { Ref } from 'vue'
import { session } from '@/session/session'

/**
 * What is typed into a long form, named `name` among a person's forms, that begins with `start`.
 *
 * It outlives a reload of the tab and a way back to the form. It ends with `drop`, the sign-out and the tab; before the
 * tab is closed the browser asks. `lasting` is what of it is worth keeping: a file that was sent is not.
 */
export function useDraft<Typed extends object>(
  name: string,
  start: Typed,
  lasting: (typed: Typed) => Typed = (typed) => typed,
) {
  const key = `aslab.draft.${session.person?.id}.${name}`
  const begin = JSON.stringify(start)
  const kept = sessionStorage.getItem(key)
  // An older version of the portal may have kept fewer fields.
  const typed = ref({ ...JSON.parse(begin), ...(kept ? JSON.parse(kept) : {}) }) as Ref<Typed>
  /** Whether the form goes on where it was left. */
  const resumed = ref(kept !== null)
  const changed = computed(() => JSON.stringify(typed.value) !== begin)

  watch(
    typed,
    () => {
      if (changed.value) sessionStorage.setItem(key, JSON.stringify(lasting(typed.value)))
      else sessionStorage.removeItem(key)
    },
    { deep: true, flush: 'sync' },
  )
  const ask = (event: BeforeUnloadEvent) => changed.value && event.preventDefault()
  window.addEventListener('beforeunload', ask)
  onScopeDispose(() => window.removeEventListener('beforeunload', ask))

  /** Sent, or given up: the form is as it began. */
  function drop(): void {
    typed.value = JSON.parse(begin) as Typed
    resumed.value = false
  }

  return { typed, resumed, drop }
}
