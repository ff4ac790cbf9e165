import { computed, ref, shallowRef } from 'vue'

/**
 * Which rows of a list are picked; a row that has left the list is picked no more.
 *
 * `open` opens a dialog about those that are picked at that moment: `together`, which do not change while it is open.
 */
export function usePicks<Item>(items: () => Item[], idOf: (item: Item) => string) {
  const ids = ref<string[]>([])
  const picked = computed(() => items().filter((item) => ids.value.includes(idOf(item))))
  const all = computed({
    get: () => items().length > 0 && picked.value.length === items().length,
    set: (wanted) => (ids.value = wanted ? items().map(idOf) : []),
  })
  const opened = ref(false)
  const together = shallowRef<Item[]>([])
  function open(): void {
    together.value = picked.value
    opened.value = true
  }
  return { ids, picked, all, opened, together, open }
}
