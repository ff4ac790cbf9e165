import { ref } from 'vue'

export interface Toast {
  text: string
  color: 'success' | 'error' | 'info'
}

/** What was done or happened, said once at the foot of the page and read aloud by a screen reader. */
export const toasts = ref<Toast[]>([])

export function toast(text: string, color: Toast['color'] = 'success'): void {
  toasts.value.push({ text, color })
}
