import type { ApplicationView } from '@/api'

const UNDECIDED: ApplicationView['state'][] = ['menunggu', 'wawancara', 'daftar_tunggu']
const NEWS_MS = 14 * 24 * 3600_000

/** Whether the lecturer has still to decide; until then it may be withdrawn. */
export function undecided(application: ApplicationView): boolean {
  return UNDECIDED.includes(application.state)
}

/** Whether one has a seat that may still be given up: until the activation (MHS-REG-16). */
export function seated({ state, activated }: ApplicationView): boolean {
  return state === 'diterima' && !activated
}

/** Whether there is something to expect, or to hear: undecided, or decided within the last two weeks. */
export function current(application: ApplicationView): boolean {
  const decided = application.decided_at ? Date.parse(application.decided_at) : 0
  return undecided(application) || (application.state !== 'dibatalkan' && Date.now() - decided < NEWS_MS)
}

/** Whether it was withdrawn and no other application for the same vacancy stands. */
export function gone(application: ApplicationView, all: ApplicationView[]): boolean {
  const same = all.filter((other) => other.vacancy_id === application.vacancy_id)
  return same[0]?.id === application.id && application.state === 'dibatalkan'
}

/** The word for what comes next; of who was made an aslab that is no longer the activation. */
export function nextStep(application: ApplicationView): string {
  const { state, activated, finished, confirmed_at, steps } = application
  if (toConfirm(application)) return 'konfirmasi'
  if (state === 'diterima')
    return finished ? 'selesai' : activated ? 'diaktifkan' : confirmed_at ? 'dikonfirmasi' : state
  if (state !== 'dibatalkan') return state
  return steps.at(-1)?.automatic ? 'hangus' : steps.at(-2)?.state === 'diterima' ? 'mundur' : state
}

/** Whether the seat is only kept by confirming it (MHS-REG-17). */
export function toConfirm(application: ApplicationView): boolean {
  return seated(application) && application.confirm_by !== null && application.confirmed_at === null
}
