import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFormats } from '@/ui/useFormats'

/** Every action that is written down, by the noun it changes. */
const ACTIONS = {
  session: ['opened', 'refused', 'locked', 'slowed', 'ended', 'ended_elsewhere', 'others_ended', 'stolen'],
  password: ['set', 'changed', 'refused'],
  person: ['added', 'edited', 'activated', 'deactivated', 'doubled', 'data_taken', 'deleted'],
  import: ['started', 'confirmed', 'finished'],
  period: ['added', 'changed'],
  calendar: ['added', 'changed', 'removed', 'imported'],
  vacancy: ['created', 'changed', 'closed', 'reopened', 'handed_over', 'deleted', 'aslab_invited'],
  application: [
    ...['submitted', 'withdrawn', 'scored', 'interview', 'accepted', 'rejected', 'reopened', 'waiting_list'],
    ...['confirmed', 'lapsed'],
  ],
  document: ['opened'],
  contract: ['activated', 'suspended', 'resumed', 'ended', 'evaluated', 'evaluation_commented'],
  attendance: ['recorded', 'corrected', 'approved', 'rejected', 'removed'],
  certificate: ['issued', 'revoked', 'sent_again', 'drawn_again'],
  message: ['sent_again', 'all_sent_again'],
  personal_data: ['erased'],
  campus: ['restored'],
  export: ['made'],
}
const SUBJECTS = ['person', 'session', 'period', 'vacancy', 'application', 'contract', 'attendance', 'certificate']
/** Where the words for the states of a subject are. */
const WORDS: Record<string, string> = {
  ...{ vacancy: 'vacancies', application: 'applications', contract: 'contracts' },
  ...{ attendance: 'attendance', certificate: 'certificates', message: 'messages' },
}
const DAY = /^\d{4}-\d{2}-\d{2}$/
const MOMENT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/
const ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/

export interface Change {
  name: string
  before: string
  after: string
}

/** The audit log in words: what was done, to what, and each old and new value as a person reads it. */
export function useAuditWords() {
  const { t, te } = useI18n()
  const { day, moment, whole } = useFormats()
  const known = (key: string, otherwise: string) => (te(key) ? t(key) : otherwise)

  function action(name: string): string {
    if (name.startsWith('refused.')) {
      const code = name.slice('refused.'.length)
      return t('audit.refused', { why: known(`problems.${code}`, code) })
    }
    return known(`audit.actions.${name}`, name)
  }

  function value(name: string, raw: unknown, subject: string): string {
    if (raw === null || raw === undefined || raw === '') return '–'
    if (typeof raw === 'boolean') return t(raw ? 'audit.yes' : 'audit.no')
    if (typeof raw === 'number') return whole(raw)
    if (Array.isArray(raw)) return raw.map((one) => value(name, one, subject)).join('\n') || '–'
    if (typeof raw === 'object') return part(raw as Record<string, unknown>, subject)
    const text = String(raw)
    if (DAY.test(text)) return day(text)
    if (MOMENT.test(text)) return moment(text.replace(' ', 'T'))
    if (ID.test(text)) return text.slice(0, 8)
    if (name === 'state') return known(`${WORDS[subject]}.states.${text}`, known(`audit.values.${text}`, text))
    if (name === 'role') return known(`session.roles.${text}`, text)
    if (name === 'language' || name === 'way') return known(`audit.values.${text}`, text)
    if (name === 'fault') return known(`audit.faults.${text}`, text)
    if (name === 'documents' || name === 'kind')
      return known(`vacancies.document.${text}`, known(`audit.values.${text}`, text))
    return text
  }

  /** A criterion with its weight, or whatever else a list is made of. */
  function part(raw: Record<string, unknown>, subject: string): string {
    return Object.entries(raw)
      .map(([name, one]) => `${known(`audit.fields.${name}`, name)}: ${value(name, one, subject)}`)
      .join(', ')
  }

  /** What was changed, field by field, in words; what is the same before and after is left out. */
  function changes(old: object | null, now: object | null, subject: string): Change[] {
    const [before, after] = [old ?? {}, now ?? {}] as Record<string, unknown>[]
    const names = [...new Set([...Object.keys(before!), ...Object.keys(after!)])]
    return names
      .map((name) => ({
        name: known(`audit.fields.${name}`, name),
        before: value(name, before![name], subject),
        after: value(name, after![name], subject),
      }))
      .filter((change) => change.before !== change.after)
  }

  return {
    action,
    changes,
    subject: (name: string) => known(`audit.subjects.${name}`, name),
    role: (name: string) => known(`session.roles.${name}`, known(`audit.roles.${name}`, name)),
    /** To choose from: all that concerns a noun, and each action. The API takes the beginning of an action. */
    actionChoices: computed(() => [
      ...Object.entries(ACTIONS).flatMap(([noun, verbs]) => [
        { value: `${noun}.`, title: t('audit.all_of', { noun: t(`audit.nouns.${noun}`) }) },
        ...verbs.map((verb) => ({ value: `${noun}.${verb}`, title: t(`audit.actions.${noun}.${verb}`) })),
      ]),
      { value: 'refused.', title: t('audit.any_refusal') },
    ]),
    subjectChoices: computed(() => SUBJECTS.map((name) => ({ value: name, title: t(`audit.subjects.${name}`) }))),
  }
}
