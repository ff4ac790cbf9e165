/** The words of the pages that admins alone see, in English, by the path of their file. */
export default import.meta.glob<object>('../../**/words/office.en.json', { eager: true, import: 'default' })
