import { useI18n } from 'vue-i18n'
import type { AmendedView } from '@/api'
import { useFormats } from '@/ui/useFormats'

/** What an attendance said before an admin corrected it, and why (VER-08). */
export function useAmendment() {
  const { t } = useI18n()
  const { day } = useFormats()
  return ({ day_before, course_before, amended_reason }: AmendedView) =>
    t('attendance.amended_was', { day: day(day_before ?? ''), course: course_before, why: amended_reason })
}
