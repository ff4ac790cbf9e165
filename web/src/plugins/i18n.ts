import { createI18n } from 'vue-i18n'
import { settings } from '@/settings'

export const LANGUAGES = ['id', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

const KEPT = 'aslab.language'
const day = { day: 'numeric', month: 'long', year: 'numeric' } as const
const time = { hour: '2-digit', minute: '2-digit', hour12: false, timeZone: settings.timeZone } as const

/** A calendar day comes as `YYYY-MM-DD` and has no zone; a moment is shown in the zone of the campus. */
const datetimeFormats = {
  day: { ...day, timeZone: 'UTC' },
  weekday: { weekday: 'long', ...day, timeZone: 'UTC' },
  shortDay: { day: 'numeric', month: 'short', timeZone: 'UTC' },
  month: { month: 'long', year: 'numeric', timeZone: 'UTC' },
  moment: { ...day, ...time },
  time,
} as const
const numberFormats = {
  whole: { maximumFractionDigits: 0 },
  ipk: { minimumFractionDigits: 2, maximumFractionDigits: 2 },
  score: { minimumFractionDigits: 1, maximumFractionDigits: 2 },
} as const

export const i18n = createI18n({
  legacy: false,
  locale: 'id',
  fallbackLocale: 'id',
  datetimeFormats: { id: datetimeFormats, en: datetimeFormats },
  numberFormats: { id: numberFormats, en: numberFormats },
})

const texts = {
  id: () => import('@/locales/id'),
  en: () => import('@/locales/en'),
}

/** The language that was chosen last on this device; Indonesian until one is. */
export function keptLanguage(): Language {
  return localStorage.getItem(KEPT) === 'en' ? 'en' : 'id'
}

export function language(): Language {
  return i18n.global.locale.value as Language
}

/** Load the texts of a language and show the portal in it from now on. */
export async function speak(wanted: Language): Promise<void> {
  const loaded = await texts[wanted]()
  i18n.global.setLocaleMessage(wanted, loaded.default as never)
  i18n.global.locale.value = wanted
  document.documentElement.lang = wanted
  localStorage.setItem(KEPT, wanted)
}
