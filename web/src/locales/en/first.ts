/** The words of the pages that everybody sees, in English; each file holds one root key, the name of its part. */
import problems from '@/locales/problems/en.json'

const parts = import.meta.glob<Record<string, unknown>>('./first/*.json', { eager: true, import: 'default' })

export default Object.assign({ problems }, ...Object.values(parts)) as Record<string, unknown>
