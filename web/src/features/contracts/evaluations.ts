import { useI18n } from 'vue-i18n'
import en from '@/features/contracts/words/evaluation.en.json'
import id from '@/features/contracts/words/evaluation.id.json'

export const CRITERIA = ['punctuality', 'mastery', 'teamwork', 'communication'] as const
export const MOST = 5

/** The words of evaluations come with their pages: every page behind the sign-in would carry them else. */
export const useSaid = () => useI18n({ useScope: 'local', messages: { id, en } }).t
