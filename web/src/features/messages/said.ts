import { useI18n } from 'vue-i18n'
import en from '@/features/messages/words/later.en.json'
import id from '@/features/messages/words/later.id.json'

/** What messages are about comes with their page: every page behind the sign-in would carry it else. */
export const useSaid = () => useI18n({ useScope: 'local', messages: { id, en } }).t
