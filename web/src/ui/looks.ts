/** How a state is shown beside its word. */
export interface Look {
  /** One of the theme's, or `neutral`. */
  color: 'neutral' | 'info' | 'success' | 'warning' | 'secondary' | 'error'
  icon: string
}
