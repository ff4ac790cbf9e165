import { i18n } from '@/plugins/i18n'

/** A refusal as a page shows it: one sentence, and sentences at fields, in the reader's language. */
export interface Refusal {
  /** HTTP status; 0 when there was no answer. */
  status: number
  code: string
  title: string
  fields: Record<string, string>
  /** Names the request in the server's log. */
  requestId?: string
  /** The same may succeed a moment later. */
  passing: boolean
}

interface Problem {
  code: string
  title: string
  request_id?: string
  errors?: { field: string; message: string }[]
}

// The gateway refuses in its own words before any function is asked.
const BY_STATUS: Record<number, string> = {
  401: 'session_ended',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  413: 'too_large',
  503: 'unavailable',
  504: 'unavailable',
}

/** What an API call threw, as a refusal. */
export function refusalOf(thrown: unknown): Refusal {
  if (isRefusal(thrown)) return thrown
  return { status: 0, code: 'offline', title: text('ui.offline'), fields: {}, passing: true }
}

/** What the API answered instead of what was asked for; `body` is a problem, or the gateway's own words. */
export function refusalFrom(status: number, body: unknown): Refusal {
  const passing = status >= 500 || status === 429
  if (!isProblem(body)) {
    const code = BY_STATUS[status] ?? 'internal_error'
    return { status, code, title: text(`problems.${code}`), fields: {}, passing }
  }
  const fields: Record<string, string> = {}
  for (const error of body.errors ?? []) fields[error.field] ??= error.message
  const { code, title, request_id: requestId } = body
  return { status, code, title, fields, requestId, passing: passing || code === 'request_in_progress' }
}

function text(key: string): string {
  return i18n.global.t(key)
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'title' in body && typeof (body as Problem).code === 'string'
}

function isRefusal(thrown: unknown): thrown is Refusal {
  return typeof thrown === 'object' && thrown !== null && 'passing' in thrown
}
