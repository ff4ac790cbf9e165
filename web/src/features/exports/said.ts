import { useI18n } from 'vue-i18n'
import en from '@/features/exports/words/later.en.json'
import id from '@/features/exports/words/later.id.json'

/** The words of exports come with the parts that need them: every page behind the sign-in would carry them else. */
export const useSaid = () => useI18n({ useScope: 'local', messages: { id, en } }).t
