/** The words of the pages that admins alone see, in Indonesian, by the path of their file. */
export default import.meta.glob<object>('../../**/words/office.id.json', { eager: true, import: 'default' })
