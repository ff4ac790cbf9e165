import { mdiCallMerge, mdiCellphoneArrowDown, mdiHistory, mdiImageMultipleOutline } from '@mdi/js'
import type { VerificationView } from '@/api'
import type { Look } from '@/ui/looks'

/** What a lecturer should know before the verdict: sent late, entered for an earlier day, a photo alike, a correction. */
export function marksOf(one: VerificationView) {
  const marks: { name: string; there: boolean; look: Look }[] = [
    { name: 'delayed', there: one.delayed, look: { color: 'warning', icon: mdiCellphoneArrowDown } },
    { name: 'late_entry', there: one.late_entry, look: { color: 'warning', icon: mdiHistory } },
    { name: 'similar', there: one.similar_to !== null, look: { color: 'error', icon: mdiImageMultipleOutline } },
    { name: 'corrected', there: one.corrections > 0, look: { color: 'info', icon: mdiCallMerge } },
  ]
  return marks.filter(({ there }) => there)
}

/** Whether there is something that a person should look at first. */
export const marked = (one: VerificationView) => marksOf(one).length > 0
