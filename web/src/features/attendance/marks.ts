import type { VerificationView } from '@/api'

/** Whether there is something that a person should look at before the verdict: AttendanceMarks shows what. */
export function marked(one: VerificationView): boolean {
  return one.delayed || one.late_entry || Boolean(one.similar_to) || one.corrections > 0
}
