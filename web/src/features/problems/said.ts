import { useI18n } from 'vue-i18n'
import en from '@/features/problems/words/later.en.json'
import id from '@/features/problems/words/later.id.json'

/** The words of the page of codes come with it. */
export const useSaid = () => useI18n({ useScope: 'local', messages: { id, en } }).t
