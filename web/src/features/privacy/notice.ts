import { shallowRef, watch } from 'vue'
import type { ShallowRef } from 'vue'
import { useI18n } from 'vue-i18n'

/** The privacy notice, and what the pages say around it: those are seen with and without a session. */
export interface Notice {
  due: string
  read: string
  agree: string
  agreed: string
  parts: { title: string; text: string[] }[]
}

/** Since when the notice says what it says; the server keeps who has agreed to which. */
export const VERSION = '2026-12-01'
const NOTICES = { id: () => import('@/features/privacy/notice.id'), en: () => import('@/features/privacy/notice.en') }

/** In the language of the page, once it is there. */
export function useNotice(): ShallowRef<Notice | null> {
  const { locale } = useI18n()
  const notice = shallowRef<Notice | null>(null)
  watch(
    locale,
    async (wanted) => {
      const found = await NOTICES[wanted as keyof typeof NOTICES]()
      if (locale.value === wanted) notice.value = found.default
    },
    { immediate: true },
  )
  return notice
}
