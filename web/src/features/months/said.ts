import { useI18n } from 'vue-i18n'
import en from '@/features/months/words/later.en.json'
import id from '@/features/months/words/later.id.json'

/** The words of the months come with their pages: every page behind the sign-in would carry them else. */
export const useSaid = () => useI18n({ useScope: 'local', messages: { id, en } }).t
