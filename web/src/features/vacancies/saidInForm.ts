import { useI18n } from 'vue-i18n'
import en from '@/features/vacancies/words/form.en.json'
import id from '@/features/vacancies/words/form.id.json'

/** The words of the form's parts come with the form: every page behind the sign-in would carry them else. */
export const useSaidInForm = () => useI18n({ useScope: 'local', messages: { id, en } }).t
