import { useI18n } from 'vue-i18n'
import en from '@/features/applications/words/later.en.json'
import id from '@/features/applications/words/later.id.json'

/** The words of a lecturer's decisions come with them: every page behind the sign-in would carry them else. */
export const useSaid = () => useI18n({ useScope: 'local', messages: { id, en } }).t
