/** What a campus may set when its portal is built; the defaults are those of one origin in western Indonesia. */
const env = import.meta.env as Record<string, string | undefined>

export const settings = {
  /** Origin of the API, empty when the portal and the API share one. */
  api: env.VITE_API_ORIGIN ?? '',
  campus: env.VITE_CAMPUS_NAME ?? 'Universitas Bangka Belitung',
  /** Whether people may sign in with their campus account. */
  campusSignIn: env.VITE_CAMPUS_SIGN_IN === 'true',
  timeZone: env.VITE_TIME_ZONE ?? 'Asia/Jakarta',
} as const
