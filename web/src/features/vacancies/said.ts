import { useI18n } from 'vue-i18n'
import en from '@/features/vacancies/words/later.en.json'
import id from '@/features/vacancies/words/later.id.json'

/** The words of dialogs come with those: every page behind the sign-in would carry them else. */
export const useSaid = () => useI18n({ useScope: 'local', messages: { id, en } }).t
