import { useIntervalFn, useNow } from '@vueuse/core'
import { computed, toValue } from 'vue'
import type { MaybeRefOrGetter } from 'vue'
import { campusDay } from '@/ui/useFormats'

/**
 * The server's clock, which decides, going on between its answers (ABS-01, ABS-06): a phone that is set to another
 * hour shows the right one. `sent` is the server's moment, `heard` when it came by this device's clock, in ms.
 */
export function useServerClock(sent: MaybeRefOrGetter<string | undefined>, heard: MaybeRefOrGetter<number>) {
  const here = useNow({ scheduler: (tick) => useIntervalFn(tick, 1000) })
  const ahead = computed(() => {
    const moment = toValue(sent)
    return moment ? Date.parse(moment) - toValue(heard) : 0
  })
  const now = computed(() => new Date(here.value.getTime() + ahead.value))
  const today = computed(() => campusDay(now.value))
  return { now, today, exact: () => new Date(Date.now() + ahead.value) }
}

export type ServerClock = ReturnType<typeof useServerClock>
