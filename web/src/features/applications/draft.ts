import type { LastDetails } from '@/api'

/** What is typed into the application form, as it is typed. */
export interface Typed {
  email: string
  whatsapp: string
  semester: string
  ipk: string
  /** Whether it began with what the last application said. */
  prefilled: boolean
}

/** The form as it begins, with what the last application said; `ipk` writes one as people do. */
export function begun(last: LastDetails, ipk: (value: string) => string): Typed {
  return {
    email: last.email ?? '',
    whatsapp: last.whatsapp ?? '',
    semester: last.semester?.toString() ?? '',
    ipk: last.ipk ? ipk(last.ipk) : '',
    prefilled: last.semester != null,
  }
}
