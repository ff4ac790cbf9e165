/** The words of the pages behind the sign-in, in English. */
const parts = import.meta.glob<Record<string, unknown>>('./*.json', { eager: true, import: 'default' })

export default Object.assign({}, ...Object.values(parts)) as Record<string, unknown>
