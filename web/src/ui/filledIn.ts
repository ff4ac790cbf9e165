/** Without what was left empty, so that the server says what is missing. */
export function filledIn<Form extends Record<string, string>>(form: Form): Form {
  return Object.fromEntries(Object.entries(form).filter(([, value]) => value)) as Form
}
