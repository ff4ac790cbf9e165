import { computed, ref, watch } from 'vue'
import type { Ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/**
 * A filter that stands in the address as `name`, so that a link leads to the narrowed list; null where it is not set.
 *
 * The address follows what is chosen, and what is chosen follows the address (a link, Back). With `opens`, Back closes
 * what was opened by it.
 */
export function useAddressed(name: string, { opens = false } = {}): Ref<string | null> {
  const route = useRoute()
  const router = useRouter()
  const page = route.path
  const asked = () => (route.query[name] ? String(route.query[name]) : null)
  const value = ref(asked())
  let own = value.value

  watch(value, (chosen) => {
    // A field of text that is cleared says the empty text.
    const wanted = chosen || null
    if (route.path !== page || wanted === asked()) return
    own = wanted
    const go = opens && !asked() ? router.push : router.replace
    void go({ query: { ...router.currentRoute.value.query, [name]: wanted ?? undefined } })
  })
  watch(asked, (address) => {
    if (route.path === page && address !== own) value.value = address
    own = address
  })
  return value
}

/** One of `choices` in the address; the first of them is what is shown where the address names none. */
export function useAddressedChoice<Choice extends string>(name: string, choices: readonly [Choice, ...Choice[]]) {
  const value = useAddressed(name)
  return computed<Choice>({
    get: () => choices.find((one) => one === value.value) ?? choices[0],
    set: (wanted) => (value.value = wanted === choices[0] ? null : wanted),
  })
}
