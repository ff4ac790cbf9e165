import { nextTick, onBeforeUnmount, watch } from 'vue'
import type { Ref } from 'vue'

/**
 * A dialog that is opened by a button elsewhere gives the focus back to it; where the button is gone, to the heading of
 * the page. The answer is for the dialog's `after-leave`. A dialog that is there only once it opens gives it back to
 * what had it `first`, before the dialog was loaded.
 */
export function useFocusBack(open: Ref<boolean>, first?: Element | null): () => void {
  let before = (open.value && first) || null
  const take = () => (before = document.activeElement)

  function giveBack(): void {
    if (before instanceof HTMLElement && before.isConnected) before.focus()
    else document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
    before = null
  }

  watch(open, (opened) => opened && take(), { immediate: !before, flush: 'sync' })
  // What was done may take the row away, and its dialog before it has left.
  onBeforeUnmount(() => before && void nextTick(giveBack))
  return giveBack
}
