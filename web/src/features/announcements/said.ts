import { useI18n } from 'vue-i18n'
import en from '@/features/announcements/words/later.en.json'
import id from '@/features/announcements/words/later.id.json'

/** The words of announcements come with their page: every page of the office would carry them else. */
export const useSaid = () => useI18n({ useScope: 'local', messages: { id, en } }).t
