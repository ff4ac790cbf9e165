import { settings } from '@/settings'

/** A moment as a `datetime-local` input holds it: the campus's clock to the minute, `YYYY-MM-DDTHH:mm`. */
export function toCampusClock(moment: string | Date): string {
  return clockOf(new Date(moment)).slice(0, 16)
}

/**
 * The moment that a `datetime-local` input means by the campus's clock, whatever zone the browser is in; null when it is
 * empty. As a deadline (`last`) a minute counts to its end: who reads 23:59 may still send at 23:59:30 (LOW-09).
 */
export function fromCampusClock(text: string, last = false): string | null {
  if (!text) return null
  const wanted = `${text.slice(0, 16)}:${last ? '59' : '00'}`
  const asUtc = Date.parse(`${wanted}Z`)
  if (Number.isNaN(asUtc)) return text
  const ahead = Date.parse(`${clockOf(new Date(asUtc))}Z`) - asUtc
  return new Date(asUtc - ahead).toISOString()
}

function clockOf(moment: Date): string {
  return moment.toLocaleString('sv-SE', { timeZone: settings.timeZone }).replace(' ', 'T')
}
