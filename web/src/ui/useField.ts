import { inject } from 'vue'
import type { InjectionKey } from 'vue'

export const FIELDS: InjectionKey<() => Record<string, string>> = Symbol('what the server says at each field')

/** Inside an ActionForm: `v-bind="field('email')"` names a control as the API does and shows what is said at it. */
export function useField() {
  const said = inject(FIELDS, () => ({}) as Record<string, string>)
  return (name: string) => ({ name, errorMessages: said()[name] ? [said()[name] as string] : [] })
}
