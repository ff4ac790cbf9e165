import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { LOOKS } from '@/ui/states'
import type { Noun } from '@/ui/states'

/** The roles an account can be given. */
export function useRoleChoices() {
  const { t } = useI18n()
  return computed(() => ['mahasiswa', 'dosen', 'admin'].map((role) => ({ value: role, title: t(`roles.${role}`) })))
}

/** Every state of a noun, in words. */
export function useStateChoices(noun: Noun) {
  const { t } = useI18n()
  return computed(() =>
    Object.keys(LOOKS[noun]).map((state) => ({ value: state, title: t(`states.${noun}.${state}`) })),
  )
}
