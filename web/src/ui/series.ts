/** One number for each name of a chart; the fills differ without their colours too. */
export interface Series {
  name: string
  values: number[]
  color: 'primary' | 'success' | 'info' | 'error' | 'accent'
  fill?: 'striped' | 'crossed'
}
