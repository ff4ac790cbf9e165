import { ref, watch } from 'vue'
import type { LastDetails } from '@/api'
import { session } from '@/session/session'

/** What is typed into the application form, as it is typed. */
export interface Typed {
  email: string
  whatsapp: string
  semester: string
  ipk: string
  /** Whether it began with what the last application said. */
  prefilled: boolean
}

/**
 * The typed part of the form of one vacancy. It outlives a reload of the tab, as a phone does it when one looks for a
 * file elsewhere; it ends with the application, with the sign-out, and with the tab. `begin` fills a new form.
 */
export function useDraft(vacancyId: string) {
  const key = `aslab.draft.${session.person?.id}.${vacancyId}`
  const kept = sessionStorage.getItem(key)
  const typed = ref<Typed>(
    kept ? JSON.parse(kept) : { email: '', whatsapp: '', semester: '', ipk: '', prefilled: false },
  )
  const stop = watch(typed, (now) => sessionStorage.setItem(key, JSON.stringify(now)), { deep: true })

  function begin(last: LastDetails, ipk: (value: string) => string): void {
    if (kept) return
    typed.value = {
      email: last.email ?? '',
      whatsapp: last.whatsapp ?? '',
      semester: last.semester?.toString() ?? '',
      ipk: last.ipk ? ipk(last.ipk) : '',
      prefilled: last.semester != null,
    }
  }

  function drop(): void {
    stop()
    sessionStorage.removeItem(key)
  }

  return { typed, begin, drop }
}
