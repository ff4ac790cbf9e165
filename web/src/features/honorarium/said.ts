import { useI18n } from 'vue-i18n'
import en from '@/features/honorarium/words/later.en.json'
import id from '@/features/honorarium/words/later.id.json'

/** The words of honoraria come with their page: every page behind the sign-in would carry them else. */
export const useSaid = () => useI18n({ useScope: 'local', messages: { id, en } }).t
