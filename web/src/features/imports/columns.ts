/** What an account is made of, in the order of the template. */
export const FIELDS = ['number', 'name', 'program', 'email', 'whatsapp'] as const

/** The column of each field as a list has it, and the row of the heads as it is typed. */
export type Chosen = Record<(typeof FIELDS)[number], string | null> & { head_row: string }

/** A column as spreadsheets call it: A to Z, then AA. */
export function letter(position: number): string {
  const last = String.fromCharCode(65 + (position % 26))
  return position < 26 ? last : letter(Math.floor(position / 26) - 1) + last
}
