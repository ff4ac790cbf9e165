/** As one compares what was typed: letters of one form, small, with one apostrophe. */
const plain = (text: string) =>
  text
    .normalize('NFKC')
    .toLocaleLowerCase()
    .replace(/[‘’ʼ`]/g, "'")
    .trim()

/** Whether one of the texts holds what is searched for. */
export function found(wanted: string, texts: readonly string[]): boolean {
  return texts.some((text) => plain(text).includes(plain(wanted)))
}
