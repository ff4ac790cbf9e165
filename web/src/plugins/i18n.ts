import { createI18n } from 'vue-i18n'
import { settings } from '@/settings'

export const LANGUAGES = ['id', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

/** Whose way of writing a date each language has. */
export const DATES = { id: 'id', en: 'en-GB' } as const satisfies Record<Language, string>

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
  // A key without words is an error of the page; a test in a browser fails at it.
  missing: (spoken, key) => console.error(`No words in ${spoken} for ${key}`),
  datetimeFormats: { id: datetimeFormats, [DATES.en]: datetimeFormats },
  numberFormats: { id: numberFormats, en: numberFormats },
})

// Whoever only looks in is not sent the words of the pages behind the sign-in, and nobody but admins those of theirs.
const PARTS = {
  first: { id: () => import('@/locales/id/first'), en: () => import('@/locales/en/first') },
  signedIn: { id: () => import('@/locales/id/signedIn'), en: () => import('@/locales/en/signedIn') },
  office: { id: () => import('@/locales/id/office'), en: () => import('@/locales/en/office') },
}
type Part = keyof typeof PARTS
const needed = new Set<Part>(['first'])
// What was asked for last, while its texts may still be on their way.
let chosen: Language = 'id'

/** The language that was chosen last on this device; Indonesian until one is. */
export function keptLanguage(): Language {
  return localStorage.getItem(KEPT) === 'en' ? 'en' : 'id'
}

export function language(): Language {
  return i18n.global.locale.value as Language
}

/** Words are named after the folder that they lie in, or their `words/` does: `people` for `people/words/id.json`. */
const nounOf = (path: string) => /(\w+)\/(?:words\/)?[\w.]+$/.exec(path)?.[1] ?? ''

/** Load the texts of a language and show the portal in it from now on, unless another was asked for meanwhile. */
export async function speak(wanted: Language): Promise<void> {
  chosen = wanted
  const parts = await Promise.all([...needed].map((part) => PARTS[part][wanted]())).catch((error: unknown) => {
    chosen = language()
    throw error
  })
  for (const [path, words] of parts.flatMap((part) => Object.entries(part.default))) {
    i18n.global.mergeLocaleMessage(wanted, { [nounOf(path)]: words })
  }
  if (chosen !== wanted) return
  i18n.global.locale.value = wanted
  document.documentElement.lang = wanted
  localStorage.setItem(KEPT, wanted)
}

/** Load the texts of the pages behind the sign-in, or of admins' pages too, before the first of them is shown. */
export async function speakInside(office: boolean): Promise<void> {
  const wanted: Part[] = office ? ['signedIn', 'office'] : ['signedIn']
  const added = wanted.filter((part) => !needed.has(part))
  if (!added.length) return
  added.forEach((part) => needed.add(part))
  await speak(chosen).catch((error: unknown) => {
    added.forEach((part) => needed.delete(part))
    throw error
  })
}
