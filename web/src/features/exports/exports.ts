import type { NewExport } from '@/api'

export type Source = NewExport['source']
export type Filters = Record<string, string | boolean | null | undefined>

/** As in an address: what is not set is left out. */
export function asked(filters: Filters): Record<string, string> {
  const set = Object.entries(filters).filter(([, one]) => one !== undefined && one !== null && one !== '')
  return Object.fromEntries(set.map(([name, one]) => [name, String(one)]))
}

/** The answer makes the browser save the file; the page stays. */
export const download = (url: string) => window.location.assign(url)

/** Where the name of a list stands. */
export const NAMES: Record<Source, string> = {
  users: 'layout.users',
  vacancies: 'reports.totals.vacancies',
  applicants: 'applications.selection.title',
  contracts: 'layout.all_contracts',
  attendances: 'attendance.title',
  certificates: 'layout.certificates',
  messages: 'layout.messages',
  audit: 'layout.audit',
}
