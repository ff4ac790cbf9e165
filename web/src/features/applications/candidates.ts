import type { CandidateView } from '@/api'

export type CandidateState = CandidateView['state']

/** The states of a candidate in the order of the selection; who withdrew is no candidate. */
export const CANDIDATE_STATES = ['menunggu', 'wawancara', 'daftar_tunggu', 'diterima', 'ditolak'] as const

/** Whether a yes or no is still due. */
export function undecided({ state }: Pick<CandidateView, 'state'>): boolean {
  return state === 'menunggu' || state === 'wawancara' || state === 'daftar_tunggu'
}
