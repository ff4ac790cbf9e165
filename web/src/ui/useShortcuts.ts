import { onKeyStroke, useStorage } from '@vueuse/core'
import { toValue } from 'vue'
import type { MaybeRefOrGetter } from 'vue'

const TYPING = 'input:not([type="checkbox"]), textarea, select, [contenteditable], [role="combobox"], [role="listbox"]'

/**
 * Single keys that do something on this page: never while somebody types, with a modifier, held down, or when `idle`.
 * They can be switched off for good on this device, as who speaks to the computer needs (WCAG 2.1.4).
 */
export function useShortcuts(keys: Record<string, () => void>, idle: MaybeRefOrGetter<boolean>) {
  const on = useStorage('aslab.shortcuts', true)
  onKeyStroke((event) => {
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key]
    if (!act || !on.value || toValue(idle) || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.shiftKey && event.key.toLowerCase() !== event.key.toUpperCase()) return
    if ((event.target as HTMLElement | null)?.closest?.(TYPING)) return
    event.preventDefault()
    act()
  })
  return { on }
}
