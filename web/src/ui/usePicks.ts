import { computed, ref } from 'vue'

/** Which rows of a list are picked; a row that has left the list is picked no more. */
export function usePicks<Item>(items: () => Item[], idOf: (item: Item) => string) {
  const ids = ref<string[]>([])
  const picked = computed(() => items().filter((item) => ids.value.includes(idOf(item))))
  const all = computed({
    get: () => items().length > 0 && picked.value.length === items().length,
    set: (wanted) => (ids.value = wanted ? items().map(idOf) : []),
  })
  return { ids, picked, all }
}
