/** The words of the pages behind the sign-in, in Indonesian, by the path of their file. */
export default import.meta.glob<object>('../../**/words/id.json', { eager: true, import: 'default' })
