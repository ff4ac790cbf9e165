/** The words of the pages that everybody sees, in English, by the path of their file. */
export default import.meta.glob<object>(['../problems/en.json', '../../**/words/first.en.json'], {
  eager: true,
  import: 'default',
})
