import { computed } from 'vue'
import { useI18n } from 'vue-i18n'

/** Values to choose from, each by its word below the key `words`. */
export function useChoices<Value extends string>(words: string, values: readonly Value[]) {
  const { t } = useI18n()
  return computed(() => values.map((value) => ({ value, title: t(`${words}.${value}`) })))
}
