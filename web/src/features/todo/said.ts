import { useI18n } from 'vue-i18n'
import en from '@/features/todo/words/later.en.json'
import id from '@/features/todo/words/later.id.json'

/** These words come with the first pages and the menu: every page behind the sign-in would carry them else. */
export const useSaid = () => useI18n({ useScope: 'local', messages: { id, en } }).t
