import { defineComponent, h, nextTick, ref, shallowRef, watch } from 'vue'
import type { Component } from 'vue'
import { refusalOf } from '@/session/refusal'
import { toast } from '@/ui/toast'

/**
 * A dialog, known by its `modelValue`, that is loaded when it is opened for the first time. It is shown closed before
 * it opens, as one is that was there from the beginning; where it cannot be loaded, that is said.
 */
export function whenOpened<Dialog extends Component>(load: () => Promise<Dialog>): Dialog {
  const dialog = defineComponent({
    inheritAttrs: false,
    props: { modelValue: Boolean },
    setup(props, { attrs, slots }) {
      const loaded = shallowRef<Component>()
      const shown = ref(false)

      async function bring(): Promise<void> {
        try {
          loaded.value = await load()
          await nextTick()
          shown.value = true
        } catch (error) {
          toast(refusalOf(error).title, 'error')
          ;(attrs['onUpdate:modelValue'] as (open: boolean) => void)(false)
        }
      }

      watch(
        () => props.modelValue,
        (open) => open && !loaded.value && bring(),
        { immediate: true },
      )
      return () => loaded.value && h(loaded.value, { ...attrs, modelValue: shown.value && props.modelValue }, slots)
    },
  })
  return dialog as unknown as Dialog
}
