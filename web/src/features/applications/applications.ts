import type { ApplicationView } from '@/api'
import { DAY_MS } from '@/ui/days'

const UNDECIDED: ApplicationView['state'][] = ['menunggu', 'wawancara', 'daftar_tunggu']
const NEWS_MS = 14 * DAY_MS
// A contract lasts a semester; who has no certificate long after it will hardly be given one.
const WAY_MS = 400 * DAY_MS

/** Whether the lecturer has still to decide; until then it may be withdrawn. */
export function undecided(application: ApplicationView): boolean {
  return UNDECIDED.includes(application.state)
}

/** Whether one has a seat that may still be given up: until the activation (MHS-REG-16). */
export function seated({ state, activated }: ApplicationView): boolean {
  return state === 'diterima' && !activated
}

/** Whether there is something to expect, or to hear: no decision or certificate yet, or one of the last two weeks. */
export function current(application: ApplicationView): boolean {
  const { state, certified, decided_at } = application
  const ago = Date.now() - (decided_at ? Date.parse(decided_at) : 0)
  const shown = state === 'diterima' && !certified ? WAY_MS : NEWS_MS
  return undecided(application) || (state !== 'dibatalkan' && ago < shown)
}

/** Whether it was withdrawn and no other application for the same vacancy stands. */
export function gone(application: ApplicationView, all: ApplicationView[]): boolean {
  const same = all.filter((other) => other.vacancy_id === application.vacancy_id)
  return same[0]?.id === application.id && application.state === 'dibatalkan'
}

/** The way from an application to a certificate. */
export const STAGES = ['diajukan', 'diseleksi', 'diterima', 'kontrak', 'selesai', 'sertifikat'] as const

/** How far along that way it is, counted from 0; -1 where it ended before. */
export function stageOf(application: ApplicationView): number {
  const { state, activated, finished, certified } = application
  if (undecided(application)) return STAGES.indexOf('diseleksi')
  if (state !== 'diterima') return -1
  return STAGES.indexOf(certified ? 'sertifikat' : finished ? 'selesai' : activated ? 'kontrak' : 'diterima')
}

/** Who has to do something for it to go on. */
export function actsNext(application: ApplicationView): 'anda' | 'dosen' | 'admin' | null {
  const { state, activated, finished, certified, interview_at } = application
  if (undecided(application)) {
    return state === 'wawancara' && Date.parse(interview_at ?? '') > Date.now() ? 'anda' : 'dosen'
  }
  if (state !== 'diterima' || certified) return null
  return toConfirm(application) || (activated && !finished) ? 'anda' : 'admin'
}

/** The word for what comes next; of who was made an aslab that is no longer the activation. */
export function nextStep(application: ApplicationView): string {
  const { state, activated, finished, certified, confirmed_at, steps } = application
  if (toConfirm(application)) return 'konfirmasi'
  if (certified) return 'bersertifikat'
  if (state === 'diterima')
    return finished ? 'selesai' : activated ? 'diaktifkan' : confirmed_at ? 'dikonfirmasi' : state
  if (state !== 'dibatalkan') return state
  return steps.at(-1)?.automatic ? 'hangus' : steps.at(-2)?.state === 'diterima' ? 'mundur' : state
}

/** Whether the seat is only kept by confirming it (MHS-REG-17). */
export function toConfirm(application: ApplicationView): boolean {
  return seated(application) && application.confirm_by !== null && application.confirmed_at === null
}
