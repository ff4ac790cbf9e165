/** The keys of the selection: which decision each asks for. */
export const DECISION_KEYS = { a: 'accept', w: 'waiting_list', t: 'reject', i: 'interview' } as const

/** Points by one key: 1 to 9 are 10 to 90, and 0, which stands behind 9, is 100. */
export const pointsOf = (digit: string) => (digit === '0' ? '100' : `${digit}0`)
