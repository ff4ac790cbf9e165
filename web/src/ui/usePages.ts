import { useInfiniteQuery } from '@tanstack/vue-query'
import { computed, toValue } from 'vue'
import type { MaybeRefOrGetter } from 'vue'

interface Page<Item> {
  items: Item[]
  next: string | null
}

interface Options {
  queryKey: readonly unknown[]
  queryFn?: unknown
  refetchInterval?: number | false
}

/** A list that comes page by page: its rows so far, and the query behind it for loading, errors and "more". */
export function usePages<Item>(options: MaybeRefOrGetter<Options>) {
  const query = useInfiniteQuery(
    computed(() => ({
      ...(toValue(options) as Options & { queryFn: never }),
      initialPageParam: {} as object,
      getNextPageParam: (last: Page<Item>) => (last.next ? { query: { after: last.next } } : undefined),
    })),
  )
  const items = computed<Item[]>(
    () => (query.data.value?.pages as Page<Item>[] | undefined)?.flatMap((page) => page.items) ?? [],
  )
  return { query, items }
}
