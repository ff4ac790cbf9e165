import { useI18n } from 'vue-i18n'
import en from '@/features/imports/words/later.en.json'
import id from '@/features/imports/words/later.id.json'

/** The words of imports come with their pages: every page behind the sign-in would carry them else. */
export const useSaid = () => useI18n({ useScope: 'local', messages: { id, en } }).t
