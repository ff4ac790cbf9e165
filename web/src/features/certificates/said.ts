import { useI18n } from 'vue-i18n'
import en from '@/features/certificates/words/later.en.json'
import id from '@/features/certificates/words/later.id.json'

/** The words of what a former aslab keeps come with its page: every page behind the sign-in would carry them else. */
export const useSaid = () => useI18n({ useScope: 'local', messages: { id, en } }).t
