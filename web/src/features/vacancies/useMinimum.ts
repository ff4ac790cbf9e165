import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { VacancyCard } from '@/api'
import { useFormats } from '@/ui/useFormats'

/** The lowest IPK and semester that a vacancy asks for, in words; empty where it asks for neither. */
export function useMinimum(vacancy: () => VacancyCard) {
  const { t } = useI18n()
  const { ipk } = useFormats()
  return computed(() => {
    const { minimum_ipk: lowest, minimum_semester: semester } = vacancy()
    const parts = [
      lowest && t('vacancies.minimum_ipk', { ipk: ipk(lowest) }),
      semester && t('vacancies.minimum_semester', { semester }),
    ]
    return parts.filter(Boolean).join(' · ')
  })
}
