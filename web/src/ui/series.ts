/** One number for each name of a chart; the fills are told apart without their colours too. */
export interface Series {
  name: string
  values: number[]
  color: 'primary' | 'success' | 'info' | 'error' | 'accent'
  fill?: 'striped' | 'crossed'
}
