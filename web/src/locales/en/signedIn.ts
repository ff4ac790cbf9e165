/** The words of the pages behind the sign-in, in English, by the path of their file. */
export default import.meta.glob<object>('../../**/words/en.json', { eager: true, import: 'default' })
