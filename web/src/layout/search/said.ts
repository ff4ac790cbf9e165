import { useI18n } from 'vue-i18n'
import en from '@/layout/search/words/later.en.json'
import id from '@/layout/search/words/later.id.json'

/** These words come with the dialog: every page behind the sign-in would carry them else. */
export const useSaid = () => useI18n({ useScope: 'local', messages: { id, en } }).t
