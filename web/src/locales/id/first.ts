/** The words of the pages that everybody sees, in Indonesian, by the path of their file. */
export default import.meta.glob<object>(['../problems/id.json', '../../**/words/first.id.json'], {
  eager: true,
  import: 'default',
})
