import { useI18n } from 'vue-i18n'
import en from '@/features/periods/words/takingOver.en.json'
import id from '@/features/periods/words/takingOver.id.json'

/** The words come with the dialog. */
export const useSaid = () => useI18n({ useScope: 'local', messages: { id, en } }).t
