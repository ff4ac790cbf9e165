import { computed, ref } from 'vue'
import type { Ref } from 'vue'
import { useI18n } from 'vue-i18n'

type Way = 'up' | 'down'

/**
 * The rows of a table in the order that a reader asks for, at first the one they came in. `order` is `name up` or the
 * like; `turn` goes on from rising to falling to the first order, as a press on the title of a column does.
 */
export function useSorted<Item>(
  items: () => readonly Item[],
  valueOf: (item: Item, key: string) => string | number,
  order: Ref<string | null> = ref(null),
) {
  const { locale } = useI18n()
  const sorted = computed(() => {
    const [key, way] = (order.value?.split(' ') ?? []) as [string?, Way?]
    if (!key) return items()
    const { compare } = new Intl.Collator(locale.value, { numeric: true })
    const sign = way === 'down' ? -1 : 1
    return items()
      .map((item) => ({ item, value: valueOf(item, key) }))
      .sort(
        ({ value: one }, { value: other }) =>
          sign * (typeof one === 'number' ? one - Number(other) : compare(one, String(other))),
      )
      .map(({ item }) => item)
  })
  const wayOf = (key: string) => (order.value?.startsWith(`${key} `) ? (order.value.split(' ')[1] as Way) : undefined)

  function turn(key: string): void {
    const way = wayOf(key)
    order.value = way === 'down' ? null : `${key} ${way ? 'down' : 'up'}`
  }

  return { sorted, order, wayOf, turn }
}
