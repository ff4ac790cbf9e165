import { useI18n } from 'vue-i18n'
import { DATES } from '@/plugins/i18n'
import type { Language } from '@/plugins/i18n'
import { settings } from '@/settings'

const inIndonesian = new Intl.DateTimeFormat('id', { timeZone: settings.timeZone, timeZoneName: 'short' })
const zone = inIndonesian.formatToParts().find((part) => part.type === 'timeZoneName')?.value ?? settings.timeZone

type DayKey = 'day' | 'weekday' | 'shortDay' | 'month'
type Moment = DayKey | 'moment' | 'time'

/** By the API's words, in the order of the week. */
export const WEEKDAYS = ['senin', 'selasa', 'rabu', 'kamis', 'jumat', 'sabtu', 'minggu'] as const

/** Days, moments and numbers as the campus writes them. Moments come in UTC and are shown with the campus's zone. */
export function useFormats() {
  const { d: dated, n, locale } = useI18n()
  const d = (value: Date, key: Moment) => dated(value, key, DATES[locale.value as Language])
  return {
    /** What the campus calls its zone, for who types a moment. */
    zone,
    /** Of `YYYY-MM-DD` or `YYYY-MM`. */
    day: (value: string, key: DayKey = 'day') => d(new Date(value.length === 7 ? `${value}-01` : value), key),
    moment: (value: string) => `${d(new Date(value), 'moment')}\u00A0${zone}`,
    time: (value: string) => `${d(new Date(value), 'time')}\u00A0${zone}`,
    /** Their names: the first word of a day as it is written, from the Monday after the beginning of 1970. */
    weekdays: (days: readonly (typeof WEEKDAYS)[number][]) =>
      days.map((day) => d(new Date((4 + WEEKDAYS.indexOf(day)) * 864e5), 'weekday').split(/\W/)[0]).join(', '),
    whole: (value: number) => n(value, 'whole'),
    /** Of an IPK that comes as `3.45`. */
    ipk: (value: string | number) => n(Number(value), 'ipk'),
    score: (value: string | number) => n(Number(value), 'score'),
  }
}

/** The calendar day of a moment in the campus's zone, as `YYYY-MM-DD`. */
export function campusDay(moment: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: settings.timeZone }).format(moment)
}
